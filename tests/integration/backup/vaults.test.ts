import {expect} from '@loopback/testlab';
import {randomBytes} from 'node:crypto';
import {mkdir, readdir, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {buffer} from 'node:stream/consumers';
import {FolderVault} from '../../../src/backup/folder-vault';
import type {Vault} from '../../../src/backup/types';
import {BACKUP_EXIT} from '../../../src/config/exit-codes';
import {ArchiveFixture, s3Vault, VaultKind} from '../../support/archives';
import {FaultyWay} from '../../support/faulty-way';
import {withFolder} from '../../support/folder';
import {requireOnMachine} from '../../support/machine';
import {ObjectServer} from '../../support/object-servers';

const MIB = 1024 * 1024;
const KINDS: readonly VaultKind[] = ['folder', 'minio'];

const contentOf = async (vault: Vault, key: string): Promise<string | undefined> => {
  const found = await vault.read(key);
  return found && (await buffer(found)).toString();
};
async function keysOf(vault: Vault, folder: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const {key} of vault.list(folder)) keys.push(key);
  return keys;
}
const bytes = (...texts: string[]): Readable => Readable.from(texts.map(text => Buffer.from(text)));
function* pieces(): Generator<Buffer> {
  yield Buffer.alloc(6 * MIB);
  throw new TypeError('the source broke');
}
const breaking = (): Readable => Readable.from(pieces());

for (const kind of KINDS) {
  describe(`a vault of kind ${kind}`, function () {
    let archives: ArchiveFixture;
    let vault: Vault;
    before(async function () {
      if (kind === 'minio') requireOnMachine(this, ObjectServer.isOnMachine(kind), 'minio');
      archives = await ArchiveFixture.make(kind);
      ({vault} = archives);
      await vault.ensureReady();
      // Once more it changes nothing.
      await vault.ensureReady();
    });
    after(() => archives?.remove());

    it('gives back what it got, however much that is', async () => {
      const large = randomBytes(11 * MIB);
      expect(await vault.put('a/grande', Readable.from([large]))).to.equal(large.length);
      const back = await buffer((await vault.read('a/grande'))!);
      expect(back.equals(large)).to.be.true();
      expect(await vault.put('a/vazio', Readable.from([]))).to.equal(0);
      expect(await contentOf(vault, 'a/vazio')).to.equal('');
    });

    it('puts a file in the place of one', async () => {
      await vault.put('b/um', bytes('o antigo, mais longo'));
      await vault.put('b/um', bytes('o ', 'novo'));
      expect(await contentOf(vault, 'b/um')).to.equal('o novo');
    });

    it('has nothing, and no error, where nothing is', async () => {
      expect(await vault.read('nada/aqui')).to.be.undefined();
      expect(await keysOf(vault, 'nada/')).to.eql([]);
      await vault.remove(['nada/aqui']);
    });

    it('lists a folder in the order of bytes, with any name', async () => {
      const names = ['Z.png', 'a b.png', 'a%2Fb.png', 'a.png', 'ação.png', '😀.png'];
      for (const name of names.toReversed()) await vault.put(`c/${name}`, bytes(name));
      await vault.put('cd/outra', bytes('x'));
      expect(await keysOf(vault, 'c/')).to.eql(names.map(name => `c/${name}`));
      for (const name of names) expect(await contentOf(vault, `c/${name}`)).to.equal(name);
      await vault.remove(names.slice(1).map(name => `c/${name}`));
      expect(await keysOf(vault, 'c/')).to.eql(['c/Z.png']);
    });

    it('keeps nothing of what breaks off, and what was there before', async () => {
      await vault.put('d/um', bytes('inteiro'));
      await expect(vault.put('d/um', breaking())).to.be.rejectedWith(/the source broke/);
      await expect(vault.put('d/dois', breaking())).to.be.rejectedWith(/the source broke/);
      expect(await contentOf(vault, 'd/um')).to.equal('inteiro');
      expect(await keysOf(vault, 'd/')).to.eql(['d/um']);
    });
  });
}

describe('a vault in a folder', () => {
  const folder = withFolder('test');

  it('clears away what somebody left who was killed, and nothing that is being written', async () => {
    const partial = join(folder.path, '.partial');
    await mkdir(partial, {recursive: true});
    for (const name of ['velho', 'novo']) await writeFile(join(partial, name), 'x');
    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
    await utimes(join(partial, 'velho'), twoDaysAgo, twoDaysAgo);
    await new FolderVault(folder.path).ensureReady();
    expect(await readdir(partial)).to.eql(['novo']);
  });

  it('says which place cannot be used, by its exit code', async () => {
    await writeFile(join(folder.path, 'arquivo'), 'x');
    const vault = new FolderVault(join(folder.path, 'arquivo'));
    await expect(vault.ensureReady()).to.be.rejectedWith({exitCode: BACKUP_EXIT.storageUnreachable});
  });
});

describe('a vault in an S3 on a bad way', function () {
  this.timeout(60_000);
  let server: ObjectServer;
  let way: FaultyWay;
  let vault: Vault;
  const large = randomBytes(11 * MIB);
  before(async function () {
    requireOnMachine(this, ObjectServer.isOnMachine('minio'), 'minio');
    server = await ObjectServer.start('minio');
    way = await FaultyWay.open(server.url);
    vault = s3Vault({url: way.url, settings: server.settings});
    await vault.ensureReady();
    await vault.put('a/um', bytes('um'));
  });
  after(async () => {
    vault?.close();
    await way?.close();
    await server?.remove();
  });

  const works: {name: string; work: () => Promise<unknown>; want: unknown}[] = [
    {name: 'a small file', work: () => vault.put('a/dois', bytes('dois')), want: 4},
    {name: 'a list', work: () => keysOf(vault, 'a/u'), want: ['a/um']},
    {name: 'a file that is read', work: () => contentOf(vault, 'a/um'), want: 'um'},
    {name: 'a removal', work: () => vault.remove(['b']), want: undefined},
  ];
  for (const {name, work, want} of works) {
    for (const fault of ['cut', 'busy'] as const) {
      it(`tries ${name} again: ${fault}`, async () => {
        way.fail(fault);
        expect(await work()).to.eql(want);
        expect(way.left).to.equal(0);
      });
    }
  }

  it('sends parts of a large file again, and goes on to read where it broke off', async () => {
    // The beginning of the upload, its first part, that again, the second.
    way.fail('cut', 'busy', 'cut');
    expect(await vault.put('a/grande', Readable.from([large]))).to.equal(large.length);
    way.fail('broken', 'cut', 'broken');
    const back = await buffer((await vault.read('a/grande'))!);
    expect(way.left).to.equal(0);
    expect(back.equals(large)).to.be.true();
  });

  it('gives up what goes wrong again and again, and does not repeat what is refused', async () => {
    way.fail('cut', 'cut', 'cut', 'cut', 'cut', 'cut');
    await expect(vault.put('a/nunca', bytes('x'))).to.be.rejectedWith({
      exitCode: BACKUP_EXIT.storageUnreachable,
    });
    expect(way.left).to.equal(2);
    way.fail();
    const stranger = s3Vault({url: way.url, settings: {...server.settings, S3_SECRET_KEY: 'outro-segredo'}});
    const from = way.count;
    await expect(stranger.put('a/x', bytes('x'))).to.be.rejectedWith({
      exitCode: BACKUP_EXIT.storageUnreachable,
    });
    expect(way.count - from).to.equal(1);
    stranger.close();
  });
});
