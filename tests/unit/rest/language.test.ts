import {expect} from '@loopback/testlab';
import type {IncomingMessage} from 'node:http';
import {languageOf} from '../../../src/rest/language';

describe('the language of an answer', () => {
  const cases: readonly (readonly [field: string | undefined, want: string])[] = [
    [undefined, 'pt'],
    ['', 'pt'],
    ['*', 'pt'],
    ['de', 'pt'],
    ['pt-BR', 'pt'],
    ['pt-BR,pt;q=0.9,en-US;q=0.8,en;q=0.7', 'pt'],
    ['en', 'en'],
    ['EN-us', 'en'],
    ['en-US,en;q=0.9', 'en'],
    ['en-US,en;q=0.9,pt-BR;q=0.8', 'en'],
    ['pt;q=0.5, en;q=0.9', 'en'],
    ['en;q=0.5', 'en'],
    ['en;q=0.500', 'en'],
    ['en;q=0', 'pt'],
    ['en;q=0.0,pt;q=0', 'pt'],
    ['en,pt', 'pt'],
    ['en,*', 'pt'],
    ['en,*;q=0.5', 'en'],
    ['en;q=0.4,*;q=0.5', 'pt'],
    ['fr,en;q=0.8', 'en'],
    ['eng', 'pt'],
    ['en;q=1.5', 'pt'],
    ['en;q=abc', 'pt'],
    ['en;level=1', 'pt'],
    [';;,,;q=,en ; q = 0.3', 'en'],
    ['x'.repeat(9), 'pt'],
  ];
  for (const [field, want] of cases) {
    it(`${field === undefined ? 'without a field' : `of "${field}"`} is ${want}`, () => {
      expect(languageOf({headers: {'accept-language': field}} as IncomingMessage)).to.equal(want);
    });
  }
});
