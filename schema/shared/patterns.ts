/** Patterns that several sections share, in the dialect that RE2 and ECMAScript's `u` flag both read. */
import type { Limits } from '../model/node.ts';

/** A DNS-1035 label, as Services need it; it starts with a letter, so YAML never reads it as a number or date. */
export const dnsLabel: Limits = {
  pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$',
  maxLength: 63,
  expects: 'a DNS label: up to 63 lower-case letters, digits and "-", starting with a letter',
};

/** A DNS-1035 label, or empty. */
export const optionalDnsLabel: Limits = {
  pattern: '^([a-z]([-a-z0-9]*[a-z0-9])?)?$',
  maxLength: 63,
  expects: 'empty or a DNS label: up to 63 lower-case letters, digits and "-", starting with a letter',
};

/** The name of a Kubernetes object (DNS-1123 subdomain), or empty. */
export const optionalObjectName: Limits = {
  pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$',
  expects: 'empty or the name of a Kubernetes object',
};

/** A host name with a port. */
export const optionalAddress: Limits = {
  pattern: '^([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?:[0-9]{1,5})?$',
  expects: 'empty or host:port',
};

/** Without leading zeros, which Docker refuses. */
const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';

/** An IPv4 address with a prefix length; /0 is everything, which no exception and no bridge can be. */
export const ipv4Range = {
  pattern: `^(${octet}[.]){3}${octet}/([1-9]|[12][0-9]|3[0-2])$`,
  expects: 'an IPv4 address with a prefix length, e.g. 198.18.0.1/24',
} as const;

/** An IPv6 address with a prefix length. */
export const ipv6Range = {
  pattern: '^([0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}/(1[01][0-9]|12[0-8]|[1-9][0-9]?)$',
  expects: 'an IPv6 address with a prefix length',
} as const;
