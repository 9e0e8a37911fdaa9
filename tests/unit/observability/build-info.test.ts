import {expect} from '@loopback/testlab';
import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {readBuildInfo} from '../../../src/observability/build-info';
import {withFolder} from '../../support/folder';

describe('build info', () => {
  const folder = withFolder('test');
  const givenFile = async (path: string, content: object): Promise<void> => {
    await mkdir(join(folder.path, 'dist'), {recursive: true});
    await writeFile(join(folder.path, path), JSON.stringify(content));
  };
  const named = {name: 'artistas-api', version: '1.2.3'};

  it('is that of the package, and of the build beside it', async () => {
    const build = {commit: '0123456789abcdef0123456789abcdef01234567', buildTime: '2026-01-31T12:00:00.000Z'};
    await givenFile('package.json', {...named, license: 'MIT'});
    await givenFile('dist/build.json', build);
    expect(readBuildInfo(folder.path)).to.eql({...named, ...build});
  });

  it('has no commit where the build knew none, and no time without a build', async () => {
    await givenFile('package.json', named);
    expect(readBuildInfo(folder.path)).to.eql(named);
    await givenFile('dist/build.json', {buildTime: '2026-01-31T12:00:00.000Z'});
    expect(readBuildInfo(folder.path)).to.eql({...named, buildTime: '2026-01-31T12:00:00.000Z'});
  });
});
