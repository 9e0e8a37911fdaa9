import {expect, sinon} from '@loopback/testlab';
import {setImmediate as turn} from 'node:timers/promises';
import type {ActiveUsers} from '../../../src/auth/active-users';
import {CredentialVerifier} from '../../../src/auth/credential-verifier';
import type {LoginThrottle} from '../../../src/auth/login-throttle';
import {hashPassword} from '../../../src/auth/password';
import type {ActiveUsuario} from '../../../src/models/usuario.model';
import type {UsuarioRepository} from '../../../src/repositories/usuario.repository';

const PAIR = {username: 'maria', password: 'uma senha longa'};
const ALMOST_FORGOTTEN_MS = 50_000;

describe('a pair of name and password that is remembered', () => {
  let usuario: ActiveUsuario;
  before(async () => {
    const senhaHash = await hashPassword(PAIR.password);
    usuario = {id: 1, nomeUsuario: PAIR.username, senhaHash, papel: 'leitor', segundoFator: false};
  });
  /** Attempts are what the throttle has heard of. */
  const given = () => {
    const attempts: string[] = [];
    const throttle = {
      begin: (name: string) => Promise.resolve(void attempts.push(name)),
      succeed: () => Promise.resolve(),
    };
    const find = (name: string) => Promise.resolve(name === PAIR.username ? usuario : undefined);
    const verifier = new CredentialVerifier(
      {findActive: find} as unknown as UsuarioRepository,
      {find} as unknown as ActiveUsers,
      throttle as unknown as LoginThrottle,
    );
    return {verifier, attempts};
  };

  it('before anybody has come with it costs who comes with it no hash, but is an attempt', async () => {
    const {verifier, attempts} = given();
    expect(await verifier.remember(PAIR)).to.be.true();
    let signedIn: ActiveUsuario | undefined;
    void verifier.verify(PAIR, 'here').then(found => (signedIn = found));
    await turn();
    expect(signedIn).to.equal(usuario);
    expect(attempts).to.eql(['maria']);
  });

  it('is an attempt once for each address', async () => {
    const {verifier, attempts} = given();
    for (const address of ['here', 'here', 'there', 'there']) {
      expect(await verifier.verify(PAIR, address)).to.equal(usuario);
    }
    expect(attempts).to.eql(['maria', 'maria']);
  });

  it('is a right one', async () => {
    const {verifier, attempts} = given();
    for (const wrong of [
      {...PAIR, password: 'outra senha longa'},
      {...PAIR, username: 'josé'},
    ]) {
      expect(await verifier.remember(wrong)).to.be.false();
      expect(await verifier.verify(wrong, 'here')).to.be.undefined();
    }
    expect(attempts).to.eql(['maria', 'josé']);
  });

  it('is so for as long as it is used, and a minute longer', async () => {
    const clock = sinon.useFakeTimers({toFake: ['performance', 'setTimeout', 'clearTimeout']});
    try {
      const {verifier, attempts} = given();
      for (let uses = 0; uses < 3; uses++) {
        await verifier.verify(PAIR, 'here');
        clock.tick(ALMOST_FORGOTTEN_MS);
      }
      expect(attempts).to.have.length(1);
      clock.tick(ALMOST_FORGOTTEN_MS);
      await verifier.verify(PAIR, 'here');
      expect(attempts).to.have.length(2);
    } finally {
      clock.restore();
    }
  });
});
