import type {Variable} from '../variables';

/** Settings of the operator. Where the cluster is it learns from the pod that it runs in, or from `KUBECONFIG`. */
export const operatorVariables = {
  WATCH_NAMESPACE: {
    kind: 'list',
    en: 'operator: namespaces whose objects it looks after, with commas; `*`: all; default `POD_NAMESPACE`',
    pt: 'operador: namespaces cujos objetos ele cuida, com vírgulas; `*`: todos; padrão `POD_NAMESPACE`',
  },
  POD_NAMESPACE: {
    kind: 'text',
    default: 'default',
    en: 'operator: its own namespace, where the Lease of the leader is',
    pt: 'operador: o namespace dele, onde fica o Lease do líder',
  },
  POD_NAME: {
    kind: 'text',
    en: 'operator: its name in the Lease; default: the name of the machine',
    pt: 'operador: o nome dele no Lease; padrão: o nome da máquina',
  },
  LEASE_NAME: {
    kind: 'text',
    default: 'artistas-operator',
    en: 'operator: name of the Lease; of those that share one only one works at a time',
    pt: 'operador: nome do Lease; dos que compartilham um só um trabalha por vez',
  },
} as const satisfies Record<string, Variable>;
