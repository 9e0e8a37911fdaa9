import {expect} from '@loopback/testlab';
import {rowsOf} from '../../../src/backup/copy-text';

/** Rows of a text that comes in pieces of that many bytes. */
async function rows(text: string, pieceBytes: number): Promise<object[]> {
  const bytes = Buffer.from(text);
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let i = 0; i < bytes.length; i += pieceBytes) {
      yield await Promise.resolve(bytes.subarray(i, i + pieceBytes));
    }
  }
  const found: object[] = [];
  for await (const row of rowsOf(pieces(), ['id', 'url', 'nome'], ['url', 'nome'])) found.push(row);
  return found;
}

describe('the text of COPY', () => {
  const text = '1\ta-\\tb\\\\c\\n.png\t\\N\n2\té🎸\t\n';
  const want = [
    {url: 'a-\tb\\c\n.png', nome: null},
    {url: 'é🎸', nome: ''},
  ];

  for (const pieceBytes of [1, 3, 1000]) {
    it(`is read in pieces of ${pieceBytes} bytes`, async () => {
      expect(await rows(text, pieceBytes)).to.eql(want);
    });
  }
});
