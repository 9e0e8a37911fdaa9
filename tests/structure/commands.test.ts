import {expect} from '@loopback/testlab';
import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {variables} from '../../src/config/variables';
import {commandsIn, ELSEWHERE, isElsewhere, isForCluster, PAGES} from '../support/doc-commands';
import {ROOT, sourceFiles} from '../support/source-files';

const read = (page: string): string => readFileSync(join(ROOT, page), 'utf8');
const texts = [...PAGES, 'README.pt-BR.md'].map(page => ({page, text: read(page)}));
const commands = PAGES.flatMap(commandsIn);
const {scripts} = JSON.parse(read('package.json')) as {scripts: Record<string, string>};

/** What all of a form in the pages is, with the page that has it. */
const found = (form: RegExp): {page: string; name: string}[] =>
  texts.flatMap(({page, text}) => [...text.matchAll(form)].map(([, name = '']) => ({page, name})));
const tell = ({page, name}: {page: string; name: string}): string => `${page}: ${name}`;

describe('what the pages name', () => {
  it('scripts of npm are there', () => {
    const missing = found(/\bnpm run (?:--?[\w-]+ )*([a-z][\w:-]*)/g).filter(({name}) => !(name in scripts));
    expect(missing.map(tell)).to.eql([]);
  });

  it('links lead to what is there', () => {
    const missing = found(/\]\(([^)\s]+)\)/g)
      .map(({page, name}) => ({page, name: name.split('#')[0]!}))
      .filter(({name}) => name !== '' && !/^https?:/.test(name))
      .filter(({page, name}) => !existsSync(join(ROOT, dirname(page), name)));
    expect(missing.map(tell)).to.eql([]);
  });

  it('files and folders of ours are there', () => {
    // What the worked examples make is made by their test.
    const made = new Set([...read('docs/extending.md').matchAll(/^`([^`\s]+)`$/gm)].map(([, path]) => path));
    const missing = found(/`((?:src|tests|k8s|charts|migrations|skaffold|public|\.ci|docs)\/[\w./-]+)`/g)
      .filter(({name}) => !made.has(name))
      .filter(({name}) => !existsSync(join(ROOT, name)));
    expect(missing.map(tell)).to.eql([]);
  });

  it('programs of the image are there', () => {
    const programs = found(/\bnode dist\/src\/bin\/([\w-]+)\.js/g);
    expect(programs.filter(({name}) => !existsSync(join(ROOT, `src/bin/${name}.ts`))).map(tell)).to.eql([]);
  });

  it('the picture names places that are there', () => {
    const places = read('docs/architecture.svg').match(/\bsrc\/[\w./-]+/g)!;
    expect(places.filter(place => !existsSync(join(ROOT, place)))).to.eql([]);
  });

  it('settings that a command sets are there', () => {
    const ofShell = [
      'NS',
      'APP',
      'OPERATOR_NS',
      'API',
      'TOKEN',
      'ARTISTA',
      'ALBUM',
      'IMAGEM',
      'URL',
      'USUARIO',
    ];
    const set = commands.flatMap(({page, text}) =>
      [...text.matchAll(/(?:^|\s)([A-Z][A-Z0-9_]+)=/g)].map(([, name = '']) => ({page, name})),
    );
    const known = new Set([...Object.keys(variables), ...ofShell]);
    expect(set.filter(({name}) => !known.has(name)).map(tell)).to.eql([]);
  });
});

describe('commands of the pages', () => {
  it('are all run by a test, or in the list of those that are not', () => {
    // Those of a cluster by tests/operator/commands.test.ts, the others by tests/acceptance/commands.test.ts.
    expect(commands.length).to.be.greaterThan(80);
    const unused = ELSEWHERE.filter(({command}) => !commands.some(({text}) => command.test(text)));
    expect(unused).to.eql([]);
    expect(ELSEWHERE.filter(({by}) => !existsSync(join(ROOT, by)))).to.eql([]);
    expect(commands.filter(isElsewhere).length).to.be.lessThan(10);
  });

  it('look in logs for what is really logged', () => {
    const sources = sourceFiles('src').map(({text}) => text.toLowerCase());
    const asked = commands
      .filter(isForCluster)
      .flatMap(({page, text}) =>
        [...text.matchAll(/\blogs [^|]*\| *grep(?: -[a-zA-Z]+)* (?:'([^']*)'|(\w[\w-]*))/g)].flatMap(
          ([, quoted, bare]) => (quoted ?? bare ?? '').split('|').map(name => ({page, name})),
        ),
      );
    expect(asked.length).to.be.greaterThan(10);
    const isLogged = ({name}: {name: string}): boolean => {
      const [, key, value] = /^"(\w+)":"([\w ]+)"$/.exec(name) ?? [];
      if (key === 'level') return true;
      const text = key === undefined ? name : key === 'msg' ? `'${value}'` : `${key}: '${value}'`;
      return sources.some(source => source.includes(text.toLowerCase()));
    };
    expect(asked.filter(one => !isLogged(one)).map(tell)).to.eql([]);
  });
});
