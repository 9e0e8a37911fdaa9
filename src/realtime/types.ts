import type {BroadcastEvent} from './broadcast-event';

/** `novo-album`: albums that were made, as clients of the replaced service know them; `eventos`: everything. */
export type EventTopic = 'novo-album' | 'eventos';
export type Topic = EventTopic | 'metricas';

/** Hears of events, each once and in their order. */
export interface Follower {
  deliver(event: BroadcastEvent): void;
  /** What it missed is no longer kept. It hears of whatever comes after `latest`. */
  resync(latest: BroadcastEvent | undefined): void;
  /** Resolves when it can take more of a replay. */
  ready(): Promise<void>;
}

export interface RealtimeSettings {
  /** Whether the event topics need a token. */
  readonly login: boolean;
}
