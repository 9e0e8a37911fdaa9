import {z} from 'zod';
import {bodySchema} from './body-schema';

const MAX_LENGTH = 1024;
const member = (required: string): z.ZodString =>
  z
    .string({error: issue => (issue.input === undefined ? required : 'deve ser um texto')})
    .max(MAX_LENGTH, `deve ter no máximo ${MAX_LENGTH} caracteres`);
const senha = member('A senha deve ser informada.').meta({format: 'password'});
const codigo = member('O código deve ser informado.').meta({example: '123456'});

export const senhaAtual = bodySchema('SenhaAtual', z.object({senha}));
export type SenhaAtual = z.infer<typeof senhaAtual>;

export const codigoTotp = bodySchema('CodigoTotp', z.object({codigo}));
export type CodigoTotp = z.infer<typeof codigoTotp>;

export const remocaoTotp = bodySchema('RemocaoTotp', z.object({senha, codigo}));
export type RemocaoTotp = z.infer<typeof remocaoTotp>;
