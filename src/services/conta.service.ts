import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import type {CredentialVerifier} from '../auth/credential-verifier';
import {AuthKeys} from '../auth/keys';
import type {NewPasswords} from '../auth/new-passwords';
import type {Revocations} from '../auth/revocations';
import type {Ator} from '../models/auditoria';
import type {SenhaChange} from '../models/new-usuario.model';
import {problems} from '../problems/catalogue';
import type {AuditoriaRepository} from '../repositories/auditoria.repository';
import type {SessaoRepository} from '../repositories/sessao.repository';
import {Transactions} from '../repositories/transactions.repository';
import {UsuarioRepository} from '../repositories/usuario.repository';

/** Whose account it is, and what is written down of the request. */
export interface Titular {
  readonly id: number;
  readonly nome: string;
  readonly ator: Ator;
}

/** What users do to their own account. */
@injectable({scope: BindingScope.SINGLETON})
export class ContaService {
  constructor(
    @repository(UsuarioRepository) private readonly usuarios: UsuarioRepository,
    @inject('repositories.SessaoRepository') private readonly sessoes: SessaoRepository,
    @inject('repositories.AuditoriaRepository') private readonly auditoria: AuditoriaRepository,
    @inject('repositories.Transactions') private readonly transactions: Transactions,
    @inject(AuthKeys.VERIFIER) private readonly verifier: CredentialVerifier,
    @inject(AuthKeys.NEW_PASSWORDS) private readonly passwords: NewPasswords,
    @inject(AuthKeys.REVOCATIONS) private readonly revocations: Revocations,
  ) {}

  /**
   * Changes the own password and ends every session, that of the request too: whoever had stolen one has it no more.
   * @param origem key of the client's address, for the throttle of failed logins
   * @throws validation_failed, login_throttled, overloaded
   */
  async changePassword(
    {id, nome, ator}: Titular,
    {senhaAtual, senha}: SenhaChange,
    origem: string,
  ): Promise<void> {
    await this.requirePassword(nome, {senhaAtual}, origem);
    const senhaHash = await this.passwords.hash(senha, nome);
    await this.transactions.run(async options => {
      await this.usuarios.setPassword(id, senhaHash, options);
      await this.sessoes.endAllOf(id, options);
      this.revocations.announceAfter(options);
      await this.auditoria.append({acao: 'senha_alterada', alvo: `usuario/${id}`}, ator, options);
    });
  }

  /** Ends a session of the user. @throws sessao_not_found when there is none of that id, or it has ended */
  async endSession({id, ator}: Titular, sessaoId: string): Promise<void> {
    await this.transactions.run(async options => {
      if (!(await this.sessoes.endOf(id, sessaoId, options))) throw problems.sessaoNotFound();
      this.revocations.announceAfter(options);
      await this.auditoria.append({acao: 'sessao_encerrada', alvo: `sessao/${sessaoId}`}, ator, options);
    });
  }

  /**
   * Whoever has a token alone is not believed to be its user.
   * @param shown the password, by the member of the body that has it · @param andThen what else has to be right
   * @throws validation_failed naming that member, login_throttled, overloaded
   */
  async requirePassword(
    username: string,
    shown: Readonly<Record<string, string>>,
    origem: string,
    andThen: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const [[member = '', password = ''] = []] = Object.entries(shown);
    if (!(await this.verifier.verify({username, password}, origem)))
      throw problems.validationFailed({[member]: 'A senha atual não confere.'});
    await andThen();
    await this.verifier.complete(username, origem);
  }
}
