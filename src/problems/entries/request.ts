import {CatalogueEntry} from './entry';

/** What is wrong with a request, whatever it is for. */
export const request = {
  request_malformed: {
    status: 400,
    shape: 'framework',
    message: {
      pt: 'O caminho da requisição não é válido',
      en: 'The path of the request is not valid',
    },
    remedy:
      'Send a path without `//`, `/../`, `;` or an encoded slash, and no more than 8 KiB with its query.',
  },
  method_unsupported: {
    status: 400,
    shape: 'empty',
    message: {
      pt: 'Método HTTP não suportado',
      en: 'HTTP method not supported',
    },
    remedy: 'Use GET, POST, PUT, DELETE, HEAD or OPTIONS.',
  },
  json_malformed: {
    status: 400,
    shape: 'framework',
    message: {
      pt: 'O corpo da requisição não é um objeto JSON válido em UTF-8',
      en: 'The body of the request is no valid JSON object in UTF-8',
    },
    remedy: 'Send one JSON object.',
  },
  field_type_invalid: {
    status: 400,
    shape: 'framework',
    message: {
      pt: 'Campo com tipo ou valor inválido: {field} ({expected})',
      en: 'Member of a wrong type or value: {field} ({expected})',
    },
    typical: {field: 'tipo', expected: 'valores permitidos: CANTOR ou BANDA'},
    remedy: 'Give the named field the type that the OpenAPI document says.',
  },
  parameter_invalid: {
    status: 400,
    shape: 'framework',
    message: {
      pt: 'Parâmetro inválido: {name} ({expected})',
      en: 'Invalid parameter: {name} ({expected})',
    },
    typical: {name: 'id', expected: 'deve ser um número inteiro'},
    remedy: 'Correct the named path or query parameter.',
  },
  validation_failed: {
    status: 400,
    shape: 'validation',
    message: {
      pt: 'Há campos inválidos',
      en: 'Some members are invalid',
    },
    remedy: 'Correct each named field.',
  },
  route_not_found: {
    status: 404,
    shape: 'framework',
    message: {
      pt: 'Recurso não encontrado',
      en: 'Resource not found',
    },
    remedy: 'Look the path up in the OpenAPI document; paths have no trailing slash and are case-sensitive.',
  },
  method_not_allowed: {
    status: 405,
    shape: 'framework',
    message: {
      pt: 'Método não permitido para este recurso',
      en: 'Method not allowed for this resource',
    },
    remedy: 'Use a method that the `Allow` field names.',
  },
  not_acceptable: {
    status: 406,
    shape: 'empty',
    message: {
      pt: 'Nenhum formato aceito pelo cliente está disponível',
      en: 'No format that the client accepts is available',
    },
    remedy: 'Accept `application/json`. Nothing was carried out.',
  },
  body_timeout: {
    status: 408,
    shape: 'framework',
    message: {
      pt: 'O corpo da requisição não chegou a tempo',
      en: 'The body of the request did not come in time',
    },
    remedy: 'Send the body without long pauses.',
  },
  body_too_large: {
    status: 413,
    shape: 'framework',
    message: {
      pt: 'O corpo da requisição excede o limite de {limit} bytes',
      en: 'The body of the request exceeds the limit of {limit} bytes',
    },
    typical: {limit: 1048576},
    remedy: 'Send a smaller body.',
  },
  idempotency_key_invalid: {
    status: 400,
    shape: 'framework',
    message: {
      pt: 'Idempotency-Key deve ter de 1 a 255 caracteres ASCII visíveis',
      en: 'Idempotency-Key must have 1 to 255 visible ASCII characters',
    },
    remedy: 'Send one key of 1 to 255 printable ASCII characters without blanks, such as a UUID.',
  },
  idempotency_key_unsupported: {
    status: 400,
    shape: 'framework',
    message: {
      pt: 'Idempotency-Key não é aceito em formulários com arquivos',
      en: 'Idempotency-Key is not accepted on forms with files',
    },
    remedy: 'Use `envio` and repeat `confirmar` with a key, or send the form without one.',
  },
  idempotency_key_in_use: {
    status: 409,
    shape: 'framework',
    message: {
      pt: 'Uma requisição com esta Idempotency-Key ainda está em andamento',
      en: 'A request with this Idempotency-Key is still going on',
    },
    remedy: 'Repeat the request after the seconds that `Retry-After` names: it then gets the answer.',
  },
  precondition_failed: {
    status: 412,
    shape: 'framework',
    message: {
      pt: 'O registro foi alterado: nenhuma versão informada em If-Match é a atual',
      en: 'The record was changed: no version named in If-Match is the current one',
    },
    remedy: 'Read it again, look at what has changed, and repeat the change with the new `ETag`.',
  },
  idempotency_key_reused: {
    status: 422,
    shape: 'framework',
    message: {
      pt: 'Esta Idempotency-Key já foi usada em outra requisição',
      en: 'This Idempotency-Key was used for another request',
    },
    remedy: 'Use a new key for each thing to be done, and the same one only to repeat it.',
  },
  media_type_unsupported: {
    status: 415,
    shape: 'framework',
    message: {
      pt: 'O corpo deve ser enviado como application/json',
      en: 'The body must be sent as application/json',
    },
    remedy:
      'Send `Content-Type: application/json`, or `multipart/form-data` where the operation takes files.',
  },
} as const satisfies Record<string, CatalogueEntry>;
