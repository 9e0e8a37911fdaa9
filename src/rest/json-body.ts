import {IncomingMessage} from 'node:http';
import {TextDecoder} from 'node:util';
import getRawBody from 'raw-body';
import {problems} from '../problems/catalogue';
import {Problem} from '../problems/problem';

/** Where JSON.parse stops when text follows the value. */
const TEXT_AFTER_JSON = /after JSON at position (\d+)/;
/** Time for the whole body, however slowly it comes. */
const TIMEOUT_MS = 15_000;
const JSON_MEDIA_TYPE = /^application\/(json|[\w.+-]+\+json)$/i;
const decoders = new Map([
  ['utf-8', new TextDecoder('utf-8', {fatal: true})],
  ['iso-8859-1', new TextDecoder('latin1')],
]);

/**
 * JSON object of a request body, without its null members: null counts as absent.
 * Text after the value is passed over and of doubled keys the last counts, as clients are used to.
 * @throws media_type_unsupported, body_too_large, body_timeout, json_malformed
 */
export async function readJsonBody(request: IncomingMessage, limitBytes: number): Promise<object> {
  const decoder = requireJsonType(request);
  const bytes = await readBytes(request, limitBytes);
  const value = parse(decode(decoder, bytes));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw problems.jsonMalformed();
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}

/** How the body is to be decoded. @throws media_type_unsupported */
export function requireJsonType({headers}: IncomingMessage): TextDecoder {
  if (headers['content-encoding'] !== undefined) throw problems.mediaTypeUnsupported();
  return decoderFor(headers['content-type']);
}

function decoderFor(contentType: string | undefined): TextDecoder {
  const [mediaType = '', ...parameters] = (contentType ?? '').split(';').map(part => part.trim());
  if (!JSON_MEDIA_TYPE.test(mediaType)) throw problems.mediaTypeUnsupported();
  const charset = parameters.find(parameter => /^charset=/i.test(parameter))?.slice('charset='.length);
  const decoder = decoders.get(charset?.replace(/^"|"$/g, '').toLowerCase() ?? 'utf-8');
  if (!decoder) throw problems.mediaTypeUnsupported();
  return decoder;
}

async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(problems.bodyTimeout()), TIMEOUT_MS);
  });
  try {
    const body = getRawBody(request, {limit, length: request.headers['content-length']});
    return await Promise.race([body, late]);
  } catch (error) {
    if (error instanceof Problem) throw error;
    const {type} = error as {type?: string};
    if (type === 'entity.too.large') throw problems.bodyTooLarge(limit);
    // Aborted, or a length that does not fit: nobody may be left to read this.
    throw problems.jsonMalformed({cause: error});
  } finally {
    clearTimeout(timer);
  }
}

function decode(decoder: TextDecoder, bytes: Buffer): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw problems.jsonMalformed({cause});
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const end = TEXT_AFTER_JSON.exec(String(cause))?.[1];
    if (end === undefined) throw problems.jsonMalformed({cause});
    return JSON.parse(text.slice(0, Number(end)));
  }
}
