import {expect} from '@loopback/testlab';
import {io} from 'socket.io-client';
import {Api, withApi} from '../../support/api';
import {eventually} from '../../support/eventually';
import {bodyOf, headerOf, RawStomp} from '../../support/raw-stomp';

const NEW_ALBUM = '/topic/novo-album';

describe('event topics that need a login', () => {
  const given = withApi({env: {RUN_WORKER: 'on', EVENT_LOGIN: 'on', ACCESS_TOKEN_SECONDS: '3'}});
  const clients: RawStomp[] = [];
  afterEach(() => Promise.all(clients.splice(0).map(client => client.close())));
  const open = async (): Promise<RawStomp> => {
    const client = await RawStomp.open(given.api.url);
    clients.push(client);
    return client;
  };
  const refusalOf = async (client: RawStomp): Promise<string | undefined> => {
    expect((await client.untilClosed(8_000)).code).to.equal(1008);
    return headerOf(client.received.at(-1)!, 'message');
  };

  it('are closed to strangers', async () => {
    const client = await open();
    client.say('CONNECT', ['accept-version:1.2']);
    client.say('SUBSCRIBE', ['id:a', `destination:${NEW_ALBUM}`]);
    expect(await refusalOf(client)).to.match(/exige um token/);
  });

  it('are closed to a token that does not hold', async () => {
    const client = await open();
    client.say('CONNECT', ['accept-version:1.2', 'passcode:nada']);
    client.say('SUBSCRIBE', ['id:a', `destination:${NEW_ALBUM}`]);
    expect(await refusalOf(client)).to.match(/inválido ou expirado/);
    expect(client.received.length).to.equal(1);
  });

  for (const header of ['Authorization:Bearer ', 'passcode:']) {
    it(`are open to a token in ${header.split(':')[0]}, until it expires`, async () => {
      const token = await freshToken(given.api);
      const client = await open();
      client.say('CONNECT', ['accept-version:1.2', `${header}${token}`]);
      await client.subscribe(NEW_ALBUM);
      await client.subscribe('/topic/metricas', {id: 'm'});
      await given.api.request('POST', '/api/v1/album', {body: {nome: 'um'}});
      await eventually('the album', () => client.messages().some(text => text.includes('"nome":"um"')));
      const figures = await client.until('figures', text => text.includes('destination:/topic/metricas'));
      expect(JSON.parse(bodyOf(figures)).tipo).to.equal('processo');
      expect(await refusalOf(client)).to.match(/expirou/);
    });
  }

  it('are closed to Socket.IO without a token', async () => {
    const socket = io(`${given.api.url}/notificacoes`, {forceNew: true, reconnection: false});
    try {
      const error = await new Promise<Error>(resolve => socket.once('connect_error', resolve));
      expect(error.message).to.match(/Token de acesso ausente/);
    } finally {
      socket.disconnect();
    }
  });
});

async function freshToken(api: Api): Promise<string> {
  const {json} = await api.request('POST', '/api/v1/auth/login', {
    auth: 'none',
    body: {username: 'seletivo', password: 'admin'},
  });
  return (json as {accessToken: string}).accessToken;
}
