import {ChildProcess, spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {eventually} from '../support/eventually';
import {freePort} from '../support/free-port';
import {ServiceProcess} from '../support/service-process';

const TWIN = join(__dirname, 'twin.js');
/** Of both, the default of `DATABASE_POOL_SIZE`. */
const POOL_SIZE = 10;
/** Longer than any bench. */
const TOKEN_SECONDS = '36000';
/** Linux counts the time of a process in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** A server under load. */
export interface Target {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  /** Header fields of each request. */
  readonly headers: string;
  stop(): Promise<unknown>;
}

/** The API as it is run, signed in. @param onReady is told when it is ready, before that */
export async function startApi(
  databaseUrl: string,
  name: string,
  env: Readonly<Record<string, string>>,
  onReady = (): void => undefined,
): Promise<Target> {
  const service = await ServiceProcess.start('api', {
    DATABASE_URL: databaseUrl,
    ACCESS_TOKEN_SECONDS: TOKEN_SECONDS,
    ...env,
  });
  onReady();
  const answer = await fetch(`${service.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: '{"username":"seletivo","password":"admin"}',
  });
  const {accessToken} = (await answer.json()) as {accessToken: string};
  return {
    name,
    port: Number(new URL(service.url).port),
    pid: service.pid,
    headers: `Authorization: Bearer ${accessToken}\r\n`,
    stop: () => service.stop(),
  };
}

/** The hand-written server of the same routes, which lets everybody in. */
export async function startTwin(databaseUrl: string, name: string): Promise<Target> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [TWIN, String(port), databaseUrl, String(POOL_SIZE)], {
    env: {PATH: process.env.PATH, NODE_ENV: 'production'},
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const answers = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/api/v1/album`).then(
      ({ok}) => ok,
      () => false,
    );
  await eventually('the twin answers', answers, 10_000);
  return {name, port, pid: child.pid!, headers: '', stop: () => Promise.resolve(child.kill())};
}

/** Time of the processor that a process has used so far, in seconds; Linux only. */
export function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // Behind the name, which may hold anything: 14th and 15th field of all.
  const [, ...fields] = text.slice(text.lastIndexOf(')') + 1).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Resident memory in MiB; Linux only. */
export function residentMebibytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1024;
}
