import {z} from 'zod';
import {
  hostName,
  httpOrigin,
  integer,
  label,
  network,
  objectName,
  passedOn,
  secretKey,
  text,
  textMap,
} from '../fields';

export const auth = z
  .object({
    username: text(100, '^[-a-zA-Z0-9._@]+$')
      .default('seletivo')
      .describe('User that is created at first start.'),
    secretRef: z
      .object({
        name: objectName().describe('Name of a Secret of this namespace.'),
        passwordKey: secretKey().default('password').describe("Key that holds the user's password."),
        jwtSecretKey: secretKey()
          .default('jwt-secret')
          .describe('Key that holds what signs tokens, at least 32 bytes.'),
      })
      .optional()
      .describe('Where both secrets are; absent: the operator makes them once, in the Secret `<name>-auth`.'),
    accessTokenSeconds: integer(1, 2_147_483).default(300).describe('Lifetime of an access token.'),
    refreshTokenSeconds: integer(1, 2_147_483).default(1800).describe('Lifetime of a refresh token.'),
  })
  .prefault({})
  .describe('Who may sign in.');

export const rateLimit = integer(0, 1_000_000)
  .default(10)
  .describe('Requests a minute for one user, or for one address without a user; 0: no limit.');

export const corsOrigins = z
  .array(httpOrigin().describe('Such as `https://app.example.org`.'))
  .max(100)
  .default([])
  .describe('Origins that browsers may call from, besides the own host.');

export const trustedProxies = z
  .array(network().describe('Address or network, such as `10.0.0.0/8`.'))
  .max(100)
  .default([])
  .describe(
    'Proxies whose `X-Forwarded-For` is believed. Behind an ingress name it here, or all callers share one address.',
  );

export const ingress = z
  .object({
    className: objectName().default('nginx').describe('Name of the IngressClass.'),
    hosts: z.array(hostName().describe('A name.')).min(1).max(20).describe('Names by which clients call.'),
    tls: z
      .object({secretName: objectName().describe('Secret of type `kubernetes.io/tls`.')})
      .optional()
      .describe('The certificate; absent: plain HTTP.'),
    annotations: textMap()
      .default({})
      .describe('What the controller wants to know, such as its limit of uploads.'),
  })
  .describe('Serves the API through an Ingress.');

export const httpRoute = z
  .object({
    parentRefs: z
      .array(
        z.object({
          name: objectName().describe('Name of the Gateway.'),
          namespace: label().optional().describe('Its namespace; absent: ours.'),
          sectionName: objectName().optional().describe('Its listener; absent: each that fits.'),
        }),
      )
      .min(1)
      .max(10)
      .describe('Gateways to be reached by.'),
    hostnames: z
      .array(hostName().describe('A name.'))
      .min(1)
      .max(16)
      .describe('Names by which clients call.'),
  })
  .describe('Serves the API through a Gateway.');

export const networkPolicy = z
  .object({
    enabled: z.boolean().default(true).describe('Whether pods may only talk to whom they have to.'),
    ingressFrom: z
      .array(passedOn())
      .max(20)
      .default([])
      .describe('Who may call the API, as `from` in a NetworkPolicy; empty: anybody who reaches it.'),
    metricsFrom: z
      .array(passedOn())
      .max(20)
      .default([])
      .describe('Who may read metrics, as `from` in a NetworkPolicy; empty: every pod of the cluster.'),
    extraEgress: z
      .array(passedOn())
      .max(20)
      .default([])
      .describe('Whom pods may call besides the services named here, as `egress` in a NetworkPolicy.'),
  })
  .prefault({})
  .describe('NetworkPolicies of the pods.');
