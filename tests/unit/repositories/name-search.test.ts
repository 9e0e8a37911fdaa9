import {expect} from '@loopback/testlab';
import {nameContains} from '../../../src/repositories/name-search';

/** Parts by which names are looked up, as PostgreSQL takes them out of the bound text. */
function partsOf(text: string): string[] {
  const params: unknown[] = [];
  const {servedBy} = nameContains('t', text, params);
  return servedBy.map(condition => {
    const [, start, length] = /substr\(\$1::text, (\d+), (\d+)\)/.exec(condition)!.map(Number);
    return [...String(params[0])].slice(start! - 1, start! - 1 + length!).join('');
  });
}

describe('parts by which a name is looked up', () => {
  const cases = [
    {name: 'three letters', text: 'abc', want: ['abc']},
    {name: 'four letters: with the last one', text: 'abcd', want: ['abc', 'bcd']},
    {name: 'six letters, side by side', text: 'abcdef', want: ['abc', 'def']},
    {name: 'long words first', text: 'the beatles', want: ['bea', 'tle', 'les', 'the']},
    {name: 'of a long text no more than four', text: 'abcdefghijklmnopq', want: ['abc', 'def', 'ghi', 'jkl']},
    {name: 'digits too', text: '100% 1999', want: ['199', '999', '100']},
    {name: 'not across what is escaped', text: 'a%b_cde\\fgh', want: ['cde', 'fgh']},
    {name: 'letters with their marks', text: 'Cafe\u0301s', want: ['Caf', 'fe\u0301s']},
    {name: 'letters of two code units', text: '🎸 𝐌𝐚𝐭𝐡', want: ['𝐌𝐚𝐭', '𝐚𝐭𝐡']},
    {name: 'none of short words', text: 'AC/DC', want: []},
    {name: 'none of two letters', text: 'ab', want: []},
  ];
  for (const {name, text, want} of cases) it(name, () => expect(partsOf(text)).to.eql(want));
});
