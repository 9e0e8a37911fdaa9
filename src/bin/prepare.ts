import {parseArgs} from 'node:util';
import {loadOperatorConfig} from '../config/operator-config';
import {StartupError} from '../config/startup-error';
import {readBuildInfo} from '../observability/build-info';
import {BUNDLED_PARTS, BundledPart} from '../operator/manifests/bundled-secrets';
import {ApiClient} from '../operator/runtime/api-client';
import {clusterCredentials} from './cluster-credentials';
import {ensureSecrets, removeSecrets} from './prepare/bundled-secrets';
import {upgradeDefinitions} from './prepare/crd';
import {deleteWithBackup} from './prepare/deletion';
import {fail} from './process';

/**
 * Does in a cluster what a chart cannot by its templates, as a hook of it, and ends: exit code 0 with a line for each thing,
 * or 1 with a sentence. Done again, it changes nothing. `--crd` brings the definitions of our kinds to this release;
 * `--secrets=PARTS` makes the Secrets of bundled servers that are absent, `--remove-secrets=PARTS` takes them away; `--last-backup` deletes the `ArtistasApi` and waits for its last
 * backup.
 */
async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {
      crd: {type: 'boolean', default: false},
      secrets: {type: 'string', default: ''},
      'remove-secrets': {type: 'string', default: ''},
      'last-backup': {type: 'boolean', default: false},
      name: {type: 'string', default: ''},
    },
  });
  const [wanted, unwanted] = [values.secrets, values['remove-secrets']].map(partsOf);
  if ((wanted!.length + unwanted!.length > 0 || values['last-backup']) && values.name === '')
    throw new StartupError('--name must say the name of the release.');
  const config = loadOperatorConfig(process.env);
  const client = new ApiClient({credentials: clusterCredentials(config)});
  const release = {name: values.name, namespace: config.lease.namespace};
  const print = async (lines: AsyncIterable<string>): Promise<void> => {
    for await (const line of lines) process.stdout.write(`${line}\n`);
  };
  try {
    if (values.crd) await print(upgradeDefinitions(client, readBuildInfo().version));
    if (values['last-backup']) await print(deleteWithBackup(client, release));
    await print(ensureSecrets(client, release, wanted!));
    await print(removeSecrets(client, release, unwanted!));
  } finally {
    client.close();
  }
}

function partsOf(text: string): BundledPart[] {
  return text
    .split(',')
    .filter(name => name !== '')
    .map(name => {
      const part = BUNDLED_PARTS.find(one => one === name);
      if (!part)
        throw new StartupError(`"${name}" is no bundled server; there are ${BUNDLED_PARTS.join(', ')}.`);
      return part;
    });
}

main().catch(fail);
