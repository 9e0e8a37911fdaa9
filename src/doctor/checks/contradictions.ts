import {Config} from '../../config/config';
import {ok, warning} from '../finding';
import type {Check, Finding, Patient, Words} from '../types';

interface Rule {
  readonly code: string;
  readonly applies: (patient: Patient) => boolean;
  readonly what: Words;
  readonly fix: Words;
}

/** A name that only machines beside us know. */
const INSIDE = /^(localhost|127\.|\[?::1|[^.]+$|.*\.(svc|local|internal)(\.|$))/;
const EVERYBODY = ['0.0.0.0/0', '::/0'];

const hostOf = (url: string): string => new URL(url).hostname;
const publicHost = ({storage: {s3}}: Config): string | undefined => s3 && hostOf(s3.publicEndpoint);

/** Settings that are accepted, and that do not fit each other or the place. */
const rules: readonly Rule[] = [
  {
    code: 'environment_unknown',
    applies: ({env}) => !['production', 'development', 'test', '', undefined].includes(env['NODE_ENV']),
    what: {
      en: 'NODE_ENV is neither "production" nor "development", and counts as the latter.',
      pt: 'NODE_ENV não é "production" nem "development", e vale como a segunda.',
    },
    fix: {en: 'Set NODE_ENV=production.', pt: 'Defina NODE_ENV=production.'},
  },
  {
    code: 'ports_equal',
    applies: ({config}) => config.port !== 0 && config.port === config.metricsPort,
    what: {
      en: 'PORT and METRICS_PORT are the same, so the service does not start.',
      pt: 'PORT e METRICS_PORT são iguais, e o serviço não inicia.',
    },
    fix: {en: 'Choose another METRICS_PORT.', pt: 'Escolha outra METRICS_PORT.'},
  },
  {
    code: 'database_embedded',
    applies: ({config}) => config.production && config.database.url === undefined,
    what: {
      en: 'In production without DATABASE_URL the data is in a folder of this machine, and the image cannot start at all.',
      pt: 'Em produção sem DATABASE_URL os dados ficam em uma pasta desta máquina, e a imagem nem inicia.',
    },
    fix: {en: 'Set DATABASE_URL to a PostgreSQL of yours.', pt: 'Defina DATABASE_URL com um PostgreSQL seu.'},
  },
  {
    code: 'objects_local',
    applies: ({config, refused}) =>
      config.production && !config.storage.s3 && !refused.some(({name}) => name.startsWith('S3_')),
    what: {
      en: 'In production without S3_ENDPOINT covers are in a folder of this machine: a second replica does not see them.',
      pt: 'Em produção sem S3_ENDPOINT as capas ficam em uma pasta desta máquina: uma segunda réplica não as vê.',
    },
    fix: {
      en: 'Set S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY.',
      pt: 'Defina S3_ENDPOINT, S3_ACCESS_KEY e S3_SECRET_KEY.',
    },
  },
  {
    code: 'store_settings_unused',
    applies: ({env}) =>
      !env['S3_ENDPOINT'] && ['S3_ACCESS_KEY', 'S3_SECRET_KEY', 'S3_PUBLIC_ENDPOINT'].some(name => env[name]),
    what: {
      en: 'Settings of an S3 are there, and S3_ENDPOINT is not: they are not used.',
      pt: 'Há configurações de um S3, mas não S3_ENDPOINT: elas não são usadas.',
    },
    fix: {en: 'Set S3_ENDPOINT, or remove the others.', pt: 'Defina S3_ENDPOINT ou remova as outras.'},
  },
  {
    code: 'public_endpoint_inside',
    applies: ({config}) => config.production && INSIDE.test(publicHost(config) ?? 'example.org'),
    what: {
      en: 'Links to covers are signed for a name that clients outside cannot resolve.',
      pt: 'Os links das capas são assinados para um nome que clientes de fora não resolvem.',
    },
    fix: {
      en: 'Set S3_PUBLIC_ENDPOINT to the address by which clients reach the store.',
      pt: 'Defina S3_PUBLIC_ENDPOINT com o endereço pelo qual os clientes acessam o armazenamento.',
    },
  },
  {
    code: 'everybody_trusted',
    applies: ({config}) => config.trustedProxies.some(entry => EVERYBODY.includes(entry)),
    what: {
      en: 'TRUSTED_PROXIES trusts everybody: any caller chooses the address that limits count.',
      pt: 'TRUSTED_PROXIES confia em todos: qualquer chamador escolhe o endereço que os limites contam.',
    },
    fix: {en: 'Name the networks of your proxies alone.', pt: 'Informe só as redes dos seus proxies.'},
  },
  {
    code: 'refresh_shorter_than_access',
    applies: ({config: {auth}}) => auth.refreshTokenSeconds <= auth.accessTokenSeconds,
    what: {
      en: 'Refresh tokens end no later than access tokens, so that nobody can renew one.',
      pt: 'Os tokens de renovação vencem antes dos de acesso, e ninguém consegue renovar.',
    },
    fix: {
      en: 'Make REFRESH_TOKEN_SECONDS larger than ACCESS_TOKEN_SECONDS.',
      pt: 'Deixe REFRESH_TOKEN_SECONDS maior que ACCESS_TOKEN_SECONDS.',
    },
  },
  {
    code: 'secret_not_replaced',
    applies: ({config: {auth}}) => auth.jwtSecret === auth.previousJwtSecret,
    what: {
      en: 'JWT_SECRET and JWT_SECRET_PREVIOUS are the same: nothing is being replaced.',
      pt: 'JWT_SECRET e JWT_SECRET_PREVIOUS são iguais: nada está sendo trocado.',
    },
    fix: {en: 'Remove JWT_SECRET_PREVIOUS.', pt: 'Remova JWT_SECRET_PREVIOUS.'},
  },
  {
    code: 'health_details_open',
    applies: ({config}) => config.production && config.healthDetails,
    what: {
      en: 'Health shows paths and reasons of errors to everybody.',
      pt: 'A saúde mostra caminhos e motivos de erros a todos.',
    },
    fix: {en: 'Set HEALTH_DETAILS=off.', pt: 'Defina HEALTH_DETAILS=off.'},
  },
  {
    code: 'rate_limit_off',
    applies: ({config}) => config.production && config.rateLimit === 0,
    what: {
      en: 'RATE_LIMIT=0: one caller may ask as often as it likes.',
      pt: 'RATE_LIMIT=0: um chamador pode pedir quantas vezes quiser.',
    },
    fix: {
      en: 'Set RATE_LIMIT, unless a proxy in front limits.',
      pt: 'Defina RATE_LIMIT, a menos que um proxy à frente limite.',
    },
  },
];

export const contradictions: Check = {
  name: 'contradictions',
  look(patient) {
    const found: Finding[] = rules
      .filter(({applies}) => applies(patient))
      .map(({code, what, fix}) => warning(code, what, fix));
    if (found.length > 0) return found;
    return [
      ok('settings_consistent', {
        en: 'The settings fit each other.',
        pt: 'As configurações combinam entre si.',
      }),
    ];
  },
};
