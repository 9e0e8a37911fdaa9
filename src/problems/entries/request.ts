import {CatalogueEntry} from './entry';

/** What is wrong with a request, whatever it is for. */
export const request = {
  request_malformed: {
    status: 400,
    shape: 'framework',
    message: 'O caminho da requisição não é válido',
    remedy:
      'Send a path without `//`, `/../`, `;` or an encoded slash, and no more than 8 KiB with its query.',
  },
  method_unsupported: {
    status: 400,
    shape: 'empty',
    message: 'Método HTTP não suportado',
    remedy: 'Use GET, POST, PUT, DELETE, HEAD or OPTIONS.',
  },
  json_malformed: {
    status: 400,
    shape: 'framework',
    message: 'O corpo da requisição não é um objeto JSON válido em UTF-8',
    remedy: 'Send one JSON object.',
  },
  field_type_invalid: {
    status: 400,
    shape: 'framework',
    message: 'Campo com tipo ou valor inválido: tipo (valores permitidos: CANTOR ou BANDA)',
    remedy: 'Give the named field the type that the OpenAPI document says.',
  },
  parameter_invalid: {
    status: 400,
    shape: 'framework',
    message: 'Parâmetro inválido: id (deve ser um número inteiro)',
    remedy: 'Correct the named path or query parameter.',
  },
  validation_failed: {
    status: 400,
    shape: 'validation',
    message: 'Há campos inválidos',
    remedy: 'Correct each named field.',
  },
  route_not_found: {
    status: 404,
    shape: 'framework',
    message: 'Recurso não encontrado',
    remedy: 'Look the path up in the OpenAPI document; paths have no trailing slash and are case-sensitive.',
  },
  method_not_allowed: {
    status: 405,
    shape: 'framework',
    message: 'Método não permitido para este recurso',
    remedy: 'Use a method that the `Allow` field names.',
  },
  not_acceptable: {
    status: 406,
    shape: 'empty',
    message: 'Nenhum formato aceito pelo cliente está disponível',
    remedy: 'Accept `application/json`. Nothing was carried out.',
  },
  body_timeout: {
    status: 408,
    shape: 'framework',
    message: 'O corpo da requisição não chegou a tempo',
    remedy: 'Send the body without long pauses.',
  },
  body_too_large: {
    status: 413,
    shape: 'framework',
    message: 'O corpo da requisição excede o limite de 1048576 bytes',
    remedy: 'Send a smaller body.',
  },
  idempotency_key_invalid: {
    status: 400,
    shape: 'framework',
    message: 'Idempotency-Key deve ter de 1 a 255 caracteres ASCII visíveis',
    remedy: 'Send one key of 1 to 255 printable ASCII characters without blanks, such as a UUID.',
  },
  idempotency_key_unsupported: {
    status: 400,
    shape: 'framework',
    message: 'Idempotency-Key não é aceito em formulários com arquivos',
    remedy: 'Use `envio` and repeat `confirmar` with a key, or send the form without one.',
  },
  idempotency_key_in_use: {
    status: 409,
    shape: 'framework',
    message: 'Uma requisição com esta Idempotency-Key ainda está em andamento',
    remedy: 'Repeat the request after the seconds that `Retry-After` names: it then gets the answer.',
  },
  precondition_failed: {
    status: 412,
    shape: 'framework',
    message: 'O registro foi alterado: nenhuma versão informada em If-Match é a atual',
    remedy: 'Read it again, look at what has changed, and repeat the change with the new `ETag`.',
  },
  idempotency_key_reused: {
    status: 422,
    shape: 'framework',
    message: 'Esta Idempotency-Key já foi usada em outra requisição',
    remedy: 'Use a new key for each thing to be done, and the same one only to repeat it.',
  },
  media_type_unsupported: {
    status: 415,
    shape: 'framework',
    message: 'O corpo deve ser enviado como application/json',
    remedy:
      'Send `Content-Type: application/json`, or `multipart/form-data` where the operation takes files.',
  },
} as const satisfies Record<string, CatalogueEntry>;
