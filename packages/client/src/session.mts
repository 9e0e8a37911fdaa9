/** What a login gives. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Where tokens are kept between uses. */
export interface SessionStore {
  read(): Tokens | undefined;
  /** @param tokens undefined: signed out */
  write(tokens: Tokens | undefined): void;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Of the authenticator, or a recovery code; for accounts that have a second factor. */
  readonly code?: string;
}

/** A login that was refused. */
export class SignInError extends Error {
  /** @param code of the problem, such as `login_refused` or `totp_required` */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A token is renewed this long before it ends, so that it does not end on its way. */
const EARLY_MS = 10_000;

/** Who is signed in: tokens, and a new one when the old one ends. */
export class Session {
  private renewal?: Promise<string | undefined>;

  constructor(
    private readonly baseUrl: string,
    private readonly fetch: (request: Request) => Promise<Response>,
    private readonly store: SessionStore,
    private readonly onEnd: () => void,
  ) {}

  get isSignedIn(): boolean {
    return this.store.read() !== undefined;
  }

  /** @throws SignInError */
  async signIn({username, password, code}: Credentials): Promise<void> {
    const response = await this.post('/api/v2/auth/login', {
      Authorization: `Basic ${base64(`${username}:${password}`)}`,
      ...(code && {'X-TOTP': code}),
    });
    if (!response.ok) throw await refusalOf(response);
    this.store.write((await response.json()) as Tokens);
  }

  /** Ends the session here and at the service; what the service answers changes nothing. */
  async signOut(): Promise<void> {
    const token = await this.accessToken().catch(() => undefined);
    this.store.write(undefined);
    if (token) await this.post('/api/v1/eu/sair', {Authorization: `Bearer ${token}`}).catch(() => undefined);
  }

  /** A token that holds for a while; undefined: nobody is signed in. */
  async accessToken(): Promise<string | undefined> {
    const tokens = this.store.read();
    if (!tokens) return undefined;
    return expiryOf(tokens.accessToken) - Date.now() > EARLY_MS
      ? tokens.accessToken
      : this.renew(tokens.accessToken);
  }

  /**
   * Another token than that one, which is not taken any more. However many ask at once, there is one request.
   * @returns undefined when the session has ended
   */
  renew(refused: string): Promise<string | undefined> {
    const current = this.store.read()?.accessToken;
    // Somebody else has renewed it meanwhile.
    if (current !== undefined && current !== refused && !this.renewal) return Promise.resolve(current);
    this.renewal ??= this.refresh().finally(() => (this.renewal = undefined));
    return this.renewal;
  }

  private async refresh(): Promise<string | undefined> {
    const {refreshToken} = this.store.read() ?? {};
    if (refreshToken === undefined) return undefined;
    const response = await this.post('/api/v2/auth/refresh', {}, {refreshToken});
    if (response.ok) {
      const tokens = (await response.json()) as Tokens;
      this.store.write(tokens);
      return tokens.accessToken;
    }
    // Anything else may pass: the session is kept, and the next who asks tries again.
    if (response.status !== 401) throw new Error(`The session was not renewed: ${response.status}.`);
    this.store.write(undefined);
    this.onEnd();
    return undefined;
  }

  private post(path: string, headers: Record<string, string>, body?: object): Promise<Response> {
    return this.fetch(
      new Request(this.baseUrl + path, {
        method: 'POST',
        headers: {
          'X-Requested-With': 'artistas-client',
          Accept: 'application/problem+json, application/json',
          ...(body && {'Content-Type': 'application/json'}),
          ...headers,
        },
        body: body && JSON.stringify(body),
      }),
    );
  }
}

async function refusalOf(response: Response): Promise<SignInError> {
  const text = await response.text();
  try {
    const {code = '', detail, message} = JSON.parse(text) as Record<string, string | undefined>;
    return new SignInError(response.status, code, detail ?? message ?? '');
  } catch {
    return new SignInError(response.status, '', text);
  }
}

/** When a token ends, in milliseconds since 1970; one that cannot be read has ended. */
function expiryOf(token: string): number {
  try {
    const claims = token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/');
    return (JSON.parse(atob(claims)) as {exp: number}).exp * 1000;
  } catch {
    return 0;
  }
}

/** Of the UTF-8 bytes of a text. */
const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
