import {ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect} from '@loopback/testlab';
import {StartupError} from '../../src/config/startup-error';
import {startEmbeddedPostgres} from '../../src/embedded/embedded-postgres';
import {EmbeddedPostgres, EmbeddedPostgresOptions} from '../../src/embedded/types';
import {eventually} from './eventually';
import {withFolder} from './folder';
import {processesNaming} from './processes';

const HOLDER = join(__dirname, 'embedded-holder.js');

/** What tests of the embedded PostgreSQL do. After each test everything is stopped, and nothing may be left running. */
export class EmbeddedFixture {
  private readonly started: EmbeddedPostgres[] = [];
  private readonly holders: ChildProcess[] = [];

  constructor(private readonly folder: {readonly path: string}) {}

  /** Does not exist before the first start in it. */
  get dataDir(): string {
    return join(this.folder.path, 'data');
  }

  async start({log}: Pick<EmbeddedPostgresOptions, 'log'> = {}): Promise<EmbeddedPostgres> {
    const postgres = await startEmbeddedPostgres({dataDir: this.dataDir, durable: false, log});
    this.started.push(postgres);
    return postgres;
  }

  /** The sentence that a start is refused with. */
  async refusal(): Promise<string> {
    const error = await this.start().then(
      () => new Error('It was not refused.'),
      (cause: Error) => cause,
    );
    expect(error).to.be.instanceOf(StartupError);
    return error.message;
  }

  /** Another process that starts it on the same folder. */
  startHolder(): ChildProcess {
    const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit'];
    const holder = spawn(process.execPath, [HOLDER, this.dataDir], {detached: true, stdio});
    this.holders.push(holder);
    return holder;
  }

  /** Process number of the server itself. */
  async serverPid(): Promise<number> {
    return Number.parseInt(await readFile(join(this.dataDir, 'postgres/data/postmaster.pid'), 'utf8'), 10);
  }

  async expectNothingRuns(): Promise<void> {
    await eventually(
      'the end of every process of this data folder',
      async () => (await processesNaming(this.folder.path)).length === 0,
    );
  }

  async clear(): Promise<void> {
    for (const holder of this.holders.splice(0)) holder.kill('SIGKILL');
    await Promise.all(this.started.splice(0).map(postgres => postgres.stop()));
    await this.expectNothingRuns();
  }
}

/** The next line that a holder prints: the URL when it is ready. */
export async function lineOf(holder: ChildProcess): Promise<string> {
  const [chunk] = (await once(holder.stdout!, 'data')) as [Buffer];
  return chunk.toString().trim();
}

/** @param lifetime of the data folder: `suite` saves the second that a new cluster takes */
export function withEmbedded(lifetime: 'suite' | 'test'): EmbeddedFixture {
  let fixture: EmbeddedFixture | undefined;
  // Before the folder's own hook: the processes have to end before it goes.
  afterEach(() => fixture?.clear());
  return (fixture = new EmbeddedFixture(withFolder(lifetime)));
}
