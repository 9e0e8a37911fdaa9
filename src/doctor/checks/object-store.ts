import {randomUUID} from 'node:crypto';
import {buffer} from 'node:stream/consumers';
import {openClients, S3Clients} from '../../storage/s3-clients';
import type {S3Settings} from '../../storage/types';
import {clockFinding} from '../clock';
import {error, ok, warning} from '../finding';
import type {Check, Finding} from '../types';

const CONTENT = 'artistas doctor\n';
const LINK_SECONDS = 60;
const LIMIT_MS = 4_000;
/** Signature Version 4 is refused from here on. */
const CLOCK_LIMIT_MS = 15 * 60_000;

/** Whether the bucket is there, lets us write, read and remove, and gives clients what a signed link names. */
export const objectStore: Check = {
  name: 'object-store',
  async look({config}) {
    const {s3} = config.storage;
    if (!s3) {
      return [
        ok('store_local', {
          en: 'Covers are in a folder of DATA_DIR.',
          pt: 'As capas ficam em uma pasta de DATA_DIR.',
        }),
      ];
    }
    const clients = await openClients(s3);
    try {
      return [...(await bucketFindings(clients, s3)), ...(await storeClock(s3.endpoint))];
    } finally {
      clients.close();
    }
  },
};

async function bucketFindings(clients: S3Clients, s3: S3Settings): Promise<Finding[]> {
  const {bucket} = s3;
  try {
    if (!(await clients.ready.bucketExists(bucket))) return [bucketMissing(bucket)];
  } catch (cause) {
    return [unreachable(cause)];
  }
  // Such a key is none of ours, so that the sweep would remove it, if we could not.
  const key = `doctor-${randomUUID()}`;
  try {
    await clients.ready.putObject(bucket, key, CONTENT);
  } catch (cause) {
    return [notAllowed('write', 'gravar', cause)];
  }
  const findings: Finding[] = [];
  try {
    const read = await buffer(await clients.ready.getObject(bucket, key));
    if (read.toString() !== CONTENT) throw new Error('other content');
    findings.push(await publicLink(clients, {...s3, key}));
  } catch (cause) {
    findings.push(notAllowed('read', 'ler', cause));
  }
  try {
    await clients.ready.removeObject(bucket, key);
  } catch (cause) {
    findings.push(notAllowed('remove', 'remover', cause));
  }
  if (findings.some(({code}) => code === 'store_rights')) return findings;
  const fine = {
    en: 'Objects can be written, read and removed.',
    pt: 'Objetos podem ser gravados, lidos e removidos.',
  };
  return [ok('store_rights', fine), ...findings];
}

const reasonOf = (cause: unknown): string => {
  const {code, message, name} = cause as Error & {code?: string};
  return code ?? (message || name);
};

function unreachable(cause: unknown): Finding {
  const reason = reasonOf(cause);
  const refused = /AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch|Forbidden/i.test(reason);
  return error(
    refused ? 'store_refused' : 'store_unreachable',
    refused
      ? {
          en: `The object store refuses our key (${reason}).`,
          pt: `O armazenamento recusa a nossa chave (${reason}).`,
        }
      : {
          en: `The object store cannot be used (${reason}).`,
          pt: `O armazenamento não pode ser usado (${reason}).`,
        },
    refused
      ? {
          en: 'Check S3_ACCESS_KEY, S3_SECRET_KEY and S3_REGION.',
          pt: 'Confira S3_ACCESS_KEY, S3_SECRET_KEY e S3_REGION.',
        }
      : {
          en: 'See that it runs, and check S3_ENDPOINT.',
          pt: 'Veja se ele está em execução e confira S3_ENDPOINT.',
        },
  );
}

function bucketMissing(bucket: string): Finding {
  return warning(
    'store_bucket',
    {en: `The bucket "${bucket}" does not exist.`, pt: `O bucket "${bucket}" não existe.`},
    {
      en: 'The service makes it at its start if its key may; else make it, or correct S3_BUCKET.',
      pt: 'O serviço o cria ao iniciar, se a chave puder; senão, crie-o ou corrija S3_BUCKET.',
    },
  );
}

function notAllowed(en: string, pt: string, cause: unknown): Finding {
  const reason = reasonOf(cause);
  return error(
    'store_rights',
    {en: `The key may not ${en} objects (${reason}).`, pt: `A chave não pode ${pt} objetos (${reason}).`},
    {
      en: 'Allow it s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket on the bucket.',
      pt: 'Permita s3:GetObject, s3:PutObject, s3:DeleteObject e s3:ListBucket no bucket.',
    },
  );
}

/** Asks as a client would, by the public address. */
async function publicLink(
  {links}: S3Clients,
  {bucket, key, publicEndpoint}: S3Settings & {readonly key: string},
): Promise<Finding> {
  const place = new URL(publicEndpoint).origin;
  const link = await links.presignedGetObject(bucket, key, LINK_SECONDS);
  const answer = await fetch(link, {redirect: 'manual', signal: AbortSignal.timeout(LIMIT_MS)}).catch(
    (cause: Error) => cause,
  );
  if (answer instanceof Error) {
    return warning(
      'store_public_unreachable',
      {
        en: `Links lead to ${place}, which cannot be reached from here (${reasonOf(answer.cause ?? answer)}).`,
        pt: `Os links levam a ${place}, que não é acessível daqui (${reasonOf(answer.cause ?? answer)}).`,
      },
      {
        en: 'See that clients reach S3_PUBLIC_ENDPOINT; from inside of a cluster it may be out of reach all the same.',
        pt: 'Veja se os clientes acessam S3_PUBLIC_ENDPOINT; de dentro de um cluster ele pode ficar fora de alcance.',
      },
    );
  }
  const text = await answer.text();
  if (answer.ok && text === CONTENT)
    return ok('store_public_link', {
      en: `A signed link to ${place} works.`,
      pt: `Um link assinado para ${place} funciona.`,
    });
  const [, code = ''] = /<Code>(\w+)<\/Code>/.exec(text) ?? [];
  return error(
    'store_public_link',
    {
      en: `A signed link to ${place} is answered with ${answer.status} ${code}.`,
      pt: `Um link assinado para ${place} recebe ${answer.status} ${code}.`,
    },
    {
      en: 'S3_PUBLIC_ENDPOINT must lead to the same store, by a proxy that keeps the Host field and the path as they are.',
      pt: 'S3_PUBLIC_ENDPOINT deve levar ao mesmo armazenamento, por um proxy que mantenha o campo Host e o caminho.',
    },
  );
}

/** From the Date field of any answer. */
async function storeClock(endpoint: string): Promise<Finding[]> {
  const from = Date.now();
  const answer = await fetch(endpoint, {redirect: 'manual', signal: AbortSignal.timeout(LIMIT_MS)}).catch(
    () => undefined,
  );
  const date = Date.parse(answer?.headers.get('date') ?? '');
  await answer?.body?.cancel();
  if (Number.isNaN(date)) return [];
  const ours = (from + Date.now()) / 2;
  return [clockFinding('store', 'S3', {theirs: date, ours, limitMs: CLOCK_LIMIT_MS})];
}
