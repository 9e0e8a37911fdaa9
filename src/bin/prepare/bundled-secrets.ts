import {randomBytes} from 'node:crypto';
import {StartupError} from '../../config/startup-error';
import {BundledPart, BundledRelease, bundledSecret} from '../../operator/manifests/bundled-secrets';
import type {ApiClient} from '../../operator/runtime/api-client';
import {isConflict} from '../../operator/runtime/api-error';
import {pathOf, resourceOf} from '../../operator/runtime/resources';

/** Nobody types it. */
const PASSWORD_BYTES = 33;

/**
 * Makes what is absent; what is there is never written again, since the server's data know no other password.
 * @returns a line for each
 * @throws StartupError for one that is there and lacks a key
 */
export async function* ensureSecrets(
  client: ApiClient,
  release: BundledRelease,
  parts: readonly BundledPart[],
): AsyncGenerator<string> {
  const secrets = pathOf(resourceOf('Secret'), release.namespace);
  for (const part of parts) {
    const wanted = bundledSecret(part, release, randomBytes(PASSWORD_BYTES).toString('base64url'));
    const {name} = wanted.metadata;
    try {
      await client.call({method: 'POST', path: secrets, body: wanted});
      yield `Secret ${name} was made.`;
    } catch (error) {
      if (!isConflict(error)) throw error;
      const {data = {}} = await client.get<{data?: object}>(`${secrets}/${name}`);
      const lacking = Object.keys(wanted.stringData).filter(key => !(key in data));
      if (lacking.length > 0) {
        throw new StartupError(
          `Secret ${name} exists and lacks ${lacking.join(' and ')}; add that, or name another one in ${part}.existingSecret.`,
        );
      }
      yield `Secret ${name} is there, and stays as it is.`;
    }
  }
}

/** Takes them away. @returns a line for each */
export async function* removeSecrets(
  client: ApiClient,
  release: BundledRelease,
  parts: readonly BundledPart[],
): AsyncGenerator<string> {
  for (const part of parts) {
    const {name} = bundledSecret(part, release, '').metadata;
    await client.remove(pathOf(resourceOf('Secret'), release.namespace, name));
    yield `Secret ${name} is gone.`;
  }
}
