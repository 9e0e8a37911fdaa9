import {expect} from '@loopback/testlab';
import {fill, say} from '../../../src/messages/message';
import {words} from '../../../src/messages/words';

describe('words', () => {
  const cases = [
    {pt: 'deve ser um texto', en: 'must be a text'},
    {
      pt: '50000 x 2 pixels, e o máximo é 40 megapixels',
      en: '50000 x 2 pixels, and 40 megapixels are the most',
    },
    {pt: '"{a}$&" não é id, nome, asc ou desc', en: '"{a}$&" is none of id, nome, asc or desc'},
    {
      pt: 'respondeu 302, e redirecionamentos não são seguidos',
      en: 'it answered 302, and redirections are not followed',
    },
    {pt: 'nada disto está na tabela', en: 'nada disto está na tabela'},
  ];
  for (const {pt, en} of cases) {
    it(`gives "${pt}" in both languages`, () => {
      expect(words(pt)).to.eql({pt, en});
    });
  }
});

describe('a message', () => {
  const text = {pt: 'nome: {what}, {count}', en: '{count}, name: {what}'} as const;

  it('is said in a language, what is in it too', () => {
    const message = fill(text, {what: words('deve ser um texto'), count: 3});
    expect(say(message, 'pt')).to.equal('nome: deve ser um texto, 3');
    expect(say(message, 'en')).to.equal('3, name: must be a text');
  });

  it('leaves values as they are', () => {
    expect(say(fill(text, {what: '{count} $& $1', count: 3}), 'pt')).to.equal('nome: {count} $& $1, 3');
  });
});
