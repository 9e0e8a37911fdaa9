import {execFile} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {homedir, tmpdir} from 'node:os';
import {join} from 'node:path';
import {ROOT} from './source-files';

/**
 * All that it knows but three: the contract has 400 for TRACE; paths that share a pattern answer OPTIONS with the methods of
 * both; and a schema cannot say which version `If-Match` has to name, or that anything else counts as the default.
 */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'missing_required_header',
  'use_after_free',
  'ensure_resource_availability',
  'ignored_auth',
].join();

export interface SchemathesisOptions {
  readonly phases: string;
  readonly examples: number;
  /** `user:password`; absent: nobody is signed in. */
  readonly auth?: string;
  /** Paths that are no exchange of a request and an answer. */
  readonly excluded: readonly string[];
}

export interface SchemathesisReport {
  /** Paths and methods that were asked, of those that were to be. */
  readonly tested: number;
  readonly selected: number;
  readonly cases: number;
  /** A line each. */
  readonly failures: readonly string[];
}

interface Report {
  readonly complete: boolean;
  readonly operations: {readonly selected: number; readonly tested: number; readonly errored: number};
  readonly test_cases: {readonly generated: number};
  readonly failures: readonly unknown[];
  readonly errors: readonly unknown[];
}

/** The Python that has it, of the release that `.ci/run` installs; undefined: there is none. */
export function findSchemathesis(): string | undefined {
  const [pinned = ''] = readFileSync(join(ROOT, '.ci/schemathesis.txt'), 'utf8').split('\n');
  const folder = join(homedir(), '.cache/artistas-tools', pinned.replace('==', '-'));
  const program = join(folder, 'bin/schemathesis');
  return existsSync(program) ? program : undefined;
}

/** Asks every operation of the document that a running API serves for what the document promises. */
export async function runSchemathesis(
  url: string,
  options: SchemathesisOptions,
): Promise<SchemathesisReport> {
  const program = findSchemathesis();
  if (program === undefined) throw new Error('This needs Schemathesis, see .ci/run.');
  const folder = await mkdtemp(join(tmpdir(), 'artistas-schemathesis-'));
  const file = join(folder, 'report.json');
  const args = [
    ...['run', `${url}/openapi.json`, '--checks', CHECKS, '--phases', options.phases, '--seed', '1'],
    ...['--max-examples', String(options.examples), '--continue-on-failure', '--no-shrink', '--no-color'],
    ...['--request-timeout', '30', '--suppress-health-check', 'all', '--warnings', 'off', '--workers', '2'],
    ...(options.auth ? ['--auth', options.auth] : []),
    ...options.excluded.flatMap(path => ['--exclude-path', path]),
    ...['--report-json-path', file],
  ];
  try {
    // Its exit code says no more than its report.
    const output = await new Promise<string>(resolve =>
      execFile(program, args, {cwd: folder, maxBuffer: 64 * 1024 * 1024}, (_, out, err) =>
        resolve(out + err),
      ),
    );
    if (!existsSync(file))
      throw new Error(`Schemathesis has ended without a report: ${output.slice(-2_000)}`);
    const report = JSON.parse(await readFile(file, 'utf8')) as Report;
    const {selected, tested, errored} = report.operations;
    const wrong = [...report.failures, ...report.errors].map(each => JSON.stringify(each).slice(0, 300));
    const unfinished = report.complete && errored === 0 ? [] : ['it did not come to its end'];
    return {tested, selected, cases: report.test_cases.generated, failures: [...wrong, ...unfinished]};
  } finally {
    await rm(folder, {recursive: true});
  }
}
