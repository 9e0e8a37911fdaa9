import {randomUUID} from 'node:crypto';
import {Api} from './api';
import {Answer} from './http';

export interface FormFile {
  readonly content: Buffer | string;
  /** Default `files`. */
  readonly part?: string;
  /** Default `capa.png`; null: it has none, which makes it a field. */
  readonly fileName?: string | null;
  /** Default `image/png`; null: it has none. */
  readonly type?: string | null;
}

export interface Form {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** A form as a client sends it, file names as their bytes in UTF-8. */
export function form(files: readonly FormFile[], boundary = randomUUID()): Form {
  const parts = files.flatMap(({content, part = 'files', fileName = 'capa.png', type = 'image/png'}) => {
    const name = fileName === null ? '' : `; filename="${fileName}"`;
    const lines = [`--${boundary}`, `Content-Disposition: form-data; name="${part}"${name}`];
    if (type !== null) lines.push(`Content-Type: ${type}`);
    return [Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')];
  });
  const body = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
  return {body, headers: {'content-type': `multipart/form-data; boundary=${boundary}`}};
}

/** Sends files to an album. */
export function upload(api: Api, albumId: number, ...files: readonly FormFile[]): Promise<Answer> {
  return api.request('POST', `/api/v1/albuns/${albumId}/imagens`, form(files));
}

/** Sends a file in place of a cover's. */
export function replace(api: Api, imagemId: number, file: FormFile): Promise<Answer> {
  return api.request('PUT', `/api/v1/albuns/${imagemId}`, form([{part: 'file', ...file}]));
}

export interface Cover {
  readonly id: number;
  readonly url: string;
  readonly variantes: Readonly<Record<string, string>>;
  readonly largura?: number;
  readonly altura?: number;
  readonly blurhash?: string;
}

export async function coversOf(api: Api, albumId: number): Promise<Cover[]> {
  return (await api.request('GET', `/api/v1/albuns/${albumId}`)).json as Cover[];
}

/** What a link gives. */
export async function fetched(url: string): Promise<{status: number; headers: Headers; bytes: Buffer}> {
  const response = await fetch(url);
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}
