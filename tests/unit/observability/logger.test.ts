import {expect} from '@loopback/testlab';
import {createLogger} from '../../../src/observability/logger';

/** The line that is written for that. */
function lineOf(line: object, message = 'x'): string {
  const lines: string[] = [];
  createLogger('trace', {write: text => void lines.push(text)}).info(line, message);
  expect(lines).to.have.length(1);
  return lines[0]!;
}

describe('a line of the log', () => {
  const secrets = [
    {name: 'a token', text: 'got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2VncmVkbw here', secret: 'c2VncmVkbw'},
    {name: 'half a token', text: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0', secret: 'eyJzdWIi'},
    {name: 'the signature of a link', text: 'GET /a?X-Amz-Signature=abc123&x=1', secret: 'abc123'},
    {name: 'the signature of a link of ours', text: '/objetos/a?assinatura=abc123', secret: 'abc123'},
    {name: 'the credentials of a URL', text: 'connect postgresql://eu:segredo@host/db', secret: 'segredo'},
    {
      name: 'a field with a password',
      text: 'Authorization: Basic ZXU6c2VncmVkbw==',
      secret: 'ZXU6c2VncmVkbw',
    },
    {
      name: 'the secret of a second factor',
      text: 'otpauth://totp/A:x?secret=JBSWY3DP&issuer=A',
      secret: 'JBSWY3DP',
    },
    {name: 'a field with a token', text: 'authorization: bearer abc.def', secret: 'abc.def'},
  ];
  for (const {name, text, secret} of secrets) {
    it(`shows no ${name}, in a message or an error with causes`, () => {
      const cause = new Error(`inner ${text}`);
      for (const line of [
        lineOf({}, text),
        lineOf({err: new Error(text, {cause})}),
        lineOf({a: {b: [text]}}),
      ]) {
        expect(line).to.not.containEql(secret);
        expect(line).to.containEql('[redacted]');
        JSON.parse(line);
      }
    });
  }

  const members = [
    ...['password', 'senha', 'senhaAtual', 'newPassword', 'accessToken', 'jwtSecret', 'secretKey', 'url'],
    ...['codigo', 'codigosRecuperacao', 'segredo', 'uri', 'qrCode', 'x-totp'],
  ];
  for (const member of members) {
    it(`shows no member "${member}", however deep`, () => {
      for (const line of [
        {[member]: 'canario'},
        {a: {[member]: 'canario'}},
        {a: {b: {[member]: 'canario'}}},
      ]) {
        expect(lineOf(line)).to.not.containEql('canario');
      }
    });
  }

  it('has no control character but its end, and says what was there', () => {
    const letters = [
      '\r',
      '\n',
      '\x1b',
      '\0',
      '\x07',
      '\x7f',
      '\x9b',
      '\u2028',
      '\u2029',
      '\u202e',
      '\u2066',
    ];
    for (const letter of letters) {
      const line = lineOf({path: `a${letter}b`, err: new Error(`c${letter}d`)}, `e${letter}f`);
      expect(line.endsWith('}\n')).to.be.true();
      expect(line.slice(0, -1)).to.not.containEql(letter);
      expect(JSON.parse(line)).to.containDeep({path: `a${letter}b`, msg: `e${letter}f`});
    }
  });

  it('leaves names as they are', () => {
    expect(lineOf({nome: 'Guns N’ Roses — Álbum 🎸'})).to.containEql('Guns N’ Roses — Álbum 🎸');
  });
});
