import {z} from 'zod';
import {bodySchema} from './body-schema';
import {rowId} from './row-id';

/** The link of one artist and one album. */
export const newVinculo = bodySchema(
  'NewVinculo',
  z
    .object({
      artistaId: rowId('O id do artista é obrigatório.'),
      albumId: rowId('O id do álbum é obrigatório.'),
    })
    .meta({example: {artistaId: 1, albumId: 1}}),
);
export type NewVinculo = z.infer<typeof newVinculo>;
