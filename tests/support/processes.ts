import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import {promisify} from 'node:util';

/** Command lines of running processes that name `path`, other than our own; a zombie has none any more. */
export async function processesNaming(path: string): Promise<string[]> {
  const lines = existsSync('/proc/self/cmdline') ? await commandLinesOfProc() : await commandLinesOfPs();
  return lines.filter(line => line.includes(path));
}

async function commandLinesOfProc(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name) && name !== String(process.pid));
  // One may end while we look.
  const lines = await Promise.all(pids.map(pid => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.map(line => line.replaceAll('\0', ' '));
}

async function commandLinesOfPs(): Promise<string[]> {
  const {stdout} = await promisify(execFile)('ps', ['-axo', 'command=']);
  return stdout.split('\n');
}
