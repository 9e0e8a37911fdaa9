import {totalmem} from 'node:os';
import {getHeapStatistics} from 'node:v8';
import {ok, warning} from '../finding';
import type {Check} from '../types';

const MIB = 1024 * 1024;
/** What is outside of the heap, such as a picture that is decoded, needs the rest. */
const LARGEST_HEAP_PART = 0.8;
/** Idle 150 MB, and a picture of 40 megapixels. */
const LEAST_MIB = 256;

/** The memory that the container or the machine has, against what the heap may take before it is collected. */
export const memory: Check = {
  name: 'memory',
  look() {
    const limit = Math.min(process.constrainedMemory() || Infinity, totalmem());
    const [limitMib, heapMib] = [limit, getHeapStatistics().heap_size_limit].map(bytes =>
      Math.round(bytes / MIB),
    );
    if (limitMib! < LEAST_MIB) {
      return [
        warning(
          'memory_small',
          {en: `There are ${limitMib} MiB of memory.`, pt: `Há ${limitMib} MiB de memória.`},
          {en: `Give it ${LEAST_MIB} MiB or more.`, pt: `Dê ${LEAST_MIB} MiB ou mais.`},
        ),
      ];
    }
    if (heapMib! > limitMib! * LARGEST_HEAP_PART) {
      const fit = Math.floor(limitMib! * 0.6);
      return [
        warning(
          'heap_too_large',
          {
            en: `The heap may take ${heapMib} MiB of ${limitMib} MiB: the system kills the process before it collects.`,
            pt: `O heap pode usar ${heapMib} de ${limitMib} MiB: o sistema mata o processo antes que ele recolha.`,
          },
          {
            en: `Set NODE_OPTIONS=--max-old-space-size=${fit}, or raise the limit.`,
            pt: `Defina NODE_OPTIONS=--max-old-space-size=${fit} ou aumente o limite.`,
          },
        ),
      ];
    }
    return [
      ok('memory', {
        en: `${limitMib} MiB of memory, of which the heap may take ${heapMib}.`,
        pt: `${limitMib} MiB de memória, dos quais o heap pode usar ${heapMib}.`,
      }),
    ];
  },
};
