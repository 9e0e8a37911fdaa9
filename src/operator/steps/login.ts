import {randomBytes} from 'node:crypto';
import {Reasons} from '../api/conditions';
import {authSecret, authSecretName} from '../manifests/accounts';
import {done, stalled, StepContext, StepResult} from './types';

/** 24 letters of a password that people may have to type; 64 of a key that nobody sees. */
const PASSWORD_BYTES = 18;
const JWT_SECRET_BYTES = 48;

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** Makes the Secret of the login once, where the object names none. What is there is never written again. */
export async function ensureLogin({cr, cluster}: StepContext): Promise<StepResult> {
  const name = authSecretName(cr);
  if (name === undefined) return done;
  const found = cluster.findSecret(name);
  if (found && !found.isOurs) {
    const way = `name it in spec.auth.secretRef, or delete it`;
    return stalled(Reasons.NAME_TAKEN, `Secret "${name}" exists and was not made by the operator; ${way}.`);
  }
  if (!found) {
    const login = {password: random(PASSWORD_BYTES), jwtSecret: random(JWT_SECRET_BYTES)};
    await cluster.create(authSecret(cr, login));
  }
  return done;
}
