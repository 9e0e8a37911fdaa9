import type {Variable} from '../variables';

/** Good for a laptop only: production refuses it (`config.ts`). */
export const DEVELOPMENT_JWT_SECRET = 'segredo-somente-para-desenvolvimento-local';
export const DEVELOPMENT_PASSWORD = 'admin';
/** Largest delay of a Node.js timer, in seconds. */
const MAX_TIMER_SECONDS = 2_147_483;

/** Settings of who may sign in, and for how long. */
export const authVariables = {
  JWT_SECRET: {
    kind: 'text',
    default: DEVELOPMENT_JWT_SECRET,
    secret: true,
    en: 'key that signs tokens, at least 32 bytes; production has no default',
    pt: 'chave que assina os tokens, com 32 bytes ou mais; em produção não há padrão',
  },
  JWT_SECRET_PREVIOUS: {
    kind: 'text',
    secret: true,
    en: 'key that is being replaced: tokens that it signed are accepted, new ones are not signed by it',
    pt: 'chave que está sendo trocada: os tokens que ela assinou são aceitos, os novos não são assinados por ela',
  },
  APP_USERNAME: {
    kind: 'text',
    default: 'seletivo',
    en: 'user that is created at first start',
    pt: 'usuário criado na primeira inicialização',
  },
  APP_PASSWORD: {
    kind: 'text',
    default: DEVELOPMENT_PASSWORD,
    secret: true,
    en: 'its password; production has no default',
    pt: 'a senha dele; em produção não há padrão',
  },
  AUDIT_RETENTION_DAYS: {
    kind: 'number',
    default: '365',
    min: 1,
    max: 36_500,
    en: 'how long it is kept who signed in, changed an account or removed something',
    pt: 'por quanto tempo se guarda quem entrou, alterou uma conta ou excluiu algo',
  },
  ACCESS_TOKEN_SECONDS: {
    kind: 'number',
    default: '300',
    min: 1,
    max: MAX_TIMER_SECONDS,
    en: 'lifetime of an access token',
    pt: 'validade do token de acesso',
  },
  REFRESH_TOKEN_SECONDS: {
    kind: 'number',
    default: '1800',
    min: 1,
    max: MAX_TIMER_SECONDS,
    en: 'lifetime of a refresh token',
    pt: 'validade do token de renovação',
  },
} as const satisfies Record<string, Variable>;
