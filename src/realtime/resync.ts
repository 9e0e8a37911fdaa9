/** What a client is told whose last event is no longer kept. */
export const RESYNC = {
  tipo: 'resync',
  mensagem: 'Eventos mais antigos não estão mais guardados; leia o catálogo de novo',
} as const;
export const RESYNC_BODY = JSON.stringify(RESYNC);
