import {BindingScope, inject, injectable} from '@loopback/core';
import {createHmac, createSecretKey, hkdfSync, KeyObject, timingSafeEqual} from 'node:crypto';
import {IMAGE_TYPES, ImageType} from '../models/image-type';
import {problems} from '../problems/catalogue';
import {attachment} from './content-disposition';
import {StorageKeys} from './keys';
import type {LocalSettings, PostOptions, PresignedPost, PresignOptions} from './types';

/** Where the API serves the objects of the local folder. */
export const OBJECTS_PATH = '/objetos';
/** Separates what is signed: no part holds it. */
const SEPARATOR = '\n';

/** Query of a link. */
export interface LinkQuery {
  /** Seconds of the epoch. */
  readonly expira?: string;
  readonly disposicao?: string;
  readonly assinatura?: string;
}

/** What a signed form allows. */
export interface PostGrant {
  readonly key: string;
  readonly contentType: ImageType;
  readonly maxBytes: number;
}

/** Signs links to the objects of the local folder, and tells whether one holds. */
@injectable({scope: BindingScope.SINGLETON})
export class LocalLinks {
  private readonly key: KeyObject;

  constructor(@inject(StorageKeys.LOCAL) {secret}: LocalSettings) {
    this.key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'links of stored objects', 32)));
  }

  url(key: string, {origin, ttlSeconds, saveAs}: PresignOptions): string {
    const expira = String(expiresAt(ttlSeconds));
    const query = new URLSearchParams({expira});
    const disposicao = saveAs === undefined ? '' : attachment(saveAs);
    if (disposicao) query.set('disposicao', disposicao);
    query.set('assinatura', this.sign('GET', key, expira, disposicao));
    return `${origin}${OBJECTS_PATH}/${encodeURIComponent(key)}?${query.toString()}`;
  }

  /** @throws link_invalid */
  requireValid(key: string, {expira = '', disposicao = '', assinatura = ''}: LinkQuery): void {
    this.require(assinatura, expira, ['GET', key, expira, disposicao]);
  }

  /** The form of a file that is to be sent to us; its members are named as S3 names them where they mean the same. */
  form(key: string, {origin, ttlSeconds, contentType, maxBytes}: PostOptions): PresignedPost {
    const expira = String(expiresAt(ttlSeconds));
    const assinatura = this.sign('POST', key, expira, contentType, String(maxBytes));
    const fields = {key, 'Content-Type': contentType, expira, limite: String(maxBytes), assinatura};
    return {url: origin + OBJECTS_PATH, fields};
  }

  /** @throws link_invalid */
  requireValidForm(fields: ReadonlyMap<string, string>): PostGrant {
    const field = (name: string): string => fields.get(name) ?? '';
    const [key, expira, limite] = [field('key'), field('expira'), field('limite')];
    const contentType = IMAGE_TYPES.find(type => type === field('Content-Type'));
    if (!contentType) throw problems.linkInvalid();
    this.require(field('assinatura'), expira, ['POST', key, expira, contentType, limite]);
    return {key, contentType, maxBytes: Number(limite)};
  }

  private require(signature: string, expires: string, parts: readonly string[]): void {
    const expected = Buffer.from(this.sign(...parts));
    const given = Buffer.from(signature);
    const isGenuine = given.length === expected.length && timingSafeEqual(given, expected);
    if (!isGenuine || Number(expires) * 1000 <= Date.now()) throw problems.linkInvalid();
  }

  private sign(...parts: readonly string[]): string {
    return createHmac('sha256', this.key).update(parts.join(SEPARATOR)).digest('base64url');
  }
}

function expiresAt(ttlSeconds: number): number {
  return Math.floor(Date.now() / 1000) + ttlSeconds;
}
