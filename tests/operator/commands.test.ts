import {expect} from '@loopback/testlab';
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {ChartRelease} from '../support/chart-release';
import {withDatabase} from '../support/database';
import {commandsIn, DocCommand, isElsewhere, isForCluster, PAGES} from '../support/doc-commands';
import {withFolder} from '../support/folder';
import {hasHelm} from '../support/helm';
import {requireOnMachine} from '../support/machine';
import {hasRedis, RedisServer} from '../support/redis';
import {ServiceProcess} from '../support/service-process';
import {Shell} from '../support/shell';
import {findTool} from '../support/tool';

const commands = PAGES.flatMap(page => commandsIn(page).filter(isForCluster)).filter(
  one => !isElsewhere(one),
);
const pages = [...new Set(commands.map(({page}) => page))];
/** What is looked for in a log or in a pod's past is there when something went wrong, which it has not. */
const MAY_FIND_NOTHING = /\b(logs|describe|top) [^|]*(\||$)|errors_total/;
/** Made by `chart` for its own namespace elsewhere; here it is only read. */
const ONLY_LOOKED_AT = /^kubectl apply (-k k8s\/operator|-f k8s\/samples)/;

/**
 * On fake nodes no container runs. There `kubectl exec`, `logs` and `port-forward` are the real ones as far as the node, and what
 * the container would say is said by a process here; the API server knows no metrics, which `top` is told.
 */
const KUBECTL = `
kubectl() {
  local said code words=" $* "
  case $words in
    *" exec "* | *" logs "* | *" port-forward "* | *" top "*) ;;
    *) command kubectl "$@" || { code=$?; echo "$* ended with $code" >> "$FAULTS"; return $code; }; return ;;
  esac
  said=$(command kubectl "$@" 2>&1); code=$?
  if ((code != 0)) && [[ ! $said =~ :10250/|dialing\\ backend|Metrics\\ API\\ not\\ available ]]; then
    echo "$* ended with $code: $said" >> "$FAULTS"; return $code
  fi
  case $words in
    *" exec "*)
      local component=API; [[ $words == *-worker\\ * ]] && component=WORKER
      while [[ $1 != -- ]]; do shift; done; shift
      local port=\${component}_METRICS_PORT
      METRICS_PORT=\${!port} "$@" ;;
    *" logs "*) echo "$LOG" ;;
  esac
}`;

describe('commands of the pages, on a cluster', function () {
  this.timeout(180_000);
  const folder = withFolder('suite');
  let release: ChartRelease;
  let redis: RedisServer;
  let api: ServiceProcess;
  let worker: ServiceProcess;
  let shell: Shell;
  let pod = '';
  let faults = '';
  let isInstalled = false;
  // Before the database goes.
  after(async () => {
    await shell?.close();
    await release?.leave();
    await api?.stop();
    await worker?.stop();
    await redis?.kill();
  });
  const database = withDatabase({template: 'sample'});

  before(async function () {
    requireOnMachine(
      this,
      hasHelm() && hasRedis() && !!findTool('psql') && !!process.env.KUBECONFIG,
      'helm, redis-server, psql, and KUBECONFIG, which has to name a cluster with fake nodes, of which all rights are needed',
    );
    faults = join(folder.path, 'faults');
    redis = await RedisServer.start();
    const settings = {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      DATA_DIR: join(folder.path, 'data'),
      // Of a sweep that was there is something to tell.
      IMAGENS_CRON: '* * * * * *',
    };
    api = await ServiceProcess.start('api', {...settings, RUN_WORKER: 'off'});
    worker = await ServiceProcess.start('worker', settings);
    release = await ChartRelease.join();
    const {namespace} = release.cluster;
    shell = Shell.open({
      ...settings,
      KUBECONFIG: process.env.KUBECONFIG!,
      PATH: [dirname(process.execPath), dirname(findTool('helm')!), process.env.PATH].join(':'),
      NS: namespace,
      OPERATOR_NS: namespace,
      APP: release.name,
      API_METRICS_PORT: new URL(api.metricsUrl).port,
      WORKER_METRICS_PORT: new URL(worker.metricsUrl).port,
      REGIONAIS_URL: 'off',
      LOG: '',
      FAULTS: faults,
    });
    await shell.run(KUBECTL);
    writeFileSync(join(folder.path, 'values.json'), JSON.stringify(release.valuesWith()));
    await release.prepare(release.valuesWith());
  });
  /** What a page cannot know: names and addresses, and what is only an example. */
  function here(text: string): string {
    const given = text
      .replaceAll('-n artistas', `-n ${release.cluster.namespace}`)
      .replaceAll('<name>', release.name)
      .replaceAll('https://YOUR-HOST', api.url)
      .replaceAll('ADMIN:PASSWORD', 'seletivo:admin')
      .replace(/\bPOD\b/, pod)
      // It has no end of its own.
      .replace(/(port-forward .*?) &( *#.*)?$/, '$1');
    if (ONLY_LOOKED_AT.test(given)) return given.replace('kubectl apply', 'kubectl apply --dry-run=client');
    if (!given.startsWith('helm install')) return given;
    // A name is free once.
    return isInstalled
      ? given.replace('helm install', 'helm template --kube-version 1.34.0')
      : `${given} -f ${folder.path}/values.json`;
  }

  async function follow({text}: DocCommand): Promise<void> {
    const command = here(text);
    writeFileSync(faults, '');
    const {exitCode, output} = await shell.run(command, 120_000);
    const said = {command, output: output.slice(-2_000)};
    const good = MAY_FIND_NOTHING.test(text) ? [0, 1] : [0];
    expect({...said, isGood: good.includes(exitCode)}).to.eql({...said, isGood: true});
    // Behind a pipe nobody sees how it ended.
    expect(readFileSync(faults, 'utf8')).to.equal('');
    expect(output).to.not.match(/unknown (shorthand )?flag|"error"\s*:/);
    if (!text.startsWith('helm install') || isInstalled) return;
    isInstalled = true;
    await release.startOperator();
    await release.untilReady();
    const args = ['-n', release.cluster.namespace, 'get', 'pods', '-o', 'name'];
    pod = execFileSync('kubectl', [...args, '-l', 'app.kubernetes.io/component=api'], {encoding: 'utf8'})
      .split('\n')[0]!
      .replace('pod/', '');
  }

  for (const page of pages) {
    describe(page, () => {
      for (const command of commands.filter(one => one.page === page)) {
        it(`${command.line}: ${command.text.split('\n')[0]}`, () => follow(command));
      }
    });
  }
});
