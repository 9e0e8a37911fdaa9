import type {ServerResponse} from 'node:http';
import type {Socket} from 'node:net';

/** Refusals in one turn of the loop, above which connections rest. */
const REFUSALS_A_TURN = 64;
/** While it is crowded. */
const FEW_REFUSALS_A_TURN = 8;

/**
 * Keeps the turns of the loop short while many are refused: what was admitted needs some ten of them, as each answer of the
 * database is one away. A turn reads each connection that has something to say, and where those are more than a thousand
 * libuv looks up to 48 times before it goes on. So above so many refusals in a turn a connection rests once it has been
 * refused: it is read again in one of the next turns, so many in each, in the order of their refusals. The fewer, the more of
 * a turn is left to what was admitted, and the later a refusal.
 */
export class RefusedConnections {
  private readonly resting: Socket[] = [];
  private inThisTurn = 0;
  private isTurnAwaited = false;

  /** @param isCrowded whether far more were admitted than can be answered in time: they come first */
  constructor(private readonly isCrowded: () => boolean) {}

  /** To be told of each refusal before it is written. */
  add(response: ServerResponse): void {
    this.awaitTurn();
    if (++this.inThisTurn <= this.most) return;
    // Node itself has the connection read again at the end of an answer.
    response.once('close', () => {
      this.resting.push(response.req.socket.pause());
      this.awaitTurn();
    });
  }

  private get most(): number {
    return this.isCrowded() ? FEW_REFUSALS_A_TURN : REFUSALS_A_TURN;
  }

  private awaitTurn(): void {
    if (this.isTurnAwaited) return;
    this.isTurnAwaited = true;
    setImmediate(() => {
      this.isTurnAwaited = false;
      this.inThisTurn = 0;
      for (const socket of this.resting.splice(0, this.most)) socket.resume();
      if (this.resting.length > 0) this.awaitTurn();
    });
  }
}
