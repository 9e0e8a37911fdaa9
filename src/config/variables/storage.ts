import type {Variable} from '../variables';

/** Settings of covers and of the store they are in. */
export const storageVariables = {
  S3_ENDPOINT: {
    kind: 'text',
    en: 'URL of the S3 that keeps covers, such as `http://minio:9000`; empty: a folder in `DATA_DIR`, for one process',
    pt: 'URL do S3 que guarda as capas, como `http://minio:9000`; vazio: uma pasta em `DATA_DIR`, para um só processo',
  },
  S3_PUBLIC_ENDPOINT: {
    kind: 'text',
    en: 'URL by which clients reach it, for which links are signed; default `S3_ENDPOINT`',
    pt: 'URL pela qual os clientes o acessam, para a qual os links são assinados; padrão `S3_ENDPOINT`',
  },
  S3_REGION: {
    kind: 'text',
    default: 'us-east-1',
    en: 'its region',
    pt: 'a região dele',
  },
  S3_BUCKET: {
    kind: 'text',
    default: 'albuns',
    en: 'bucket of the covers, made if it is absent',
    pt: 'bucket das capas, criado se não existir',
  },
  S3_ACCESS_KEY: {
    kind: 'text',
    secret: true,
    en: 'who signs in to it',
    pt: 'quem se autentica nele',
  },
  S3_SECRET_KEY: {
    kind: 'text',
    secret: true,
    en: 'the secret of that key',
    pt: 'o segredo dessa chave',
  },
  UPLOAD_LIMIT_BYTES: {
    kind: 'number',
    default: '104857600',
    min: 1024,
    max: 5_368_709_120,
    en: 'largest cover',
    pt: 'maior capa',
  },
  UPLOAD_MAX_FILES: {
    kind: 'number',
    default: '10',
    min: 1,
    max: 1000,
    en: 'most covers in one request',
    pt: 'máximo de capas em uma requisição',
  },
  IMAGENS_CRON: {
    kind: 'text',
    default: '23 * * * *',
    en: 'when covers and stored objects are compared, as a cron pattern in the time zone of the process',
    pt: 'quando capas e objetos guardados são comparados, como padrão cron no fuso horário do processo',
  },
} as const satisfies Record<string, Variable>;
