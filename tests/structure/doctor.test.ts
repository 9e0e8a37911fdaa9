import {expect} from '@loopback/testlab';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {checks} from '../../src/doctor/checks';
import {ROOT, sourceFiles} from '../support/source-files';

describe('the doctor', () => {
  const names = checks.map(({name}) => name);

  it('has each of its checks on its page, in order, and nothing else', () => {
    const page = readFileSync(join(ROOT, 'docs/doctor.md'), 'utf8');
    expect([...page.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name)).to.eql(names);
  });

  it('has a file for each check, and lists every one', () => {
    const files = readdirSync(join(ROOT, 'src/doctor/checks')).map(file => file.replace('.ts', ''));
    expect(files.sort()).to.eql([...names].sort());
  });

  it('has a test that provokes every finding that is not well', () => {
    const tests = sourceFiles('tests/acceptance/doctor')
      .map(({text}) => text)
      .join('\n');
    const codes = sourceFiles('src/doctor/checks').flatMap(({text}) =>
      [...text.matchAll(/\b(?:error|warning)\(\s*'(\w+)'|^ {4}code: '(\w+)'/gm)].map(([, a, b]) => a ?? b!),
    );
    const unseen = [...new Set(codes)].filter(code => !new RegExp(`\\b${code}\\b`).test(tests));
    // Of these no machine of a test has one: a PostgreSQL without ICU, a small container.
    expect(unseen.sort()).to.eql(['database_icu', 'memory_small']);
  });
});
