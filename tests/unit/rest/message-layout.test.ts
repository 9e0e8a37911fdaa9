import {expect} from '@loopback/testlab';
import {execFileSync} from 'node:child_process';
import {join} from 'node:path';

const LAYOUT = join(__dirname, '../../../src/rest/message-layout.js');
const PAIRS = 500;
/** To make a request and its response takes 1.9 to 2.8 KB; with all of their fields in arrays that grow, 9.6. */
const MOST_BYTES_EACH = 5_000;

/** A process that is asked six times, collects while nobody asks, and is asked again; prints the bytes of a pair. */
const PROGRAM = `
  const {IncomingMessage, ServerResponse} = require('node:http');
  const make = () => new ServerResponse(new IncomingMessage());
  require(process.argv[1]).layOutMessages().then(() => {
    for (let i = 0; i < 6; i++) make();
    gc();
    for (let i = 0; i < 10; i++) make();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < ${PAIRS}; i++) make();
    console.log((process.memoryUsage().heapUsed - before) / ${PAIRS});
  });`;

describe('the layout of messages', () => {
  it('outlasts a collection', () => {
    // Nothing is collected while it is measured.
    const flags = ['--expose-gc', '--min-semi-space-size=16', '--max-semi-space-size=16'];
    const bytesEach = Number(execFileSync(process.execPath, [...flags, '-e', PROGRAM, LAYOUT]).toString());
    expect(bytesEach).to.be.within(1, MOST_BYTES_EACH);
  });
});
