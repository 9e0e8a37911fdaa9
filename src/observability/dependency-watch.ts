import {BindingScope, inject, injectable, lifeCycleObserver, LifeCycleObserver} from '@loopback/core';
import type {Logger} from 'pino';
import {Gauge, Registry} from 'prom-client';
import type {HealthReporter} from './health-reporter';
import {ObservabilityKeys} from './keys';

const LOOK_EVERY_MS = 5_000;

/** Looks after the services that this one uses: a metric of each, and a line in the log when one goes or comes back. */
@injectable({scope: BindingScope.SINGLETON})
@lifeCycleObserver('observability')
export class DependencyWatch implements LifeCycleObserver {
  private readonly up: Gauge<'dependency'>;
  private readonly states = new Map<string, boolean>();
  private timer?: NodeJS.Timeout;
  private looking?: Promise<void>;

  constructor(
    @inject(ObservabilityKeys.HEALTH) private readonly reporter: HealthReporter,
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
    @inject(ObservabilityKeys.REGISTRY) registry: Registry,
  ) {
    this.up = new Gauge({
      name: 'artistas_dependency_up',
      help: 'Whether a service that this one uses answers: 1, or 0',
      labelNames: ['dependency'],
      registers: [registry],
    });
  }

  start(): void {
    const look = (): void => {
      this.looking ??= this.look().finally(() => (this.looking = undefined));
    };
    this.timer = setInterval(look, LOOK_EVERY_MS);
    look();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    for (const [dependency, {status, details}] of await this.reporter.dependencies()) {
      const isUp = status === 'UP';
      this.up.set({dependency}, isUp ? 1 : 0);
      if ((this.states.get(dependency) ?? true) !== isUp) this.tell(dependency, isUp, details);
      this.states.set(dependency, isUp);
    }
  }

  private tell(part: string, isUp: boolean, details: object | undefined): void {
    if (isUp) this.logger.info({part}, `${part} is back`);
    else this.logger.warn({part, details}, `${part} is away`);
  }
}
