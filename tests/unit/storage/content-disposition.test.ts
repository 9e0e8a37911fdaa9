import {expect} from '@loopback/testlab';
import {attachment} from '../../../src/storage/content-disposition';

const cases = [
  {name: 'capa.png', want: `attachment; filename="capa.png"`},
  {name: 'a b;c.png', want: `attachment; filename="a b;c.png"`},
  {name: 'a"b\\c.png', want: `attachment; filename="a_b_c.png"; filename*=UTF-8''a%22b%5Cc.png`},
  {name: 'Álbum.png', want: `attachment; filename="Album.png"; filename*=UTF-8''%C3%81lbum.png`},
  {
    name: `l'été (1)*.png`,
    want: `attachment; filename="l'ete (1)*.png"; filename*=UTF-8''l%27%C3%A9t%C3%A9%20%281%29%2A.png`,
  },
  {name: '🎸.png', want: `attachment; filename="__.png"; filename*=UTF-8''%F0%9F%8E%B8.png`},
];

describe('Content-Disposition', () => {
  for (const {name, want} of cases) it(name, () => expect(attachment(name)).to.equal(want));
});
