import {HEART_BEAT_MS} from '../limits';

/** What the two sides promised each other; 0: nothing. */
export interface HeartBeat {
  /** Longest silence of ours. */
  readonly outMs: number;
  /** Longest silence of theirs. */
  readonly inMs: number;
  /** Our header of the CONNECTED frame. */
  readonly header: string;
}

/** @param header of the CONNECT frame: how often the client can, and how often it wants to be, told */
export function agreeHeartBeat(header: string | undefined): HeartBeat {
  const [can = 0, wants = 0] = (header ?? '')
    .split(',')
    .map(part => (/^\d{1,9}$/.test(part) ? Number(part) : 0));
  const outMs = wants === 0 ? 0 : Math.max(wants, HEART_BEAT_MS);
  const inMs = can === 0 ? 0 : Math.max(can, HEART_BEAT_MS);
  return {outMs, inMs, header: `${outMs && HEART_BEAT_MS},${inMs && HEART_BEAT_MS}`};
}
