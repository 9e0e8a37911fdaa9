/** Limits of one connection to a listener; each transport keeps them. */

/** Longest message of a client. Theirs are a few lines; the replaced service closed above it, too. */
export const MAX_MESSAGE_BYTES = 65_536;
/** A client subscribes to a handful of topics. */
export const MAX_SUBSCRIPTIONS = 100;
/** Longest id or destination of a subscription: ours have 20 letters, and each is kept as long as the connection. */
export const MAX_NAME_LENGTH = 256;
/** Longest wait for the first frame: what connects and says nothing is no client. */
export const FIRST_FRAME_MS = 60_000;
/** What may wait for a client that reads slowly: more than a thousand events. */
export const MAX_WAITING_BYTES = 524_288;
/** A replay goes on when no more than this waits. */
export const READY_WAITING_BYTES = 65_536;
/** Longest time in which a client with something to read reads nothing. */
export const SEND_LIMIT_MS = 10_000;
/** Shortest time between two heart-beats, in both directions; that of the usual clients. */
export const HEART_BEAT_MS = 10_000;
/** A client without heart-beats is asked after so much silence whether it is still there … */
export const PING_AFTER_MS = 25_000;
/** … and is gone when it does not answer. */
export const SILENCE_LIMIT_MS = 60_000;
/** How often the connections are looked after. */
export const TICK_MS = 1_000;
/** Connections of a process: at 40 KB each they are the memory that it can spare. */
export const MAX_CONNECTIONS = 20_000;
/** When a process stops, its clients come back elsewhere, and not all at once: so many a second. */
export const CLOSES_PER_SECOND = 150;
/** Events in memory for clients that come back; the others are in the database. */
export const RING_EVENTS = 1_000;
/** Clients that read older events from the database at once. */
export const MAX_REPLAYS = 4;
export const REPLAY_PAGE = 200;
