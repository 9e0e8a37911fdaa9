import {existsSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';

/** Where Kubernetes reads the last words of a container. */
const TERMINATION_LOG = '/dev/termination-log';

/** Tells what came of it, as one line of JSON, to whoever reads the output and to the cluster. */
export async function report(result: object): Promise<void> {
  const text = JSON.stringify(result);
  process.stdout.write(`${text}\n`);
  if (existsSync(TERMINATION_LOG)) await writeFile(TERMINATION_LOG, text);
}
