import {expect} from '@loopback/testlab';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {MALLOC, NODE_FLAGS} from '../support/service-process';
import {ROOT} from '../support/source-files';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** What was measured holds for who runs us only while all are started alike. */
describe('how a process that serves is started', () => {
  const runner = read('src/bin/run.mjs') + read('src/bin/run/child.mjs');
  const image = read('Dockerfile');

  it('is the same by `npm start`, in the image and in the tests: flags of Node', () => {
    const ofRunner = /^const NODE_FLAGS = \[(.*)\];$/m.exec(runner)![1]!.replaceAll(/[',]/g, '');
    const ofImage = /NODE_OPTIONS="(.*)"/.exec(image)![1]!;
    expect([ofRunner, ofImage]).to.eql([NODE_FLAGS.join(' '), NODE_FLAGS.join(' ')]);
  });

  for (const [name, value] of Object.entries(MALLOC)) {
    it(`is the same by \`npm start\`, in the image and in the tests: ${name}`, () => {
      const found = [runner, image].map(text => new RegExp(`${name}[=:] ?'?(\\d+)`).exec(text)?.[1]);
      expect(found).to.eql([value, value]);
    });
  }
});
