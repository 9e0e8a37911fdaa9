import {expect} from '@loopback/testlab';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import ts from 'typescript';
import {loadConfig} from '../../src/config/config';
import {ROOT} from '../support/source-files';

interface Launch {
  readonly name: string;
  readonly request: 'attach' | 'launch';
  readonly port?: number;
  readonly program?: string;
  readonly preLaunchTask?: string;
}
interface Container {
  readonly forwardPorts: readonly number[];
  readonly portsAttributes: object;
  readonly updateContentCommand: string;
  readonly customizations: {readonly vscode: {readonly extensions: readonly string[]}};
}

/** JSON with comments. */
function read<T>(path: string): T {
  const {config, error} = ts.parseConfigFileTextToJson(path, readFileSync(join(ROOT, path), 'utf8'));
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  return config as T;
}

const {scripts} = read<{scripts: Record<string, string>}>('package.json');
const container = read<Container>('.devcontainer/devcontainer.json');
const {configurations} = read<{configurations: readonly Launch[]}>('.vscode/launch.json');
const develop = readFileSync(join(ROOT, 'src/bin/run/develop.mjs'), 'utf8');
const debuggerPort = Number(/DEBUGGER = \['127\.0\.0\.1', '(\d+)'\]/.exec(develop)![1]);

describe('what a newcomer opens', () => {
  it('forwards the ports of the service, of its metrics and of the debugger', () => {
    const {port, metricsPort} = loadConfig({});
    expect(container.forwardPorts).to.eql([port, metricsPort, debuggerPort]);
    expect(Object.keys(container.portsAttributes).map(Number)).to.eql(container.forwardPorts);
  });

  it('has the same extensions in the container and beside it', () => {
    const {recommendations} = read<{recommendations: string[]}>('.vscode/extensions.json');
    expect(container.customizations.vscode.extensions).to.eql(recommendations);
  });

  it('calls scripts that there are', () => {
    const {tasks} = read<{tasks: {type: string; script: string}[]}>('.vscode/tasks.json');
    const called = [
      ...tasks.map(({script}) => script),
      container.updateContentCommand.replace('npm run ', ''),
    ];
    expect(called.filter(name => !(name in scripts))).to.eql([]);
    const before = configurations.flatMap(({preLaunchTask}) => preLaunchTask ?? []);
    expect(before.filter(name => !called.includes(name.replace('npm: ', '')))).to.eql([]);
  });

  it('attaches where `npm run dev` and `skaffold dev` have their debugger', () => {
    const attaching = configurations.filter(({request}) => request === 'attach');
    expect(attaching.map(({port}) => port)).to.eql([debuggerPort, debuggerPort]);
    expect(readFileSync(join(ROOT, 'skaffold/node'), 'utf8')).to.match(
      new RegExp(`--inspect=\\S+:${debuggerPort} `),
    );
  });

  it('runs and reads files that are there', () => {
    const programs = configurations.flatMap(({program}) => program ?? []);
    const {'yaml.schemas': schemas, 'typescript.tsdk': tsdk} =
      read<Record<string, object>>('.vscode/settings.json');
    const named = [
      ...programs.map(path => path.replace('${workspaceFolder}/', '')),
      ...Object.keys(schemas!),
      tsdk,
    ];
    expect(named.filter(path => !existsSync(join(ROOT, path as string)))).to.eql([]);
  });
});
