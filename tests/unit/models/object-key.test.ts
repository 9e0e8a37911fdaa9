import {expect} from '@loopback/testlab';
import {
  fileNameOf,
  isOurs,
  newObjectKey,
  offeredFileName,
  ownerOf,
  pendingKey,
  thumbnailKey,
} from '../../../src/models/object-key';

const KEY = '6040f6e8-49fa-4ee5-b894-f09379062f0b-capa.png';

describe('keys of objects', () => {
  const names = [
    {given: 'capa.png', want: 'capa.png'},
    {given: 'Coração de Álbum.PNG', want: 'Coracao-de-Album.PNG'},
    {given: '../../x.png', want: 'x.png'},
    {given: 'a..b.png', want: 'a.b.png'},
    {given: '-.-', want: 'imagem'},
    {given: 'a_b.png', want: 'a-b.png'},
    {given: `${'é'.repeat(150)}.jpeg`, want: `${'e'.repeat(95)}.jpeg`},
    {given: `${'x'.repeat(90)}.${'y'.repeat(90)}`, want: `${'x'.repeat(90)}.${'y'.repeat(9)}`},
  ];
  for (const {given, want} of names) {
    it(`of a file called ${given.slice(0, 30)}`, () => {
      const key = newObjectKey(given);
      expect(fileNameOf(key)).to.equal(want);
      expect(key).to.match(/^[0-9a-f-]{36}-[A-Za-z0-9.-]{1,100}$/);
      expect(isOurs(key)).to.be.true();
    });
  }

  it('are never the same twice', () => expect(newObjectKey('a')).to.not.equal(newObjectKey('a')));

  it('are told from those of thumbnails and of files that nobody confirmed', () => {
    for (const derived of [thumbnailKey(KEY, 128), thumbnailKey(KEY, 1024), pendingKey(KEY)]) {
      expect(ownerOf(derived)).to.equal(KEY);
      expect(isOurs(derived)).to.be.true();
    }
    for (const other of [KEY, `${KEY}_64.webp`, `${KEY}_128.webp.png`])
      expect(ownerOf(other)).to.be.undefined();
  });

  it('of others are not taken for ours', () => {
    for (const other of ['leia-me.txt', 'backup/6040f6e8-49fa-4ee5-b894-f09379062f0b-a', `x${KEY}`, '']) {
      expect(isOurs(other)).to.be.false();
    }
  });
});

describe('names for saving', () => {
  const cases = [
    {given: 'capa.jpg', type: 'image/jpeg', want: 'capa.jpg'},
    {given: 'capa.JPEG', type: 'image/png', want: 'capa.JPEG'},
    {given: 'capa', type: 'image/avif', want: 'capa.avif'},
    {given: 'capa.html', type: 'image/gif', want: 'capa.html.gif'},
    {given: 'a/b\\c.webp', type: 'image/webp', want: 'c.webp'},
    {given: 'x\u202egpj.exe', type: 'image/jpeg', want: 'xgpj.exe.jpg'},
    {given: '\0\n', type: 'image/png', want: 'imagem.png'},
  ] as const;
  for (const {given, type, want} of cases) {
    it(JSON.stringify(given), () => expect(offeredFileName(given, type)).to.equal(want));
  }
});
