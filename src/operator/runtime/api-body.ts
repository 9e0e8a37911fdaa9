import type {IncomingMessage} from 'node:http';
import {StringDecoder} from 'node:string_decoder';

/** More than a page of the largest objects; whatever is larger is not what we asked for. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;
/** etcd takes 1.5 MiB an object, which its text form may exceed. */
const MAX_LINE_CHARS = 8 * 1024 * 1024;

/** The whole body. A text that is no JSON, such as a proxy's page, becomes `undefined`. */
export async function readJson(response: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error(`The API server answered more than ${MAX_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** Lines as they come. What follows the last line break is not one: the connection was cut in the middle. */
export async function* readLines(response: IncomingMessage): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of response as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_CHARS)
      throw new Error(`A line of a watch exceeds ${MAX_LINE_CHARS} characters.`);
    for (const line of lines) if (line !== '') yield line;
  }
}
