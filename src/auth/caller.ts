import {securityId, UserProfile} from '@loopback/security';
import type {Usuario} from '../models/usuario.model';

/** A user as the framework hands callers to operations: `name` is the user's name, `id` the id of its row. */
export function toCaller({id, nomeUsuario}: Usuario): UserProfile {
  return {[securityId]: String(id), id, name: nomeUsuario};
}
