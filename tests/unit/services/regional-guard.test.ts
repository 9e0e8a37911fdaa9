import {expect} from '@loopback/testlab';
import {refusalOf} from '../../../src/services/regional-guard';

const cases = [
  {name: 'an empty list', counts: {lidas: 0, desativadas: 0, ativas: 0}, want: /vazia/},
  {
    name: 'an empty list that somebody insists on',
    counts: {lidas: 0, desativadas: 5, ativas: 5},
    forcar: true,
    want: /vazia/,
  },
  {name: 'ten of ten', counts: {lidas: 1, desativadas: 10, ativas: 10}, want: undefined},
  {
    name: 'eleven of eleven',
    counts: {lidas: 1, desativadas: 11, ativas: 11},
    want: /11 de 11 .* máximo é 10/,
  },
  {
    name: 'eleven of 36: 30 % of them are 10.8',
    counts: {lidas: 25, desativadas: 11, ativas: 36},
    want: /máximo é 10/,
  },
  {name: 'eleven of 37', counts: {lidas: 26, desativadas: 11, ativas: 37}, want: undefined},
  {name: '30 of 100', counts: {lidas: 70, desativadas: 30, ativas: 100}, want: undefined},
  {name: '31 of 100', counts: {lidas: 69, desativadas: 31, ativas: 100}, want: /31 de 100 .* máximo é 30/},
  {
    name: 'all when somebody insists',
    counts: {lidas: 1, desativadas: 100, ativas: 100},
    forcar: true,
    want: undefined,
  },
];

describe('the guard of a synchronisation', () => {
  for (const {name, counts, forcar, want} of cases) {
    it(`${want ? 'refuses' : 'lets pass'} ${name}`, () => {
      const reason = refusalOf(counts, {maxRemovedPercent: 30, forcar});
      if (want) expect(reason).to.match(want);
      else expect(reason).to.be.undefined();
    });
  }

  it('lets ten go where no part of the list may', () => {
    const rules = {maxRemovedPercent: 0};
    expect(refusalOf({lidas: 90, desativadas: 10, ativas: 100}, rules)).to.be.undefined();
    expect(refusalOf({lidas: 89, desativadas: 11, ativas: 100}, rules)).to.match(/máximo é 10/);
  });
});
