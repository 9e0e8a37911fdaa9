import {chmod, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/**
 * An empty folder for the `describe` that calls this, removed after it; everybody may enter it.
 * @param lifetime `test`: each test gets its own
 */
export function withFolder(lifetime: 'suite' | 'test'): {readonly path: string} {
  const [prepare, clear] = lifetime === 'suite' ? [before, after] : [beforeEach, afterEach];
  let path = '';
  prepare(async () => {
    path = await mkdtemp(join(tmpdir(), 'artistas-test-'));
    await chmod(path, 0o755);
  });
  clear(() => rm(path, {recursive: true}));
  return {
    get path() {
      return path;
    },
  };
}
