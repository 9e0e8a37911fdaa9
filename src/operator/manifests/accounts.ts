import type {V1Secret, V1ServiceAccount} from '@kubernetes/client-node';
import type {Manifest} from '../api/manifest';
import type {ArtistasApi} from '../api/artistas-api';
import {metadataFor, MetadataOptions, nameFor} from './names';
import {JWT_SECRET_KEY, PASSWORD_KEY} from './references';

/** Who the pods are: somebody without a right and without a token. */
export const serviceAccount = (cr: ArtistasApi, metadata?: MetadataOptions): V1ServiceAccount & Manifest => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: metadataFor(cr, 'app', metadata),
  automountServiceAccountToken: false,
});

/** What is made once, by chance, and never again. */
export interface GeneratedLogin {
  readonly password: string;
  /** At least 32 bytes. */
  readonly jwtSecret: string;
}

/** Name of the Secret that the operator makes; undefined where the object names one of its own. */
export const authSecretName = (cr: ArtistasApi): string | undefined =>
  cr.spec.auth.secretRef ? undefined : nameFor(cr, 'auth');

/** To be created where it is absent, and left alone where it is not. It outlives the object, unless that says `Delete`. */
export const authSecret = (cr: ArtistasApi, {password, jwtSecret}: GeneratedLogin): V1Secret & Manifest => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: metadataFor(cr, 'auth', {lasting: cr.spec.deletionPolicy !== 'Delete'}),
  type: 'Opaque',
  stringData: {[PASSWORD_KEY]: password, [JWT_SECRET_KEY]: jwtSecret},
});
