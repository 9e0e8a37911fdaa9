import {expect} from '@loopback/testlab';
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {withFolder} from '../support/folder';
import {requireOnMachine} from '../support/machine';
import {ROOT} from '../support/source-files';
import {findTool} from '../support/tool';

/** The documents of all releases; the newest is what clients were written for. */
const RELEASED = join(ROOT, 'tests/structure/released');
const PRESENT = join(ROOT, 'docs/openapi.json');

interface Break {
  readonly operation: string;
  readonly path: string;
  readonly text: string;
}

/** What of the old document clients could rely on and of the new one they cannot. */
function breaksBetween(oasdiff: string, before: string, after: string): Break[] {
  const output = execFileSync(oasdiff, ['breaking', before, after, '--format', 'json'], {encoding: 'utf8'});
  return JSON.parse(output) as Break[];
}

/** Operations that the part of the changelog about what is not released yet names below `### Breaking`. */
function announced(changelog: string): string[] {
  const [, unreleased = ''] = /^## Unreleased$([^]*?)(?=^## |$(?![^]))/m.exec(changelog) ?? [];
  const [, part = ''] = /^### Breaking$([^]*?)(?=^#|$(?![^]))/m.exec(unreleased) ?? [];
  return [...part.matchAll(/`([A-Z]+ \/[^`]*)`/g)].map(([, operation = '']) => operation);
}

const untold = (breaks: readonly Break[], changelog: string): string[] => {
  const told = announced(changelog);
  return breaks
    .filter(({operation, path}) => !told.includes(`${operation} ${path}`))
    .map(({operation, path, text}) => `${operation} ${path}: ${text}`);
};

describe('the document and the released one', () => {
  const folder = withFolder('suite');
  let oasdiff = '';
  before(function () {
    oasdiff = findTool('oasdiff') ?? '';
    requireOnMachine(this, oasdiff !== '', 'needs oasdiff, see .ci/tools');
  });
  const newest = (): string => {
    const files = readdirSync(RELEASED).sort((a, b) => a.localeCompare(b, 'en', {numeric: true}));
    return join(RELEASED, files.at(-1)!);
  };

  it('break no client, unless the changelog names the operation below "### Breaking"', () => {
    const changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
    expect(untold(breaksBetween(oasdiff, newest(), PRESENT), changelog)).to.eql([]);
  });

  it('would be told apart by a member that is gone and a parameter that is needed', () => {
    const document = JSON.parse(readFileSync(newest(), 'utf8'));
    delete document.components.schemas.Artista.properties.tipo;
    document.paths['/api/v1/album'].get.parameters[0].required = true;
    const changed = join(folder.path, 'openapi.json');
    writeFileSync(changed, JSON.stringify(document));
    const breaks = breaksBetween(oasdiff, newest(), changed);
    const operations = breaks.map(({operation, path}) => `${operation} ${path}`);
    expect(operations).to.containEql('GET /api/v1/album').and.containEql('POST /api/v1/artistas');
    const told = '## Unreleased\n\n### Breaking\n\n- `GET /api/v1/album` needs `nome`.\n\n## 0.1.0\n';
    expect(untold(breaks, told).map(line => line.split(':')[0])).to.eql(
      operations.filter(operation => operation !== 'GET /api/v1/album'),
    );
  });
});
