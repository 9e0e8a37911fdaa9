import {readVariable} from '../config/readers';
import {StartupError} from '../config/startup-error';
import {SmokeClient} from './smoke/client';
import {EventListener} from './smoke/event-listener';
import {fail} from './process';

/** A picture of one pixel. */
const COVER = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADElEQVQImWMwTpsJAAICATMDms/iAAAAAElFTkSuQmCC',
  'base64',
);
const COVER_LIMIT_MS = 10_000;

/**
 * Goes once through what a person would do with an installation, leaves nothing behind, and ends: exit code 0 with a line
 * for each thing that works, or 1 with a sentence about the one that does not. The API is asked where the argument says, the
 * cover is fetched from where its link says.
 */
async function main(): Promise<void> {
  const [, , url = ''] = process.argv;
  if (!URL.canParse(url)) throw new StartupError('Say where the API is: smoke.js http://localhost:8080.');
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const client = new SmokeClient(url);
  await client.signIn(readVariable('APP_USERNAME', process.env), readVariable('APP_PASSWORD', process.env));
  print('signed in');
  const events = await EventListener.open(client);
  let albumId: number | undefined;
  try {
    const nome = `Ensaio ${new Date().toISOString()}`;
    const album = await client.json<{id: number}>('POST', '/api/v1/album', {nome});
    albumId = album.id;
    print('made an album');
    await events.hears('dev.artistas.album.criado', `album/${albumId}`);
    print('heard of it');
    await client.upload(`/api/v1/albuns/${albumId}/imagens`, COVER, 'capa.png');
    print('gave it a cover');
    const [cover] = await client.json<{id: number; url: string}[]>('GET', `/api/v1/albuns/${albumId}`);
    await fetchCover(cover!.url);
    print(`fetched it from ${new URL(cover!.url).origin}`);
    await client.json('DELETE', `/api/v1/albuns/${cover!.id}`);
  } finally {
    events.close();
    if (albumId !== undefined) await client.json('DELETE', `/api/v1/album/${albumId}`);
  }
  print('cleaned up');
}

/** As anybody would who has the link and nothing else. */
async function fetchCover(link: string): Promise<void> {
  const {origin} = new URL(link);
  const answer = await fetch(link, {signal: AbortSignal.timeout(COVER_LIMIT_MS)}).catch((cause: unknown) => {
    throw new StartupError(`The cover cannot be fetched from ${origin}; check minio.publicUrl.`, {cause});
  });
  const isImage = answer.headers.get('content-type') === 'image/png';
  const body = await answer.arrayBuffer();
  if (answer.status !== 200 || !isImage || body.byteLength === 0)
    throw new StartupError(`The cover's link to ${origin} gives ${answer.status}, and no picture.`);
}

main().catch(fail);
