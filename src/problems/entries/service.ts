import {CatalogueEntry} from './entry';

/** What the service itself cannot do at the moment. */
export const service = {
  internal_error: {
    status: 500,
    shape: 'framework',
    message: {
      pt: 'Erro interno; informe o requestId ao suporte',
      en: 'Internal error; tell support the requestId',
    },
    remedy: 'Report the `requestId`; the cause is in the log under it.',
  },
  database_unavailable: {
    status: 503,
    shape: 'framework',
    message: {
      pt: 'Banco de dados indisponível no momento; tente novamente',
      en: 'Database unavailable at the moment; try again',
    },
    remedy: 'Repeat the request after the seconds that `Retry-After` names.',
  },
  queue_unavailable: {
    status: 503,
    shape: 'framework',
    message: {
      pt: 'Fila de tarefas indisponível no momento; tente novamente',
      en: 'Job queue unavailable at the moment; try again',
    },
    remedy: 'Repeat the request after the seconds that `Retry-After` names.',
  },
  overloaded: {
    status: 503,
    shape: 'framework',
    message: {
      pt: 'Serviço sobrecarregado no momento; tente novamente',
      en: 'Service overloaded at the moment; try again',
    },
    remedy: 'Repeat the request after the seconds that `Retry-After` names.',
  },
} as const satisfies Record<string, CatalogueEntry>;
