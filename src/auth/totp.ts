import {BindingScope, inject, injectable} from '@loopback/core';
import {hash, randomBytes} from 'node:crypto';
import {Options} from '@loopback/repository';
import type {TotpRepository} from '../repositories/totp.repository';
import {AuthKeys} from './keys';
import type {SealedSecrets} from './sealed-secrets';

const ISSUER = 'Artistas';
const CODE = /^\d{6}$/;
/** One step before and one after: clocks of telephones differ. */
const TOLERANCE_SECONDS = 30;
const RECOVERY_CODES = 10;
/** What may be kept as a fast hash has 112 bits or more. */
const RECOVERY_BYTES = 15;

/** What an authenticator has to be told. */
export interface Enrolment {
  readonly segredo: string;
  /** `otpauth://…` */
  readonly uri: string;
  /** The same as a picture: a data URL of an SVG. */
  readonly qrCode: string;
}

/** Codes of the second factor (RFC 6238) and the recovery codes that stand in for them. */
@injectable({scope: BindingScope.SINGLETON})
export class Totp {
  constructor(
    @inject(AuthKeys.SEALED_SECRETS) private readonly secrets: SealedSecrets,
    @inject('repositories.TotpRepository') private readonly rows: TotpRepository,
  ) {}

  /** A new secret, which counts once a code of it was shown. @returns undefined when the user has a second factor already */
  async enrol(usuarioId: number, nomeUsuario: string): Promise<Enrolment | undefined> {
    const {generateSecret, generateURI} = await import('otplib');
    const segredo = generateSecret();
    if (!(await this.rows.begin(usuarioId, this.secrets.seal(segredo, usuarioId)))) return undefined;
    const uri = generateURI({issuer: ISSUER, label: nomeUsuario, secret: segredo});
    const {toString} = await import('qrcode');
    const svg = await toString(uri, {type: 'svg'});
    return {segredo, uri, qrCode: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`};
  }

  /** @returns the recovery codes, which nobody can be told again; undefined when the code is wrong or nothing waits for one */
  async confirm(usuarioId: number, codigo: string, options: Options): Promise<string[] | undefined> {
    const row = await this.rows.find(usuarioId, {isConfirmed: false}, options);
    const step = row && (await this.stepOf(usuarioId, row, codigo));
    if (step === undefined) return undefined;
    const codes = Array.from({length: RECOVERY_CODES}, newRecoveryCode);
    await this.rows.confirm(usuarioId, {step, hashes: codes.map(hashOf)}, options);
    return codes;
  }

  /** Whether it is a code of the user's that was not used before; then it is used now, at whichever replica. */
  async use(usuarioId: number, codigo: string): Promise<boolean> {
    if (!CODE.test(codigo)) return this.rows.useRecovery(usuarioId, hashOf(codigo));
    const row = await this.rows.find(usuarioId, {isConfirmed: true});
    const step = row && (await this.stepOf(usuarioId, row, codigo));
    return step !== undefined && (await this.rows.useStep(usuarioId, step));
  }

  /** Seals anew what the key that is being replaced has sealed, so that it can be taken away. */
  async reseal(): Promise<void> {
    if (!this.secrets.areBeingReplaced) return;
    for (const {usuarioId, segredo} of await this.rows.listSealed()) {
      if (!this.secrets.isOfBefore(segredo)) continue;
      const sealed = this.secrets.seal(this.secrets.open(segredo, usuarioId), usuarioId);
      await this.rows.replaceSealed(usuarioId, segredo, sealed);
    }
  }

  private async stepOf(
    usuarioId: number,
    {segredo, ultimoPasso}: {segredo: Buffer; ultimoPasso: number},
    codigo: string,
  ): Promise<number | undefined> {
    if (!CODE.test(codigo)) return undefined;
    const {verifySync} = await import('otplib');
    const secret = this.secrets.open(segredo, usuarioId);
    const rules = {epochTolerance: TOLERANCE_SECONDS, afterTimeStep: ultimoPasso};
    const result = verifySync({secret, token: codigo, ...rules});
    return result.valid && 'timeStep' in result ? result.timeStep : undefined;
  }
}

/** 120 bits in groups of five letters and digits. */
function newRecoveryCode(): string {
  const hex = randomBytes(RECOVERY_BYTES).toString('hex');
  return hex.match(/.{5}/g)!.join('-');
}

/** However it is typed. So long a secret of chance needs no slow hash. */
function hashOf(code: string): Buffer {
  return hash('sha256', code.toLowerCase().replace(/[^0-9a-f]/g, ''), 'buffer');
}
