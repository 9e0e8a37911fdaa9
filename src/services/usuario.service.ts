import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import {AuthKeys} from '../auth/keys';
import type {NewPasswords} from '../auth/new-passwords';
import type {Revocations} from '../auth/revocations';
import type {AuthSettings} from '../auth/types';
import type {Ator} from '../models/auditoria';
import type {Conta} from '../models/conta';
import type {NewUsuario, UsuarioChange} from '../models/new-usuario.model';
import {problems} from '../problems/catalogue';
import type {AuditoriaRepository} from '../repositories/auditoria.repository';
import type {SessaoRepository} from '../repositories/sessao.repository';
import {Transactions} from '../repositories/transactions.repository';
import {UsuarioRepository} from '../repositories/usuario.repository';

/** What administrators do to accounts. Each change is written down with it, and ends what it takes away within a second. */
@injectable({scope: BindingScope.SINGLETON})
export class UsuarioService {
  constructor(
    @repository(UsuarioRepository) private readonly usuarios: UsuarioRepository,
    @inject('repositories.SessaoRepository') private readonly sessoes: SessaoRepository,
    @inject('repositories.AuditoriaRepository') private readonly auditoria: AuditoriaRepository,
    @inject('repositories.Transactions') private readonly transactions: Transactions,
    @inject(AuthKeys.SETTINGS) private readonly settings: AuthSettings,
    @inject(AuthKeys.NEW_PASSWORDS) private readonly passwords: NewPasswords,
    @inject(AuthKeys.REVOCATIONS) private readonly revocations: Revocations,
  ) {}

  /** @throws validation_failed, usuario_name_taken, overloaded */
  async create({nome, senha, papel}: NewUsuario, ator: Ator): Promise<Conta> {
    const senhaHash = await this.passwords.hash(senha, nome);
    return this.transactions.run(async options => {
      const conta = await this.usuarios.insert({nome, senhaHash, papel}, options);
      const entry = {acao: 'usuario_criado', alvo: alvoOf(conta), detalhe: {nome, papel}} as const;
      await this.auditoria.append(entry, ator, options);
      return conta;
    });
  }

  /** Another role, or whether the user may sign in at all. @throws usuario_not_found, usuario_protected, last_admin */
  async change(id: number, change: UsuarioChange, ator: Ator): Promise<Conta> {
    const {papel, ativo} = change;
    return this.transactions.run(async options => {
      const admins = await this.usuarios.lockAdmins(options);
      const conta = await this.usuarios.getConta(id, options);
      const remains = papel === 'admin' && ativo;
      if (!remains && conta.nome === this.settings.username) throw problems.usuarioProtected();
      if (!remains && admins.length === 1 && admins[0] === id) throw problems.lastAdmin();
      if (!ativo) await this.sessoes.endAllOf(id, options);
      this.revocations.announceAfter(options);
      this.revocations.announceAfter(options);
      const detalhe = {de: {papel: conta.papel, ativo: conta.ativo}, para: {papel, ativo}};
      await this.auditoria.append({acao: 'usuario_alterado', alvo: alvoOf(conta), detalhe}, ator, options);
      return this.usuarios.change(id, change, options);
    });
  }

  /** A new password; whoever is signed in with the old one is so no more. @throws usuario_not_found, validation_failed */
  async resetPassword(id: number, senha: string, ator: Ator): Promise<void> {
    const {nome} = await this.usuarios.getConta(id);
    const senhaHash = await this.passwords.hash(senha, nome);
    await this.transactions.run(async options => {
      await this.usuarios.setPassword(id, senhaHash, options);
      await this.sessoes.endAllOf(id, options);
      this.revocations.announceAfter(options);
      await this.auditoria.append({acao: 'senha_redefinida', alvo: alvoOf({id})}, ator, options);
    });
  }
}

const alvoOf = ({id}: {readonly id: number}): string => `usuario/${id}`;
