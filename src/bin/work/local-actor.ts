import {randomUUID} from 'node:crypto';
import {hostname, userInfo} from 'node:os';
import type {Ator} from '../../models/auditoria';

/** As a column of the audit holds it. */
const MAX_LENGTH = 64;

/** Whoever calls a program of ours, for the audit: no account of the catalogue, so the name says where it is from. */
export function localActor(): Ator {
  return {nome: `local:${userName()}`, endereco: hostname().slice(0, MAX_LENGTH), requisicao: randomUUID()};
}

/** A cluster may run us as a user that has no name. */
function userName(): string {
  try {
    return userInfo().username.slice(0, MAX_LENGTH);
  } catch {
    return String(process.getuid?.() ?? '');
  }
}
