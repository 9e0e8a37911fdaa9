import {connect, type Socket} from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
/** Of `Content-Length`, however a server writes it. */
const LENGTH = Buffer.from('ength: ');
const ZERO = 48;
const NINE = 57;

/** What has just come over some connection; read before anything else can come. A buffer for each costs more than the reading. */
const RECEIVED = Buffer.allocUnsafeSlow(64 * 1024);

export interface BareConnection {
  readonly host: string;
  readonly port: number;
  /** @param answer as it came, whole; good until this returns @param headEnd where its head ends */
  readonly onAnswer: (answer: Buffer, headEnd: number) => void;
}

/**
 * A connection over which requests go as bytes, one after the other, and answers come back as bytes. A client of a library
 * costs as much as a server does, on a machine that both share, and what is to be measured is the server.
 */
export function connectBare({host, port, onAnswer}: BareConnection): Socket {
  let pieces: Buffer | undefined;
  const callback = (count: number): boolean => {
    const received = RECEIVED.subarray(0, count);
    const all = pieces ? Buffer.concat([pieces, received]) : received;
    const headEnd = all.indexOf(HEAD_END);
    const isWhole = headEnd >= 0 && all.length >= headEnd + HEAD_END.length + lengthIn(all, headEnd);
    pieces = isWhole ? undefined : Buffer.from(all);
    if (isWhole) onAnswer(all, headEnd);
    return true;
  };
  return connect({host, port, noDelay: true, onread: {buffer: RECEIVED, callback}});
}

/** Without its head. */
export const bodyOf = (answer: Buffer, headEnd: number): Buffer => answer.subarray(headEnd + HEAD_END.length);

/** Of the body that a head announces, in bytes. */
function lengthIn(answer: Buffer, headEnd: number): number {
  const at = answer.indexOf(LENGTH);
  if (at < 0 || at > headEnd) return 0;
  let length = 0;
  for (let i = at + LENGTH.length; answer[i]! >= ZERO && answer[i]! <= NINE; i++)
    length = length * 10 + answer[i]! - ZERO;
  return length;
}
