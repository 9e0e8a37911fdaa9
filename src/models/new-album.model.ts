import {z} from 'zod';
import {bodySchema} from './body-schema';
import {text} from './text';

const NOME_REQUIRED = 'O nome do álbum é obrigatório.';

export const newAlbum = bodySchema(
  'NewAlbum',
  z
    .object({
      nome: text({
        required: NOME_REQUIRED,
        blank: NOME_REQUIRED,
        max: 255,
        tooLong: 'O nome do álbum deve ter no máximo 255 caracteres.',
      }),
    })
    .meta({example: {nome: 'Harakiri'}}),
);
export type NewAlbum = z.infer<typeof newAlbum>;

export const albumChange = bodySchema(
  'AlbumChange',
  z
    .object({
      nome: text({
        required: NOME_REQUIRED,
        blank: NOME_REQUIRED,
        max: 255,
        tooLong: 'tamanho deve ser entre 0 e 255',
      }),
    })
    .meta({example: {nome: 'Black Blooms'}}),
);
export type AlbumChange = z.infer<typeof albumChange>;
