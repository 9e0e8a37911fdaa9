import {expect} from '@loopback/testlab';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Conditions, Reasons} from '../../src/operator/api/conditions';
import {ROOT, sourceFiles} from '../support/source-files';

const page = readFileSync(join(ROOT, 'docs/kubernetes.md'), 'utf8');

/** First cells of the table below a heading. */
function named(heading: string): string[] {
  const part = page.split(/^## /m).find(text => text.startsWith(`${heading}\n`)) ?? '';
  const cells = [...part.matchAll(/^\| ((`\w+`( · )?)+) \|/gm)].map(([, cell = '']) => cell);
  return cells.flatMap(cell => cell.replaceAll('`', '').split(' · '));
}

describe('docs/kubernetes.md', () => {
  const tables = [
    {heading: 'Conditions', constants: Conditions},
    {heading: 'Reasons', constants: Reasons},
  ];
  for (const {heading, constants} of tables) {
    it(`explains each of what the operator says, and nothing else: ${heading}`, () => {
      expect(named(heading).sort()).to.eql(Object.values<string>(constants).sort());
    });
  }

  it('explains no reason that the operator never gives', () => {
    const steps = sourceFiles('src/operator/steps')
      .map(({text}) => text)
      .join('\n');
    const unused = Object.keys(Reasons).filter(name => !steps.includes(`Reasons.${name}`));
    expect(unused).to.eql([]);
  });
});
