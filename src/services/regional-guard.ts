import {Contagens} from '../models/sincronizacao';

/** Offices that may always go, however short the list is. */
const ALWAYS_ALLOWED = 10;

export interface GuardRules {
  /** Largest part of the active list that may go, 0 to 100. */
  readonly maxRemovedPercent: number;
  /** An administrator insists. */
  readonly forcar?: boolean;
}

/**
 * Why a list must not be applied. An empty one is a fault of whoever sent it, and nobody can insist on it.
 * @returns Portuguese; undefined: nothing speaks against it
 */
export function refusalOf(
  {lidas, desativadas, ativas}: Pick<Contagens, 'lidas' | 'desativadas'> & {readonly ativas: number},
  {maxRemovedPercent, forcar = false}: GuardRules,
): string | undefined {
  if (lidas === 0) return 'a lista veio vazia';
  const allowed = Math.max(ALWAYS_ALLOWED, Math.floor((ativas * maxRemovedPercent) / 100));
  if (desativadas <= allowed || forcar) return undefined;
  return `${desativadas} de ${ativas} regionais seriam desativadas, e o máximo é ${allowed}`;
}
