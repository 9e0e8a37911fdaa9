import {z} from 'zod';
import {bodySchema} from './body-schema';

/** Longest user name or password that is looked at, in UTF-16 units; a longer one cannot be right. */
const MAX_CREDENTIAL_LENGTH = 1024;

const credential = (required: string) =>
  z
    .string({error: issue => (issue.input === undefined ? required : 'deve ser um texto')})
    .max(MAX_CREDENTIAL_LENGTH, `deve ter no máximo ${MAX_CREDENTIAL_LENGTH} caracteres`);

export const login = bodySchema(
  'Login',
  z
    .object({
      username: credential('O usuário deve ser informado.'),
      password: credential('A senha deve ser informada.'),
    })
    .meta({example: {username: 'seletivo', password: 'admin'}}),
);
export type Login = z.infer<typeof login>;

/** An absent, null or empty token is refused like a wrong one, not as a malformed body. */
export const refresh = bodySchema(
  'Refresh',
  z.object({refreshToken: z.string({error: 'deve ser um texto'}).optional()}),
);
export type Refresh = z.infer<typeof refresh>;
