export const LANGUAGES = ['en', 'pt'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One sentence in each language; `{name}` stands for a value. */
export type Words = Readonly<Record<Language, string>>;

/** Names of the values that a sentence has places for. */
type ValueOf<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ValueOf<Rest>
  : never;
type Value = string | number | Message;

/** What somebody is told, in whichever language they read: `Words` that need no value are one. */
export interface Message extends Words {
  readonly values?: Readonly<Record<string, Value>>;
}

/** Words with the values that they have places for. */
export function fill<T extends Words>(words: T, values: Readonly<Record<ValueOf<T['pt']>, Value>>): Message {
  return {...words, values};
}

/** The sentence. */
export function say(message: Message, language: Language): string {
  const {values = {}} = message;
  return message[language].replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (typeof value === 'object') return say(value, language);
    return value === undefined ? place : String(value);
  });
}
