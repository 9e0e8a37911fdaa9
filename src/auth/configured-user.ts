import {BindingScope, inject, injectable, LifeCycleObserver} from '@loopback/core';
import {repository} from '@loopback/repository';
import type {Logger} from 'pino';
import {ObservabilityKeys} from '../observability/keys';
import {UsuarioRepository} from '../repositories/usuario.repository';
import type {CredentialVerifier} from './credential-verifier';
import {AuthKeys} from './keys';
import {hashPassword} from './password';
import type {Totp} from './totp';
import type {AuthSettings} from './types';

const RETRY_MS = 1_000;

/**
 * Creates the configured user at start, unless there is one of that name; its password then stays as it is. Looks at
 * whether it is the one of the settings, before somebody comes with it. And seals
 * the secrets of second factors by the present key, so that the one before can be taken away.
 * Where the database is away or not migrated yet, the process starts all the same (it is not ready) and this goes on.
 */
@injectable({scope: BindingScope.SINGLETON})
export class ConfiguredUser implements LifeCycleObserver {
  private retry?: NodeJS.Timeout;
  private stopped = false;

  constructor(
    @inject(AuthKeys.SETTINGS) private readonly settings: AuthSettings,
    @repository(UsuarioRepository) private readonly usuarios: UsuarioRepository,
    @inject(AuthKeys.VERIFIER) private readonly verifier: CredentialVerifier,
    @inject(AuthKeys.TOTP) private readonly totp: Totp,
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
  ) {}

  async start(): Promise<void> {
    try {
      await this.ensure();
    } catch (error) {
      const {cause = error} = error as {cause?: unknown};
      this.logger.warn(
        {part: 'database', reason: String(cause)},
        'the configured user cannot be looked up yet',
      );
      if (!this.stopped) this.retry = setTimeout(() => void this.start(), RETRY_MS);
    }
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.retry);
  }

  private async ensure(): Promise<void> {
    await this.totp.reseal();
    const {username, password} = this.settings;
    if (!(await this.usuarios.findByNome(username)))
      await this.usuarios.ensureAdmin(username, await hashPassword(password));
    // Else all who come first with this pair would wait for its hash, and then go on at once.
    await this.verifier.remember({username, password});
  }
}
