/** Patterns that several sections share, in the dialect that RE2 and ECMAScript's `u` flag both read. */
import type { Limits } from '../model/node.ts';

/** A DNS-1035 label, as Services need it; it starts with a letter, so YAML never reads it as a number or date. */
export const dnsLabel: Limits = {
  pattern: '^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$',
  expects: 'a DNS label: lower-case letters, digits and "-", starting with a letter',
};

/** A DNS-1035 label, or empty. */
export const optionalDnsLabel: Limits = {
  pattern: '^([a-z]([-a-z0-9]{0,61}[a-z0-9])?)?$',
  expects: 'empty or a DNS label: lower-case letters, digits and "-", starting with a letter',
};

/** The name of a Kubernetes object (DNS-1123 subdomain), or empty. */
export const optionalObjectName: Limits = {
  pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$',
  expects: 'empty or the name of a Kubernetes object',
};

/** A host name with a port. */
export const optionalAddress: Limits = {
  pattern: '^([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?:[0-9]{1,5})?$',
  expects: 'empty or host:port',
};
