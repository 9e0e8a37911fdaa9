import {enableCompileCache} from 'node:module';
import {join} from 'node:path';

/**
 * Keeps what V8 has compiled beside the program, where that can be written to: the next start takes it from there. The first
 * import of a program, for it is of use to those behind it.
 */
enableCompileCache(join(__dirname, '../../.cache'));
