import {CatalogueEntry} from './entry';

/** Regional offices and their synchronisation. */
export const regionais = {
  regional_not_found: {
    status: 404,
    shape: 'domain',
    message: {
      pt: 'Regional não encontrada para o ID informado: {id}',
      en: 'There is no regional office with that ID: {id}',
    },
    typical: {id: 999999},
    remedy: 'Use an id that the list of regional offices shows.',
  },
  regional_already_active: {
    status: 409,
    shape: 'domain',
    message: {
      pt: 'Já existe uma regional ativa com o ID informado: {id}',
      en: 'There is an active regional office with that ID already: {id}',
    },
    typical: {id: 9},
    remedy: 'Change the active one, or deactivate it first.',
  },
  sincronizacao_not_found: {
    status: 404,
    shape: 'domain',
    message: {
      pt: 'Sincronização não encontrada para o ID informado: {id}',
      en: 'There is no synchronisation with that ID: {id}',
    },
    typical: {id: 999999},
    remedy: 'Use an id that the list of synchronisations shows.',
  },
  sincronizacao_refused: {
    status: 409,
    shape: 'domain',
    message: {
      pt: 'Sincronização recusada: {reason}',
      en: 'Synchronisation refused: {reason}',
    },
    typical: {reason: '40 de 100 regionais seriam desativadas, e o máximo é 30'},
    remedy:
      'Look at it with `?dryRun=true`. An administrator may insist with `?forcar=true`, but not on an empty list.',
  },
  sincronizacao_not_applied: {
    status: 409,
    shape: 'domain',
    message: {
      pt: 'Somente uma sincronização aplicada pode ser desfeita',
      en: 'Only a synchronisation that was applied can be undone',
    },
    remedy: 'Undo one whose `estado` is `APLICADA`.',
  },
  regionais_answer_invalid: {
    status: 502,
    shape: 'framework',
    message: {
      pt: 'A resposta da API de regionais não é válida: {reason}',
      en: 'The answer of the API of regional offices is not valid: {reason}',
    },
    typical: {reason: 'item 3: nome ausente ou inválido'},
    remedy: 'Nothing was changed. Report it to whoever runs that API.',
  },
  regionais_unavailable: {
    status: 502,
    shape: 'framework',
    message: {
      pt: 'A API de regionais não está disponível: {reason}',
      en: 'The API of regional offices is not available: {reason}',
    },
    typical: {reason: 'respondeu 500'},
    remedy: 'Nothing was changed. Try again later.',
  },
  regionais_off: {
    status: 503,
    shape: 'framework',
    message: {
      pt: 'A sincronização de regionais está desligada',
      en: 'The synchronisation of regional offices is switched off',
    },
    remedy: 'Set `REGIONAIS_URL` to the address of the list.',
  },
  regionais_timeout: {
    status: 504,
    shape: 'framework',
    message: {
      pt: 'A API de regionais não respondeu a tempo',
      en: 'The API of regional offices did not answer in time',
    },
    remedy: 'Nothing was changed. Try again later.',
  },
} as const satisfies Record<string, CatalogueEntry>;
