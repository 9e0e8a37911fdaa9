import {randomUUID} from 'node:crypto';
import {existsSync} from 'node:fs';
import {rm, statfs, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {error, ok, warning} from '../finding';
import type {Check, Finding} from '../types';

const MIB = 1024 * 1024;
const FEW_MIB = 1_024;
/** An embedded database and a cover need as much. */
const NONE_MIB = 100;

/** Room in DATA_DIR, and whether it can be written to; only where something of ours is kept there. */
export const disk: Check = {
  name: 'disk',
  async look({config: {dataDir, database, storage}}) {
    if (database.url && storage.s3) return [];
    const folder = nearest(dataDir);
    const {bavail, bsize} = await statfs(folder);
    return [roomIn(dataDir, Math.floor((bavail * bsize) / MIB)), await writableAt(folder, dataDir)];
  },
};

/** It is made at the first start. */
function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(dirname(folder));
}

function roomIn(folder: string, freeMib: number): Finding {
  const what = {
    en: `${freeMib} MiB are free for DATA_DIR (${folder}).`,
    pt: `${freeMib} MiB livres para DATA_DIR (${folder}).`,
  };
  if (freeMib >= FEW_MIB) return ok('disk_space', what);
  const fix = {
    en: 'Make room, or set DATA_DIR to another disk.',
    pt: 'Libere espaço ou aponte DATA_DIR para outro disco.',
  };
  return freeMib >= NONE_MIB ? warning('disk_space', what, fix) : error('disk_space', what, fix);
}

async function writableAt(folder: string, dataDir: string): Promise<Finding> {
  const file = join(folder, `.doctor-${randomUUID()}`);
  try {
    await writeFile(file, '', {flag: 'wx'});
    await rm(file);
    return ok('disk_writable', {en: 'DATA_DIR can be written to.', pt: 'DATA_DIR pode ser gravada.'});
  } catch (cause) {
    const {code} = cause as NodeJS.ErrnoException;
    return error(
      'disk_writable',
      {
        en: `DATA_DIR (${dataDir}) cannot be written to (${code}).`,
        pt: `DATA_DIR (${dataDir}) não pode ser gravada (${code}).`,
      },
      {
        en: 'Give the user of the process the right to write there, or set DATA_DIR elsewhere.',
        pt: 'Dê ao usuário do processo o direito de gravar ali ou aponte DATA_DIR para outro lugar.',
      },
    );
  }
}
