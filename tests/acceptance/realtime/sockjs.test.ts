import {expect} from '@loopback/testlab';
import {connect as connectTcp} from 'node:net';
import {WebSocket} from 'ws';
import {withApi} from '../../support/api';
import {eventually} from '../../support/eventually';
import {Answer} from '../../support/http';

const CONNECT = JSON.stringify(['CONNECT\naccept-version:1.2\n\n\0']);
const CONNECTED = 'a["CONNECTED\\nversion:1.2\\nheart-beat:0,0\\n\\n\\u0000"]';

describe('SockJS', () => {
  const given = withApi({env: {RUN_WORKER: 'on'}});
  let sessions = 0;
  const session = (): string => `/ws/000/sessao-${++sessions}`;
  const ask = (method: string, path: string, body?: string, headers = {}): Promise<Answer> =>
    given.api.request(method, path, {
      auth: 'none',
      body,
      headers: {'content-type': 'text/plain', ...headers},
    });

  /** The first bytes of an answer that does not end, until they hold `wanted`. */
  const readStream = async (method: string, path: string, wanted: string): Promise<string> => {
    const {hostname, port} = new URL(given.api.url);
    const socket = connectTcp(Number(port), hostname);
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    socket.write(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n`);
    try {
      return await eventually(`${wanted} of ${path}`, () => (text.includes(wanted) ? text : undefined));
    } finally {
      socket.destroy();
    }
  };

  it('greets at its address', async () => {
    for (const path of ['/ws', '/ws/']) {
      const {status, text, headers} = await ask('GET', path);
      expect([status, text]).to.eql([200, 'Welcome to SockJS!\n']);
      expect(headers['content-type']).to.match(/^text\/plain/);
    }
  });

  it('says what it can, as the replaced service did', async () => {
    const {status, text, headers} = await ask('GET', '/ws/info');
    expect(status).to.equal(200);
    expect(text).to.match(
      /^\{"entropy":-?\d+,"origins":\["\*:\*"\],"cookie_needed":true,"websocket":true\}$/,
    );
    expect(headers['content-type']).to.equal('application/json;charset=UTF-8');
    expect(headers['cache-control']).to.equal('no-store, no-cache, must-revalidate, max-age=0');
    expect(headers['set-cookie']).to.be.undefined();
    const origin = 'http://localhost:4200';
    const preflight = {origin, 'access-control-request-method': 'GET'};
    expect((await ask('OPTIONS', '/ws/info', undefined, preflight)).headers).to.containEql({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
    });
  });

  const absent = [
    '/ws/iframe.html',
    '/ws/iframe-1.6.1.html',
    '/ws/000/abc/jsonp',
    '/ws/nada',
    '/ws/000/__proto__/xhr',
  ];
  for (const path of absent) {
    it(`has no ${path}`, async () => expect((await ask('GET', path)).status).to.equal(404));
  }

  it('lets pages of known origins in, and no others', async () => {
    const headers = (origin: string) => ({origin});
    expect((await ask('POST', `${session()}/xhr`, '', headers('http://localhost:3000'))).status).to.equal(
      200,
    );
    const {status, json} = await ask('POST', `${session()}/xhr`, '', headers('http://elsewhere.example'));
    expect([status, json.code]).to.eql([403, 'origin_refused']);
  });

  it('talks by xhr', async () => {
    const path = session();
    const opened = await ask('POST', `${path}/xhr`, '');
    expect([opened.status, opened.text]).to.eql([200, 'o\n']);
    expect(opened.headers['content-type']).to.match(/^application\/javascript; ?charset=UTF-8$/);
    const sent = await ask('POST', `${path}/xhr_send`, CONNECT);
    expect([sent.status, sent.text]).to.eql([204, '']);
    expect((await ask('POST', `${path}/xhr`, '')).text).to.equal(`${CONNECTED}\n`);
  });

  const refusals = [
    {name: 'an unknown session', path: '/ws/000/ninguem/xhr_send', body: '["x"]', status: 404, text: ''},
    {
      name: 'an empty message',
      path: '/ws/000/ninguem/xhr_send',
      body: '',
      status: 500,
      text: 'Payload expected.',
    },
    {
      name: 'a message that is no list',
      path: '/ws/000/ninguem/xhr_send',
      body: '{}',
      status: 500,
      text: 'Payload expected.',
    },
  ];
  for (const {name, path, body, status, text} of refusals) {
    it(`refuses ${name} as it did`, async () => {
      const answer = await ask('POST', path, body);
      expect(answer.status).to.equal(status);
      if (text) expect(answer.text).to.equal(text);
    });
  }

  it('does not read a message that has no end', async () => {
    const path = session();
    await ask('POST', `${path}/xhr`, '');
    await expect(ask('POST', `${path}/xhr_send`, JSON.stringify(['x'.repeat(1_000_000)]))).to.be.rejected();
  });

  const streams = [
    {transport: 'xhr_streaming', method: 'POST', wanted: `${'h'.repeat(2048)}\n`, then: 'o\n'},
    {transport: 'eventsource', method: 'GET', wanted: '\r\n', then: 'data: o\r\n\r\n'},
    {transport: 'htmlfile?c=cb', method: 'GET', wanted: '<html>', then: '<script>\np("o");\n</script>\r\n'},
  ];
  for (const {transport, method, wanted, then} of streams) {
    it(`begins ${transport} as it did`, async () => {
      const text = await readStream(method, `${session()}/${transport}`, then);
      expect(text)
        .to.match(/^HTTP\/1\.1 200/)
        .and.containEql(wanted);
    });
  }

  it('talks by websocket, and cuts off a message over 64 KiB', async () => {
    const socket = new WebSocket(`${given.api.url.replace('http', 'ws')}${session()}/websocket`);
    const heard: string[] = [];
    let code: number | undefined;
    socket.on('message', (data: Buffer) => heard.push(data.toString('utf8')));
    socket.on('close', closed => (code = closed));
    await eventually('the opening', () => heard.includes('o'));
    socket.send(CONNECT);
    await eventually('CONNECTED', () => heard.includes(CONNECTED));
    socket.send('[null, 7, {"a":1}]');
    socket.send(JSON.stringify(['x'.repeat(70_000)]));
    expect(await eventually('the end', () => code)).to.equal(1009);
  });
});
