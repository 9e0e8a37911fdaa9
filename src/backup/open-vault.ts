import type {BackupConfig} from '../config/backup-config';
import {FolderVault} from './folder-vault';
import {S3Vault} from './s3-vault';
import type {Vault} from './types';

/** Where the settings say that archives are. Nothing is asked of it yet. */
export function openVault({folder, s3}: Pick<BackupConfig, 'folder' | 's3'>): Vault {
  return s3 ? new S3Vault(s3) : new FolderVault(folder);
}
