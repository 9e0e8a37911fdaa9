import {fill, type Message, say} from './message';
import {arquivos} from './texts/arquivos';
import {campos} from './texts/campos';
import {pedidos} from './texts/pedidos';
import {regionais} from './texts/regionais';

/**
 * English of what is written in Portuguese where it is said: reasons, and what schemas say of members. `{name}` stands for
 * what is filled in there.
 */
export const ENGLISH: Readonly<Record<string, string>> = {...campos, ...pedidos, ...arquivos, ...regionais};

const PLACE = /\{(\w+)\}/g;

interface Template {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly en: string;
}

const templates: readonly Template[] = Object.entries(ENGLISH)
  .filter(([pt]) => pt.includes('{'))
  .map(([pt, en]) => {
    const literals = pt.split(/\{\w+\}/).map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const names = [...pt.matchAll(PLACE)].map(([, name]) => name!);
    return {pattern: new RegExp(`^${literals.join('(.*)')}$`, 's'), names, en};
  });

/** A sentence that was written in Portuguese, in both languages. One that is not in the table stays as it is. */
export function words(pt: string): Message {
  return {pt, en: ENGLISH[pt] ?? fromTemplate(pt) ?? pt};
}

function fromTemplate(pt: string): string | undefined {
  for (const {pattern, names, en} of templates) {
    const values = pattern.exec(pt)?.slice(1);
    if (!values) continue;
    return say(fill({pt: en, en}, Object.fromEntries(names.map((name, i) => [name, values[i]!]))), 'en');
  }
  return undefined;
}
