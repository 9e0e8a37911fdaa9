import {join} from 'node:path';
import type {OperatorConfig} from '../config/operator-config';
import {inClusterCredentials, kubeconfigCredentials} from '../operator/runtime/credentials';
import type {CredentialSource} from '../operator/runtime/types';

/** As the pod that we are in, or as a kubeconfig says. */
export function clusterCredentials({inCluster}: OperatorConfig): CredentialSource {
  return inCluster
    ? inClusterCredentials(inCluster)
    : kubeconfigCredentials(join(__dirname, 'kubeconfig.js'));
}
