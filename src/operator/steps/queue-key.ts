import {KIND} from '../api/group';

/** `namespace/name` of an `ArtistasApi`; of any other kind with the kind before it. */
export const queueKey = (kind: string, key: string): string => (kind === KIND ? key : `${kind} ${key}`);

/** @returns kind, and `namespace/name` */
export function readQueueKey(queued: string): readonly [kind: string, key: string] {
  const [kind = '', key] = queued.split(' ');
  return key === undefined ? [KIND, kind] : [kind, key];
}
