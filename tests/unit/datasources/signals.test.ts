import {expect} from '@loopback/testlab';
import {setImmediate as turn} from 'node:timers/promises';
import {Signals} from '../../../src/datasources/signals';
import {eventually} from '../../support/eventually';

const NEVER_MS = 3_600_000;

/** Keeps what would go out to other processes. */
class RecordingSignals extends Signals {
  readonly published: string[] = [];

  protected publish(name: string): Promise<void> {
    this.published.push(name);
    return Promise.reject(new Error('away'));
  }

  protected subscribe(): void {
    // Nobody else is there.
  }
}

describe('a signal', () => {
  it('is heard in this process at once, each time', () => {
    const signals = new RecordingSignals();
    let heard = 0;
    signals.listen('album', () => heard++);
    for (let i = 0; i < 5; i++) signals.send('album');
    expect(heard).to.equal(5);
  });

  it('goes out at once, each time, where one has gone out before the next is sent', async () => {
    const signals = new RecordingSignals(NEVER_MS);
    for (let i = 0; i < 3; i++) {
      signals.send('album');
      await turn();
    }
    expect(signals.published).to.eql(['album', 'album', 'album']);
  });

  it('does not go out again soon where it is sent meanwhile, however often', async () => {
    const signals = new RecordingSignals(NEVER_MS);
    signals.send('album');
    for (let i = 0; i < 10; i++) {
      signals.send('album');
      await turn();
    }
    signals.send('artista');
    expect(signals.published).to.eql(['album', 'artista']);
  });

  it('goes out once more for all that were sent meanwhile', async () => {
    const signals = new RecordingSignals(1);
    for (let i = 0; i < 5; i++) signals.send('album');
    expect(signals.published).to.eql(['album']);
    await eventually('the second call', () => signals.published.length === 2);
    signals.send('artista');
    await eventually('the other name', () => signals.published.includes('artista'));
    expect(signals.published).to.eql(['album', 'album', 'artista']);
  });
});
