import {Application, BindingScope, CoreBindings, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import type {Logger} from 'pino';
import {DatabaseStateRepository} from '../repositories/database-state.repository';
import {ObservabilityKeys} from './keys';
import {SharedCheck} from './shared-check';
import type {Health} from './types';

const UP: Health = {status: 'UP'};

/** Whether this process should get requests: its database answers, the schema is what the code needs, and it stays. */
@injectable({scope: BindingScope.SINGLETON})
export class Readiness {
  private stopping = false;
  private wasReady = true;
  private readonly pending: SharedCheck<string[]>;

  constructor(
    @repository(DatabaseStateRepository) database: DatabaseStateRepository,
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
    @inject(CoreBindings.APPLICATION_INSTANCE) private readonly application: Pick<Application, 'state'>,
  ) {
    this.pending = new SharedCheck(() => database.pendingMigrations());
  }

  /** From now on it is not ready; called first when the process stops, while it still serves. */
  stop(): void {
    this.stopping = true;
  }

  /** Whether the process has begun its work, with or without the services it uses. */
  get hasStarted(): boolean {
    return this.application.state !== 'starting';
  }

  /** UP, DOWN without a database, OUT_OF_SERVICE otherwise; `description` is fit for everybody. */
  async check(): Promise<Health> {
    const health = await this.look();
    this.logChange(health);
    return health;
  }

  private async look(): Promise<Health> {
    if (this.stopping) return outOfService('stopping');
    // The probes' port answers before the API's own does.
    return this.hasStarted ? this.checkSchema() : outOfService('starting');
  }

  private async checkSchema(): Promise<Health> {
    try {
      const {length} = await this.pending.get();
      return length === 0 ? UP : outOfService(`${length} pending migrations`);
    } catch {
      // The reason may name hosts and users; the component `db` shows it to those who may know.
      return {status: 'DOWN', description: 'the database does not answer'};
    }
  }

  private logChange({status, description}: Health): void {
    const isReady = status === 'UP';
    if (isReady === this.wasReady) return;
    this.wasReady = isReady;
    this.logger.info({part: 'health', reason: description}, isReady ? 'ready again' : 'not ready');
  }
}

function outOfService(description: string): Health {
  return {status: 'OUT_OF_SERVICE', description};
}
