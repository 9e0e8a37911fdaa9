import {z} from 'zod';
import {bodySchema} from './body-schema';
import {IMAGE_TYPES} from './image-type';
import {text} from './text';

const FILE_NAME = {max: 255, tooLong: 'O nome do arquivo deve ter no máximo 255 caracteres.'};
const TYPE_REQUIRED = `O tipo do arquivo deve ser informado. Valores permitidos: ${IMAGE_TYPES.join(', ')}`;

/** A file that a client wants to send to the store itself. */
export const newEnvio = bodySchema(
  'NewEnvio',
  z
    .object({
      nomeArquivo: text({
        required: 'O nome do arquivo deve ser informado.',
        blank: 'O nome do arquivo deve ser informado.',
        ...FILE_NAME,
      }),
      tipo: z.enum(IMAGE_TYPES, {
        error: issue =>
          issue.input === undefined ? TYPE_REQUIRED : `valores permitidos: ${IMAGE_TYPES.join(', ')}`,
      }),
    })
    .meta({example: {nomeArquivo: 'capa.png', tipo: 'image/png'}}),
);
export type NewEnvio = z.infer<typeof newEnvio>;

/** That it has been sent. */
export const confirmacaoEnvio = bodySchema(
  'ConfirmacaoEnvio',
  z
    .object({
      chave: text({
        required: 'A chave do envio deve ser informada.',
        blank: 'A chave do envio deve ser informada.',
        max: 200,
        tooLong: 'A chave do envio deve ter no máximo 200 caracteres.',
      }),
      nomeArquivo: text({required: '', ...FILE_NAME}).optional(),
    })
    .meta({example: {chave: '6040f6e8-49fa-4ee5-b894-f09379062f0b-capa.png', nomeArquivo: 'capa.png'}}),
);
export type ConfirmacaoEnvio = z.infer<typeof confirmacaoEnvio>;
