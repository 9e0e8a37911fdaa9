import {once} from 'node:events';
import {AddressInfo, createServer} from 'node:net';

/** Hosts that lead inside: loopback, private and metadata addresses, in all their forms, and names for them. */
export const insideHosts: readonly string[] = [
  '127.0.0.1',
  'localhost',
  '127.0.0.1.nip.io',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::]',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '127.1',
  '0.0.0.0',
  '169.254.169.254',
  '10.0.0.1',
  '192.168.0.1',
  '172.16.0.1',
  'metadata',
];

/** Listens on every address of this machine, and counts who connects. */
export async function listenInside(): Promise<{
  readonly port: number;
  /** @returns connections so far */
  stop(): Promise<number>;
}> {
  let connections = 0;
  const server = createServer(socket => {
    connections += 1;
    socket.destroy();
  }).listen(0, '::');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      await once(server, 'close');
      return connections;
    },
  };
}
