/**
 * Advisory locks of ours that are of two numbers: the letters "arti", and which one. They are per database; those of a
 * migration, of a key and of the list of offices are of one large number each, and never the same as these.
 */
export const LOCK_SPACE = 1_634_890_857;
export const Locks = {BACKUP: 1, IMPORT: 2} as const;
