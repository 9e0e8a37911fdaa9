import type {Message} from './message';
import {campos} from './texts/campos';

/** English of what is written in Portuguese where it is said. */
export const ENGLISH: Readonly<Record<string, string>> = {...campos};

/** A sentence that was written in Portuguese, in both languages. One that is not in the table stays as it is. */
export const words = (pt: string): Message => ({pt, en: ENGLISH[pt] ?? pt});
