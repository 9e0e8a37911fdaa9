import {enableCompileCache, flushCompileCache, registerHooks} from 'node:module';
import {join} from 'node:path';

/** What so many have there is some 1 MiB; an API loads 2,000. */
const MODULES_BETWEEN_FLUSHES = 250;

/**
 * Keeps what V8 has compiled beside the program, where that can be written to: the next start takes it from there. The first
 * import of a program, for it is of use to those behind it. Node holds what it has read for good, unless it is flushed: now
 * and then, so that the next modules get the memory.
 */
enableCompileCache(join(__dirname, '../../.cache'));
let loaded = 0;
registerHooks({
  load: (url, context, nextLoad) => {
    loaded += 1;
    if (loaded % MODULES_BETWEEN_FLUSHES === 0) flushCompileCache();
    return nextLoad(url, context);
  },
});
