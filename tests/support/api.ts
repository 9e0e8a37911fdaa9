import {Client, createRestAppClient} from '@loopback/testlab';
import {Agent} from 'node:http';
import {AddressInfo} from 'node:net';
import {QueryResultRow} from 'pg';
import {ArtistasApplication} from '../../src/application';
import {loadConfig} from '../../src/config/config';
import {createLogger} from '../../src/observability/logger';
import {givenDatabase, Template, TestDatabase} from './database';
import {Answer, exchange, Exchange, rawExchange} from './http';
import {sql} from './sql';

export const USER = 'seletivo';
export const PASSWORD = 'admin';
const BASIC = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
type Environment = Readonly<Record<string, string>>;

export interface ApiRequest extends Omit<Exchange, 'method' | 'path' | 'body'> {
  /** An object or array is sent as JSON; text and bytes as they are. */
  readonly body?: unknown;
  /** Default `basic`. */
  readonly auth?: 'basic' | 'bearer' | 'none';
}

/** The running API: the real application on a port of its own, over a database of its own. */
export class Api {
  private token?: Promise<string>;

  private constructor(
    readonly url: string,
    readonly databaseUrl: string,
    readonly app: ArtistasApplication,
    /** Supertest. */
    readonly client: Client,
    private readonly agent: Agent,
    private readonly logLines: readonly string[],
  ) {}

  /** @param env settings beside a free port, no rate limit, no jobs and no relay of events in the background, no external API */
  static async start(databaseUrl: string, env: Environment = {}): Promise<Api> {
    const fixed = {
      PORT: '0',
      METRICS_PORT: '0',
      HOST: '127.0.0.1',
      RATE_LIMIT: '0',
      CATALOG_RATE_LIMIT: '0',
      RUN_WORKER: 'off',
      REGIONAIS_URL: 'off',
    };
    const config = loadConfig({...fixed, DATABASE_URL: databaseUrl, ...env});
    const lines: string[] = [];
    const logger = createLogger(config.logLevel, {write: line => void lines.push(line)});
    const app = new ArtistasApplication({config, databaseUrl, logger});
    await app.boot();
    await app.serve();
    const server = app.restServer.httpServer!.server;
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return new Api(url, databaseUrl, app, createRestAppClient(app), new Agent({keepAlive: true}), lines);
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    await this.app.drain(0);
    await this.app.stop();
  }

  async request(
    method: string,
    path: string,
    {body, headers, auth = 'basic'}: ApiRequest = {},
  ): Promise<Answer> {
    const isJson = typeof body === 'object' && !Buffer.isBuffer(body);
    const wire = {
      method,
      path,
      headers: {
        ...(auth === 'basic' && {authorization: BASIC}),
        ...(auth === 'bearer' && {authorization: `Bearer ${await this.accessToken()}`}),
        ...(body !== undefined && {'content-type': 'application/json'}),
        ...headers,
      },
      body: isJson ? JSON.stringify(body) : (body as string | Buffer | undefined),
    };
    return exchange(this.url, wire, this.agent);
  }

  /** Lines of a request as they are, with the line ends of HTTP and `Connection: close`; what came back, as text. */
  rawRequest(lines: readonly string[], body = '', options?: {ends?: boolean}): Promise<string> {
    const head = [...lines, 'Host: localhost', `Authorization: ${BASIC}`, 'Connection: close'];
    return rawExchange(this.url, `${head.join('\r\n')}\r\n\r\n${body}`, options);
  }

  /** Of the configured user; signed in once. */
  accessToken(): Promise<string> {
    this.token ??= this.client
      .post('/api/v1/auth/login')
      .send({username: USER, password: PASSWORD})
      .then(({body}) => body.accessToken as string);
    return this.token;
  }

  sql<T extends QueryResultRow>(statement: string, params?: readonly unknown[]): Promise<T[]> {
    return sql<T>(this.databaseUrl, statement, params);
  }

  /** What was logged so far: one JSON text an event. */
  logs(): readonly string[] {
    return this.logLines;
  }
}

/**
 * A running API for the `describe` that calls this; usable from its first `before` on.
 * @param options `env` settings beside the defaults, or what gives them once earlier hooks have run, `template` of the database: default `migrated`
 */
export function withApi({
  env,
  template = 'migrated',
}: {env?: Environment | (() => Environment); template?: Template} = {}): {
  readonly api: Api;
} {
  let database: TestDatabase | undefined;
  let api: Api | undefined;
  before(async function () {
    // The first one starts the database server and migrates.
    this.timeout(60_000);
    database = await givenDatabase({template});
    api = await Api.start(database.url, typeof env === 'function' ? env() : env);
  });
  after(async () => {
    await api?.stop();
    await database?.drop();
  });
  return {
    get api() {
      if (!api) throw new Error('The API runs once the before hooks run.');
      return api;
    },
  };
}
