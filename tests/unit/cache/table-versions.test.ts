import {expect} from '@loopback/testlab';
import {setImmediate as turn} from 'node:timers/promises';
import {TableVersions} from '../../../src/cache/table-versions';
import type {Versions} from '../../../src/repositories/versao.repository';

describe('versions of tables', () => {
  /** Readings in the order in which they began, each to be ended by hand. */
  const given = () => {
    const readings: PromiseWithResolvers<Versions>[] = [];
    const versions = new TableVersions(() => {
      const reading = Promise.withResolvers<Versions>();
      readings.push(reading);
      return reading.promise;
    });
    return {readings, versions};
  };
  /** What was asked for has begun, if it may. */
  const begun = async (): Promise<void> => {
    for (let turns = 0; turns < 3; turns++) await turn();
  };
  const of = (version: number): Versions => new Map([['album', {number: version, position: 0}]]);

  it('are read anew for whoever asks later', async () => {
    const {readings, versions} = given();
    const first = versions.ask().answer;
    await begun();
    readings[0]!.resolve(of(1));
    expect(await first).to.eql(of(1));
    const second = versions.ask().answer;
    await begun();
    readings[1]!.resolve(of(2));
    expect(await second).to.eql(of(2));
  });

  it('are read once for all who ask in one turn of the loop or in the next', async () => {
    const {readings, versions} = given();
    const asked = [versions.ask().answer, versions.ask().answer];
    await turn();
    await turn();
    asked.push(versions.ask().answer);
    await begun();
    readings[0]!.resolve(of(1));
    expect(await Promise.all(asked)).to.eql([of(1), of(1), of(1)]);
    expect(readings).to.have.length(1);
  });

  it('that are being read are too old for who asks meanwhile: all of those share the next reading', async () => {
    const {readings, versions} = given();
    const first = versions.ask().answer;
    await begun();
    const meanwhile = [versions.ask().answer, versions.ask().answer];
    await begun();
    expect(readings).to.have.length(1);
    readings[0]!.resolve(of(1));
    await first;
    await begun();
    readings[1]!.resolve(of(2));
    expect(await Promise.all(meanwhile)).to.eql([of(2), of(2)]);
    expect(readings).to.have.length(2);
  });

  it('that could not be read are told so to all who ask meanwhile, and asked for again after that', async () => {
    const {readings, versions} = given();
    const first = versions.ask().answer;
    await begun();
    const meanwhile = versions.ask().answer;
    readings[0]!.reject(new Error('away'));
    await expect(first).to.be.rejectedWith('away');
    await expect(meanwhile).to.be.rejectedWith('away');
    expect(readings).to.have.length(1);
    const later = versions.ask().answer;
    await begun();
    readings[1]!.resolve(of(1));
    expect(await later).to.eql(of(1));
  });

  it('are asked for when their reading has begun, or at once while another one runs', async () => {
    const {readings, versions} = given();
    await versions.ask().sent;
    expect(readings).to.have.length(1);
    await versions.ask().sent;
    expect(readings).to.have.length(1);
  });

  it('keep nobody waiting who asks at the moment at which a reading fails', async () => {
    const {readings, versions} = given();
    await versions.ask().sent;
    const asked = [versions.ask()];
    readings[0]!.reject(new Error('away'));
    for (let microtasks = 0; microtasks < 8; microtasks++) {
      await Promise.resolve();
      asked.push(versions.ask());
    }
    await Promise.all(asked.map(({sent}) => sent));
  });

  it('that nobody waits for may be unreadable', async () => {
    const {readings, versions} = given();
    await versions.ask().sent;
    const rejections: unknown[] = [];
    const note = (error: unknown): void => void rejections.push(error);
    process.on('unhandledRejection', note);
    readings[0]!.reject(new Error('away'));
    await begun();
    process.off('unhandledRejection', note);
    expect(rejections).to.be.empty();
  });
});
