/** What our tests use of clients of old, which bring no types. */
declare module 'stompjs' {
  interface Message {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }

  interface Client {
    debug: unknown;
    connect(headers: object, connected: () => void, failed: (error: unknown) => void): void;
    subscribe(destination: string, heard: (message: Message) => void): {unsubscribe(): void};
    disconnect(done: () => void): void;
  }

  const stomp: {over(socket: object): Client};
  export = stomp;
}

declare module 'sockjs-client' {
  const SockJs: new (url: string, reserved: undefined, options: {transports: string}) => object;
  export = SockJs;
}
