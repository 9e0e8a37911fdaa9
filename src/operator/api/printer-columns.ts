/** What `kubectl get` shows of an object. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'date';
  readonly jsonPath: string;
  readonly description: string;
  /** From 1 on only `-o wide` shows it. */
  readonly priority?: number;
}

const READY = `.status.conditions[?(@.type=="Ready")]`;
const age: PrinterColumn = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
  description: 'Age of the object',
};
const reason: PrinterColumn = {
  name: 'Reason',
  type: 'string',
  jsonPath: `${READY}.reason`,
  description: 'Why it is not ready',
  priority: 1,
};
const wide = (
  name: string,
  type: PrinterColumn['type'],
  jsonPath: string,
  description: string,
): PrinterColumn => ({name, type, jsonPath, description, priority: 1});

export const installationColumns: readonly PrinterColumn[] = [
  {
    name: 'Ready',
    type: 'string',
    jsonPath: `${READY}.status`,
    description: 'Whether all is there and serves',
  },
  {name: 'Version', type: 'string', jsonPath: '.status.version', description: 'Release that runs'},
  {
    name: 'Replicas',
    type: 'integer',
    jsonPath: '.status.readyReplicas',
    description: 'API pods that are ready',
  },
  {
    name: 'Last sync',
    type: 'date',
    jsonPath: '.status.lastSyncTime',
    description: 'Regional offices in step',
  },
  {
    name: 'Last backup',
    type: 'date',
    jsonPath: '.status.backup.lastSuccessTime',
    description: 'Age of the last backup',
  },
  age,
  wide('URL', 'string', '.status.url', 'Where the API is'),
  wide('Backup bytes', 'integer', '.status.backup.sizeBytes', 'Size of the last backup'),
  wide('Backup seconds', 'integer', '.status.backup.durationSeconds', 'How long it took'),
  wide('Last drill', 'date', '.status.drill.lastSuccessTime', 'When a backup was last restored for a test'),
  wide('Recovery seconds', 'integer', '.status.drill.recoverySeconds', 'How long that took'),
  reason,
];

const request: readonly PrinterColumn[] = [
  {
    name: 'Installation',
    type: 'string',
    jsonPath: '.spec.installationRef.name',
    description: 'Whose data it is about',
  },
  {name: 'Phase', type: 'string', jsonPath: '.status.phase', description: 'How far it is'},
  {name: 'Archive', type: 'string', jsonPath: '.status.archive', description: 'Id of the archive'},
];
const seconds: PrinterColumn = {
  name: 'Seconds',
  type: 'integer',
  jsonPath: '.status.durationSeconds',
  description: 'How long it took',
};
export const backupColumns: readonly PrinterColumn[] = [
  ...request,
  {name: 'Bytes', type: 'integer', jsonPath: '.status.sizeBytes', description: 'Size of all that it holds'},
  seconds,
  age,
  wide('Objects', 'integer', '.status.objects', 'Objects of covers in it'),
  reason,
];
export const restoreColumns: readonly PrinterColumn[] = [...request, seconds, age, reason];
