import {expect} from '@loopback/testlab';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {ROOT} from '../support/source-files';

const lines = readFileSync(join(ROOT, 'docs/security.md'), 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| V'));

describe('docs/security.md', () => {
  it('has requirements of every chapter that applies', () => {
    const chapters = new Set(lines.map(line => /^\| V(\d+)\./.exec(line)?.[1]));
    expect([...chapters]).to.eql([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      '11',
      '12',
      '13',
      '14',
      '15',
      '16',
    ]);
  });

  it('names tests that are there, for each requirement one at least', () => {
    for (const line of lines) {
      const paths = [...line.matchAll(/`(tests\/[^`]+)`/g)].map(([, path = '']) => path);
      expect([line, paths.length > 0]).to.eql([line, true]);
      expect(paths.filter(path => !existsSync(join(ROOT, path)))).to.eql([]);
    }
  });
});
