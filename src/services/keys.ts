import {BindingKey} from '@loopback/core';

export const ServiceKeys = {
  /** Largest part of the active offices that one synchronisation may deactivate, 0 to 100. */
  MAX_REMOVED_PERCENT: BindingKey.create<number>('services.max-removed-percent'),
  /** Days after which the audit may be forgotten. */
  AUDIT_RETENTION_DAYS: BindingKey.create<number>('services.audit-retention-days'),
} as const;
