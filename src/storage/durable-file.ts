import {open, rm} from 'node:fs/promises';
import type {Bytes} from './types';

/**
 * Writes a new file that only we may read, and has it on the disk in the end.
 * @returns its size
 * @throws what `content` throws, and then no file stays; EEXIST for one that is there already, which stays
 */
export async function writeDurably(path: string, content: Bytes): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  try {
    let size = 0;
    for await (const chunk of content) {
      // `write` alone may take less than the whole.
      await file.writeFile(chunk);
      size += chunk.length;
    }
    await file.datasync();
    return size;
  } catch (error) {
    await rm(path, {force: true});
    throw error;
  } finally {
    await file.close();
  }
}
