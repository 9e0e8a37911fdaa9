import {expect} from '@loopback/testlab';
import {Import, SourceFile, sourceFiles} from '../support/source-files';

interface Place {
  /** Places of ours whose files it may import, or single files of them. */
  readonly imports: readonly string[];
  /** May also take the `keys` and `types` of any capability, and types of what is behind a key. */
  readonly byKey?: true;
}

const CAPABILITY: Place = {
  imports: ['config', 'messages', 'problems', 'models', 'repositories'],
  byKey: true,
};
/** Folders of one capability each. `rest` is how HTTP meets LoopBack. */
const CAPABILITIES = [
  ...['auth', 'rate-limit', 'realtime', 'outbox', 'storage', 'cache', 'embedded', 'clients', 'observability'],
  ...['jobs', 'rest', 'idempotency', 'backup', 'csv'],
];

/** Who may import whom: every place in `src`, and what it may import of ours beside itself. Arrows point one way. */
const PLACES: Readonly<Record<string, Place>> = {
  // A process starts what it likes.
  bin: {
    imports: [
      'messages',
      'models',
      'repositories',
      'application',
      'worker-application',
      'config',
      'datasources',
      'problems',
      'operator',
      'doctor',
      'tracing/start',
      ...CAPABILITIES,
    ],
  },
  config: {imports: []},
  // What people are told, in both languages.
  messages: {imports: []},
  // Loaded by a process, and behind the few functions that anybody may call.
  tracing: {imports: ['config']},
  // The tables of contents name every part.
  application: {imports: ['config', 'foundation', 'openapi-base', 'sequence', ...CAPABILITIES]},
  'worker-application': {imports: ['foundation']},
  foundation: {imports: ['config', 'datasources', 'services/keys', ...CAPABILITIES]},
  // The steps that have no state are called as they are, those that have some come by key.
  sequence: {
    imports: ['problems', 'rest', 'auth/access', 'observability/exchange', 'rate-limit/policies'],
    byKey: true,
  },
  // What the document has beside the operations, such as the schemas of bodies.
  'openapi-base': {imports: ['models', 'problems']},
  // `rest` has the vocabulary of operations and pages; Basic credentials are read where v2 signs in, and an operation
  // says for itself when only administrators may call it.
  controllers: {
    imports: [
      'services',
      'repositories',
      'models',
      'problems',
      'rest',
      'auth/basic-credentials',
      // Its limits are those of the operation, its report the answer.
      'csv/limits',
      'csv/report',
      'auth/caller',
    ],
    byKey: true,
  },
  // An event is made where the change is.
  services: {imports: ['repositories', 'models', 'messages', 'problems', 'outbox/events'], byKey: true},
  repositories: {imports: ['models', 'datasources', 'problems']},
  models: {imports: []},
  datasources: {imports: ['config']},
  problems: {imports: ['messages']},
  ...Object.fromEntries(CAPABILITIES.map(name => [name, CAPABILITY])),
  // A handler is one call of a service.
  jobs: {
    imports: [
      'config',
      'problems',
      'services',
      'observability/shared-check',
      'observability/with-limit',
      // The page about the queues is answered past the sequence.
      'auth/caller',
      'rest/cors',
      'rest/writer',
    ],
    byKey: true,
  },
  // It looks at what the service uses by the same means, and starts nothing of it.
  doctor: {
    imports: [
      'config',
      'messages',
      'datasources',
      'clients/regionais.client',
      'storage/s3-clients',
      'storage/types',
      'rest/client-address',
      'observability/with-limit',
    ],
  },
  // It copies what the schema and the store hold, past the layers that serve it.
  backup: {imports: ['config', 'datasources', 'models', 'problems', 'storage'], byKey: true},
  // It runs before there is a database: nothing of what needs one.
  embedded: {imports: ['config']},
  // Answers are made here, but no rows are read.
  rest: {imports: ['config', 'messages', 'problems', 'models'], byKey: true},
  // The operator and the API share the names of settings, and nothing else.
  'operator/api': {imports: []},
  'operator/manifests': {imports: ['operator/api', 'config/variables', 'config/exit-codes']},
  'operator/steps': {
    imports: ['operator/manifests', 'operator/api', 'operator/runtime', 'config/exit-codes'],
  },
  'operator/runtime': {imports: ['operator/api']},
};

/** Where work is, in a trace, everybody may say, who is not pure. */
const EVERYBODY = ['src/tracing/spans', 'src/tracing/types'];
/** Pools are shared like capabilities are: by key. */
const BEHIND_KEYS = [...CAPABILITIES, 'datasources'];
const MAX_LINES = 250;
/** What `npm start` runs before anything is installed; it talks to the person at the keyboard. */
const LAUNCHER = 'src/bin/run';

const files = sourceFiles('src');

/** `src/auth/keys` is in `auth`, `src/sequence` is a place of its own. */
function placeOf(path: string): string | undefined {
  const inside = path.replace(/^src\//, '').replace(/\.ts$/, '');
  return Object.keys(PLACES).find(place => inside === place || inside.startsWith(`${place}/`));
}

function isAllowed(from: string, {to, typeOnly}: Import): boolean {
  const place = placeOf(from);
  const target = placeOf(to);
  if (!to.startsWith('src/') || place === undefined || place === target || EVERYBODY.includes(to))
    return true;
  const {imports, byKey} = PLACES[place]!;
  if (imports.some(allowed => to === `src/${allowed}` || to.startsWith(`src/${allowed}/`))) return true;
  return byKey === true && BEHIND_KEYS.includes(target ?? '') && (typeOnly || /\/(keys|types)$/.test(to));
}

/** Files that reach themselves by imports that exist at run time, each cycle once. */
function findCycles(): string[] {
  const byName = new Map(files.map(file => [file.path.replace(/\.ts$/, ''), file]));
  const done = new Set<SourceFile>();
  const cycles: string[] = [];
  const visit = (file: SourceFile, trail: readonly SourceFile[]): void => {
    const start = trail.indexOf(file);
    if (start !== -1) cycles.push([...trail.slice(start), file].map(({path}) => path).join(' → '));
    if (start !== -1 || done.has(file)) return;
    for (const {to, typeOnly} of file.imports) {
      const next = byName.get(to);
      if (next && !typeOnly) visit(next, [...trail, file]);
    }
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return cycles;
}

const pathsWhere = (condition: (file: SourceFile) => boolean): string[] =>
  files.filter(condition).map(({path}) => path);

describe('imports', () => {
  it('every file is in a place that the table names', () => {
    expect(pathsWhere(({path}) => placeOf(path) === undefined)).to.eql([]);
  });

  it('no file imports what its place may not', () => {
    const wrong = files.flatMap(({path, imports}) =>
      imports.filter(one => !isAllowed(path, one)).map(({to}) => `${path} → ${to}`),
    );
    expect(wrong).to.eql([]);
  });

  it('no file reaches itself', () => {
    expect(findCycles()).to.eql([]);
  });

  it('only the processes and the settings know the environment', () => {
    const readers = pathsWhere(({text}) => /\bprocess\.env\b/.test(text));
    expect(readers.filter(path => !/^src\/(bin|config)\//.test(path))).to.eql([]);
  });

  it('nothing is printed past the log but by a process', () => {
    expect(pathsWhere(({text}) => /\bconsole\.\w+\(/.test(text))).to.eql([]);
    const writers = pathsWhere(({text}) => /\bprocess\.std(out|err)\b/.test(text));
    expect(writers.filter(path => !path.startsWith('src/bin/'))).to.eql([]);
  });

  it(`no file is longer than ${MAX_LINES} lines`, () => {
    const withLauncher = [...files, ...sourceFiles(LAUNCHER, ['.mjs', '.cjs'])];
    const long = withLauncher.filter(({text}) => text.split('\n').length - 1 > MAX_LINES);
    expect(long.map(({path}) => path)).to.eql([]);
  });

  it('no test and no process of ours is imported by the API', () => {
    const wrong = files.filter(({imports}) => imports.some(({to}) => /^(tests|src\/bin)\//.test(to)));
    expect(wrong.map(({path}) => path).filter(path => !path.startsWith('src/bin/'))).to.eql([]);
  });
});
