/** Patterns that several sections share, in the dialect that RE2 and ECMAScript's `u` flag both read. */
import type { Limits } from '../model/node.ts';

/** A DNS-1035 label, as Services need it; it starts with a letter, so YAML never reads it as a number or date. */
export const dnsLabel = '^[a-z]([-a-z0-9]*[a-z0-9])?$';

/**
 * The key of a peer: a DNS-1035 label, as Services need it; it starts with a letter, so YAML never reads it as a number
 * or date. Its length is counted in the pattern, because the pattern is all that Helm tells well of a key.
 */
export const peerName = {
  pattern: '^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$',
  expects: 'a DNS label: up to 63 lower-case letters, digits and "-", starting with a letter',
} as const;

/** A DNS-1035 label, or empty. */
export const optionalDnsLabel: Limits = {
  pattern: '^([a-z]([-a-z0-9]*[a-z0-9])?)?$',
  maxLength: 63,
  expects: 'empty or a DNS label: up to 63 lower-case letters, digits and "-", starting with a letter',
};

/** The name of a Namespace, a DNS-1123 label, or empty. */
export const optionalNamespace: Limits = {
  pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$',
  maxLength: 63,
  expects: 'empty or the name of a Namespace: up to 63 lower-case letters, digits and "-"',
};

/** A DNS-1123 subdomain, as most objects of Kubernetes are named. */
const subdomain = '[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*';

/** The name of a Kubernetes object. */
export const objectName = {
  pattern: `^${subdomain}$`,
  maxLength: 253,
  expects: 'the name of a Kubernetes object: lower-case letters, digits, "-" and "."',
} as const;

/** The name of a Kubernetes object, or empty. */
export const optionalObjectName = {
  pattern: `^(${subdomain})?$`,
  maxLength: 253,
  expects: 'empty or the name of a Kubernetes object: lower-case letters, digits, "-" and "."',
} as const;

/** The name of a StorageClass, `-` for none, or empty. */
export const storageClass: Limits = {
  pattern: `^(-|${subdomain})?$`,
  maxLength: 253,
  expects: 'the name of a StorageClass, "-" or empty',
};

/** A host name without a port, or empty. */
export const optionalHost: Limits = {
  pattern: optionalObjectName.pattern,
  maxLength: optionalObjectName.maxLength,
  expects: 'empty or a host name in lower case, without a port',
};

/** A path below a volume, or empty. */
export const relativePath: Limits = {
  pattern: '^([A-Za-z0-9_][-A-Za-z0-9_.]*(/[A-Za-z0-9_][-A-Za-z0-9_.]*)*)?$',
  expects: 'a relative path',
};

const host = '[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?';
const port = ':[0-9]{1,5}';

/** An absolute path in a container, or empty. */
export const optionalAbsolutePath: Limits = {
  pattern: '^(/[-._A-Za-z0-9/]{1,200})?$',
  expects: 'empty or an absolute path',
};

/** A host name with a port. */
export const address = { pattern: `^${host}${port}$`, expects: 'host:port' } as const;

/** A host name with a port, or empty. */
export const optionalAddress: Limits = { pattern: `^(${host}${port})?$`, expects: 'empty or host:port' };

const registryPath = '[a-z0-9]+([._-]+[a-z0-9]+)*';
const registryPattern = `${host}(${port})?(/${registryPath})*`;
const registryWords =
  'a registry: a host, with a port or a path where needed, e.g. registry.example.com:5000/mirror, without https:// and without / at its end';

/** A registry of images, and a path in it. */
export const registry: Limits = { pattern: `^${registryPattern}$`, expects: registryWords };

/** A registry of images, or empty. */
export const optionalRegistry: Limits = {
  pattern: `^(${registryPattern})?$`,
  expects: `empty or ${registryWords}`,
};

/** A repository of images below its registry. */
export const repository: Limits = {
  pattern: `^${registryPath}(/${registryPath})*$`,
  expects: 'a repository name in lower case, e.g. hyperledger/fabric-peer',
};

const imageReferencePattern = `(${host}(${port})?/)?${registryPath}(/${registryPath})*(:[A-Za-z0-9_][-A-Za-z0-9_.]*)?(@sha256:[0-9a-f]{64})?`;

/** An image as Docker names it. */
export const imageReference = {
  pattern: `^${imageReferencePattern}$`,
  expects: 'an image such as registry.example.com/fabric-ccenv:2.5',
} as const;

/** An image as Docker names it, or empty. */
export const optionalImageReference: Limits = {
  pattern: `^(${imageReferencePattern})?$`,
  expects: `empty or ${imageReference.expects}`,
};

/** A registry as the daemon names it: host and port, no path. */
export const registryHost = {
  pattern: `^(${host}|\\[[0-9a-fA-F:]+\\])(${port})?$`,
  expects: 'a registry host, with its port where it has one',
} as const;

/** A URL that the daemon dials, without name and password. */
export const httpUrl = {
  pattern: `^https?://(${host}|\\[[0-9a-fA-F:]+\\])(${port})?(/[-A-Za-z0-9._~/]*)?$`,
  expects: 'a URL such as https://mirror.example.com:5000',
} as const;

/** Without leading zeros, which Docker refuses. */
const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';

const ipPattern = `(${octet}[.]){3}${octet}|([0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}`;

/** An address of either family. */
export const ipAddress = { pattern: `^(${ipPattern})$`, expects: 'an IP address' } as const;

/** An entry of /etc/hosts as Docker takes it. */
export const hostEntry = {
  pattern: `^[A-Za-z0-9]([-A-Za-z0-9._]*[A-Za-z0-9])?:(${ipPattern})$`,
  expects: 'name:address, the address an IP address',
} as const;

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
