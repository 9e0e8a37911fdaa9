import {expect} from '@loopback/testlab';
import type {Wire} from '../../../src/realtime/connection';
import type {Frame} from '../../../src/realtime/frame';
import {StompContext, StompSession} from '../../../src/realtime/stomp/session';

/** Stands for a transport, and for a client that reads when it is told to. */
class FakeWire implements Wire {
  readonly sent: string[] = [];
  waitingBytes = 0;
  progress = 0;
  closedWith?: number;
  isTerminated = false;

  send({text}: Frame): void {
    this.sent.push(text);
  }

  close(code: number): void {
    this.closedWith = code;
  }

  terminate(): void {
    this.isTerminated = true;
  }

  isAlive(): boolean {
    return true;
  }
}

/** Times are given, not waited for. */
describe('a STOMP session in time', () => {
  const given = (...headers: string[]): {wire: FakeWire; session: StompSession; from: number} => {
    const wire = new FakeWire();
    const session = new StompSession(wire, {login: false} as StompContext);
    if (headers.length > 0) session.data(`CONNECT\naccept-version:1.2\n${headers.join('\n')}\n\n\0`);
    return {wire, session, from: performance.now()};
  };

  it('ends without a CONNECT within a minute', () => {
    const {wire, session, from} = given();
    session.tick(from + 59_000);
    expect(wire.closedWith).to.be.undefined();
    session.tick(from + 61_000);
    expect([wire.sent.at(-1)?.split('\n')[0], wire.closedWith]).to.eql(['ERROR', 1002]);
  });

  it('sends a heart-beat before it would be late, where the client wants any', () => {
    const wants = given('heart-beat:0,10000');
    wants.session.tick(wants.from + 8_000);
    expect(wants.wire.sent.length).to.equal(1);
    wants.session.tick(wants.from + 9_000);
    expect(wants.wire.sent[1]).to.equal('\n');
    const none = given('heart-beat:0,0');
    none.session.tick(none.from + 50_000);
    expect(none.wire.sent.length).to.equal(1);
  });

  it('ends when the heart-beats stop that a client promised, and only then', () => {
    const {wire, session, from} = given('heart-beat:10000,0');
    session.tick(from + 19_000);
    expect(wire.closedWith).to.be.undefined();
    session.tick(from + 21_000);
    expect([wire.sent.at(-1)?.split('\n')[0], wire.closedWith]).to.eql(['ERROR', 1002]);
  });

  it('cuts off a client that reads nothing for ten seconds', () => {
    const {wire, session, from} = given('host:x');
    wire.waitingBytes = 100;
    for (let second = 1; second <= 10; second++) session.tick(from + second * 1_000);
    expect(wire.isTerminated).to.be.false();
    session.tick(from + 12_000);
    expect(wire.isTerminated).to.be.true();
  });

  it('keeps one that reads slowly', () => {
    const {wire, session, from} = given('host:x');
    wire.waitingBytes = 100;
    for (let second = 1; second <= 60; second++) {
      wire.progress++;
      session.tick(from + second * 1_000);
    }
    expect(wire.isTerminated).to.be.false();
  });

  it('cuts off a client for which more than 512 KiB wait', () => {
    const {wire, session, from} = given('heart-beat:0,10000');
    wire.waitingBytes = 524_289;
    session.tick(from + 1_000);
    expect(wire.isTerminated).to.be.true();
  });
});
