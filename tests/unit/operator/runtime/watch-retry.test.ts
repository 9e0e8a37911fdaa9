import {expect} from '@loopback/testlab';
import {ApiError} from '../../../../src/operator/runtime/api-error';
import {WatchRetry} from '../../../../src/operator/runtime/watch-retry';

const refused = new Error('connect ECONNREFUSED');
const answered = (code: number, seconds?: number): ApiError => new ApiError('', code, '', seconds);

describe('WatchRetry', () => {
  /** Without chance, so that each wait is the whole one. */
  const given = (failures = 0): WatchRetry => {
    const retry = new WatchRetry(() => 0);
    for (let failure = 0; failure < failures; failure++) retry.after(refused, 0);
    return retry;
  };

  const cases: [string, number, unknown, number, number][] = [
    ['hardly waits after a first failure', 0, refused, 0, 50],
    ['waits longer with each failure in a row', 2, refused, 0, 200],
    ['waits a second at most', 10, refused, 0, 1_000],
    ['begins anew after a watch that stood, however quiet it was', 10, refused, 60_000, 50],
    ['asks a server that is starting again soon, whatever it says', 10, answered(503, 5), 0, 1_000],
    ['does what a server says that has too much to do', 0, answered(429, 5), 0, 5_000],
    ['goes by itself where that server names no time', 0, answered(429), 0, 50],
    ['looks each minute for a kind that the cluster does not have', 3, answered(404), 0, 60_000],
  ];
  for (const [name, failures, error, lastedMs, want] of cases) {
    it(name, () => expect(given(failures).after(error, lastedMs)).to.equal(want));
  }

  it('begins anew after a word of the server', () => {
    const retry = given(10);
    retry.heard();
    expect(retry.after(refused, 0)).to.equal(50);
  });

  it('tells of the first failure in a row, and of each twentieth', () => {
    const retry = given();
    const told = [...Array(41).keys()].filter(() => {
      retry.after(refused, 0);
      return retry.isNews;
    });
    expect(told).to.eql([0, 19, 39]);
  });
});
