import {expect} from '@loopback/testlab';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {alerts} from '../../src/bin/monitoring/rules';
import {allQueries, asked} from '../support/promql';
import {ROOT, sourceFiles} from '../support/source-files';

const FOLDER = 'docs/runbooks';
const HEADINGS = ['What it means', 'What users notice', 'How to look', 'What to do'];

const pages = readdirSync(join(ROOT, FOLDER)).filter(file => file !== 'README.md');
const read = (file: string): string => readFileSync(join(ROOT, FOLDER, file), 'utf8');

describe('runbooks', () => {
  it('are one page an alarm, and no page without', () => {
    expect(pages.sort()).to.eql(alerts.map(({name}) => `${name}.md`).sort());
  });

  it('are named once each', () => {
    const names = alerts.map(({name}) => name);
    expect(new Set(names).size).to.equal(names.length);
    expect(names.filter(name => !/^Artistas[A-Z]\w+$/.test(name))).to.eql([]);
  });

  it('all have the same four parts, and a command to begin with', () => {
    for (const file of pages) {
      const text = read(file);
      expect(text.split('\n', 1)[0]).to.equal(`# ${file.replace('.md', '')}`);
      expect([...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).to.eql(HEADINGS);
      expect(text).to.match(/^```sh\n[^`]+\n```$/m);
    }
  });

  it('lead nowhere that is not there', () => {
    const missing = pages.flatMap(file =>
      [...read(file).matchAll(/\]\(([^)#]+)[^)]*\)/g)]
        .map(([, target = '']) => target)
        .filter(target => !existsSync(join(ROOT, FOLDER, target)))
        .map(target => `${file}: ${target}`),
    );
    expect(missing).to.eql([]);
  });

  it('name only metrics that the service has', () => {
    const inCode = sourceFiles('src').map(({text}) => text);
    const known = new Set(allQueries.flatMap(query => [...asked(query).metrics.keys()]));
    const unknown = pages.flatMap(file =>
      [...read(file).matchAll(/\bartistas_[a-z_]*[a-z](?![a-z_(])/g)]
        .map(([name]) => name)
        .filter(name => !known.has(name) && !inCode.some(text => text.includes(name))),
    );
    expect(unknown).to.eql([]);
  });
});
