import {BindingScope, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import {LRUCache} from 'lru-cache';
import {Usuario} from '../models/usuario.model';
import {UsuarioRepository} from '../repositories/usuario.repository';

/** How long a user's row is believed: a disabled user is refused within this time. */
const BELIEVED_MS = 1_000;
const MAX_USERS = 10_000;

/** Users who may act, read at most once a second each, however many requests they send. */
@injectable({scope: BindingScope.SINGLETON})
export class ActiveUsers {
  private readonly cache: LRUCache<string, {readonly usuario?: Usuario}>;

  constructor(@repository(UsuarioRepository) usuarios: UsuarioRepository) {
    this.cache = new LRUCache({
      max: MAX_USERS,
      ttl: BELIEVED_MS,
      fetchMethod: async nome => {
        const usuario = await usuarios.findByNome(nome);
        return usuario?.ativo ? {usuario} : {};
      },
    });
  }

  /** The user of that name, unless unknown or disabled. @throws database_unavailable */
  async find(nomeUsuario: string): Promise<Usuario | undefined> {
    return (await this.cache.forceFetch(nomeUsuario)).usuario;
  }
}
