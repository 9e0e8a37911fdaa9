import type {V1ObjectMeta} from '@kubernetes/client-node';
import {z} from 'zod';
import {conditions, count, observedGeneration, time} from './condition';
import {installationName, requestName, text, withRules} from './fields';
import {API_VERSION, BACKUP_KIND, RequestKind, RESTORE_KIND} from './group';
import {withoutNulls} from './nulls';

const installationRef = z
  .object({
    name: installationName().describe('Name of an `ArtistasApi` of this namespace, which has `spec.backup`.'),
  })
  .describe('Whose data it is about.');

/** Each is done once, by what it says at the beginning. */
const unchanged = {
  cel: 'self == oldSelf',
  message: 'spec cannot be changed; make another object',
  holds: () => true,
};

const backupSpec = withRules(z.object({installationRef}).describe('What is asked for.'), unchanged);

const restoreSpec = withRules(
  z
    .object({
      installationRef,
      backupRef: z
        .object({name: requestName().describe('Name of an `ArtistasBackup` of this namespace.')})
        .optional()
        .describe('Restores its archive, once it is made.'),
      archive: text(40, '^(latest|[0-9]{8}T[0-9]{9}Z-[0-9a-f]{4})$')
        .optional()
        .describe('Restores the archive of this id, or the `latest`.'),
    })
    .describe('What is asked for.'),
  unchanged,
  {
    cel: 'has(self.backupRef) != has(self.archive)',
    message: 'either backupRef or archive must be set',
    holds: ({backupRef, archive}) => (backupRef === undefined) !== (archive === undefined),
  },
);

/** What the operator says of both; it alone writes it. */
const outcome = {
  observedGeneration,
  conditions,
  phase: z
    .enum(['Pending', 'Running', 'Succeeded', 'Failed'])
    .optional()
    .describe('How far it is; after the last two nothing comes any more.'),
  startTime: time('When its Job began.'),
  completionTime: time('When it ended well.'),
  durationSeconds: count('How long the work took.'),
  archive: z.string().optional().describe('Id of the archive.'),
  snapshotTime: time('The moment of which its rows are.'),
  objects: count('Objects of covers in it.'),
};
const backupStatus = z
  .object({
    ...outcome,
    sizeBytes: count('Size of all that it holds.'),
    rows: count('Rows in it.'),
    missingObjects: count('Covers whose object the store had lost before.'),
  })
  .describe('What came of it.');
const restoreStatus = z.object(outcome).describe('What came of it.');

function request<K extends RequestKind, S extends z.ZodType, T extends z.ZodType>(
  kind: K,
  spec: S,
  status: T,
) {
  const named = z.looseObject({name: requestName().describe('Its name; that of its Job begins with it.')});
  return z.object({
    apiVersion: z.literal(API_VERSION).describe('Version of this schema.'),
    kind: z.literal(kind).describe('Kind of the object.'),
    metadata: named,
    spec,
    status: status.optional(),
  });
}

/** A backup that is made once. From these constants come the types, the CRDs and the reference. */
export const artistasBackup = request(BACKUP_KIND, backupSpec, backupStatus).describe(
  'One backup of an installation, beside those that are made by the clock.',
);
/** A restore that is done once. */
export const artistasRestore = request(RESTORE_KIND, restoreSpec, restoreStatus).describe(
  'Puts an archive in the place of what an installation has.',
);

type Stored<T extends z.ZodType<{metadata: unknown}>> = Omit<z.output<T>, 'metadata'> & {
  readonly metadata: V1ObjectMeta & {readonly name: string};
};
export type ArtistasBackup = Stored<typeof artistasBackup>;
export type ArtistasRestore = Stored<typeof artistasRestore>;
export type ArchiveRequest = ArtistasBackup | ArtistasRestore;
export type ArchiveRequestStatus = NonNullable<ArtistasBackup['status']>;

const requests = z.discriminatedUnion('kind', [artistasBackup, artistasRestore]);

/** @throws ZodError naming each field that is wrong */
export const parseRequest = (object: unknown): ArchiveRequest => requests.parse(withoutNulls(object));
