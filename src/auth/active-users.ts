import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import {LRUCache} from 'lru-cache';
import type {ActiveUsuario} from '../models/usuario.model';
import {UsuarioRepository} from '../repositories/usuario.repository';
import {AuthKeys} from './keys';
import {Revocations, Revoked, WINDOW_SECONDS} from './revocations';

/** Revocations are known for longer than a user is remembered. */
const REMEMBERED_MS = (WINDOW_SECONDS / 2) * 1_000;
const MAX_REMEMBERED = 10_000;

interface Remembered {
  readonly usuario: ActiveUsuario;
  readonly sessaoId?: string;
}

/** Users who may act, remembered until something about them or their session is revoked. */
@injectable({scope: BindingScope.SINGLETON})
export class ActiveUsers {
  private readonly remembered = new LRUCache<string, Remembered>({max: MAX_REMEMBERED, ttl: REMEMBERED_MS});
  private readonly reading = new Map<string, Promise<ActiveUsuario | undefined>>();
  /** Grows with each revocation: what was read across one is not remembered. */
  private generation = 0;

  constructor(
    @repository(UsuarioRepository) private readonly usuarios: UsuarioRepository,
    @inject(AuthKeys.REVOCATIONS) private readonly revocations: Revocations,
  ) {
    revocations.onRevoked(revoked => this.forget(revoked));
  }

  /**
   * The user of that name, unless unknown or disabled; to be waited for unless it is remembered.
   * @param sessaoId of a token: then its session has to be going on, too
   * @throws database_unavailable
   */
  find(nomeUsuario: string, sessaoId?: string): ActiveUsuario | Promise<ActiveUsuario | undefined> {
    const look = this.revocations.current();
    return look
      ? look.then(() => this.findCurrent(nomeUsuario, sessaoId))
      : this.findCurrent(nomeUsuario, sessaoId);
  }

  private findCurrent(
    nomeUsuario: string,
    sessaoId?: string,
  ): ActiveUsuario | Promise<ActiveUsuario | undefined> {
    const key = `${sessaoId ?? ''} ${nomeUsuario}`;
    const known = this.remembered.get(key);
    if (known) return known.usuario;
    let reading = this.reading.get(key);
    if (!reading) {
      reading = this.read(key, nomeUsuario, sessaoId).finally(() => this.reading.delete(key));
      this.reading.set(key, reading);
    }
    return reading;
  }

  private async read(
    key: string,
    nomeUsuario: string,
    sessaoId?: string,
  ): Promise<ActiveUsuario | undefined> {
    const {generation} = this;
    const usuario = await this.usuarios.findActive(nomeUsuario, sessaoId);
    if (usuario && generation === this.generation) this.remembered.set(key, {usuario, sessaoId});
    return usuario;
  }

  private forget(revoked: Revoked): void {
    this.generation++;
    this.reading.clear();
    if (revoked === 'everything') return this.remembered.clear();
    const users = new Set(revoked.map(({usuarioId}) => usuarioId));
    const sessions = new Set(revoked.map(({sessaoId}) => sessaoId));
    for (const [key, {usuario, sessaoId}] of this.remembered) {
      if (users.has(usuario.id) || sessions.has(sessaoId ?? '')) this.remembered.delete(key);
    }
  }
}
