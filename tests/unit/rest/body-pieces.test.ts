import {expect} from '@loopback/testlab';
import {pieceReceived} from '../../../src/rest/body-pieces';

const PIECE = Buffer.alloc(64 * 1024);
const PIECES_A_SWEEP = 64;

describe('pieces of a body', () => {
  const {gc} = globalThis;
  let sweeps: unknown[];
  beforeEach(() => {
    sweeps = [];
    globalThis.gc = ((options: unknown) => void sweeps.push(options)) as typeof gc;
  });
  afterEach(() => (globalThis.gc = gc));

  const receive = (count: number): void => {
    for (let i = 0; i < count; i++) pieceReceived(PIECE);
  };

  it('have the young generation swept each 4 MiB', () => {
    // Others have received some before.
    while (sweeps.length === 0) receive(1);
    receive(PIECES_A_SWEEP * 2);
    expect(sweeps).to.eql([{type: 'minor'}, {type: 'minor'}, {type: 'minor'}]);
    receive(PIECES_A_SWEEP - 1);
    expect(sweeps).to.have.length(3);
    receive(1);
    expect(sweeps).to.have.length(4);
  });

  it('are left to V8 in a process that may not ask for it', () => {
    globalThis.gc = undefined;
    receive(PIECES_A_SWEEP);
    expect(sweeps).to.be.empty();
  });
});
