import {z} from 'zod';
import {bodySchema} from './body-schema';
import {text} from './text';
import {PAPEIS} from './usuario.model';

const PAPEL_REQUIRED = `O papel deve ser informado. Valores permitidos: ${PAPEIS.join(', ')}`;
/** Basic ends a name at its first colon. */
const NAME = /^[^\p{C}:\s]([^\p{C}:]*[^\p{C}:\s])?$/u;
const NAME_UNFIT = 'O nome não pode ter dois-pontos, caracteres de controle nem espaços nas pontas.';

const papel = z.enum(PAPEIS, {
  error: issue => (issue.input === undefined ? PAPEL_REQUIRED : `valores permitidos: ${PAPEIS.join(', ')}`),
});
/** Of any length: what is too short or too long is told together with what else is wrong with it. */
const senha = (required: string): z.ZodString =>
  z
    .string({error: issue => (issue.input === undefined ? required : 'deve ser um texto')})
    .max(1024, 'A senha deve ter no máximo 128 caracteres.');
const NEW_PASSWORD = senha('A senha deve ser informada.').meta({
  minLength: 8,
  maxLength: 128,
  format: 'password',
});
const CURRENT_PASSWORD = senha('A senha atual deve ser informada.').meta({format: 'password'});

export const newUsuario = bodySchema(
  'NewUsuario',
  z
    .object({
      nome: text({
        required: 'O nome do usuário deve ser informado.',
        blank: 'O nome do usuário deve ser informado.',
        max: 150,
        tooLong: 'O nome do usuário deve ter no máximo 150 caracteres.',
      })
        .refine(nome => nome === nome.normalize('NFKC') && NAME.test(nome), NAME_UNFIT)
        .meta({minLength: 1, maxLength: 150}),
      senha: NEW_PASSWORD,
      papel,
    })
    .meta({example: {nome: 'elis', senha: 'cavalo bateria grampo', papel: 'editor'}}),
);
export type NewUsuario = z.infer<typeof newUsuario>;

export const usuarioChange = bodySchema(
  'UsuarioChange',
  z
    .object({
      papel,
      ativo: z.boolean({
        error: issue =>
          issue.input === undefined ? 'Informe se o usuário está ativo.' : 'deve ser true ou false',
      }),
    })
    .meta({example: {papel: 'leitor', ativo: true}}),
);
export type UsuarioChange = z.infer<typeof usuarioChange>;

export const novaSenha = bodySchema(
  'NovaSenha',
  z.object({senha: NEW_PASSWORD}).meta({example: {senha: 'cavalo bateria grampo'}}),
);
export type NovaSenha = z.infer<typeof novaSenha>;

export const senhaChange = bodySchema(
  'SenhaChange',
  z
    .object({senhaAtual: CURRENT_PASSWORD, senha: NEW_PASSWORD})
    .meta({example: {senhaAtual: 'admin', senha: 'cavalo bateria grampo'}}),
);
export type SenhaChange = z.infer<typeof senhaChange>;
