import {CatalogueEntry} from './entry';

/** Who may do what, and how often. */
export const access = {
  token_invalid: {
    status: 401,
    shape: 'framework',
    message: {
      pt: 'Token de acesso inválido ou expirado',
      en: 'Access token invalid or expired',
    },
    remedy: 'Refresh the access token or sign in again.',
  },
  credentials_required: {
    status: 401,
    shape: 'credentials',
    message: {
      pt: 'Você precisa estar autenticado para acessar este recurso',
      en: 'You have to be authenticated to use this resource',
    },
    remedy: 'Send `Authorization: Bearer <access token>` or `Basic <user:password>`.',
  },
  monitor_credentials_required: {
    status: 401,
    shape: 'page',
    message: {
      pt: 'Autenticação Necessária',
      en: 'Authentication required',
    },
    remedy: 'Reload the page and sign in.',
  },
  login_refused: {
    status: 401,
    shape: 'text',
    message: {
      pt: 'Usuário ou senha inválidos',
      en: 'Wrong user or password',
    },
    remedy: 'Correct the user or the password.',
  },
  login_credentials_missing: {
    status: 401,
    shape: 'empty',
    message: {
      pt: 'O login v2 espera o cabeçalho Authorization: Basic',
      en: 'The v2 login expects the field Authorization: Basic',
    },
    remedy: 'Send `Authorization: Basic <user:password>`.',
  },
  totp_required: {
    status: 401,
    shape: 'framework',
    message: {
      pt: 'Este usuário tem segundo fator: entre por /api/v2/auth/login com o código no cabeçalho X-TOTP',
      en: 'This user has a second factor: sign in by /api/v2/auth/login with the code in the field X-TOTP',
    },
    remedy:
      'Sign in by `POST /api/v2/auth/login` with Basic and `X-TOTP: <code>`, and use the access token; Basic and the v1 login cannot carry the code.',
  },
  totp_invalid: {
    status: 401,
    shape: 'framework',
    message: {
      pt: 'O código do segundo fator não confere, expirou ou já foi usado',
      en: 'The code of the second factor is wrong, expired or used already',
    },
    remedy: 'Wait for the next code, or use a recovery code.',
  },
  refresh_refused: {
    status: 401,
    shape: 'empty',
    message: {
      pt: 'Token de renovação inválido, expirado ou encerrado',
      en: 'Refresh token invalid, expired or ended',
    },
    remedy: 'Sign in again.',
  },
  origin_refused: {
    status: 403,
    shape: 'framework',
    message: {
      pt: 'Esta origem não pode abrir conexões de eventos',
      en: 'This origin may not open event connections',
    },
    remedy: 'Name the origin in `CORS_ORIGINS`, or open the connection from the own host.',
  },
  editor_required: {
    status: 403,
    shape: 'framework',
    message: {
      pt: 'Seu papel permite somente a leitura',
      en: 'Your role allows reading only',
    },
    remedy: 'Sign in as a user whose `papel` is `editor` or `admin`.',
  },
  admin_required: {
    status: 403,
    shape: 'framework',
    message: {
      pt: 'Somente um administrador pode fazer isso',
      en: 'Only an administrator may do that',
    },
    remedy: 'Sign in as a user whose `papel` is `admin`.',
  },
  rate_limited: {
    status: 429,
    shape: 'rate-limit',
    message: {
      pt: 'Máximo de {limit} requisições por minuto',
      en: '{limit} requests a minute at most',
    },
    typical: {limit: 10},
    remedy: 'Wait for the seconds that `Retry-After` names.',
  },
  login_throttled: {
    status: 429,
    shape: 'framework',
    message: {
      pt: 'Muitas tentativas de login sem sucesso; tente novamente mais tarde',
      en: 'Too many failed logins; try again later',
    },
    remedy: 'Wait for the seconds that `Retry-After` names.',
  },
} as const satisfies Record<string, CatalogueEntry>;
