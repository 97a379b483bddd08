/** What must hold for everything that the chart renders. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { Container, PodSpec, Service } from 'kubernetes-types/core/v1.js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { filesBelow } from '../../scripts/support/files.ts';
import { chartFolder, top } from '../../scripts/support/top.ts';
import { everything } from '../support/everything.ts';
import { podSpecs } from '../support/pod-specs.ts';
import { objectOf, type Rendered, render } from '../support/rendered.ts';

const folder = join(top, 'examples');

const renderings: [string, readonly Rendered[]][] = [['everything', await render({ values: everything })]];
for (const name of (await readdir(folder)).filter((file) => file.endsWith('.yaml'))) {
  renderings.push([name, await render({ files: [join(folder, name)] })]);
}

const unique = (keys: readonly string[], where: string): void => {
  const twice = keys.filter((key, i) => keys.indexOf(key) !== i);
  assert.equal(twice, [], `${where}: there twice`);
};

const checkContainer = (container: Container, where: string): void => {
  unique(
    (container.env ?? []).map(({ name }) => name),
    `${where} env`,
  );
  unique(
    (container.ports ?? []).map(({ name }) => name ?? ''),
    `${where} port names`,
  );
  unique(
    (container.ports ?? []).map(({ containerPort, protocol }) => `${containerPort}/${protocol ?? 'TCP'}`),
    `${where} ports`,
  );
  unique(
    (container.volumeMounts ?? []).map(({ mountPath }) => mountPath),
    `${where} mounts`,
  );
};

for (const [name, objects] of renderings) {
  test(`${name}: no list has a merge key twice`, () => {
    unique(
      objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`),
      'objects',
    );
    for (const [where, spec] of podSpecs(objects)) {
      const containers = [...(spec.initContainers ?? []), ...spec.containers];
      unique(
        containers.map((container) => container.name),
        `${where} containers`,
      );
      unique(
        (spec.volumes ?? []).map((volume) => volume.name),
        `${where} volumes`,
      );
      unique(
        (spec.imagePullSecrets ?? []).map((secret) => secret.name ?? ''),
        `${where} pull secrets`,
      );
      for (const container of containers) checkContainer(container, `${where}/${container.name}`);
    }
    for (const object of objects.filter(({ kind }) => kind === 'Service')) {
      const { ports } = object.spec as NonNullable<Service['spec']>;
      unique(
        (ports ?? []).map((port) => port.name ?? ''),
        `${object.metadata.name} ports`,
      );
    }
  });

  test(`${name}: every mount has its volume, every reference its object`, () => {
    const has = (kind: string, of: string): boolean =>
      objects.some((object) => object.kind === kind && object.metadata.name === of);
    for (const [where, spec] of podSpecs(objects)) {
      const templates = objects.find(({ kind, metadata }) => `${kind}/${metadata.name}` === where)
        ?.spec as StatefulSet['spec'];
      const volumes = new Set([
        ...(spec.volumes ?? []).map((volume) => volume.name),
        ...(templates?.volumeClaimTemplates ?? []).map(({ metadata }) => metadata?.name ?? ''),
      ]);
      for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
        for (const mount of container.volumeMounts ?? []) {
          assert.ok(volumes.has(mount.name), `${where}/${container.name}: no volume ${mount.name}`);
        }
      }
      const mounted = new Set(
        [...(spec.initContainers ?? []), ...spec.containers]
          .flatMap(({ volumeMounts }) => volumeMounts ?? [])
          .map((mount) => mount.name),
      );
      // What is mounted by a webhook says so in an annotation, as Vault's injector has it.
      const byOthers = Object.values(templates?.template?.metadata?.annotations ?? {});
      for (const volume of volumes)
        assert.ok(mounted.has(volume) || byOthers.includes(volume), `${where}: nothing mounts ${volume}`);
      for (const volume of spec.volumes ?? []) {
        const claim = volume.persistentVolumeClaim?.claimName;
        if (claim?.startsWith('fabric-dind'))
          assert.ok(has('PersistentVolumeClaim', claim), `${where}: no claim ${claim}`);
        for (const source of volume.projected?.sources ?? []) {
          const map = source.configMap?.name;
          if (map?.startsWith('fabric-dind'))
            assert.ok(has('ConfigMap', map), `${where}: no ConfigMap ${map}`);
        }
      }
      const account = spec.serviceAccountName;
      if (account) assert.ok(has('ServiceAccount', account), `${where}: no ServiceAccount ${account}`);
    }
  });

  test(`${name}: only the sidecar is privileged, no Pod has an fsGroup, a token is mounted on purpose alone`, () => {
    for (const [where, spec] of podSpecs(objects)) {
      // It would rewrite Docker's layers; orderers have none.
      if (!where.endsWith('-devnet-orderer')) assert.is(spec.securityContext?.fsGroup, undefined, where);
      const bound = objects
        .filter(({ kind }) => kind === 'RoleBinding')
        .flatMap(({ subjects }) => (subjects as { name: string }[]).map((subject) => subject.name));
      // The container of the external builder has a volume with a token of its own.
      if (where.startsWith('StatefulSet/')) assert.is(spec.automountServiceAccountToken, false, where);
      else
        assert.ok(
          spec.automountServiceAccountToken === false || bound.includes(spec.serviceAccountName ?? ''),
          `${where}: a token without rights`,
        );
      for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
        const privileged = container.securityContext?.privileged === true;
        assert.is(privileged, container.name === 'dind', `${where}/${container.name}`);
      }
    }
  });

  test(`${name}: nothing but the user makes Secrets`, () => {
    assert.equal(
      objects.filter(({ kind }) => kind === 'Secret'),
      [],
    );
  });
}

const peerOf = (objects: readonly Rendered[], name: string): StatefulSet =>
  objectOf<StatefulSet>(objects, 'StatefulSet', name);
const containerOf = (set: StatefulSet, name: string): Container => {
  const spec = set.spec?.template.spec as PodSpec;
  return [...(spec.initContainers ?? []), ...spec.containers].find(
    (container) => container.name === name,
  ) as Container;
};
const variable = (container: Container, name: string): unknown =>
  container.env?.find((entry) => entry.name === name)?.value;

test("a variable of the user's takes the place of the chart's", async () => {
  const objects = await render({ values: everything });
  const container = containerOf(peerOf(objects, 'fabric-dind-peer0'), 'peer');
  const ids = container.env?.filter(({ name }) => name === 'CORE_PEER_ID') ?? [];
  assert.equal(ids, [{ name: 'CORE_PEER_ID', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }]);
  assert.is(variable(container, 'NEW'), '1000000');
});

test('references come before values, which may name them', async () => {
  const objects = await render({
    values: { peer: { dind: { enabled: false }, hostDocker: { enabled: true } } },
  });
  const { env = [] } = containerOf(peerOf(objects, 'fabric-dind-peer0'), 'peer');
  const place = (name: string): number => env.findIndex((entry) => entry.name === name);
  assert.ok(place('POD_IP') < place('CORE_PEER_CHAINCODEADDRESS'));
  assert.is(env[place('CORE_PEER_CHAINCODEADDRESS')]?.value, '$(POD_IP):7052');
});

test("the chart's labels are not replaced, and those that select do not change", async () => {
  const objects = await render({ values: everything });
  const set = peerOf(objects, 'fabric-dind-peer0');
  assert.is(set.metadata?.labels?.['app.kubernetes.io/name'], 'fabric-dind');
  assert.is(set.metadata?.labels?.team, 'ledger');
  const selector = set.spec?.selector.matchLabels ?? {};
  assert.equal(Object.keys(selector).sort(), [
    'app.kubernetes.io/component',
    'app.kubernetes.io/instance',
    'app.kubernetes.io/name',
    'fabric-dind/peer',
  ]);
  const labels = set.spec?.template.metadata?.labels ?? {};
  for (const [key, value] of Object.entries(selector)) assert.is(labels[key], value, key);
  assert.is(labels['helm.sh/chart'], undefined);
});

test('a further peer changes no StatefulSet of another', async () => {
  const one = await render({ values: { peers: { peer0: {} } } });
  const two = await render({ values: { peers: { peer0: {}, peer1: {} } } });
  assert.equal(peerOf(two, 'fabric-dind-peer0'), peerOf(one, 'fabric-dind-peer0'));
});

test("a peer's own values change no other", async () => {
  const plain = await render({ values: { peers: { a: {}, b: {} } } });
  const changed = await render({
    values: { peers: { a: { dind: { daemon: { dns: ['10.0.0.1'] } }, env: { X: 'y' } }, b: {} } },
  });
  assert.equal(peerOf(changed, 'fabric-dind-b'), peerOf(plain, 'fabric-dind-b'));
  assert.not.equal(peerOf(changed, 'fabric-dind-a'), peerOf(plain, 'fabric-dind-a'));
});

test('a change of the daemon restarts the Pod, and what a running Pod reads never changes', async () => {
  const template = (objects: readonly Rendered[]): unknown =>
    peerOf(objects, 'fabric-dind-peer0').spec?.template;
  const before = await render();
  for (const daemon of [{ debug: true }, { settings: { 'max-download-attempts': 9 } }])
    assert.not.equal(template(await render({ values: { peer: { dind: { daemon } } } })), template(before));
  const maps = before.filter(
    ({ kind, metadata }) => kind === 'ConfigMap' && !metadata.name.endsWith('-gossip'),
  );
  assert.ok(maps.length > 5);
  for (const { metadata, immutable } of maps) {
    assert.match(metadata.name, /-[0-9a-f]{8}$/);
    assert.is(immutable, true, metadata.name);
  }
});

test('every folder of scripts is a ConfigMap', async () => {
  const files = (await filesBelow(chartFolder, 'files')).map((path) => path.split('/').slice(1));
  const enrolled = await render({
    values: { peer: { identity: { enrollment: { enabled: true, url: 'https://ca:7054' } } } },
  });
  const maintained = await render({
    values: { peers: { a: { replicas: 0, maintenance: { command: 'reset' } } } },
  });
  const objects = [...(await render({ values: everything })), ...enrolled, ...maintained];
  const folders = new Set(files.map(([folder]) => folder).filter((name) => name !== 'monitoring'));
  for (const folder of folders) {
    const names = files.flatMap(([of, name]) => (of === folder && name ? [name] : []));
    assert.ok(
      objects.some(
        ({ kind, data }) => kind === 'ConfigMap' && names.every((name) => Object.hasOwn(Object(data), name)),
      ),
      `no ConfigMap has the files of ${folder}: list it in chart/components/scripts`,
    );
  }
});

/** The rights of each Role, as `group/resource: verbs`, with `named` where they end at names. */
const rights = {
  channels: ['/configmaps: patch, named'],
  couchdb: ['/secrets: create'],
  devnet: [
    '/secrets: create',
    '/secrets: get update delete, named',
    '/persistentvolumeclaims: get delete, named',
  ],
  'chaincode-builder': [
    'batch/jobs: get list watch create',
    '/pods: get list watch delete',
    '/secrets: create patch',
  ],
  volumes: ['snapshot.storage.k8s.io/volumesnapshots: create get list watch delete'],
  rollout: ['apps/statefulsets: get, named', '/pods: get delete, named'],
};

test('rights are these, in the namespace alone, each bound to an account that a Pod has', async () => {
  const objects = await render({ values: everything });
  assert.equal(
    objects.filter(({ kind }) => kind.startsWith('ClusterRole')),
    [],
  );
  const found: Record<string, Set<string>> = {};
  for (const { metadata, rules } of objects.filter(({ kind }) => kind === 'Role')) {
    const of = Object.keys(rights).find((name) => metadata.name.endsWith(`-${name}`)) ?? metadata.name;
    found[of] ??= new Set();
    for (const { apiGroups, resources, verbs, resourceNames } of rules as Record<string, string[]>[])
      for (const resource of resources ?? [])
        found[of].add(
          `${apiGroups}/${resource}: ${verbs?.join(' ')}${(resourceNames ?? []).length > 0 ? ', named' : ''}`,
        );
    const binding = objects.find(
      ({ kind, roleRef }) => kind === 'RoleBinding' && (roleRef as { name: string }).name === metadata.name,
    );
    const accounts = ((binding?.subjects ?? []) as { name: string }[]).map(({ name }) => name);
    assert.ok(
      podSpecs(objects).some(([, spec]) => accounts.includes(spec.serviceAccountName ?? '')),
      `${metadata.name}: bound to ${accounts}, which no Pod has`,
    );
  }
  const sorted = (of: Record<string, Iterable<string>>): [string, string[]][] =>
    Object.entries(of)
      .map(([name, all]): [string, string[]] => [name, [...all].sort()])
      .sort(([a], [b]) => (a < b ? -1 : 1));
  assert.equal(sorted(found), sorted(rights));
});

test('the rollout may touch the peers of its release and nothing else', async () => {
  const rulesOf = async (peers: object): Promise<readonly { resourceNames?: readonly string[] }[]> => {
    const objects = await render({ values: { rollout: { enabled: true }, peers } });
    const role = objects.find(({ kind, metadata }) => kind === 'Role' && metadata.name.endsWith('-rollout'));
    return (role?.rules ?? []) as readonly { resourceNames?: readonly string[] }[];
  };
  assert.equal(
    (await rulesOf({ a: {}, b: { enabled: false } })).map(({ resourceNames }) => resourceNames),
    [['fabric-dind-a'], ['fabric-dind-a-0']],
  );
  assert.equal(await rulesOf({ a: { enabled: false } }), []);
});

test('without Docker a peer can pass the restricted level of Pod Security, as docs/isolation.md says', async () => {
  const objects = await render({
    values: {
      peer: {
        dind: { enabled: false },
        ledger: { setOwner: 'none' },
        podSecurityContext: { fsGroup: 1000 },
      },
    },
  });
  for (const [where, spec] of podSpecs(objects)) {
    assert.ok(
      (spec.volumes ?? []).every((volume) => volume.hostPath === undefined),
      where,
    );
    for (const { name, securityContext: own } of [...(spec.initContainers ?? []), ...spec.containers]) {
      const told = `${where}: ${name}`;
      assert.is(own?.runAsNonRoot ?? spec.securityContext?.runAsNonRoot, true, told);
      assert.is(own?.allowPrivilegeEscalation, false, told);
      assert.equal(own?.capabilities, { drop: ['ALL'] }, told);
      assert.is((own?.seccompProfile ?? spec.securityContext?.seccompProfile)?.type, 'RuntimeDefault', told);
    }
  }
});

test('the daemon listens on its socket alone', async () => {
  const container = containerOf(peerOf(await render(), 'fabric-dind-peer0'), 'dind');
  assert.ok(!JSON.stringify(container).includes('tcp://'));
  assert.equal(container.args, ['--group=2375']);
});

test('nobody but the peer and the containers of the sidecar sees the socket', async () => {
  const spec = peerOf(await render({ values: everything }), 'fabric-dind-peer0').spec?.template
    .spec as PodSpec;
  const seeing = [...(spec.initContainers ?? []), ...spec.containers]
    .filter(({ volumeMounts }) => volumeMounts?.some(({ name }) => name === 'docker-socket'))
    .map(({ name }) => name);
  assert.equal(seeing, ['dind', 'prepare', 'peer']);
});

test.run();
