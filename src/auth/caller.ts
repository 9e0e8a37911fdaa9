import {securityId, UserProfile} from '@loopback/security';
import type {Papel, Usuario} from '../models/usuario.model';
import {problems} from '../problems/catalogue';

/**
 * A user as the framework hands callers to operations: `name` is the user's name, `id` the id of its row, `papel` what
 * it may do.
 */
export function toCaller({id, nomeUsuario, papel}: Usuario): UserProfile {
  return {[securityId]: String(id), id, name: nomeUsuario, papel};
}

/** @throws admin_required */
export function requireAdmin(caller: UserProfile | undefined): void {
  if ((caller?.['papel'] as Papel | undefined) !== 'admin') throw problems.adminRequired();
}
