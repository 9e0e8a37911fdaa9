import type {ClientBase} from 'pg';

/** A part of the driver that its types do not show. */
interface DriverClient {
  readonly connection: {readonly stream: {destroy(): void}};
}

/** Ends a connection without a word to the server: what waits on it fails at once. */
export function cutOff(client: ClientBase): void {
  (client as unknown as DriverClient).connection.stream.destroy();
}
