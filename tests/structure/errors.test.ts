import {expect} from '@loopback/testlab';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {openapiDocument} from '../../src/bin/generate/openapi-document';
import {say} from '../../src/messages/message';
import {catalogue, CatalogueEntry, ProblemCode, problems, typicalMessage} from '../../src/problems/catalogue';
import {ROOT, sourceFiles} from '../support/source-files';

interface Operation {
  readonly responses: Readonly<Record<string, {readonly description: string}>>;
}

const entries = Object.entries<CatalogueEntry>(catalogue);
const camelCase = (code: string): string =>
  code.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Rows of the page's last table. */
function documentedRows(): string[][] {
  const page = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8');
  const [, table = ''] = page.split('| code | status | shape | message | in English | what to do |\n');
  const lines = table.split('\n').filter(line => line.startsWith('| `'));
  return lines.map(line => line.slice(2, -2).replaceAll('`', '').split(' | '));
}

/** What each operation of the document says of each refusal: `POST /api/v1/album 400` to its codes. */
async function documentedProblems(): Promise<[string, string[]][]> {
  const {paths} = JSON.parse(await openapiDocument()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, {responses}]) =>
      Object.entries(responses)
        .filter(([, {description}]) => description.startsWith('`'))
        .map(([status, {description}]): [string, string[]] => [
          `${method.toUpperCase()} ${path} ${status}`,
          description.split(', ').map(code => code.replaceAll('`', '')),
        ]),
    ),
  );
}

describe('errors', () => {
  it('the catalogue and docs/errors.md say the same, both ways', () => {
    const rows = documentedRows().map(([code, status = '', shape, pt, en, remedy]) => [
      code,
      Number.parseInt(status, 10),
      shape,
      pt,
      en,
      remedy?.replaceAll('`', ''),
    ]);
    const wanted = entries.map(([code, {status, shape, remedy}]) => [
      code,
      status,
      shape,
      say(typicalMessage(code as ProblemCode), 'pt'),
      say(typicalMessage(code as ProblemCode), 'en'),
      remedy.replaceAll('`', ''),
    ]);
    expect(rows.sort()).to.eql(wanted.sort());
  });

  it('every code has its function, and every function its code', () => {
    const names = entries.map(([code]) => camelCase(code));
    expect(Object.keys(problems).sort()).to.eql(names.sort());
  });

  it('every problem is thrown somewhere', () => {
    const texts = sourceFiles('src').map(({text}) => text);
    const unused = Object.keys(problems).filter(
      name => !texts.some(text => new RegExp(`\\bproblems\\.${name}\\b`).test(text)),
    );
    expect(unused).to.eql([]);
  });

  it('problems are made by the catalogue alone', () => {
    const makers = sourceFiles('src').filter(({text}) => /new Problem\(/.test(text));
    expect(makers.map(({path}) => path)).to.eql(['src/problems/catalogue.ts']);
  });

  it('what an operation documents is in the catalogue, under its status', async () => {
    const statusOf = new Map(entries.map(([code, {status}]) => [code, status]));
    const wrong = (await documentedProblems()).filter(([where, codes]) =>
      codes.some(code => !where.endsWith(` ${statusOf.get(code)}`)),
    );
    expect(wrong).to.eql([]);
  });

  it('every problem is documented by an operation, but those that belong to none', async () => {
    const documented = new Set((await documentedProblems()).flatMap(([, codes]) => codes));
    const ofNoOperation = [
      'method_unsupported',
      // Of the transports, which are no operations.
      'origin_refused',
      'route_not_found',
      'method_not_allowed',
      // Of a page for people, which is no operation.
      'monitor_credentials_required',
    ];
    const missing = entries.map(([code]) => code).filter(code => !documented.has(code));
    expect(missing.sort()).to.eql(ofNoOperation.sort());
  });
});
