import {expect} from '@loopback/testlab';
import type {IncomingMessage} from 'node:http';
import {Readable} from 'node:stream';
import {TextBody} from '../../../src/rest/text-body';

describe('a text body', () => {
  const bodyOf = (content: Iterable<Buffer>): {body: TextBody; request: Readable} => {
    const request = Readable.from(content);
    return {request, body: new TextBody(request as unknown as IncomingMessage)};
  };
  async function readAll(body: TextBody, limit: number): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of body.bytes(limit)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  }

  it('comes as it is, up to its limit', async () => {
    const {body} = bodyOf([Buffer.from('ab'), Buffer.from('cd')]);
    expect(await readAll(body, 4)).to.equal('abcd');
  });

  it('is refused beyond it, and what is left can still be passed over', async () => {
    const {body, request} = bodyOf([Buffer.from('ab'), Buffer.from('cd'), Buffer.from('ef')]);
    await expect(readAll(body, 3)).to.be.rejectedWith({code: 'file_too_large'});
    expect(request.destroyed).to.be.false();
  });

  it('is refused when it ends before its time', async () => {
    const {body} = bodyOf(
      (function* () {
        yield Buffer.from('ab');
        throw new Error('aborted');
      })(),
    );
    await expect(readAll(body, 9)).to.be.rejectedWith({code: 'upload_malformed'});
  });
});
