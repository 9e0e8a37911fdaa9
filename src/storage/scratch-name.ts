import {createHash, randomBytes} from 'node:crypto';

/** Whose something is, in letters that buckets and databases may have. */
const markOf = (owner: string): string => createHash('sha256').update(owner).digest('hex').slice(0, 8);

/**
 * Name of something that is made to be removed soon. It says whose it is and since when it is there, so that one that was
 * left behind can be told from those of others, and from one that is in use.
 */
export const scratchName = (prefix: string, owner: string, madeAt = new Date()): string =>
  `${prefix}${markOf(owner)}-${madeAt.getTime().toString(36)}-${randomBytes(3).toString('hex')}`;

/** Whether it is such a name, of that owner, made before a moment. */
export function isAbandoned(name: string, prefix: string, owner: string, before: Date): boolean {
  const [mark, madeAt = '', chance] = name.startsWith(prefix) ? name.slice(prefix.length).split('-') : [];
  return mark === markOf(owner) && chance !== undefined && parseInt(madeAt, 36) < before.getTime();
}
