import {expect} from '@loopback/testlab';
import {join} from 'node:path';
import {alerts} from '../../../src/bin/monitoring/rules';
import {alertCases} from '../../support/alert-cases';
import {withFolder} from '../../support/folder';
import {requireOnMachine} from '../../support/machine';
import {complaint, hasPromtool, promtool} from '../../support/promtool';
import {ROOT} from '../../support/source-files';

const RULES = join(ROOT, 'k8s/monitoring/rules.yaml');

describe('alarms', function () {
  this.timeout(30_000);
  before(function () {
    requireOnMachine(this, hasPromtool(), 'promtool, of the package prometheus');
  });
  const folder = withFolder('suite');

  it('are rules that Prometheus takes', async () => {
    const {exitCode, output} = await promtool('check', 'rules', '--lint=all', '--lint-fatal', RULES);
    expect([exitCode, output]).to.deepEqual([0, output]);
  });

  it('each have a case, and each case its alarm', () => {
    expect(Object.keys(alertCases)).to.eql(alerts.map(({name}) => name));
  });

  const places = () => ({folder: folder.path, rules: RULES});

  for (const [alert, {fires, silent, at}] of Object.entries(alertCases)) {
    it(`${alert} fires when it has to, and only then`, async () => {
      const expected = [
        {alert, at, series: fires, count: 1},
        {alert, at, series: silent, count: 0},
      ];
      expect(await complaint(expected, places())).to.equal('');
    });
  }

  it('leave time before they fire', async () => {
    const alert = 'ArtistasStorageAway';
    const {fires: series} = alertCases[alert]!;
    expect(await complaint([{alert, series, at: '3m', count: 0}], places())).to.equal('');
    expect(await complaint([{alert, series, at: '3m', count: 1}], places())).to.match(/FAILED/);
  });
});
