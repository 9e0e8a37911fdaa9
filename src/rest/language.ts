import type {IncomingMessage} from 'node:http';
import type {Language} from '../messages/message';

/** A range and its weight: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4 */
const RANGE =
  /^\s*([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?$/i;

/**
 * The language in which a client is told what went wrong. Those of the replaced service were always told in Portuguese, so
 * English is for whoever says that it wants it more: a field that is absent, unreadable, or gives both the same weight
 * is no such wish, and neither is a wildcard alone.
 */
export function languageOf({headers}: IncomingMessage): Language {
  const field = headers['accept-language'];
  if (field === undefined) return 'pt';
  const weights: Partial<Record<string, number>> = {};
  for (const part of field.split(',')) {
    const [, range, weight = '1'] = RANGE.exec(part) ?? [];
    if (range === undefined) continue;
    const [primary = ''] = range.toLowerCase().split('-');
    weights[primary] = Math.max(weights[primary] ?? 0, Number(weight));
  }
  const {en = 0, pt = weights['*'] ?? 0} = weights;
  return en > pt ? 'en' : 'pt';
}

/**
 * What says that an answer is in English. In Portuguese it has the header fields that it always had; and since errors are
 * `no-store`, nobody needs to be told by `Vary` what they depend on.
 */
export function languageFields(language: Language): readonly (readonly [name: string, value: string])[] {
  return language === 'en' ? [['Content-Language', language]] : [];
}
