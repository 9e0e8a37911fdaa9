import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import type {CredentialVerifier} from '../auth/credential-verifier';
import {AuthKeys} from '../auth/keys';
import type {Revocations} from '../auth/revocations';
import type {Enrolment, Totp} from '../auth/totp';
import type {Ator} from '../models/auditoria';
import {problems} from '../problems/catalogue';
import type {AuditoriaRepository} from '../repositories/auditoria.repository';
import type {TotpRepository} from '../repositories/totp.repository';
import {Transactions} from '../repositories/transactions.repository';
import {UsuarioRepository} from '../repositories/usuario.repository';
import type {ContaService, Titular} from './conta.service';

/** The second factor of an account: enrolling, confirming, removing. */
@injectable({scope: BindingScope.SINGLETON})
export class TotpService {
  constructor(
    @inject('services.ContaService') private readonly contas: ContaService,
    @repository(UsuarioRepository) private readonly usuarios: UsuarioRepository,
    @inject('repositories.TotpRepository') private readonly factors: TotpRepository,
    @inject('repositories.AuditoriaRepository') private readonly auditoria: AuditoriaRepository,
    @inject('repositories.Transactions') private readonly transactions: Transactions,
    @inject(AuthKeys.VERIFIER) private readonly verifier: CredentialVerifier,
    @inject(AuthKeys.TOTP) private readonly totp: Totp,
    @inject(AuthKeys.REVOCATIONS) private readonly revocations: Revocations,
  ) {}

  /** @param origem key of the client's address @throws validation_failed, totp_already_active, login_throttled */
  async begin(titular: Titular, senha: string, origem: string): Promise<Enrolment> {
    await this.contas.requirePassword(titular.nome, {senha}, origem);
    const enrolment = await this.totp.enrol(titular.id, titular.nome);
    if (!enrolment) throw problems.totpAlreadyActive();
    return enrolment;
  }

  /** From now on the user signs in with a code. @returns recovery codes @throws validation_failed naming `codigo` */
  async confirm({id, ator}: Titular, codigo: string): Promise<string[]> {
    return this.transactions.run(async options => {
      const codes = await this.totp.confirm(id, codigo, options);
      if (!codes) throw wrongCode();
      this.revocations.announceAfter(options);
      await this.auditoria.append({acao: 'totp_ativado', alvo: `usuario/${id}`}, ator, options);
      return codes;
    });
  }

  /** @throws validation_failed, login_throttled */
  async remove(
    titular: Titular,
    {senha, codigo}: {senha: string; codigo: string},
    origem: string,
  ): Promise<void> {
    await this.contas.requirePassword(titular.nome, {senha}, origem, () =>
      this.requireCode(titular, codigo, origem),
    );
    await this.drop(titular.id, titular.ator);
  }

  /** An administrator takes it away from somebody who has lost it. @throws usuario_not_found */
  async reset(id: number, ator: Ator): Promise<void> {
    await this.usuarios.getConta(id);
    await this.drop(id, ator);
  }

  private async requireCode({id, nome}: Titular, codigo: string, origem: string): Promise<void> {
    await this.verifier.beginCode(nome, origem);
    if (!(await this.totp.use(id, codigo))) throw wrongCode();
  }

  private async drop(id: number, ator: Ator): Promise<void> {
    await this.transactions.run(async options => {
      if (!(await this.factors.remove(id, options))) return;
      this.revocations.announceAfter(options);
      await this.auditoria.append({acao: 'totp_removido', alvo: `usuario/${id}`}, ator, options);
    });
  }
}

const wrongCode = () => problems.validationFailed({codigo: 'O código não confere, expirou ou já foi usado.'});
