/**
 * Pieces of a body lie outside of V8's heap until it sweeps its young generation, which it does by what lies in there; and to
 * it a piece of 64 KiB is a few hundred bytes. So it is told to: a sweep takes half a millisecond.
 */
const SWEEP_BYTES = 4 * 1024 * 1024;
let receivedBytes = 0;

/** Has pieces freed when there are many. Where Node runs without `--expose-gc` V8 does so by itself, later. */
export function pieceReceived({length}: Buffer): void {
  receivedBytes += length;
  if (receivedBytes < SWEEP_BYTES) return;
  receivedBytes = 0;
  void globalThis.gc?.({type: 'minor'});
}
