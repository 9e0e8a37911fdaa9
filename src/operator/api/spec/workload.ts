import {z} from 'zod';
import {cpu, integer, label, memory, objectName, passedOn, text, textMap, withRules} from '../fields';

export const image = withRules(
  z
    .object({
      repository: text(255, '^[a-z0-9]+([._:/-]+[a-z0-9]+)*$').describe(
        'Registry and name, such as `registry.example.org/artistas-api`.',
      ),
      tag: text(128, '^[a-zA-Z0-9_][a-zA-Z0-9_.-]*$')
        .optional()
        .describe('Release. There is no default, so that a new operator never changes what runs.'),
      digest: text(71, '^sha256:[0-9a-f]{64}$')
        .optional()
        .describe('Content of the image; wins over the tag.'),
      pullPolicy: z
        .enum(['Always', 'IfNotPresent', 'Never'])
        .default('IfNotPresent')
        .describe('When a node pulls it.'),
      pullSecrets: z
        .array(objectName().describe('Name of a Secret of type `kubernetes.io/dockerconfigjson`.'))
        .max(10)
        .default([])
        .describe('Secrets of this namespace that registries ask for.'),
    })
    .describe('The one image of all processes.'),
  {
    cel: 'has(self.tag) || has(self.digest)',
    message: 'tag or digest must be set',
    holds: ({tag, digest}) => tag !== undefined || digest !== undefined,
  },
);

export const autoscaling = withRules(
  z
    .object({
      minReplicas: integer(1, 100).default(2).describe('Fewest pods.'),
      maxReplicas: integer(1, 100).describe('Most pods.'),
      targetCPUUtilizationPercentage: integer(1, 100)
        .default(70)
        .describe('Share of the requested CPU that the pods shall use on average.'),
    })
    .describe(
      'Lets a HorizontalPodAutoscaler choose the number of API pods; `replicas` is not looked at then.',
    ),
  {
    cel: 'self.minReplicas <= self.maxReplicas',
    message: 'minReplicas must not be above maxReplicas',
    holds: ({minReplicas, maxReplicas}) => minReplicas <= maxReplicas,
  },
);

/** The same for API and worker, which load the same code. */
export const resources = z
  .object({
    requests: z
      .object({
        cpu: cpu().default('100m').describe('Cores that are kept free for a pod.'),
        memory: memory().default('256Mi').describe('Memory that is kept free for a pod.'),
      })
      .prefault({})
      .describe('What the scheduler counts with.'),
    limits: z
      .object({
        cpu: cpu().default('2').describe('Most cores of a pod.'),
        memory: memory().default('512Mi').describe('Most memory of a pod; above it the pod is killed.'),
      })
      .prefault({})
      .describe('What a pod never gets more of.'),
  })
  .prefault({})
  .describe('CPU and memory of each pod.');

export const worker = z
  .object({
    replicas: integer(0, 50).default(1).describe('Number of worker pods; 0: the API does the jobs itself.'),
    resources,
  })
  .prefault({})
  .describe('The pods that do jobs: synchronisation, events, thumbnails, sweeps.');

export const pod = z
  .object({
    labels: textMap().default({}).describe('Labels beside ours.'),
    annotations: textMap().default({}).describe('Annotations beside ours.'),
    nodeSelector: textMap().default({}).describe('Labels that a node must have.'),
    tolerations: z.array(passedOn()).max(50).default([]).describe('Taints that are tolerated, as in a pod.'),
    affinity: passedOn().optional().describe('Where pods would rather be, as in a pod.'),
    topologySpreadConstraints: z
      .array(passedOn())
      .max(10)
      .optional()
      .describe(
        'As in a pod, without `labelSelector`; absent: spread over nodes and zones where that is possible.',
      ),
    priorityClassName: objectName().optional().describe('Name of a PriorityClass.'),
    extraEnv: z
      .array(
        z.looseObject({
          name: text(253, '^[-._a-zA-Z][-._a-zA-Z0-9]*$').describe('Name of a setting; wins over ours.'),
        }),
      )
      .max(100)
      .default([])
      .describe('More settings, as `env` in a pod.'),
    extraVolumes: z
      .array(z.looseObject({name: label().describe('Name of the volume.')}))
      .max(20)
      .default([])
      .describe('More volumes, as in a pod.'),
    extraVolumeMounts: z
      .array(
        z.looseObject({
          name: label().describe('Name of one of `extraVolumes`.'),
          mountPath: text(500, '^/[-a-zA-Z0-9._/]+$').describe('Where it is found.'),
        }),
      )
      .max(20)
      .default([])
      .describe('Where they are found, as in a container.'),
  })
  .prefault({})
  .describe('What is said of every pod of this object.');
