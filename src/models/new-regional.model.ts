import {z} from 'zod';
import {bodySchema} from './body-schema';
import {rowId} from './row-id';
import {text} from './text';

const INT_MAX = 2 ** 31 - 1;
const ID_REQUIRED = 'O id da regional deve ser informado.';

/** Blank names stay possible: clients of the replaced service could store them. */
const nome = text({
  required: 'O nome da regional deve ser informado.',
  max: 200,
  tooLong: 'O nome da regional deve ter no máximo 200 caracteres.',
});

export const newRegional = bodySchema(
  'NewRegional',
  z
    .object({regionalId: rowId(ID_REQUIRED, INT_MAX), nome})
    .meta({example: {regionalId: 500, nome: 'REGIONAL DE CUIABÁ'}}),
);
export type NewRegional = z.infer<typeof newRegional>;

export const regionalChange = bodySchema(
  'RegionalChange',
  z.object({nome}).meta({example: {nome: 'REGIONAL DE CUIABÁ II'}}),
);
export type RegionalChange = z.infer<typeof regionalChange>;
