import {execFile} from 'node:child_process';
import {join} from 'node:path';

const PROGRAM = join(__dirname, '../../src/bin/doctor.js');
/** Beside what a test is about; nothing outside of the machine is asked. */
const QUIET = {REGIONAIS_URL: 'off', LANG: 'C'};

interface Found {
  readonly check: string;
  readonly code: string;
  readonly severity: string;
  readonly what: string;
  readonly fix?: string;
}

/** A doctor who has ended. */
export interface Visit {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Severity of each finding by its code; of several of one code the last. */
  readonly severities: Readonly<Record<string, string>>;
  readonly findings: readonly Found[];
}

export interface VisitOptions {
  readonly args?: readonly string[];
  /** Options of Node.js itself. */
  readonly node?: readonly string[];
  /** What runs before it in the same shell, such as `ulimit`. */
  readonly shell?: string;
}

/** Runs the doctor as people do, by JSON unless `args` say otherwise. */
export function visit(
  env: Readonly<Record<string, string>>,
  {args = ['--json'], node = [], shell = ':'}: VisitOptions = {},
): Promise<Visit> {
  const command = ['-c', `${shell}; exec "$0" "$@"`, process.execPath, ...node, PROGRAM, ...args];
  const options = {env: {PATH: process.env.PATH, ...QUIET, ...env}};
  return new Promise(resolve =>
    execFile('sh', command, options, (error, stdout, stderr) => {
      const findings = args.includes('--json') && stdout ? (JSON.parse(stdout).findings as Found[]) : [];
      const severities = Object.fromEntries(findings.map(({code, severity}) => [code, severity]));
      resolve({exitCode: error ? Number(error.code) : 0, stdout, stderr, severities, findings});
    }),
  );
}
