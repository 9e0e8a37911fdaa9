import {expect} from '@loopback/testlab';
import {SealedSecrets} from '../../../src/auth/sealed-secrets';
import type {AuthSettings} from '../../../src/auth/types';

const [OLD, NEW] = ['segredo-que-assinava-ate-hoje-de-manha', 'segredo-que-assina-de-agora-em-diante-'];
const secretsOf = (jwtSecret: string, previousJwtSecret?: string): SealedSecrets =>
  new SealedSecrets({jwtSecret, previousJwtSecret} as AuthSettings);

describe('sealed secrets', () => {
  const sealed = secretsOf(OLD).seal('JBSWY3DPEHPK3PXP', 7);

  it('open for their owner, by the key or the one before', () => {
    expect(secretsOf(OLD).open(sealed, 7)).to.equal('JBSWY3DPEHPK3PXP');
    expect(secretsOf(NEW, OLD).open(sealed, 7)).to.equal('JBSWY3DPEHPK3PXP');
  });

  it('are never the same twice, and do not show what they hold', () => {
    expect(secretsOf(OLD).seal('JBSWY3DPEHPK3PXP', 7).equals(sealed)).to.be.false();
    expect(sealed.includes('JBSWY3DP')).to.be.false();
  });

  it('know whether the key before has sealed them', () => {
    expect(secretsOf(NEW, OLD).isOfBefore(sealed)).to.be.true();
    expect(secretsOf(OLD, NEW).isOfBefore(sealed)).to.be.false();
  });

  const refused: {name: string; open: () => string}[] = [
    {name: 'for somebody else', open: () => secretsOf(OLD).open(sealed, 8)},
    {name: 'by another key', open: () => secretsOf(NEW).open(sealed, 7)},
    {name: 'when they were cut', open: () => secretsOf(OLD).open(sealed.subarray(0, -1), 7)},
    {
      name: 'when a byte was changed',
      open: () => {
        const changed = Buffer.from(sealed);
        changed[changed.length - 1]! ^= 1;
        return secretsOf(OLD).open(changed, 7);
      },
    },
  ];
  for (const {name, open} of refused) {
    it(`do not open ${name}`, () => expect(open).to.throw());
  }
});
