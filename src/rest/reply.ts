/** Header fields of an answer; a list is sent as several lines. */
export type ReplyHeaders = Readonly<Record<string, string | readonly string[]>>;

/** What a controller returns when the body alone does not say it: a status or header fields beside it. */
export class Reply<T> {
  readonly status: number;
  readonly headers: ReplyHeaders;

  constructor(
    readonly body: T,
    {status = 200, headers = {}}: {status?: number; headers?: ReplyHeaders} = {},
  ) {
    this.status = status;
    this.headers = headers;
  }
}
