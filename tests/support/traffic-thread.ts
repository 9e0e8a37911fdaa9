import {once} from 'node:events';
import {clearInterval, setInterval} from 'node:timers';
import {parentPort, workerData} from 'node:worker_threads';
import {Pool} from 'undici';
import {basic} from './auth';
import type {Outcome, ThreadData} from './traffic';

const TICK_MS = 5;
const CONNECTIONS = 32;
/** A caller waits no longer than this for an answer. */
const ANSWER_LIMIT_MS = 15_000;

const {url, perSecond, writes, connections = CONNECTIONS, timeOrigin} = workerData as ThreadData;
const pool = new Pool(url, {connections, headersTimeout: ANSWER_LIMIT_MS, bodyTimeout: ANSWER_LIMIT_MS});
const running = new Set<Promise<void>>();
const prefix = `Tráfego ${Date.now()}`;
/** From our clock to theirs. */
const clockMs = performance.timeOrigin - timeOrigin;

async function exchange(at: number, method: 'GET' | 'POST', path: string, nome?: string): Promise<void> {
  const body = nome === undefined ? undefined : JSON.stringify({nome});
  const headers = {...basic(), ...(body && {'content-type': 'application/json'})};
  const sentAt = performance.now();
  const tell = (outcome: Omit<Outcome, 'at' | 'ms' | 'tookMs'>): void => {
    const now = performance.now();
    parentPort!.postMessage({at: at + clockMs, ms: now - at, tookMs: now - sentAt, nome, ...outcome});
  };
  try {
    const answer = await pool.request({method, path, headers, body});
    const text = await answer.body.text();
    const {statusCode: status} = answer;
    const id = nome !== undefined && status === 200 ? (JSON.parse(text) as {id: number}).id : undefined;
    tell({status, id, retryAfter: answer.headers['retry-after'] !== undefined});
  } catch (error) {
    const {code, message} = error as {code?: string; message: string};
    tell({status: 0, error: code ?? message});
  }
}

function send(at: number, number: number): void {
  const isWrite = Math.floor(number * writes) < Math.floor((number + 1) * writes);
  const read = number % 2 ? '/api/v1/album/1' : '/api/v1/album?size=20';
  const exchanged = isWrite
    ? exchange(at, 'POST', '/api/v1/album', `${prefix} ${number}`)
    : exchange(at, 'GET', read);
  const request = exchanged.finally(() => running.delete(request));
  running.add(request);
}

/** Sends each request when it is due, until it is told to stop, and waits for what is under way. */
async function main(): Promise<void> {
  const from = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - from) / 1000) * perSecond);
    while (sent < due) send(from + (sent * 1000) / perSecond, sent++);
  }, TICK_MS);
  await once(parentPort!, 'message');
  clearInterval(timer);
  await Promise.all(running);
  await pool.close();
}

void main();
