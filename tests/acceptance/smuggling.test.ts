import {expect} from '@loopback/testlab';
import {connect} from 'node:net';
import {withApi} from '../support/api';
import {basic} from '../support/auth';
import {eventually} from '../support/eventually';
import {rawExchange} from '../support/http';

const ALBUM = '/api/v1/album';
const {authorization} = basic();
/** What a hidden second request would make. */
const HIDDEN_NAME = 'Contrabando';
const HIDDEN_BODY = `{"nome":"${HIDDEN_NAME}"}`;
const HIDDEN = [
  `POST ${ALBUM} HTTP/1.1`,
  'Host: localhost',
  `Authorization: ${authorization}`,
  'Content-Type: application/json',
  `Content-Length: ${HIDDEN_BODY.length}`,
  'Connection: close',
  '',
  HIDDEN_BODY,
].join('\r\n');

const REQUIRED = [
  'x-content-type-options: nosniff',
  'x-frame-options: DENY',
  "content-security-policy: default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy: same-origin',
  'referrer-policy: no-referrer',
  'cache-control: no-cache, no-store, max-age=0, must-revalidate',
].map(line => line.toLowerCase());

/** A request whose framing two readers could understand in two ways; what stands behind `head` is its body. */
interface Framing {
  readonly name: string;
  readonly head: readonly string[];
  readonly body: string;
}

const JSON_TYPE = 'Content-Type: application/json';
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
const FRAMINGS: readonly Framing[] = [
  {
    name: 'a length and chunks',
    head: ['Content-Length: 4', 'Transfer-Encoding: chunked'],
    body: `0\r\n\r\n${HIDDEN}`,
  },
  {
    name: 'chunks and a length',
    head: ['Transfer-Encoding: chunked', 'Content-Length: 4'],
    body: `0\r\n\r\n${HIDDEN}`,
  },
  {name: 'two lengths', head: ['Content-Length: 2', 'Content-Length: 400'], body: `{}${HIDDEN}`},
  {name: 'one length twice', head: ['Content-Length: 2', 'Content-Length: 2'], body: `{}${HIDDEN}`},
  {name: 'a list of lengths', head: ['Content-Length: 2, 2'], body: `{}${HIDDEN}`},
  {name: 'a length with a sign', head: ['Content-Length: +2'], body: `{}${HIDDEN}`},
  {name: 'a negative length', head: ['Content-Length: -1'], body: HIDDEN},
  {name: 'a length in hexadecimal', head: ['Content-Length: 0x2'], body: `{}${HIDDEN}`},
  {name: 'a length that is too large', head: ['Content-Length: 99999999999999999999'], body: HIDDEN},
  {name: 'an encoding that is none', head: ['Transfer-Encoding: xchunked'], body: `0\r\n\r\n${HIDDEN}`},
  {
    name: 'chunks before another encoding',
    head: ['Transfer-Encoding: chunked, identity'],
    body: `0\r\n\r\n${HIDDEN}`,
  },
  {name: 'a blank before the colon', head: ['Transfer-Encoding : chunked'], body: `0\r\n\r\n${HIDDEN}`},
  {name: 'a folded field', head: ['Transfer-Encoding:', ' chunked'], body: `0\r\n\r\n${HIDDEN}`},
  {name: 'a tab before the colon', head: ['Content-Length\t: 2'], body: `{}${HIDDEN}`},
  {name: 'a NUL in a field', head: ['X-A: \0b'], body: HIDDEN},
  {name: 'a bare CR in a field', head: ['X-A: b\rTransfer-Encoding: chunked'], body: `0\r\n\r\n${HIDDEN}`},
  {
    name: 'a chunk size that is no number',
    head: ['Transfer-Encoding: chunked'],
    body: `2x\r\n{}\r\n0\r\n\r\n${HIDDEN}`,
  },
  {
    name: 'a chunk that ends in a bare LF',
    head: ['Transfer-Encoding: chunked'],
    body: `2\n{}\n0\n\n${HIDDEN}`,
  },
  {
    name: 'a chunk that is longer than it says',
    head: ['Transfer-Encoding: chunked'],
    body: `2\r\n{}xx\r\n0\r\n\r\n${HIDDEN}`,
  },
  {
    name: 'extensions of chunks without an end',
    head: ['Transfer-Encoding: chunked'],
    body: `2;${'x'.repeat(40_000)}\r\n{}\r\n0\r\n\r\n${HIDDEN}`,
  },
];

describe('a request of which two readers could see two', () => {
  const running = withApi();
  const hidden = async () =>
    (await running.api.sql('select from album where nome = $1', [HIDDEN_NAME])).length;
  const send = (head: readonly string[], body: string, method = 'POST'): Promise<string> => {
    const lines = [
      `${method} ${ALBUM} HTTP/1.1`,
      'Host: localhost',
      `Authorization: ${authorization}`,
      JSON_TYPE,
    ];
    return rawExchange(
      running.api.url,
      Buffer.from(`${[...lines, ...head].join('\r\n')}\r\n\r\n${body}`, 'latin1'),
    );
  };

  for (const {name, head, body} of FRAMINGS) {
    for (const method of ['POST', 'GET']) {
      it(`by ${name} is refused, and the connection closed: ${method}`, async () => {
        const text = await send(head, body, method);
        expect(text.match(/HTTP\/1\.1 \d+/g)).to.have.length(1);
        expect(text).to.match(/^HTTP\/1\.1 4(00|13) /);
        expect(text.toLowerCase()).to.containEql('connection: close');
        expect(await hidden()).to.equal(0);
      });
    }
  }

  it('is told apart where both see the same two', async () => {
    const first = `${chunk('{"nome":')}${chunk('"Primeiro"}')}0\r\n\r\n`;
    const text = await send(['Transfer-Encoding: chunked'], `${first}${HIDDEN}`);
    expect(text.match(/HTTP\/1\.1 200 /g)).to.have.length(2);
    expect(await hidden()).to.equal(1);
  });
});

describe('what is no request at all', () => {
  const running = withApi();
  const bytes = [
    {name: 'TLS', text: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', status: 400},
    {name: 'HTTP/2', text: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', status: 400},
    {name: 'no line', text: '\r\n\r\nnada\r\n\r\n', status: 400},
    {name: 'no host', text: `GET ${ALBUM} HTTP/1.1\r\nConnection: close\r\n\r\n`, status: 400},
    {name: 'two hosts', text: `GET ${ALBUM} HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`, status: 400},
    {
      name: 'a header without an end',
      text: `GET ${ALBUM} HTTP/1.1\r\nX-A: ${'x'.repeat(20_000)}`,
      status: 431,
    },
  ];
  for (const {name, text, status} of bytes) {
    it(`is refused with the header that every answer has: ${name}`, async () => {
      const answer = (await rawExchange(running.api.url, Buffer.from(text, 'latin1'))).toLowerCase();
      expect(answer).to.startWith(`http/1.1 ${status} `);
      for (const line of REQUIRED) expect(answer).to.containEql(line);
      expect(answer).to.not.match(/^(server|x-powered-by):/m);
    });
  }
});

describe('parameters that come twice', () => {
  const running = withApi({template: 'sample'});
  const get = (query: string) => running.api.request('GET', `${ALBUM}?${query}`);
  const prototypeOf = (text: string) => running.api.request('POST', ALBUM, {body: text});

  it('are read in one way: the first number counts, texts are joined by a comma', async () => {
    expect((await get('page=1&page=0')).json.number).to.equal(1);
    expect((await get('size=3&size=1')).json.size).to.equal(3);
    expect((await get('nome=a&nome=b')).json.totalElements).to.equal(0);
    expect((await get('nome[]=illusion&nome[x]=y')).json.totalElements).to.equal(13);
  });

  it('cannot reach what every object has', async () => {
    const strange = ['__proto__[page]=1', 'constructor.prototype.page=1', '__proto__=1', 'hasOwnProperty=x'];
    for (const query of strange) expect((await get(query)).json.number).to.equal(0);
    for (const member of ['"__proto__":{"nome":"x"}', '"constructor":{"prototype":{"nome":"x"}}']) {
      expect((await prototypeOf(`{${member}}`)).json).to.eql({nome: 'O nome do álbum é obrigatório.'});
      expect((await prototypeOf(`{${member},"nome":"Certo"}`)).json.nome).to.equal('Certo');
    }
    expect(({} as {nome?: string}).nome).to.be.undefined();
  });

  it('in JSON are read in one way: the last one counts', async () => {
    expect((await prototypeOf('{"nome":"um","nome":"dois"}')).json.nome).to.equal('dois');
  });

  it('as header fields with credentials are no credentials of somebody else', async () => {
    const lines = [`GET ${ALBUM} HTTP/1.1`, 'Authorization: Basic eDp5'];
    expect(await running.api.rawRequest(lines)).to.startWith('HTTP/1.1 401 ');
  });
});

describe('a server with as many connections as it takes', () => {
  const running = withApi({env: {MAX_CONNECTIONS: '3'}});

  it('closes one more at once, and takes others again later', async () => {
    const {hostname, port} = new URL(running.api.url);
    const opened = Array.from({length: 3}, () => connect(Number(port), hostname));
    await Promise.all(opened.map(socket => new Promise(resolve => socket.once('connect', resolve))));
    expect(await rawExchange(running.api.url, 'GET / HTTP/1.1\r\n')).to.equal('');
    for (const socket of opened) socket.destroy();
    const status = async () => {
      try {
        return (await running.api.request('GET', '/live', {auth: 'none'})).status;
      } catch {
        return 0;
      }
    };
    await eventually('an answer', async () => (await status()) === 200);
  });
});
