import {expect} from '@loopback/testlab';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import {RefusedConnections} from '../../../src/rest/refused-connections';
import {connectBare} from '../../support/bare-connection';

const CONNECTIONS = 1_500;
const REQUESTS = 8;
const REQUEST = Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n');

/** In a turn what was resumed, and as many that need not rest. */
const CASES = [
  {when: '', isCrowded: false, most: 2 * 64},
  {when: ' while it is crowded', isCrowded: true, most: 2 * 8},
];

for (const {when, isCrowded, most} of CASES)
  describe(`connections that are refused again and again${when}`, function () {
    this.timeout(60_000);
    const refused = new RefusedConnections(() => isCrowded);
    const sockets: Socket[] = [];
    const answers: number[] = [];
    /** Refusals in each turn of the loop. */
    const turns: number[] = [];
    let inThisTurn = 0;
    const server = createServer((_request, response) => {
      if (inThisTurn++ === 0)
        setImmediate(() => {
          turns.push(inThisTurn);
          inThisTurn = 0;
        });
      refused.add(response);
      response.writeHead(503, ['Content-Length', '0']).end();
    });

    before(async () => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const {port} = server.address() as AddressInfo;
      /** Each sends a request, and so many more when it is answered; until all are. */
      const askAll = (more: number): Promise<unknown> =>
        Promise.all(
          sockets.map(async (socket, i) => {
            answers[i] = -more;
            socket.write(REQUEST);
            while (answers[i] <= 0) await once(socket, 'answer');
          }),
        );
      for (let i = 0; i < CONNECTIONS; i++) {
        const onAnswer = (): void => {
          if (++answers[i]! <= 0) sockets[i]!.write(REQUEST);
          sockets[i]!.emit('answer');
        };
        sockets.push(connectBare({host: '127.0.0.1', port, onAnswer}));
      }
      // One is taken in each turn, so this first.
      await askAll(0);
      turns.length = 0;
      await askAll(REQUESTS - 1);
    });
    after(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });

    it('are all answered, each time', () => {
      expect(turns.reduce((sum, count) => sum + count)).to.equal(CONNECTIONS * REQUESTS);
    });

    it('let a turn of the loop end before all that they ask has been refused', () => {
      expect(Math.max(...turns)).to.be.belowOrEqual(2 * CONNECTIONS);
    });

    it(`are refused at most ${most} a turn, once they rest`, () => {
      // Each has been refused once by then, in turns as long as they like.
      expect(turns.length).to.be.aboveOrEqual((CONNECTIONS * (REQUESTS - 1)) / most);
    });
  });
