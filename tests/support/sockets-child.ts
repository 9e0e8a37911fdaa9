import {WebSocket} from 'ws';

/**
 * A process that holds many subscribers, for benches: `node sockets-child.js <url> <count>`. It tells its parent
 * `ready`, and then, for each event, when the last of its subscribers has it.
 */
const [, , url = '', count = '0'] = process.argv;
const total = Number(count);
/** Connections that are opened at once. */
const BURST = 50;
const RECEIPT = /^RECEIPT/;
/** How many have the album of that id, and how long each took, in milliseconds since 1970. */
const arrivals = new Map<number, number[]>();

function open(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/websocket`, ['v12.stomp'], {
      perMessageDeflate: false,
    });
    socket.on('error', reject);
    socket.on('open', () => {
      socket.send('CONNECT\naccept-version:1.2\n\n\0');
      socket.send('SUBSCRIBE\nid:sub-0\ndestination:/topic/novo-album\nreceipt:r\n\n\0');
    });
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      if (RECEIPT.test(text)) resolve();
      else if (text.startsWith('MESSAGE')) heard(text);
    });
  });
}

function heard(text: string): void {
  const {id} = JSON.parse(text.slice(text.indexOf('\n\n') + 2, -1)) as {id: number};
  const times = arrivals.get(id) ?? [];
  arrivals.set(id, times);
  times.push(Date.now());
  if (times.length < total) return;
  process.send!({id, times});
  arrivals.delete(id);
}

async function main(): Promise<void> {
  for (let i = 0; i < total; i += BURST)
    await Promise.all(Array.from({length: Math.min(BURST, total - i)}, () => open()));
  process.send!('ready');
}

process.on('disconnect', () => process.exit(0));
void main();
