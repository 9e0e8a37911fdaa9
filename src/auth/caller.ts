import {securityId, UserProfile} from '@loopback/security';
import type {Ator} from '../models/auditoria';
import {ActiveUsuario, Papel, PAPEIS} from '../models/usuario.model';
import {problems} from '../problems/catalogue';

/**
 * A user as the framework hands callers to operations: `name` is the user's name, `id` the id of its row, `papel` what
 * it may do, `sessaoId` the session of the token that it showed. A caller who writes has its `endereco` and the id of its `requisicao`, too.
 */
export function toCaller({id, nomeUsuario, papel}: ActiveUsuario, sessaoId?: string): UserProfile {
  return {[securityId]: String(id), id, name: nomeUsuario, papel, ...(sessaoId && {sessaoId})};
}

/** The caller of a write, as it is written down. */
export function toAtor({name, endereco = '', requisicao = ''}: UserProfile): Ator {
  return {nome: name, endereco: endereco as string, requisicao: requisicao as string};
}

/** The caller of an operation on the own account; `sessaoId` is there when it showed a token. */
export function toTitular(caller: UserProfile): {
  readonly id: number;
  readonly nome: string;
  readonly sessaoId?: string;
  readonly ator: Ator;
} {
  const {id, name = '', sessaoId} = caller as UserProfile & {id: number; sessaoId?: string};
  return {id, nome: name, sessaoId, ator: toAtor(caller)};
}

/** @param smallest role that may @throws editor_required, admin_required */
export function requirePapel(caller: UserProfile | undefined, smallest: Papel): void {
  const rank = PAPEIS.indexOf(caller?.['papel'] as Papel);
  if (rank < PAPEIS.indexOf(smallest))
    throw smallest === 'admin' ? problems.adminRequired() : problems.editorRequired();
}
