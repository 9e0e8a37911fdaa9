import {join} from 'node:path';
import {openVault} from '../../backup/open-vault';
import type {Vault} from '../../backup/types';
import {BackupConfig, loadBackupConfig} from '../../config/backup-config';
import {Config, loadConfig} from '../../config/config';
import {createLogger} from '../../observability/logger';
import {openStore} from '../../storage/open-store';
import type {ObjectStore} from '../../storage/types';
import {withDatabase} from './with-database';

/** What backups, restores and drills work on. */
export interface Parts {
  readonly config: Config;
  readonly backup: BackupConfig;
  /** `DATABASE_URL`; else the embedded database, whether it runs for somebody else or for us. */
  readonly databaseUrl: string;
  readonly store: ObjectStore;
  readonly vault: Vault;
}

/** Opens what the settings name, and closes it in the end. */
export async function withParts<T>(use: (parts: Parts) => Promise<T>): Promise<T> {
  const [config, backup] = [loadConfig(process.env), loadBackupConfig(process.env)];
  const {storage, dataDir, auth} = config;
  const vault = openVault(backup);
  const local = {folder: join(dataDir, 'objetos'), secret: auth.jwtSecret};
  const {store, close} = openStore({s3: storage.s3, local}, createLogger(config.logLevel));
  try {
    return await withDatabase(config, databaseUrl => use({config, backup, databaseUrl, store, vault}));
  } finally {
    vault.close();
    await close();
  }
}
