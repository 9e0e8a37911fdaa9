import Ajv, {ErrorObject, ValidateFunction} from 'ajv';
import {TextDecoder} from 'node:util';
import {isStorable} from '../models/text';
import {problems} from '../problems/catalogue';
import type {RegionalItem} from './types';

const INT_MIN = -(2 ** 31);
const INT_MAX = 2 ** 31 - 1;

interface WireItem {
  readonly id: number | string;
  readonly nome: string;
}

/** Ids have come as text, too; other members are passed over. */
const LIST = {
  type: 'array',
  items: {
    type: 'object',
    required: ['id', 'nome'],
    properties: {
      id: {anyOf: [{type: 'integer'}, {type: 'string', pattern: '^-?[0-9]{1,10}$'}]},
      nome: {type: 'string', maxLength: 200},
    },
  },
};
let compiled: ValidateFunction<WireItem[]> | undefined;

/** Compiled when the first list comes: that takes a thirtieth of a start, and many processes never read one. */
const listValidator = (): ValidateFunction<WireItem[]> => (compiled ??= new Ajv().compile<WireItem[]>(LIST));

/**
 * The list in an answer's body: each office once.
 * @throws regionais_answer_invalid naming the item, also for one id with two names
 */
export function readRegionais(body: string): RegionalItem[] {
  const value = parse(body);
  const validate = listValidator();
  if (!validate(value)) throw problems.regionaisAnswerInvalid(describe(validate.errors ?? []));
  const names = new Map<number, string>();
  return value.flatMap(({id: text, nome}, index) => {
    const id = Number(text);
    if (id < INT_MIN || id > INT_MAX)
      throw problems.regionaisAnswerInvalid(`item ${index}: id fora do intervalo`);
    if (!isStorable(nome))
      throw problems.regionaisAnswerInvalid(`item ${index}: nome com caracteres inválidos`);
    const known = names.get(id);
    if (known !== undefined && known !== nome)
      throw problems.regionaisAnswerInvalid(`o id ${id} se repete com nomes diferentes`);
    names.set(id, nome);
    return known === undefined ? {id, nome} : [];
  });
}

/** The text of a body. Its bytes come whole first: of one without an end no text is made. @throws regionais_answer_invalid */
export async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const utf8 = new TextDecoder('utf-8', {fatal: true});
  try {
    return chunks.map(chunk => utf8.decode(chunk, {stream: true})).join('') + utf8.decode();
  } catch (cause) {
    throw problems.regionaisAnswerInvalid('não está em UTF-8', {cause});
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw problems.regionaisAnswerInvalid('não é JSON', {cause});
  }
}

/** Where it is wrong, such as `item 3: nome`. */
function describe([first]: readonly ErrorObject[]): string {
  const [, index, field = (first?.params as {missingProperty?: string})?.missingProperty] =
    first?.instancePath.split('/') ?? [];
  if (index === undefined) return 'não é uma lista';
  return field === undefined
    ? `item ${index}: não é um objeto`
    : `item ${index}: ${field} ausente ou inválido`;
}
