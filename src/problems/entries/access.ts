import {CatalogueEntry} from './entry';

/** Who may do what, and how often. */
export const access = {
  token_invalid: {
    status: 401,
    shape: 'framework',
    message: 'Token de acesso inválido ou expirado',
    remedy: 'Refresh the access token or sign in again.',
  },
  credentials_required: {
    status: 401,
    shape: 'credentials',
    message: 'Você precisa estar autenticado para acessar este recurso',
    remedy: 'Send `Authorization: Bearer <access token>` or `Basic <user:password>`.',
  },
  monitor_credentials_required: {
    status: 401,
    shape: 'page',
    message: 'Autenticação Necessária',
    remedy: 'Reload the page and sign in.',
  },
  login_refused: {
    status: 401,
    shape: 'text',
    message: 'Usuário ou senha inválidos',
    remedy: 'Correct the user or the password.',
  },
  login_credentials_missing: {
    status: 401,
    shape: 'empty',
    message: 'O login v2 espera o cabeçalho Authorization: Basic',
    remedy: 'Send `Authorization: Basic <user:password>`.',
  },
  totp_required: {
    status: 401,
    shape: 'framework',
    message: 'Este usuário tem segundo fator: entre por /api/v2/auth/login com o código no cabeçalho X-TOTP',
    remedy:
      'Sign in by `POST /api/v2/auth/login` with Basic and `X-TOTP: <code>`, and use the access token; Basic and the v1 login cannot carry the code.',
  },
  totp_invalid: {
    status: 401,
    shape: 'framework',
    message: 'O código do segundo fator não confere, expirou ou já foi usado',
    remedy: 'Wait for the next code, or use a recovery code.',
  },
  refresh_refused: {
    status: 401,
    shape: 'empty',
    message: 'Token de renovação inválido, expirado ou encerrado',
    remedy: 'Sign in again.',
  },
  origin_refused: {
    status: 403,
    shape: 'framework',
    message: 'Esta origem não pode abrir conexões de eventos',
    remedy: 'Name the origin in `CORS_ORIGINS`, or open the connection from the own host.',
  },
  editor_required: {
    status: 403,
    shape: 'framework',
    message: 'Seu papel permite somente a leitura',
    remedy: 'Sign in as a user whose `papel` is `editor` or `admin`.',
  },
  admin_required: {
    status: 403,
    shape: 'framework',
    message: 'Somente um administrador pode fazer isso',
    remedy: 'Sign in as a user whose `papel` is `admin`.',
  },
  rate_limited: {
    status: 429,
    shape: 'rate-limit',
    message: 'Máximo de 10 requisições por minuto',
    remedy: 'Wait for the seconds that `Retry-After` names.',
  },
  login_throttled: {
    status: 429,
    shape: 'framework',
    message: 'Muitas tentativas de login sem sucesso; tente novamente mais tarde',
    remedy: 'Wait for the seconds that `Retry-After` names.',
  },
} as const satisfies Record<string, CatalogueEntry>;
