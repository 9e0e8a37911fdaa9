import {CatalogueEntry} from './entry';

/** Accounts and their sessions. */
export const contas = {
  usuario_not_found: {
    status: 404,
    shape: 'domain',
    message: {
      pt: 'Usuário não encontrado',
      en: 'User not found',
    },
    remedy: 'Use an id that the list of accounts shows.',
  },
  sessao_not_found: {
    status: 404,
    shape: 'domain',
    message: {
      pt: 'Sessão não encontrada ou já encerrada',
      en: 'Session not found, or ended already',
    },
    remedy: 'Use an id that the list of the own sessions shows.',
  },
  usuario_name_taken: {
    status: 409,
    shape: 'domain',
    message: {
      pt: 'Já existe um usuário com este nome',
      en: 'There is a user of that name already',
    },
    remedy: 'Choose another name, or enable the account that has it.',
  },
  totp_already_active: {
    status: 409,
    shape: 'domain',
    message: {
      pt: 'O segundo fator já está ativo',
      en: 'The second factor is active already',
    },
    remedy: 'Remove it first.',
  },
  usuario_protected: {
    status: 409,
    shape: 'domain',
    message: {
      pt: 'O usuário configurado na instalação não pode ser desativado nem deixar de ser administrador',
      en: 'The user that the installation is configured with can neither be disabled nor stop being an administrator',
    },
    remedy: 'Change `APP_USERNAME` first, or give it another password.',
  },
  last_admin: {
    status: 409,
    shape: 'domain',
    message: {
      pt: 'O último administrador ativo não pode ser desativado nem deixar de ser administrador',
      en: 'The last active administrator can neither be disabled nor stop being an administrator',
    },
    remedy: 'Make somebody else an administrator first.',
  },
} as const satisfies Record<string, CatalogueEntry>;
