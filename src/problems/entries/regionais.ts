import {CatalogueEntry} from './entry';

/** Regional offices and their synchronisation. */
export const regionais = {
  regional_not_found: {
    status: 404,
    shape: 'domain',
    message: 'Regional não encontrada para o ID informado: 999999',
    remedy: 'Use an id that the list of regional offices shows.',
  },
  regional_already_active: {
    status: 409,
    shape: 'domain',
    message: 'Já existe uma regional ativa com o ID informado: 9',
    remedy: 'Change the active one, or deactivate it first.',
  },
  sincronizacao_not_found: {
    status: 404,
    shape: 'domain',
    message: 'Sincronização não encontrada para o ID informado: 999999',
    remedy: 'Use an id that the list of synchronisations shows.',
  },
  sincronizacao_refused: {
    status: 409,
    shape: 'domain',
    message: 'Sincronização recusada: 40 de 100 regionais seriam desativadas, e o máximo é 30',
    remedy:
      'Look at it with `?dryRun=true`. An administrator may insist with `?forcar=true`, but not on an empty list.',
  },
  sincronizacao_not_applied: {
    status: 409,
    shape: 'domain',
    message: 'Somente uma sincronização aplicada pode ser desfeita',
    remedy: 'Undo one whose `estado` is `APLICADA`.',
  },
  regionais_answer_invalid: {
    status: 502,
    shape: 'framework',
    message: 'A resposta da API de regionais não é válida: item 3: nome ausente ou inválido',
    remedy: 'Nothing was changed. Report it to whoever runs that API.',
  },
  regionais_unavailable: {
    status: 502,
    shape: 'framework',
    message: 'A API de regionais não está disponível: respondeu 500',
    remedy: 'Nothing was changed. Try again later.',
  },
  regionais_off: {
    status: 503,
    shape: 'framework',
    message: 'A sincronização de regionais está desligada',
    remedy: 'Set `REGIONAIS_URL` to the address of the list.',
  },
  regionais_timeout: {
    status: 504,
    shape: 'framework',
    message: 'A API de regionais não respondeu a tempo',
    remedy: 'Nothing was changed. Try again later.',
  },
} as const satisfies Record<string, CatalogueEntry>;
