import {CatalogueEntry} from './entry';

/** What the service itself cannot do at the moment. */
export const service = {
  internal_error: {
    status: 500,
    shape: 'framework',
    message: 'Erro interno; informe o requestId ao suporte',
    remedy: 'Report the `requestId`; the cause is in the log under it.',
  },
  database_unavailable: {
    status: 503,
    shape: 'framework',
    message: 'Banco de dados indisponível no momento; tente novamente',
    remedy: 'Repeat the request after the seconds that `Retry-After` names.',
  },
  queue_unavailable: {
    status: 503,
    shape: 'framework',
    message: 'Fila de tarefas indisponível no momento; tente novamente',
    remedy: 'Repeat the request after the seconds that `Retry-After` names.',
  },
  overloaded: {
    status: 503,
    shape: 'framework',
    message: 'Serviço sobrecarregado no momento; tente novamente',
    remedy: 'Repeat the request after the seconds that `Retry-After` names.',
  },
} as const satisfies Record<string, CatalogueEntry>;
