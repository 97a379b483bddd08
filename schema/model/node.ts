/**
 * The vocabulary in which the values are described.
 *
 * A node is a plain draft-07 schema object: the shipped `values.schema.json`, the validator, `values.yaml`, the
 * TypeScript interfaces, the typed references and the values reference are all read from it.
 */
import type { JSONSchema7, JSONSchema7Definition, JSONSchema7Type } from 'json-schema';

/** A draft-07 schema node with the two things every value has: a description and a default. */
export type Node = Omit<JSONSchema7, 'properties' | 'additionalProperties' | 'items'> & {
  properties?: Record<string, Node>;
  additionalProperties?: boolean | Node;
  items?: Node;
  /** An annotation of later drafts, which editors know. */
  deprecated?: true;
};

/** Further limits of a leaf. `expects` says in words what `pattern` means; errors quote it. */
export interface Limits {
  readonly pattern?: string;
  readonly expects?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly minItems?: number;
  /** Counted repetitions in patterns would do, but cost every render milliseconds: Helm compiles them each time. */
  readonly maxLength?: number;
  readonly examples?: readonly JSONSchema7Type[];
}

const limited = (node: Node, { expects, examples, ...limits }: Limits): Node => ({
  ...node,
  ...limits,
  ...(expects === undefined ? {} : { $comment: `expects: ${expects}` }),
  ...(examples === undefined ? {} : { examples: [...examples] }),
});

/** A string. An empty default means "derived by the chart" or "not set", as the description says. */
export const text = (value: string, description: string, limits: Limits = {}): Node =>
  limited({ type: 'string', default: value, description }, limits);

/** One of a few words. */
export const choice = (values: readonly string[], value: string, description: string): Node => ({
  type: 'string',
  enum: [...values],
  default: value,
  description,
});

/** A whole number, of 32 bits unless a limit says otherwise: beyond them Kubernetes, shells and Go disagree. */
export const integer = (value: number, description: string, limits: Limits = {}): Node =>
  limited({ type: 'integer', default: value, description }, { maximum: 2 ** 31 - 1, ...limits });

/** A switch. */
export const flag = (value: boolean, description: string): Node => ({
  type: 'boolean',
  default: value,
  description,
});

/** An image tag: YAML reads an all-digit tag as an integer, so both are accepted, but no 1.10 that lost its zero. */
export const tag = (value: string, description: string): Node => ({
  type: ['string', 'integer'],
  pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]*$',
  maxLength: 128,
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  $comment: 'expects: an image tag; quote one that looks like a decimal number, "1.10"',
  default: value,
  description,
});

/**
 * Amounts of bytes: with a suffix that Kubernetes takes (`Ki` and not `ki`, `k` and not `K`), or in full, of at least a
 * million: `512`, and `512m` all the more, is a forgotten suffix. Up to 2^63 thousandths, as far as the chart calculates.
 */
const amount = (digits: number): string => `[0-9]{1,${digits}}([.][0-9]{1,9})?`;
const bytesPattern = `0|[1-9][0-9]{6,14}|${amount(12)}(k|Ki)|${amount(9)}Mi?|${amount(6)}Gi?|${amount(3)}Ti?`;
const sizePattern =
  '^([1-9][0-9]{6,14}|([1-9][0-9]{0,11}([.][0-9]{1,9})?|0[.]0*[1-9][0-9]{0,8})([kMGTPE]|[KMGTPE]i))$';
const fewBytes: JSONSchema7 = { type: 'integer', minimum: 1, maximum: 999_999 };

const bytesLimits: Node = {
  type: ['string', 'integer'],
  pattern: `^(${bytesPattern})$`,
  $comment: 'expects: bytes such as 512Mi or 2Gi',
  minimum: 0,
  maximum: 9e15,
  not: fewBytes,
};

/** Bytes such as `512Mi`; 0, or nothing, as the description says. */
export const bytes = (value: string, description: string): Node => ({
  ...bytesLimits,
  pattern: `^(${bytesPattern})?$`,
  default: value,
  description,
});

/** The size of a volume: bytes above zero. */
export const size = (value: string, description: string): Node => ({
  type: ['string', 'integer'],
  pattern: sizePattern,
  $comment: 'expects: a size above zero such as 20Gi',
  minimum: 1_000_000,
  maximum: 9e15,
  default: value,
  description,
});

/** Whether a node wants bytes, so that a number of few is a forgotten suffix. */
export const wantsBytes = ({ pattern }: Node): boolean =>
  pattern === sizePattern || (pattern?.includes(bytesPattern) ?? false);

const cpuPattern = '[0-9]{1,9}m|[0-9]{1,6}([.][0-9]{1,3})?';

/** Whether a node wants CPUs. */
export const wantsCpus = ({ pattern }: Node): boolean => pattern?.includes(cpuPattern) ?? false;

const cpuLimits: Node = {
  type: ['string', 'number'],
  pattern: `^(${cpuPattern})$`,
  $comment: 'expects: CPUs such as 500m, 0.5 or 2',
  minimum: 0,
  maximum: 1e6,
};

/** CPUs such as `500m` or `0.5`; 0, or nothing, as the description says. */
export const cpus = (value: string, description: string): Node => ({
  ...cpuLimits,
  pattern: `^(${cpuPattern})?$`,
  default: value,
  description,
});

/** Any quantity, of resources that the chart does not know. */
const quantityLimits: Node = {
  type: ['string', 'number'],
  pattern: '^[0-9]{1,15}([.][0-9]{1,9})?([numkMGTPE]|[KMGTPE]i)?$',
  $comment: 'expects: a Kubernetes quantity such as 500m, 2Gi or 1',
  minimum: 0,
  maximum: 9e15,
};

const durationPattern = '^([0-9]{1,7}([.][0-9]{1,9})?(ms|s|m)|[0-9]{1,6}([.][0-9]{1,9})?h)+$';

/** Whether a node wants a duration. */
export const wantsDuration = ({ pattern }: Node): boolean => pattern === durationPattern;

/** A duration as Go reads it, e.g. `30s` or `1h30m`; Go has nanoseconds of 64 bits, which are some 290 years. */
export const duration = (value: string, description: string): Node => ({
  type: 'string',
  pattern: durationPattern,
  $comment: 'expects: a duration such as 30s, 5m or 1h30m',
  default: value,
  description,
});

/** A map whose keys the user chooses; `values` describes each entry. */
export const map = (values: Node, description: string, limits: Limits = {}): Node =>
  limited({ type: 'object', additionalProperties: values, default: {}, description }, limits);

/** A list; Helm replaces lists as a whole and never merges their items. */
export const list = (
  items: Node,
  description: string,
  { value = [], ...limits }: Limits & { readonly value?: readonly JSONSchema7Type[] } = {},
): Node => limited({ type: 'array', items, default: [...value], description }, limits);

/** The element of a map or list: a node without a default of its own. */
export const element = ({ default: _, ...node }: Node): Node => node;

/** A Kubernetes object passed on as it is; open, because closed copies of the Kubernetes API broke users. */
export const passthrough = (
  description: string,
  value: Record<string, JSONSchema7Type> = {},
  limits: Limits = {},
): Node => limited({ type: 'object', additionalProperties: true, default: value, description }, limits);

/** A passed-on object that null takes away as a whole, e.g. a probe. */
export const removable = (description: string, value: Record<string, JSONSchema7Type>): Node => ({
  ...passthrough(`${description} \`null\` removes it.`, value),
  type: ['object', 'null'],
});

/** Whether a leaf may be null: its absence has a meaning, and templates ask for it with `withValue`. */
export const isNullable = (node: Node): boolean => [node.type].flat().includes('null');

const orNull = (node: Node): Node => ({ ...node, type: [...[node.type ?? []].flat(), 'null'] });

/** Quantities by resource name; one object for all uses, so that the schema has it once. */
export const quantities: Node = {
  type: ['object', 'null'],
  properties: {
    cpu: orNull({ ...cpuLimits, description: 'CPUs.' }),
    memory: orNull({ ...bytesLimits, description: 'Memory.' }),
    'ephemeral-storage': orNull({ ...bytesLimits, description: 'Disk of the node.' }),
  },
  additionalProperties: orNull(quantityLimits),
};

/** Requests and limits of a container; closed as far as rules look into them. */
export const resources = (description: string, value: Record<string, JSONSchema7Type> = {}): Node => ({
  ...passthrough(description, value),
  properties: { requests: quantities, limits: quantities },
  propertyNames: {
    pattern: '^(requests|limits|claims)$',
    $comment: 'expects: requests, limits or claims',
  },
});

/** A list of Kubernetes objects passed on as they are. */
export const passthroughList = (description: string, limits: Limits = {}): Node =>
  list({ type: 'object', additionalProperties: true }, description, limits);

/** Texts by name. */
export const stringMap = (description: string, limits: Limits = {}): Node =>
  map({ type: 'string' }, description, limits);

/** Keys of labels and annotations: a DNS name as prefix, and a name of at most 63 characters. */
export const labelKey: Node = {
  type: 'string',
  pattern:
    '^([a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$',
  $comment:
    'expects: the key of a label or annotation, e.g. example.com/team: up to 63 letters, digits, "-", "_" and ".", after a domain in lower case and "/" if there is one',
};

export const labelValue: Node = {
  type: 'string',
  pattern: '^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$',
  maxLength: 63,
  $comment: 'expects: the value of a label: up to 63 letters, digits, "-", "_" and "."',
};

/** Annotations: any text by name. */
export const annotations = (description: string): Node => ({
  ...stringMap(description),
  propertyNames: asSchema(labelKey),
});

/** Labels: names and short values, as Kubernetes takes them. */
export const labels = (description: string): Node => ({
  ...map(labelValue, description),
  propertyNames: asSchema(labelKey),
});

const keyOf: Record<string, Limits> = {
  name: { pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$', expects: 'the name of an object that has the key' },
  key: { pattern: '^[-._A-Za-z0-9]+$', expects: 'a key of the object' },
};

/** What an EnvVarSource of Kubernetes 1.34 may be, and what each must have. */
const valueSources: Readonly<Record<string, Readonly<Record<string, Limits>>>> = {
  secretKeyRef: keyOf,
  configMapKeyRef: keyOf,
  fieldRef: {
    fieldPath: {
      pattern:
        "^(metadata[.](name|namespace|uid|(labels|annotations)\\['[-._/A-Za-z0-9]+'\\])|spec[.](nodeName|serviceAccountName)|status[.](hostIP|podIP)s?)$",
      expects:
        "a field of the Pod such as metadata.name, metadata.labels['x'], spec.nodeName or status.podIP",
    },
  },
  resourceFieldRef: {
    resource: {
      pattern: '^(limits|requests)[.](cpu|memory|ephemeral-storage|hugepages-.+)$',
      expects: 'an amount of the container such as limits.memory or requests.cpu',
    },
  },
  fileKeyRef: { volumeName: {}, path: {}, key: {} },
};

const valueSource = (required: Readonly<Record<string, Limits>>): Node => ({
  type: 'object',
  additionalProperties: true,
  required: Object.keys(required),
  properties: Object.fromEntries(
    Object.entries(required).map(([name, limits]) => [name, limited({ type: 'string' }, limits)]),
  ),
});

/** An environment variable; one object for all uses, so that the schema has it once. */
export const variable: Node = {
  type: ['string', 'number', 'boolean', 'object'],
  additionalProperties: false,
  required: ['valueFrom'],
  properties: {
    valueFrom: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        Object.entries(valueSources).map(([name, required]) => [name, valueSource(required)]),
      ),
      minProperties: 1,
      maxProperties: 1,
      description: 'Where the value comes from, as in a container.',
      $comment: 'expects: one source such as secretKeyRef: {name: my-secret, key: my-key}',
    },
  },
  $comment: 'expects: a value, or an object such as valueFrom: {secretKeyRef: …}',
};

/** Environment variables by name: a value, or where it comes from. */
export const environment = (description: string, limits: Limits = {}): Node => ({
  ...map(variable, description, limits),
  propertyNames: asSchema({
    pattern: '^[A-Za-z_][-A-Za-z0-9_.]*$',
    $comment: 'expects: the name of an environment variable',
  }),
});

/** A closed section. Its title becomes the name of its TypeScript interface. */
export const section = (description: string, properties: Record<string, Node>): Node => ({
  type: 'object',
  additionalProperties: false,
  description,
  properties,
});

/** Whether a node is a section of ours, in contrast to a leaf (scalar, list, map or passed-on object). */
export const isSection = (node: Node): node is Node & { properties: Record<string, Node> } =>
  node.properties !== undefined && node.additionalProperties === false;

/** Every leaf below a section: its path and its node, in the order of declaration. */
export function* leaves(node: Node, path: readonly string[] = []): Generator<[readonly string[], Node]> {
  if (!isSection(node)) {
    yield [path, node];
    return;
  }
  for (const [key, child] of Object.entries(node.properties)) yield* leaves(child, [...path, key]);
}

/** The node at a path of section keys, or undefined where the schema has none. */
export const nodeAt = (node: Node, path: readonly string[]): Node | undefined => {
  let current: Node | undefined = node;
  for (const key of path) current = current?.properties?.[key];
  return current;
};

/** The defaults of a node as plain data. */
export const defaultsOf = (node: Node): JSONSchema7Type => {
  if (!isSection(node)) return structuredClone(node.default ?? {}) as JSONSchema7Type;
  return Object.fromEntries(Object.entries(node.properties).map(([key, child]) => [key, defaultsOf(child)]));
};

/** The same node for consumers that are typed for draft-07. */
export const asSchema = (node: Node): JSONSchema7 => node as JSONSchema7Definition as JSONSchema7;
