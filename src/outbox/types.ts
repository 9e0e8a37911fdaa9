/** What processes tell each other about events; the events themselves are in the database. */
export const Signal = {
  /** Some were written: the relay has something to do. */
  WRITTEN: 'artistas_evento_escrito',
  /** Some were numbered: listeners have something to read. */
  NUMBERED: 'artistas_evento_numerado',
} as const;
