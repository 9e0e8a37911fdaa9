import {expect} from '@loopback/testlab';
import {Client} from 'pg';
import {RealtimeKeys} from '../../../src/realtime/keys';
import {withApi} from '../../support/api';
import {eventually} from '../../support/eventually';
import {givenAlbum, givenArtista} from '../../support/given';
import {bodyOf, headerOf, RawStomp} from '../../support/raw-stomp';

const NEW_ALBUM = '/topic/novo-album';
const PATH = '/api/v1/album';

interface Event {
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly sequencia: number;
  readonly data: Readonly<Record<string, unknown>>;
}

const eventsOf = (client: RawStomp): Event[] =>
  client.messages().map(text => JSON.parse(bodyOf(text)) as Event);
const noticeOf = (message: string): {nome: string} => JSON.parse(bodyOf(message)) as {nome: string};

describe('STOMP over a raw websocket', () => {
  const given = withApi({env: {RUN_WORKER: 'on'}});
  const clients: RawStomp[] = [];
  afterEach(() => Promise.all(clients.splice(0).map(client => client.close())));

  const open = async (options?: Parameters<typeof RawStomp.open>[1]): Promise<RawStomp> => {
    const client = await RawStomp.open(given.api.url, options);
    clients.push(client);
    return client;
  };
  const connect = async (headers?: readonly string[]): Promise<RawStomp> => {
    const client = await RawStomp.connect(given.api.url, headers);
    clients.push(client);
    return client;
  };
  const create = async (nome: string): Promise<{id: number; nome: string}> =>
    (await given.api.request('POST', PATH, {body: {nome}})).json as {id: number; nome: string};

  it('answers CONNECT as the replaced service did', async () => {
    const client = await open();
    client.say('CONNECT', ['accept-version:1.1,1.2', 'host:localhost', 'login:x', 'passcode:y']);
    expect(await client.until('CONNECTED', () => true)).to.equal(
      'CONNECTED\nversion:1.2\nheart-beat:0,0\n\n\0',
    );
    expect(client.protocol).to.equal('v12.stomp');
  });

  const versions = [
    {offered: 'accept-version:1.0,1.1', version: '1.1'},
    {offered: 'accept-version:1.0', version: '1.0'},
    {offered: 'host:sem-versao', version: '1.0'},
    {offered: 'accept-version:1.2,9.9', version: '1.2'},
  ];
  for (const {offered, version} of versions) {
    it(`speaks ${version} with a client of ${offered}`, async () => {
      const client = await open();
      client.say('STOMP', [offered]);
      expect(headerOf(await client.until('CONNECTED', () => true), 'version')).to.equal(version);
    });
  }

  it('takes the best subprotocol that is offered, and none where none is its own', async () => {
    expect((await open({protocols: ['v10.stomp', 'v11.stomp']})).protocol).to.equal('v11.stomp');
  });

  it('tells of a new album, byte for byte but the ids', async () => {
    const client = await connect();
    await client.subscribe(NEW_ALBUM);
    const {id} = await create('Olá 🎸');
    const message = await client.until('the message', text => text.startsWith('MESSAGE'));
    const body = `{"id":${id},"nome":"Olá 🎸","mensagem":"Novo álbum cadastrado"}`;
    const eventId = headerOf(message, 'id')!;
    expect(message).to.equal(
      [
        'MESSAGE',
        'destination:/topic/novo-album',
        'content-type:application/json',
        'subscription:sub-0',
        `message-id:${eventId}-sub-0`,
        `id:${eventId}`,
        `content-length:${Buffer.byteLength(body)}`,
        '',
        `${body}\0`,
      ].join('\n'),
    );
  });

  it('tells once for each subscription, by wildcard too, and no more after UNSUBSCRIBE', async () => {
    const client = await connect();
    await client.subscribe(NEW_ALBUM, {id: 'a'});
    await client.subscribe('/topic/*', {id: 'b'});
    await client.subscribe('/topic/nada', {id: 'c'});
    await create('um');
    await eventually('both messages', () => client.messages().length === 2);
    client.say('UNSUBSCRIBE', ['id:a', 'receipt:fim']);
    await client.until('the receipt', text => text.includes('receipt-id:fim'));
    await create('dois');
    await eventually('the third message', () => client.messages().length === 3);
    expect(client.messages().map(text => headerOf(text, 'subscription'))).to.eql(['a', 'b', 'b']);
  });

  it('tells everything on /topic/eventos, in order, as CloudEvents', async () => {
    const artista = await givenArtista(given.api);
    const client = await connect();
    await client.subscribe('/topic/eventos');
    const {id} = await create('um');
    await given.api.request('PUT', `${PATH}/${id}`, {body: {nome: 'dois'}});
    const link = {artistaId: artista.id, albumId: id};
    for (let i = 0; i < 2; i++) await given.api.request('POST', '/api/v1/artistas-albuns', {body: link});
    await given.api.request('DELETE', `/api/v1/artistas-albuns/${artista.id}/${id}`);
    await given.api.request('DELETE', `${PATH}/${id}`);
    await eventually('five events', () => client.messages().length >= 5);
    const events = eventsOf(client);
    expect(events.map(({type, subject, data}) => [type, subject, data])).to.eql([
      ['dev.artistas.album.criado', `album/${id}`, {id, nome: 'um'}],
      ['dev.artistas.album.alterado', `album/${id}`, {id, nome: 'dois'}],
      ['dev.artistas.vinculo.criado', `artistas/${artista.id}/album/${id}`, link],
      ['dev.artistas.vinculo.removido', `artistas/${artista.id}/album/${id}`, link],
      ['dev.artistas.album.excluido', `album/${id}`, {id, nome: 'dois'}],
    ]);
    const first = events[0]!.sequencia;
    expect(events.map(event => event.sequencia)).to.eql([0, 1, 2, 3, 4].map(i => first + i));
    for (const event of events) {
      expect(event).to.containEql({
        specversion: '1.0',
        source: '/artistas',
        datacontenttype: 'application/json',
      });
      expect(Date.parse(event.time)).to.be.above(0);
    }
  });

  it('says nothing of what is refused, and nothing before it is committed', async () => {
    const client = await connect();
    await client.subscribe('/topic/eventos');
    const refused = [
      ['POST', PATH, {nome: ' '}],
      ['PUT', `${PATH}/999999`, {nome: 'x'}],
      ['DELETE', `${PATH}/999999`, undefined],
      ['POST', '/api/v1/artistas-albuns', {artistaId: 999999, albumId: 999999}],
    ] as const;
    for (const [method, path, body] of refused)
      expect((await given.api.request(method, path, {body})).status).to.be.within(400, 404);
    const writer = new Client({connectionString: given.api.databaseUrl});
    await writer.connect();
    try {
      await writer.query('begin');
      await writer.query(
        `with novo as (insert into album (nome) values ('primeiro') returning id, nome)
         insert into evento (tipo, dados) select 'album.criado', to_jsonb(novo) from novo`,
      );
      await create('segundo');
      await eventually('the committed one', () => client.messages().length > 0);
      expect(eventsOf(client).map(({data}) => data['nome'])).to.eql(['segundo']);
      await writer.query('commit');
      await eventually('the other one', () => client.messages().length > 1);
      const told = eventsOf(client);
      expect(told.map(({data}) => data['nome'])).to.eql(['segundo', 'primeiro']);
      expect(told[1]!.sequencia).to.equal(told[0]!.sequencia + 1);
    } finally {
      await writer.end();
    }
  });

  it('replays behind last-event-id, then goes on', async () => {
    const before = await connect();
    await before.subscribe(NEW_ALBUM);
    for (const nome of ['a', 'b', 'c']) await create(nome);
    await eventually('three messages', () => before.messages().length === 3);
    const seen = headerOf(before.messages()[0]!, 'id');
    const client = await connect();
    client.say('SUBSCRIBE', ['id:r', `destination:${NEW_ALBUM}`, `last-event-id:${seen}`]);
    await create('d');
    await eventually('three messages', () => client.messages().length === 3);
    expect(client.messages().map(text => noticeOf(text).nome)).to.eql(['b', 'c', 'd']);
  });

  for (const lastEventId of ['0b0d3c9e-5f1c-4c55-a0a7-2f6a3c1d9e10', 'nada']) {
    it(`tells once to read anew when ${lastEventId} is not kept, and goes on`, async () => {
      await create('antes');
      const client = await connect();
      client.say('SUBSCRIBE', ['id:r', `destination:${NEW_ALBUM}`, `last-event-id:${lastEventId}`]);
      const resync = await client.until('resync', text => text.startsWith('MESSAGE'));
      expect(JSON.parse(bodyOf(resync)).tipo).to.equal('resync');
      await create('depois');
      await eventually('the next message', () => client.messages().length === 2);
      expect(JSON.parse(bodyOf(client.messages()[1]!)).nome).to.equal('depois');
    });
  }

  it('confirms what asks for a receipt, and ends after DISCONNECT', async () => {
    const client = await connect();
    client.say('DISCONNECT', ['receipt:bye']);
    await client.untilClosed();
    expect(client.received.at(-1)).to.equal('RECEIPT\nreceipt-id:bye\n\n\0');
    expect(client.closed?.code).to.equal(1000);
  });

  it('agrees heart-beats', async () => {
    const client = await open();
    client.say('CONNECT', ['accept-version:1.2', 'heart-beat:500,500']);
    expect(headerOf(await client.until('CONNECTED', () => true), 'heart-beat')).to.equal('10000,10000');
  });

  const errors = [
    {name: 'an unknown command', frame: ['NONSENSE', ['receipt:r1']], code: 1002, message: /NONSENSE/},
    {
      name: 'a message to a topic',
      frame: ['SEND', [`destination:${NEW_ALBUM}`], '{}'],
      code: 1008,
      message: /não podem enviar/,
    },
    {
      name: 'a subscription without an id',
      frame: ['SUBSCRIBE', [`destination:${NEW_ALBUM}`]],
      code: 1002,
      message: /id/,
    },
    {
      name: 'a second CONNECT',
      frame: ['CONNECT', ['accept-version:1.2']],
      code: 1002,
      message: /já está conectada/,
    },
    {
      name: 'figures for strangers',
      frame: ['SUBSCRIBE', ['id:m', 'destination:/topic/metricas']],
      code: 1008,
      message: /token/,
    },
    {
      name: 'a name of a subscription that has no end',
      frame: ['SUBSCRIBE', [`id:${'x'.repeat(300)}`, `destination:${NEW_ALBUM}`]],
      code: 1002,
      message: /longo/,
    },
  ] as const;
  for (const {name, frame, code, message} of errors) {
    it(`refuses ${name} by ERROR, and closes`, async () => {
      const client = await connect();
      const [command, headers, body] = frame as readonly [string, readonly string[], string?];
      client.say(command, headers, body);
      await client.untilClosed();
      const error = client.received.at(-1)!;
      expect(error).to.match(/^ERROR\n/);
      expect(headerOf(error, 'message')).to.match(message);
      expect(headerOf(error, 'content-length')).to.equal('0');
      expect(client.closed?.code).to.equal(code);
    });
  }

  const beforeConnect = [
    {
      name: 'SUBSCRIBE before CONNECT',
      text: `SUBSCRIBE\nid:a\ndestination:${NEW_ALBUM}\n\n\0`,
      message: /CONNECT/,
    },
    {name: 'a version that nobody speaks', text: 'CONNECT\naccept-version:3.0\n\n\0', message: /Versão/},
  ];
  for (const {name, text, message} of beforeConnect) {
    it(`refuses ${name} by ERROR, and closes with 1002`, async () => {
      const client = await open();
      client.raw(text);
      await client.untilClosed();
      expect(headerOf(client.received.at(-1)!, 'message')).to.match(message);
      expect(client.closed?.code).to.equal(1002);
    });
  }

  it('closes with 1009 at more than 64 KiB, in one message or in many', async () => {
    const one = await connect();
    one.say('SEND', ['destination:/app/x'], 'x'.repeat(65_536));
    expect((await one.untilClosed()).code).to.equal(1009);
    const many = await connect();
    many.raw('SEND\ndestination:/app/x\n\n');
    for (let i = 0; i < 10; i++) many.raw('x'.repeat(10_000));
    expect((await many.untilClosed()).code).to.equal(1009);
  });

  it('allows 100 subscriptions, not one more', async () => {
    const client = await connect();
    for (let i = 0; i < 100; i++) client.say('SUBSCRIBE', [`id:s${i}`, `destination:${NEW_ALBUM}`]);
    await client.subscribe(NEW_ALBUM, {id: 's100'}).catch(() => undefined);
    expect((await client.untilClosed()).code).to.equal(1008);
    expect(headerOf(client.received.at(-1)!, 'message')).to.match(/Máximo de 100/);
  });

  it('lets pages of known origins in, and no others', async () => {
    for (const origin of ['http://localhost:4200', given.api.url]) await open({headers: {origin}});
    await expect(open({headers: {origin: 'http://elsewhere.example'}})).to.be.rejectedWith(/403/);
  });

  it('answers requests that offer some other upgrade, and refuses sockets elsewhere', async () => {
    const upgrade = [
      'Connection: Upgrade, HTTP2-Settings, close',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA',
    ];
    expect(await given.api.rawRequest(['GET /api/v1/album HTTP/1.1', ...upgrade])).to.match(
      /^HTTP\/1\.1 200/,
    );
    const socket = [
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ];
    expect(await given.api.rawRequest(['GET /ws/nada HTTP/1.1', ...socket])).to.match(/^HTTP\/1\.1 404/);
  });

  it('cuts off who does not read, and serves the others', async () => {
    await givenAlbum(given.api);
    const slow = await connect();
    await slow.subscribe(NEW_ALBUM);
    slow.pause();
    const other = await connect();
    await other.subscribe(NEW_ALBUM);
    const insert = `with novo as (insert into album (nome) select repeat('x', 255) from generate_series(1, 3000) returning id, nome)
      insert into evento (tipo, dados) select 'album.criado', to_jsonb(novo) from novo`;
    const connections = async (): Promise<number> => (await given.api.app.get(RealtimeKeys.CONNECTIONS)).size;
    const before = await connections();
    for (let i = 0; i < 10 && (await connections()) === before; i++) await given.api.sql(insert);
    await eventually('the slow one is gone', async () => (await connections()) === before - 1, 15_000);
    await create('depois');
    await eventually('the other one hears', () => other.messages().at(-1)?.includes('depois'), 15_000);
    expect(other.closed).to.be.undefined();
  }).timeout(60_000);
});
