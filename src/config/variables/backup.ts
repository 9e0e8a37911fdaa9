import type {Variable} from '../variables';

/** Settings of backups: where they are, and for how long. */
export const backupVariables = {
  BACKUP_FOLDER: {
    kind: 'text',
    default: '.backups',
    en: 'folder of the backups, where `BACKUP_S3_ENDPOINT` is empty; best on another disk',
    pt: 'pasta dos backups, quando `BACKUP_S3_ENDPOINT` está vazio; de preferência em outro disco',
  },
  BACKUP_S3_ENDPOINT: {
    kind: 'text',
    en: 'URL of the S3 that keeps backups; best not the one of the covers',
    pt: 'URL do S3 que guarda os backups; de preferência não o das capas',
  },
  BACKUP_S3_REGION: {
    kind: 'text',
    default: 'us-east-1',
    en: 'its region',
    pt: 'a região dele',
  },
  BACKUP_S3_BUCKET: {
    kind: 'text',
    en: 'its bucket, made if it is absent',
    pt: 'o bucket dele, criado se não existir',
  },
  BACKUP_S3_PREFIX: {
    kind: 'text',
    default: 'artistas',
    en: 'what the keys in it begin with; each installation has one of its own',
    pt: 'o início das chaves nele; cada instalação tem o seu',
  },
  BACKUP_S3_ACCESS_KEY: {
    kind: 'text',
    secret: true,
    en: 'who signs in to it',
    pt: 'quem se autentica nele',
  },
  BACKUP_S3_SECRET_KEY: {
    kind: 'text',
    secret: true,
    en: 'the secret of that key',
    pt: 'o segredo dessa chave',
  },
  BACKUP_S3_ENCRYPTION: {
    kind: 'text',
    default: 'auto',
    en: 'the store encrypts what it keeps: `auto` where it can, `required` or nothing is kept there, `off`',
    pt: 'o armazenamento cifra o que guarda: `auto` se puder, `required` ou nada é guardado, `off`',
  },
  BACKUP_KEEP_DAILY: {
    kind: 'number',
    default: '7',
    min: 0,
    max: 3650,
    en: 'so many days keep their last backup; the newest one always stays',
    pt: 'quantos dias guardam o seu último backup; o mais novo sempre fica',
  },
  BACKUP_KEEP_WEEKLY: {
    kind: 'number',
    default: '4',
    min: 0,
    max: 520,
    en: 'so many weeks do',
    pt: 'quantas semanas guardam o seu',
  },
  BACKUP_KEEP_MONTHLY: {
    kind: 'number',
    default: '12',
    min: 0,
    max: 120,
    en: 'so many months do',
    pt: 'quantos meses guardam o seu',
  },
  BACKUP_DEADLINE_SECONDS: {
    kind: 'number',
    default: '21600',
    min: 1,
    max: 604_800,
    en: 'a backup, a restore or a drill that takes longer is given up',
    pt: 'um backup, uma restauração ou um ensaio que demora mais é abandonado',
  },
} as const satisfies Record<string, Variable>;
