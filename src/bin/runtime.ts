import process from 'node:process';
import {setFlagsFromString} from 'node:v8';

/** What has to be settled before anything else is loaded: the first import of a program that serves. */

// Two collections are at most three fifths of the old generation apart. V8's own rule, which goes by the memory of the machine,
// keeps most of the garbage of loading for as long as nothing much happens. It keeps compiled code apart by such settings.
setFlagsFromString('--heap-growing-percent=60');

// The framework's messages want to know the language; where nobody says, it runs a program of the system to ask it.
process.env.LANG ??= 'C.UTF-8';
