/**
 * Edge cases, each of which went wrong once. Either way out is right: the validator and Helm refuse the values, or what is
 * rendered works.
 */
import type { PodSpec } from 'kubernetes-types/core/v1.js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { operators } from '../../schema/expression/operators.ts';
import type { ValuesOverrides } from '../../schema/generated/values.ts';
import { validateValues } from '../../schema/validate/validate.ts';
import { type Rendered, refusal, render } from '../support/rendered.ts';

interface Port {
  readonly port: number;
  readonly nodePort?: number;
}
interface Spec {
  readonly ports?: readonly Port[];
  readonly accessModes?: readonly string[];
  readonly resources?: { readonly requests: { readonly storage: string } };
  readonly template?: { readonly spec: PodSpec };
}

const facts = { name: 'r', namespace: 'default' };

const edgeCase = (
  name: string,
  values: ValuesOverrides | Record<string, unknown>,
  works: (objects: readonly Rendered[]) => void = () => {},
): void => {
  test(name, async () => {
    const { problems } = validateValues(values, facts);
    const refused = await refusal({ values, release: facts.name, namespace: facts.namespace });
    assert.is(
      refused !== undefined,
      problems.length > 0,
      `Helm: ${refused ?? 'renders'}\nvalidator: ${JSON.stringify(problems)}`,
    );
    assert.not.match(refused ?? '', '%!');
    if (refused === undefined)
      works(await render({ values, release: facts.name, namespace: facts.namespace }));
  });
};

const specs = (objects: readonly Rendered[], kind: string): Spec[] =>
  objects.filter((object) => object.kind === kind).map(({ spec }) => spec as Spec);
const podSpecs = (objects: readonly Rendered[]): PodSpec[] =>
  specs(objects, 'StatefulSet').flatMap(({ template }) => (template ? [template.spec] : []));
const unique = (keys: readonly unknown[]): void => {
  assert.equal(
    keys.filter((key, i) => keys.indexOf(key) !== i),
    [],
  );
};
const uniqueObjects = (objects: readonly Rendered[]): void =>
  unique(objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`));

// semver.satisfies('19.03.15', …) is false for every range (a leading zero is no SemVer); Masterminds reads 19.3.15.
edgeCase('Docker tags with a leading zero: only Helm refuses', {
  peer: { dind: { image: { tag: '19.03.15-dind' } } },
});
// The template falls over at `.limits.memory`; the validator says nothing. Type `limits` and `requests` in the schema.
edgeCase('limits that are no map', { peer: { dind: { resources: { limits: 'x' } } } });
edgeCase('a limit that is no quantity', { peer: { dind: { resources: { limits: { memory: '3.0.0Gi' } } } } });
// Helm says "the limit of %!s(float64=1e+06)": %s of a number; asText() would do.
edgeCase('a limit as a number in the words of a rule', {
  peer: { dind: { resources: { limits: { memory: 1000000 } } } },
});
// Go's int64 of a large float is negative, so the limit looks small; chaincode.memory becomes negative the same way.
edgeCase('a limit beyond int64', { peer: { dind: { resources: { limits: { memory: '9999999Ti' } } } } });
// `- name: A` is followed by `{}`: Helm ends with "YAML parse error".
edgeCase('an environment variable as an empty map', { peer: { env: { A: {} } } });

// `fabric-dind/peer` is a label; with a nameOverride no rule looks at the length of the key.
edgeCase('a peer key of 64 characters', { peers: { ['p'.repeat(64)]: { nameOverride: 'x' } } }, (objects) => {
  for (const { metadata } of objects) assert.ok((metadata.labels?.['fabric-dind/peer'] ?? '').length <= 63);
});
// Printed without quotes, as `true` and `null`, and for YAML 1.1, which Helm 3 and Kubernetes read, also as y, n, on, off, yes, no.
for (const word of ['true', 'null']) {
  edgeCase(`a peer named ${word}`, { peers: { [word]: {} } }, (objects) => {
    const [set] = objects.filter(({ kind }) => kind === 'StatefulSet');
    assert.is(set?.metadata.labels?.['fabric-dind/peer'], word);
  });
  edgeCase(`a peer with the full name ${word}`, { peer: { nameOverride: word } }, (objects) => {
    for (const { kind, metadata } of objects) assert.type(metadata.name, 'string', kind);
  });
}
// The rollout hook deletes that ServiceAccount when it is done, and with it the peer's.
edgeCase(
  'a peer named rollout beside the rollout Job: one ServiceAccount twice',
  { rollout: { enabled: true }, peers: { rollout: {} } },
  uniqueObjects,
);
// `serviceAccount.create` is true by default: a second peer's object of the same name makes the installation fail.
edgeCase(
  'one serviceAccount.name for all peers: one ServiceAccount twice',
  { peer: { serviceAccount: { name: 'shared' } }, peers: { a: {}, b: {} } },
  uniqueObjects,
);
// Server-side apply: duplicate entries for key [name="a"].
edgeCase(
  'a pull secret of both lists',
  { global: { imagePullSecrets: [{ name: 'a' }] }, peer: { imagePullSecrets: [{ name: 'a' }] } },
  (objects) => {
    for (const spec of podSpecs(objects)) unique((spec.imagePullSecrets ?? []).map(({ name }) => name));
  },
);
// The StatefulSet: secret.name: Required value, and items[0].path "/config.json" must be relative.
edgeCase('a pull secret without a name', { peer: { imagePullSecrets: [{ name: '' }] } }, (objects) => {
  for (const spec of podSpecs(objects))
    assert.ok((spec.imagePullSecrets ?? []).every(({ name }) => name !== ''));
});
// Server-side apply: duplicate entries for key [port=9443,protocol="TCP"].
edgeCase(
  'two ports of a Service on one number',
  { peer: { service: { grpc: { port: 9443 } } } },
  (objects) => {
    for (const { ports = [] } of specs(objects, 'Service')) unique(ports.map(({ port }) => port));
  },
);
// The Service: spec.ports[1].nodePort: provided port is already allocated. Two peers with one node port are the same.
for (const values of [
  { peer: { service: { type: 'NodePort', grpc: { nodePort: 30051 }, operations: { nodePort: 30051 } } } },
  { peer: { service: { type: 'NodePort', grpc: { nodePort: 30051 } } }, peers: { a: {}, b: {} } },
] as const) {
  edgeCase(
    `one node port twice, ${'peers' in values ? 'by two peers' : 'in one Service'}`,
    values,
    (objects) => {
      unique(
        specs(objects, 'Service')
          .flatMap(({ ports = [] }) => ports)
          .flatMap(({ nodePort }) => nodePort ?? []),
      );
    },
  );
}
// Server-side apply: duplicate entries for key [ip="127.0.0.1"].
edgeCase(
  'a host alias for 127.0.0.1 beside the one of the chart',
  {
    peer: {
      service: { chaincode: { enabled: true } },
      hostAliases: [{ ip: '127.0.0.1', hostnames: ['a'] }],
    },
  },
  (objects) => {
    for (const spec of podSpecs(objects)) unique((spec.hostAliases ?? []).map(({ ip }) => ip));
  },
);
// The claim: quantities must match …, and: must be greater than zero.
for (const size of ['', 0, '0']) {
  edgeCase(`a claim of size ${JSON.stringify(size)}`, { peer: { ledger: { size } } }, (objects) => {
    for (const { resources } of specs(objects, 'PersistentVolumeClaim'))
      assert.match(resources?.requests.storage ?? '', /^[1-9]/u);
  });
}
// The claim: at least 1 access mode is required.
edgeCase('a claim without access modes', { peer: { ledger: { accessModes: [] } } }, (objects) => {
  for (const { accessModes } of specs(objects, 'PersistentVolumeClaim')) assert.ok(accessModes?.length);
});
// The kubelet: InvalidImageName, for "/hyperledger/fabric-peer:2.5.16" and "docker.io/hyperledger/fabric-peer:".
for (const image of [{ registry: '' }, { tag: '' }]) {
  edgeCase(`an image with ${JSON.stringify(image)}`, { peer: { image } }, (objects) => {
    for (const { containers } of podSpecs(objects))
      for (const { image = '' } of containers) assert.match(image, /^[a-z0-9].*[:@][A-Za-z0-9_][^:]*$/u);
  });
}
// The description says that these stay with the chart; dockerd refuses what is both a flag and in daemon.json.
edgeCase(
  'daemon settings that the chart keeps to itself',
  {
    peer: {
      dind: {
        daemon: { settings: { hosts: ['tcp://0.0.0.0:2375'], group: 'x', 'data-root': '/x', mtu: 5 } },
      },
    },
  },
  (objects) => {
    const [config] = objects.filter(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.endsWith('-dind'),
    );
    const data = (config?.data ?? {}) as Record<string, string>;
    const keys = Object.keys(JSON.parse(data['daemon.json'] ?? '{}'));
    assert.equal(
      keys.filter((key) => ['hosts', 'group', 'data-root', 'mtu'].includes(key)),
      [],
    );
  },
);

// No Secret has the key then, and the Pod would wait for it.
edgeCase(
  'a hardware module, with the key of a file at its default',
  { peer: { image: { repository: 'mine' }, identity: { hsm: { enabled: true, label: 'fabric' } } } },
  (objects) => assert.not.match(JSON.stringify(objects), 'keystore/key.pem'),
);
// Kubernetes refuses ingressClassName: "".
edgeCase(
  'an Ingress of the default class',
  { peer: { expose: { type: 'ingress', domain: 'example.com', ingress: { className: '' } } } },
  (objects) => {
    for (const spec of specs(objects, 'Ingress')) assert.not.ok(Object.hasOwn(spec, 'ingressClassName'));
  },
);
// Name, password and certificate of the second CA are those of the first where nothing else is said, under the keys of those.
edgeCase(
  'one Secret for two CAs, with keys of its own',
  {
    peer: {
      identity: {
        enrollment: {
          enabled: true,
          url: 'https://ca:7054',
          credentials: { secretName: 'mine', usernameKey: 'user', passwordKey: 'pass' },
          caCert: { secretName: 'root', key: 'root.pem' },
        },
      },
    },
  },
  (objects) => {
    const [pod] = podSpecs(objects);
    const sidecar = pod?.initContainers?.find(({ name }) => name === 'enrollment');
    const keyOf = (name: string): unknown =>
      sidecar?.env?.find((variable) => variable.name === name)?.valueFrom?.secretKeyRef;
    assert.equal(keyOf('TLS_ENROLL_USER'), { name: 'mine', key: 'user' });
    assert.equal(keyOf('TLS_ENROLL_PASSWORD'), { name: 'mine', key: 'pass' });
    const ca = pod?.volumes?.find(({ name }) => name === 'ca');
    assert.equal(
      ca?.projected?.sources?.map(({ secret }) => secret?.name),
      ['root', 'root'],
    );
    assert.equal(
      ca?.projected?.sources?.flatMap(({ secret }) => secret?.items?.map(({ key }) => key) ?? []),
      ['root.pem', 'root.pem'],
    );
  },
);

// 4.1 * 1e9 is 4099999999.9999995; Helm calculates in decimals. Rounding instead of flooring the product would do.
test('a quantity is one thousandth less in TypeScript', () => {
  const wrong = ['4.1M', '8.2G', '2.183T'].filter(
    (text) =>
      operators.thousandths.evaluate(text) !==
      Math.round(1000 * Number.parseFloat(text) * { M: 1e6, G: 1e9, T: 1e12 }[text.at(-1) as 'M']),
  );
  assert.equal(wrong, []);
});

test.run();
