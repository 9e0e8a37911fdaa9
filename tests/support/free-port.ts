import {once} from 'node:events';
import {createServer} from 'node:net';

/** Below what systems give to connections and to those who listen anywhere, so that none of them takes it meanwhile. */
const FIRST = 11_000;
const COUNT = 9_000;
let next = Math.floor(Math.random() * COUNT);

/** A port of 127.0.0.1 that nobody uses just now, and a different one each time. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < COUNT; tried += 1) {
    const port = FIRST + (next++ % COUNT);
    if (await isFree(port)) return port;
  }
  throw new Error(`All ports from ${FIRST} to ${FIRST + COUNT - 1} are in use`);
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
}
