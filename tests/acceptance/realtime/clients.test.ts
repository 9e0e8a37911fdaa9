import {expect} from '@loopback/testlab';
import {Client as StompClient} from '@stomp/stompjs';
import {io, Socket} from 'socket.io-client';
import SockJs from 'sockjs-client';
import Stomp from 'stompjs';
import {WebSocket} from 'ws';
import {randomUUID} from 'node:crypto';
import {withApi} from '../../support/api';
import {eventually} from '../../support/eventually';

interface Notice {
  readonly id: number;
  readonly nome: string;
  readonly mensagem: string;
}

const SUBPROTOCOLS = ['v12.stomp', 'v11.stomp', 'v10.stomp'];

/** Everything that clients of today and of old connect with, as their own documents say. */
describe('clients', () => {
  const given = withApi({env: {RUN_WORKER: 'on'}});
  const create = async (nome: string): Promise<Notice> => {
    const {json} = await given.api.request('POST', '/api/v1/album', {body: {nome}});
    return {...(json as Notice), mensagem: 'Novo álbum cadastrado'};
  };

  it('@stomp/stompjs 7 on a raw websocket hears, and hears again after a reconnection what it missed', async () => {
    const heard: Notice[] = [];
    let lastEventId: string | undefined;
    let subscriptions = 0;
    const client = new StompClient({
      webSocketFactory: () =>
        new WebSocket(`${given.api.url.replace('http', 'ws')}/ws/websocket`, SUBPROTOCOLS),
      reconnectDelay: 50,
    });
    client.onConnect = () => {
      const receipt = randomUUID();
      client.watchForReceipt(receipt, () => subscriptions++);
      client.subscribe(
        '/topic/novo-album',
        ({body, headers: {id}}) => {
          heard.push(JSON.parse(body) as Notice);
          lastEventId = id;
        },
        {receipt, ...(lastEventId !== undefined && {'last-event-id': lastEventId})},
      );
    };
    client.activate();
    try {
      await eventually('subscribed', () => subscriptions === 1);
      const first = await create('um');
      await eventually('the first album', () => heard.length === 1);
      client.forceDisconnect();
      const second = await create('dois');
      await eventually('subscribed again', () => subscriptions === 2);
      await eventually('the second album', () => heard.length === 2);
      expect(heard).to.eql([first, second]);
    } finally {
      await client.deactivate();
    }
  });

  for (const transports of ['websocket', 'xhr-streaming', 'xhr-polling', 'eventsource'] as const) {
    it(`stompjs 2.3.3 over sockjs-client 1 hears by ${transports}`, async () => {
      const client = Stomp.over(new SockJs(`${given.api.url}/ws`, undefined, {transports}));
      client.debug = null;
      const heard: Notice[] = [];
      try {
        await new Promise<void>((resolve, reject) => client.connect({}, () => resolve(), reject));
        client.subscribe('/topic/novo-album', ({body}) => void heard.push(JSON.parse(body) as Notice));
        await eventually('a subscription', async () => {
          await create('aquecimento');
          return heard.length > 0;
        });
        const album = await create(`por ${transports}`);
        await eventually('the album', () => heard.some(({id}) => id === album.id));
        expect(heard.find(({id}) => id === album.id)).to.eql(album);
      } finally {
        await new Promise<void>(resolve => client.disconnect(resolve));
      }
    });
  }

  describe('socket.io-client', () => {
    const sockets: Socket[] = [];
    afterEach(() => sockets.splice(0).forEach(socket => socket.disconnect()));
    const connect = async (
      options: Parameters<typeof io>[1] = {},
    ): Promise<{socket: Socket; heard: unknown[][]}> => {
      const socket = io(`${given.api.url}/notificacoes`, {forceNew: true, reconnection: false, ...options});
      sockets.push(socket);
      const heard: unknown[][] = [];
      socket.onAny((...values: unknown[]) => heard.push(values));
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('connect_error', reject);
      });
      return {socket, heard};
    };

    for (const transports of [['websocket'], ['polling'], ['polling', 'websocket']]) {
      it(`hears by ${transports.join(', then ')}`, async () => {
        const {heard} = await connect({transports});
        const album = await create('um');
        await eventually('both forms', () => heard.length === 2);
        const [[, notice, id], [, event]] = heard as [[string, Notice, string], [string, {id: string}]];
        expect(heard.map(([name]) => name)).to.eql(['novo-album', 'evento']);
        expect(notice).to.eql(album);
        expect(event).to.containEql({id, specversion: '1.0', type: 'dev.artistas.album.criado'});
      });
    }

    it('hears first what it missed, then joins the others', async () => {
      const {socket, heard} = await connect();
      await create('um');
      await eventually('the album', () => heard.length === 2);
      socket.disconnect();
      await create('dois');
      const again = await connect({auth: {lastEventId: heard[1]![2]}});
      await create('três');
      await eventually('both albums', () => again.heard.length === 4);
      const names = again.heard
        .filter(([name]) => name === 'novo-album')
        .map(([, notice]) => (notice as Notice).nome);
      expect(names).to.eql(['dois', 'três']);
    });

    it('gets figures with a token alone, and nothing in any other namespace', async () => {
      const {heard} = await connect({auth: {token: await given.api.accessToken()}});
      await eventually('figures', () => heard.some(([name]) => name === 'metricas'));
      const socket = io(given.api.url, {forceNew: true, reconnection: false});
      sockets.push(socket);
      const error = await new Promise<Error>(resolve => socket.once('connect_error', resolve));
      expect(error.message).to.match(/notificacoes/);
    });
  });
});
