/** Kubernetes objects for the places that pass them on: mostly right, sometimes with a name that the chart has taken. */
import fc from 'fast-check';
import { readYaml } from '../../schema/validate/read-yaml.ts';
import { type Written, writtenOf } from './written.ts';

const names = ['a', 'b', 'peer', 'dind', 'docker-data', 'ledger', 'prepare'];
const paths = ['/a', '/var/hyperledger/production', '/var/lib/docker', '/tmp'];

const handlers = ['null', '{}', '{command: [a]}', '5', '{port: 1}', '{port: 9443, path: /healthz}'];

const examples: Readonly<Record<string, readonly string[]>> = {
  extraObjects: [
    '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: b}}',
    '{apiVersion: v1, kind: Secret, metadata: {name: a}}',
    '{apiVersion: v1, kind: ConfigMap, metadata: {}}',
    '{apiVersion: example.com/v1, kind: Thing, metadata: {name: a, labels: {y: "y"}}}',
    '{apiVersion: "", kind: Thing, metadata: {name: a}}',
  ],
  envFrom: ['{configMapRef: {name: a}}', '{prefix: CORE_, secretRef: {name: a}}'],
  selector: ['{matchLabels: {a: b}}'],
  tolerations: ['{key: a, operator: Exists}', '{key: a, operator: Equal, value: "y", effect: NoSchedule}'],
  affinity: [
    '{nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In, values: ["1"]}]}]}}}',
  ],
  topologySpreadConstraints: ['{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}'],
  hostAliases: ['{ip: 10.0.0.1, hostnames: [orderer.example.com]}'],
  dnsConfig: [
    '{nameservers: [10.0.0.1]}',
    '{searches: [a.example.com]}',
    '{options: [{name: ndots, value: "2"}]}',
  ],
  lifecycle: ['{preStop: {exec: {command: [sleep, "5"]}}}', '{postStart: null}'],
  podSecurityContext: ['{fsGroup: 1000}', '{supplementalGroups: [1, 2]}', '{runAsNonRoot: false}'],
  securityContext: [
    '{runAsUser: 0}',
    '{privileged: false}',
    '{capabilities: null}',
    '{readOnlyRootFilesystem: false}',
  ],
  grpcFrom: [
    '{podSelector: {}}',
    '{ipBlock: {cidr: 10.0.0.0/8}}',
    '{namespaceSelector: {matchLabels: {a: b}}}',
  ],
  volume: ['{emptyDir: {}}', '{persistentVolumeClaim: {claimName: a}}', '{hostPath: {path: /a}}'],
};

const parsed = (text: string): Written => writtenOf((readYaml(`k: ${text}`, 'v').value as { k: unknown }).k);

const probe: fc.Arbitrary<Written> = fc
  .array(
    fc.tuple(
      fc.constantFrom('exec', 'httpGet', 'tcpSocket', 'grpc', 'periodSeconds', 'timeoutSeconds'),
      fc.constantFrom(...handlers),
    ),
    { maxLength: 3 },
  )
  .map((entries) => new Map(entries));

const named = (rest: readonly (readonly [string, Written])[]): fc.Arbitrary<Written> =>
  fc.constantFrom(...names).map((name) => new Map<string, Written>([['name', name], ...rest]));

const mount: fc.Arbitrary<Written> = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...paths)).map(
  ([name, path]) =>
    new Map([
      ['name', name],
      ['mountPath', path],
    ]),
);

const container = named([['image', 'example.com/x:1']]);

const arbitraries: Readonly<Record<string, fc.Arbitrary<Written>>> = {
  startupProbe: probe,
  readinessProbe: probe,
  livenessProbe: probe,
  extraInitContainers: container,
  extraContainers: container,
  extraVolumes: named([['emptyDir', new Map()]]),
  extraVolumeMounts: mount,
  ...Object.fromEntries(
    Object.entries(examples).map(([name, texts]) => [name, fc.constantFrom(...texts.map(parsed))]),
  ),
};

/** Objects, or items of lists, for a value of this name; undefined where the chart passes nothing on. */
export const kubernetesObjects = (name: string): fc.Arbitrary<Written> | undefined => {
  const key = /^(grpc|operations|chaincode|metrics)From$/u.test(name) ? 'grpcFrom' : name;
  return Object.hasOwn(arbitraries, key) ? arbitraries[key] : undefined;
};
