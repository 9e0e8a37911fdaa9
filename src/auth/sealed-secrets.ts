import {BindingScope, inject, injectable} from '@loopback/core';
import {createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes} from 'node:crypto';
import {AuthKeys} from './keys';
import type {AuthSettings} from './types';

const CIPHER = 'aes-256-gcm';
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface SealingKey {
  /** Says which key opens it. */
  readonly id: Buffer;
  readonly key: Buffer;
}

/**
 * Secrets that have to be read again, kept so that the database alone tells nobody: id of the key, nonce, tag, and the
 * text under AES-256-GCM. The key is derived from `JWT_SECRET`; what the one before has sealed can be opened, too.
 */
@injectable({scope: BindingScope.SINGLETON})
export class SealedSecrets {
  private readonly keys: readonly [SealingKey, ...SealingKey[]];

  constructor(@inject(AuthKeys.SETTINGS) {jwtSecret, previousJwtSecret}: AuthSettings) {
    this.keys = [derive(jwtSecret), ...(previousJwtSecret ? [derive(previousJwtSecret)] : [])];
  }

  /** @param owner whose it is: for anybody else it does not open */
  seal(text: string, owner: number): Buffer {
    const [{id, key}] = this.keys;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(String(owner)));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([id, nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws Error when another key has sealed it, for another owner, or it was changed */
  open(sealed: Buffer, owner: number): string {
    const found = this.keys.find(({id}) => id.equals(sealed.subarray(0, KEY_ID_BYTES)));
    if (!found) throw new Error('Sealed by a key that is neither JWT_SECRET nor JWT_SECRET_PREVIOUS');
    const nonceEnd = KEY_ID_BYTES + NONCE_BYTES;
    const decipher = createDecipheriv(CIPHER, found.key, sealed.subarray(KEY_ID_BYTES, nonceEnd))
      .setAAD(Buffer.from(String(owner)))
      .setAuthTag(sealed.subarray(nonceEnd, nonceEnd + TAG_BYTES));
    const text = [decipher.update(sealed.subarray(nonceEnd + TAG_BYTES)), decipher.final()];
    return Buffer.concat(text).toString('utf8');
  }

  /** Whether there is a key that is being replaced. */
  get areBeingReplaced(): boolean {
    return this.keys.length > 1;
  }

  /** Whether the key that is being replaced has sealed it. */
  isOfBefore(sealed: Buffer): boolean {
    return this.keys.slice(1).some(({id}) => id.equals(sealed.subarray(0, KEY_ID_BYTES)));
  }
}

function derive(secret: string): SealingKey {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'artistas:sealed-secrets', 32));
  return {key, id: hash('sha256', key, 'buffer').subarray(0, KEY_ID_BYTES)};
}
