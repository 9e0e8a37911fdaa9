import {BindingScope, injectable} from '@loopback/core';
import {problems} from '../problems/catalogue';
import {hashPassword} from './password';

/** NIST 800-63B: length and a list of what attackers try first; no rules of composition, which make none stronger. */
const MIN_LENGTH = 8;
const MAX_LENGTH = 128;
const PRODUCT_NAMES = ['artistas', 'artistasapi', 'artistas api', 'artistas-api'];
/** Digits or signs that people add to a word to make it longer. */
const AFFIX = /^[\d\W_]+|[\d\W_]+$/gu;
/** One letter or sign again and again. */
const REPEATED = /^(.)\1*$/u;

/** Passwords that users choose. */
@injectable({scope: BindingScope.SINGLETON})
export class NewPasswords {
  private known?: Promise<ReadonlySet<string>>;

  /**
   * Hash of a password that may be used.
   * @param nomeUsuario whose it will be: its name is the first guess
   * @throws validation_failed naming `senha`, overloaded
   */
  async hash(senha: string, nomeUsuario: string): Promise<string> {
    const unfit = await this.unfitness(senha.normalize('NFKC'), nomeUsuario.normalize('NFKC'));
    if (unfit) throw problems.validationFailed({senha: unfit});
    return hashPassword(senha);
  }

  private async unfitness(senha: string, nomeUsuario: string): Promise<string | undefined> {
    const length = [...senha].length;
    if (!senha.isWellFormed()) return 'A senha contém caracteres que não podem ser usados.';
    if (length < MIN_LENGTH) return `A senha deve ter no mínimo ${MIN_LENGTH} caracteres.`;
    if (length > MAX_LENGTH) return `A senha deve ter no máximo ${MAX_LENGTH} caracteres.`;
    const lower = senha.toLowerCase();
    const word = lower.replace(AFFIX, '');
    const names = [nomeUsuario.toLowerCase(), ...PRODUCT_NAMES];
    if (names.includes(lower) || names.includes(word))
      return 'A senha não pode ser o nome do usuário ou do serviço.';
    this.known ??= loadKnown();
    if (REPEATED.test(lower) || (await this.known).has(lower))
      return 'A senha é conhecida demais; escolha outra.';
    return undefined;
  }
}

/** 18,000 of them, of the lists that attackers use; loaded when the first password is chosen. */
async function loadKnown(): Promise<ReadonlySet<string>> {
  const {dictionary} = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].filter(known => known.length >= MIN_LENGTH));
}
