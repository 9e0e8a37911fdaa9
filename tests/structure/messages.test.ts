import {expect} from '@loopback/testlab';
import {Language, LANGUAGES, Words} from '../../src/messages/message';
import {csvTexts} from '../../src/messages/texts/csv';
import {ENGLISH, words} from '../../src/messages/words';
import {catalogue, CatalogueEntry} from '../../src/problems/catalogue';
import {sourceFiles} from '../support/source-files';

const table = Object.entries(ENGLISH).map(([pt, en]): [string, Words] => [pt, {pt, en}]);
const catalogued = Object.entries<CatalogueEntry>(catalogue).map(([code, {message}]): [string, Words] => [
  code,
  message,
]);
const all: readonly [name: string, text: Words][] = [...catalogued, ...Object.entries(csvTexts), ...table];

const places = (text: Words, language: Language): string[] =>
  [...text[language].matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

/** Where sentences are written that reach a caller as a reason or about a field. */
const SPEAKERS =
  /^src\/(models\/(?!csv-schema|.*-schema)|rest\/(?!openapi)|storage\/(images|image-intake|local-objects)|clients\/regionais(-answer|\.client)|auth\/new-passwords|services\/(conta|totp|regional-guard|album-imagem)|controllers\/album-include)/;
/** A literal with Portuguese in it; none has a line end. */
const LITERAL = /(['`])((?:(?!\1)[^\\\n]|\\.)*[áéíóúãõçâêôà](?:(?!\1)[^\\\n]|\\.)*)\1/gi;
/** Names, tags, examples and what is only logged. */
const NO_SENTENCE = /^(Álbuns|.*(CUIABÁ|Conteúdo))/;

describe('messages', () => {
  it('say everything in both languages', () => {
    const empty = all.filter(([, text]) => LANGUAGES.some(language => text[language].trim() === ''));
    expect(empty.map(([name]) => name)).to.eql([]);
    const same = all.filter(([, {pt, en}]) => pt === en && pt !== '{expected}');
    expect(same.map(([name]) => name)).to.eql([]);
  });

  it('have the same places in both', () => {
    const wrong = all.filter(([, text]) => places(text, 'pt').join() !== places(text, 'en').join());
    expect(wrong.map(([name]) => name)).to.eql([]);
  });

  it('have a typical value for each place of the catalogue', () => {
    const wrong = Object.entries<CatalogueEntry>(catalogue).filter(
      ([, {message, typical = {}}]) =>
        places(message, 'pt').join() !==
        Object.keys(typical)
          .map(name => `{${name}}`)
          .sort()
          .join(),
    );
    expect(wrong.map(([code]) => code)).to.eql([]);
  });

  it('translate what is said where it happens', () => {
    const files = sourceFiles('src').filter(({path}) => SPEAKERS.test(path));
    const said = files.flatMap(({text}) => [...literally(text).matchAll(LITERAL)].map(([, , it]) => it!));
    expect(said.length).to.be.greaterThan(50);
    const sentences = said.filter(it => !NO_SENTENCE.test(it));
    expect(sentences.filter(it => words(it).en === it)).to.eql([]);
  });

  it('translate nothing that nobody says', () => {
    const sources = sourceFiles('src')
      .filter(({path}) => !path.startsWith('src/messages/'))
      .map(({text}) => text)
      .join('\n');
    const parts = (pt: string): string[] => pt.split(/\{\w+\}/).filter(part => part.trim().length > 2);
    const stale = Object.keys(ENGLISH).filter(pt => !parts(pt).every(part => sources.includes(part)));
    expect(stale).to.eql([]);
  });
});

/** Without comments, and with something in each place that is filled in. */
const literally = (text: string): string =>
  text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '').replace(/\$\{[^}]*\}/g, '7');
