import {CatalogueEntry} from './entry';

/** Accounts and their sessions. */
export const contas = {
  usuario_not_found: {
    status: 404,
    shape: 'domain',
    message: 'Usuário não encontrado',
    remedy: 'Use an id that the list of accounts shows.',
  },
  sessao_not_found: {
    status: 404,
    shape: 'domain',
    message: 'Sessão não encontrada ou já encerrada',
    remedy: 'Use an id that the list of the own sessions shows.',
  },
  usuario_name_taken: {
    status: 409,
    shape: 'domain',
    message: 'Já existe um usuário com este nome',
    remedy: 'Choose another name, or enable the account that has it.',
  },
  totp_already_active: {
    status: 409,
    shape: 'domain',
    message: 'O segundo fator já está ativo',
    remedy: 'Remove it first.',
  },
  usuario_protected: {
    status: 409,
    shape: 'domain',
    message: 'O usuário configurado na instalação não pode ser desativado nem deixar de ser administrador',
    remedy: 'Change `APP_USERNAME` first, or give it another password.',
  },
  last_admin: {
    status: 409,
    shape: 'domain',
    message: 'O último administrador ativo não pode ser desativado nem deixar de ser administrador',
    remedy: 'Make somebody else an administrator first.',
  },
} as const satisfies Record<string, CatalogueEntry>;
