import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';

const LISTS = {album: '/api/v1/album', artistas: '/api/v1/artistas'} as const;

describe('letters of a name', () => {
  const running = withApi();

  const cases = [
    {name: 'accents are raw', sent: '"Águas de Março"', answered: '"Águas de Março"'},
    {name: 'accents in two code points stay so', sent: '"Cafe\u0301"', answered: '"Cafe\u0301"'},
    {name: 'escapes of them come back raw', sent: '"\\u00c1gua"', answered: '"Água"'},
    {name: 'letters above U+FFFF are escapes', sent: '"Solo 🎸"', answered: '"Solo \\uD83C\\uDFB8"'},
    {name: 'escapes of them stay', sent: '"\\ud83c\\udfb8"', answered: '"\\uD83C\\uDFB8"'},
    {name: 'a quote and a backslash', sent: '"\\"a\\\\b\\/"', answered: '"\\"a\\\\b/"'},
    {name: 'control characters', sent: '"a\\tb\\n\\u0001"', answered: '"a\\tb\\n\\u0001"'},
    {name: 'HTML is text', sent: '"<b>&amp;</b>"', answered: '"<b>&amp;</b>"'},
    {name: 'the private use area is raw', sent: '"\ue000\uffff"', answered: '"\ue000\uffff"'},
    {name: 'line separators are raw', sent: '"a\u2028b"', answered: '"a\u2028b"'},
    {name: 'a byte order mark inside', sent: '"\ufeffa"', answered: '"\ufeffa"'},
    {name: 'blanks at both ends are kept', sent: '"  a  "', answered: '"  a  "'},
    {name: 'a no-break space is no blank', sent: '"\u00a0"', answered: '"\u00a0"'},
    {name: 'a wide space is no blank', sent: '"\u3000"', answered: '"\u3000"'},
  ];
  for (const {name, sent, answered} of cases) {
    it(`${name}: as created, read and listed`, async () => {
      for (const path of Object.values(LISTS)) {
        const body = `{"nome":${sent},"tipo":"BANDA"}`;
        const created = await running.api.request('POST', path, {body});
        expect(created.status).to.equal(200);
        expect(created.text).to.containEql(`"nome":${answered}`);
        expect((await running.api.request('GET', created.headers.location!)).text).to.equal(created.text);
        const list = await running.api.request('GET', `${path}?sort=id,desc&size=1`);
        expect(list.text).to.containEql(`[${created.text}]`);
      }
    });
  }

  it('are escaped in errors too', async () => {
    const {text} = await running.api.request('GET', `${LISTS.album}?sort=%F0%9F%8E%B8`);
    expect(text).to.containEql('sort (\\"\\uD83C\\uDFB8\\" não é id, nome, asc ou desc)');
  });
});

describe('length of a name, in UTF-16 units', () => {
  const running = withApi();

  const lengths = [
    {method: 'POST', list: 'artistas', max: 200},
    {method: 'PUT', list: 'artistas', max: 255},
    {method: 'POST', list: 'album', max: 255},
    {method: 'PUT', list: 'album', max: 255},
  ] as const;
  const letters = [
    {name: 'plain letters', write: (units: number) => 'x'.repeat(units)},
    {name: 'letters of two bytes', write: (units: number) => 'ã'.repeat(units)},
    {name: 'letters of three bytes', write: (units: number) => '音'.repeat(units)},
    {
      name: 'emoji, which count twice',
      write: (units: number) => 'x'.repeat(units % 2) + '🎸'.repeat(units >> 1),
    },
  ];
  for (const {method, list, max} of lengths) {
    for (const {name, write} of letters) {
      it(`${method} ${list} takes ${max} of ${name} and no more`, async () => {
        const path = LISTS[list];
        const {headers} = await running.api.request('POST', path, {body: {nome: 'Antes', tipo: 'BANDA'}});
        const target = method === 'POST' ? path : headers.location!;
        const send = (nome: string) => running.api.request(method, target, {body: {nome, tipo: 'BANDA'}});
        const longest = await send(write(max));
        expect(longest.status).to.equal(200);
        expect(longest.json.nome).to.equal(write(max));
        const tooLong = await send(write(max + 1));
        expect(tooLong.status).to.equal(400);
        expect(Object.keys(tooLong.json)).to.eql(['nome']);
      });
    }
  }
});
