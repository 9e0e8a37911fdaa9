import type {BroadcastEvent} from './broadcast-event';
import {RING_EVENTS} from './limits';

/** The latest events, without a gap. */
export class EventRing {
  private events: BroadcastEvent[] = [];
  private readonly byId = new Map<string, BroadcastEvent>();

  get latest(): BroadcastEvent | undefined {
    return this.events.at(-1);
  }

  push(event: BroadcastEvent): void {
    this.events.push(event);
    this.byId.set(event.id, event);
    // Cut now and then: to shift each time would move them all.
    if (this.events.length < 2 * RING_EVENTS) return;
    for (const old of this.events.slice(0, -RING_EVENTS)) this.byId.delete(old.id);
    this.events = this.events.slice(-RING_EVENTS);
  }

  /** After a gap what was before is of no use. */
  clear(): void {
    this.events = [];
    this.byId.clear();
  }

  find(id: string): BroadcastEvent | undefined {
    return this.byId.get(id);
  }

  /** Events behind that number, at most so many; undefined: it does not have them all. */
  after(sequencia: number, limit: number): readonly BroadcastEvent[] | undefined {
    const first = this.events[0]?.sequencia;
    if (first === undefined || sequencia < first - 1) return undefined;
    const start = sequencia - first + 1;
    return this.events.slice(start, start + limit);
  }
}
