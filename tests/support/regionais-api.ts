import {once} from 'node:events';
import {createServer, IncomingMessage, Server, ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {setInterval} from 'node:timers';
import {gzipSync} from 'node:zlib';

export interface Item {
  readonly id: number | string;
  readonly nome: string;
}

export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

const DRIP_MS = 200;
const MEGABYTE = Buffer.alloc(1024 * 1024, ' ');
const GIGABYTE = 1024 * 1024 * 1024;

const json = (response: ServerResponse, body: string | Buffer, headers = {}): void =>
  void response.writeHead(200, {'content-type': 'application/json', ...headers}).end(body);

/** Answers a list, or any other value, as JSON. */
export const answering =
  (value: unknown): Behaviour =>
  (_, response) =>
    json(response, JSON.stringify(value));

/** Answers a text that need not be JSON. */
export const saying =
  (text: string | Buffer): Behaviour =>
  (_, response) =>
    json(response, text);

export const redirectingTo =
  (location: string): Behaviour =>
  (_, response) =>
    void response.writeHead(302, {location}).end();

export const failingWith =
  (status: number): Behaviour =>
  (_, response) =>
    void response.writeHead(status).end('{}');

/** One blank after another, and never an end. */
export const dripping: Behaviour = (_, response) => {
  response.writeHead(200);
  const drip = setInterval(() => response.write(' '), DRIP_MS);
  response.on('close', () => clearInterval(drip));
};

/** Ten gigabytes as fast as they are taken, with or without saying so before. */
export const flooding =
  ({announced}: {announced: boolean}): Behaviour =>
  (_, response) => {
    response.writeHead(200, announced ? {'content-length': 10 * GIGABYTE} : {});
    let left = 10 * 1024;
    const pour = (): void => {
      while (left-- > 0 && !response.destroyed)
        if (!response.write(MEGABYTE)) return void response.once('drain', pour);
    };
    pour();
  };

/** A hundred megabytes in a hundred kilobytes, asked for or not. */
export const bombing: Behaviour = (_, response) =>
  json(response, gzipSync(Buffer.alloc(100 * 1024 * 1024, ' ')), {'content-encoding': 'gzip'});

/** Announces more than it sends. */
export const breakingOff: Behaviour = (_, response) => {
  response.writeHead(200, {'content-length': 1000});
  response.write('[{"id":1,');
  setImmediate(() => response.destroy());
};

export const resetting: Behaviour = ({socket}) => socket.resetAndDestroy();

export const silent: Behaviour = () => undefined;

/** Stands for the external API of regional offices, which cannot be had here. It does as it is told. */
export class RegionaisApi {
  /** Moments of the calls so far. */
  readonly calls: number[] = [];
  private behaviour: Behaviour = answering([]);

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.calls.push(Date.now());
      response.on('error', () => undefined);
      this.behaviour(request, response);
    });
  }

  static async start(): Promise<RegionaisApi> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new RegionaisApi(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1/regionais`;
  }

  /** From now on. A list stands for answering it. */
  behave(behaviour: Behaviour | readonly Item[]): void {
    this.behaviour = typeof behaviour === 'function' ? behaviour : answering(behaviour);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** One for the `describe` that calls this. */
export function withRegionaisApi(): {readonly api: RegionaisApi} {
  let api: RegionaisApi | undefined;
  before(async () => (api = await RegionaisApi.start()));
  after(() => api?.stop());
  return {
    get api() {
      return api!;
    },
  };
}
