import {setTimeout as delay} from 'node:timers/promises';
import {StartupError} from '../../config/startup-error';

const ANSWER_LIMIT_MS = 20_000;
/** As long as the minute that requests are counted in. */
const MAX_WAIT_SECONDS = 60;
const TOO_MANY_REQUESTS = 429;

/** One signed-in user of an API. */
export class SmokeClient {
  private authorization = '';

  constructor(private readonly base: string) {}

  async signIn(username: string, password: string): Promise<void> {
    const {accessToken} = await this.json<{accessToken: string}>('POST', '/api/v1/auth/login', {
      username,
      password,
    });
    this.authorization = `Bearer ${accessToken}`;
  }

  /** The answer's body; undefined where there is none. @throws StartupError for anything but a 2xx */
  async json<T>(method: string, path: string, body?: object): Promise<T> {
    const type = {'content-type': 'application/json'};
    const given = body && {body: JSON.stringify(body), headers: type};
    const answer = await this.send(path, {method, ...given});
    const text = await answer.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  async upload(path: string, content: Buffer<ArrayBuffer>, fileName: string): Promise<void> {
    const body = new FormData();
    body.append('files', new Blob([content], {type: 'image/png'}), fileName);
    const answer = await this.send(path, {method: 'POST', body});
    await answer.body?.cancel();
  }

  /**
   * Waits once where it is told how long: who checks twice in a minute asks more than a user may.
   * @throws StartupError for anything but a 2xx
   */
  async send(path: string, init: RequestInit): Promise<Response> {
    const headers = {
      ...(init.headers as Record<string, string> | undefined),
      ...(this.authorization && {authorization: this.authorization}),
    };
    const what = `${init.method ?? 'GET'} ${path}`;
    const ask = (): Promise<Response> =>
      fetch(new URL(path, this.base), {
        ...init,
        headers,
        signal: init.signal ?? AbortSignal.timeout(ANSWER_LIMIT_MS),
      }).catch((cause: unknown) => {
        throw new StartupError(`${this.base} does not answer to ${what}.`, {cause});
      });
    let answer = await ask();
    const waitSeconds = Number(answer.headers.get('retry-after'));
    if (answer.status === TOO_MANY_REQUESTS && waitSeconds > 0 && waitSeconds <= MAX_WAIT_SECONDS) {
      await answer.body?.cancel();
      await delay(waitSeconds * 1000);
      answer = await ask();
    }
    if (!answer.ok) throw new StartupError(`${what} gives ${answer.status}: ${await answer.text()}`);
    return answer;
  }
}
