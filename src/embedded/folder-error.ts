import {statfs} from 'node:fs/promises';
import {StartupError} from '../config/startup-error';

const MEBIBYTE = 1024 * 1024;
/** A new cluster takes 47 MiB, and a running one may add a WAL segment of 16. */
export const MIN_FREE_BYTES = 64 * MEBIBYTE;

/** @throws StartupError when the disk of `folder` (which exists) has less than `neededBytes` for this user */
export async function ensureFreeSpace(folder: string, neededBytes = MIN_FREE_BYTES): Promise<void> {
  const {bavail, bsize} = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  throw new StartupError(
    `The disk that holds ${folder} is full: ${Math.floor(freeBytes / MEBIBYTE)} MiB are free and the embedded ` +
      `PostgreSQL needs ${Math.ceil(neededBytes / MEBIBYTE)}; free some space or set DATA_DIR to another disk.`,
  );
}

/**
 * What a failure of the file system, or the last words of a PostgreSQL program, mean for the person who starts us.
 * @param folder the path that the sentence names
 */
export function folderError(cause: unknown, folder: string): StartupError {
  if (cause instanceof StartupError) return cause;
  return new StartupError(sentence(cause instanceof Error ? cause.message : String(cause), folder), {cause});
}

function sentence(message: string, folder: string): string {
  const otherFolder = 'set DATA_DIR to another folder';
  if (/ENOSPC|EDQUOT|No space left|quota exceeded/i.test(message)) {
    return `The disk that holds ${folder} is full; free some space or ${otherFolder}.`;
  }
  if (/EACCES|EPERM|Permission denied|not permitted|wrong ownership/i.test(message)) {
    return `${folder} cannot be read and written by this user; change its owner or ${otherFolder}.`;
  }
  if (/EROFS|Read-only file system/i.test(message)) {
    return `${folder} is on a read-only disk; ${otherFolder}.`;
  }
  if (/ENOTDIR|EEXIST/.test(message)) {
    return `${folder} cannot be a folder, because a file stands in its way; move that file or ${otherFolder}.`;
  }
  return `The embedded PostgreSQL cannot use ${folder}: ${message.trim()}`;
}
