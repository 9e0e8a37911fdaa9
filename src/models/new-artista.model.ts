import {z} from 'zod';
import {bodySchema} from './body-schema';
import {text} from './text';
import {TIPOS_ARTISTA} from './tipo-artista';

const NOME_REQUIRED = 'O nome do artista deve ser informado.';
const TIPO_REQUIRED = 'O tipo do artista deve ser informado. Valores permitidos: CANTOR ou BANDA';

const tipo = z.enum(TIPOS_ARTISTA, {
  error: issue => (issue.input === undefined ? TIPO_REQUIRED : 'valores permitidos: CANTOR ou BANDA'),
});

export const newArtista = bodySchema(
  'NewArtista',
  z
    .object({
      nome: text({
        required: NOME_REQUIRED,
        blank: NOME_REQUIRED,
        max: 200,
        tooLong: 'O nome do artista deve ter no máximo 200 caracteres.',
      }),
      tipo,
    })
    .meta({example: {nome: 'Serj Tankian', tipo: 'CANTOR'}}),
);
export type NewArtista = z.infer<typeof newArtista>;

/** A change may carry a longer and even a blank name: clients of the replaced service could store both. */
export const artistaChange = bodySchema(
  'ArtistaChange',
  z
    .object({
      nome: text({required: NOME_REQUIRED, max: 255, tooLong: 'tamanho deve ser entre 0 e 255'}),
      tipo,
    })
    .meta({example: {nome: 'Guns N’ Roses', tipo: 'BANDA'}}),
);
export type ArtistaChange = z.infer<typeof artistaChange>;
