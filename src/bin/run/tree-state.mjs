import {execFileSync} from 'node:child_process';
import {Sentence} from './sentence.mjs';

/** Text that differs when any file of the checkout differs, whether git knows the file or not. */
export function treeState(root) {
  const git = (...args) =>
    execFileSync('git', args, {cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024});
  try {
    return git('diff', 'HEAD') + git('status', '--porcelain', '--untracked-files=all');
  } catch {
    throw new Sentence('This compares with git, and the folder is not a git checkout.');
  }
}
