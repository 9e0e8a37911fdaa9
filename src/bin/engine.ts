import {enableCompileCache, flushCompileCache, registerHooks} from 'node:module';
import {join} from 'node:path';
import {setFlagsFromString} from 'node:v8';

/*
 * How V8 works for us. The first import of a program: it is of use to what is loaded behind it, and what V8 has compiled
 * counts only under the same flags.
 */

/**
 * V8 makes objects in its old generation once it has seen nearly all that a line of code had made survive. Where a sweep comes
 * in the midst of the first requests that is true of what each request is made of; all that hangs on it moved to the old
 * generation for as long as the process lived, in one process of five: a third more time each, and twice the memory.
 */
setFlagsFromString('--no-allocation-site-pretenuring');

/** The young generation is swept once it is full, and not when most of it is: less of it is alive then, and more is done between. */
setFlagsFromString('--no-minor-gc-task');

/** What so many have there is some 1 MiB; an API loads 2,000. */
const MODULES_BETWEEN_FLUSHES = 250;

/**
 * Keeps what V8 has compiled beside the program, where that can be written to: the next start takes it from there. Node
 * holds what it has read for good, unless it is flushed: now and then, so that the next modules get the memory.
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

/**
 * Has the young generation swept by one thread, once a start is over. What requests leave alive is so little that to share the
 * work among threads takes longer than to do it; what a start leaves is not.
 */
export function sweepByOneThread(): void {
  // What is kept later would count under the new flags alone, and be made anew by each start.
  flushCompileCache();
  setFlagsFromString('--no-parallel-scavenge');
}
