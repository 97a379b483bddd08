/** Names: within the limits of Kubernetes at their longest, refused one character beyond, and constant for ever. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { validateValues } from '../../schema/validate/validate.ts';
import { chartFolder } from '../../scripts/support/top.ts';
import { everything } from '../support/everything.ts';
import { temporaryFolder } from '../support/folder.ts';
import { helm, type Rendered, refusal, render } from '../support/rendered.ts';

/** Longest name by kind; a StatefulSet's leaves room for the hash that its Pods' labels carry (kubernetes#64023). */
const limits: Readonly<Record<string, number>> = { StatefulSet: 52, Service: 63, Job: 63 };

const label = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/u;
const dnsLabel = /^[a-z]([-a-z0-9]*[a-z0-9])?$/u;

/** Everything below an object that Kubernetes reads as labels or selects by. */
const labelsIn = (value: unknown, key = ''): [string, string][] => {
  if (typeof value !== 'object' || value === null) return [];
  const here = ['labels', 'matchLabels', 'selector', 'nodeSelector'].includes(key)
    ? Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    : [];
  return [...here, ...Object.entries(value).flatMap(([name, child]) => labelsIn(child, name))];
};

const check = (objects: readonly Rendered[]): void => {
  for (const object of objects) {
    const { name } = object.metadata;
    const where = `${object.kind}/${name}`;
    assert.ok(name.length <= (limits[object.kind] ?? 253), `${where}: ${name.length} characters`);
    if (object.kind in limits) assert.match(name, dnsLabel, where);
    for (const [key, value] of labelsIn(object)) {
      assert.ok(value.length <= 63 && label.test(value), `${where}: label ${key}=${value}`);
      assert.ok((key.split('/').at(-1) as string).length <= 63, `${where}: label ${key}`);
    }
  }
  const text = JSON.stringify(objects);
  for (const [, port = ''] of text.matchAll(/"containerPort":\d+,"name":"([^"]*)"/gu))
    assert.ok(port.length <= 15);
};

const release = 'r'.repeat(53);
/** `everything` without the names that it gives itself. */
const values = (fullname: number, peer: number): object => ({
  ...everything,
  fullnameOverride: 'f'.repeat(fullname),
  devnet: { enabled: fullname <= 37 },
  channels: Object.fromEntries(
    Object.entries(everything.channels ?? {}).map(([name, { orderers }]) => [name.repeat(83), { orderers }]),
  ),
  chaincodes: Object.fromEntries(
    Object.entries(everything.chaincodes ?? {}).map(([name, { peers: _, channels, ...rest }]) => [
      name.repeat(50),
      { ...rest, channels: channels.map((channel) => channel.repeat(83)) },
    ]),
  ),
  peers: { ['p'.repeat(peer)]: {}, b: { service: { grpc: { nodePort: 0 } } } },
});

test('with the longest release and peer names, whichever is the longer, all names fit', async () => {
  for (const [fullname, peer] of [
    [31, 20],
    [1, 50],
    [50, 1],
  ] as const) {
    check(await render({ values: values(fullname, peer), release }));
  }
});

test('one character more is refused, by a rule that says what to shorten', async () => {
  for (const [fullname, peer] of [
    [32, 20],
    [31, 21],
    [1, 51],
    [51, 1],
  ] as const) {
    const given = values(fullname, peer);
    const said = (await refusal({ values: given, release })) ?? 'rendered';
    assert.match(said, `${'f'.repeat(fullname)}-${'p'.repeat(peer)} has 53 characters`);
    assert.match(said, 'Shorten the name of the peer or fullnameOverride');
    const { problems } = validateValues(given, { name: release, namespace: 'fabric' });
    assert.ok(problems.some(({ path }) => path.startsWith('peers.p')));
  }
});

test('the longest release that needs no override', async () => {
  const longest = 'r'.repeat(52 - '-fabric-dind-peer0'.length);
  check(await render({ release: longest }));
  assert.match((await refusal({ release: `${longest}r` })) ?? '', 'a StatefulSet may have 52');
  const named = `fabric-dind-${'r'.repeat(52 - '-peer0'.length - 'fabric-dind-'.length)}`;
  check(await render({ release: named }));
  assert.match((await refusal({ release: `${named}r` })) ?? '', 'a StatefulSet may have 52');
});

test('a release that is named after the chart does not repeat it', async () => {
  const names = async (of: string): Promise<unknown> =>
    (await render({ release: of })).find(({ kind }) => kind === 'StatefulSet')?.metadata.name;
  assert.is(await names('my-fabric-dind'), 'my-fabric-dind-peer0');
  assert.is(await names('mine'), 'mine-fabric-dind-peer0');
});

/** The chart as another version of itself. */
const otherVersion = async (): Promise<string> => {
  const folder = join(await temporaryFolder(), 'fabric-dind');
  await cp(chartFolder, folder, { recursive: true });
  const file = join(folder, 'Chart.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    text.replace(/^version: .*$/mu, 'version: 9.8.7').replace(/^appVersion: .*$/mu, 'appVersion: 9.9.9'),
  );
  return folder;
};

test('another version of the chart changes two labels of objects, and nothing that restarts or reselects a Pod', async () => {
  const options = { release: 'fabric-dind', namespace: 'fabric', values: everything };
  const load = (text: string): Rendered[] =>
    (loadAll(text) as (Rendered | null)[]).filter((object) => object !== null);
  const before = load(await (await helm()).template(chartFolder, options));
  const after = load(await (await helm()).template(await otherVersion(), options));
  assert.is(after.length, before.length);
  const setsOf = (objects: readonly Rendered[]): unknown[] =>
    objects.filter(({ kind }) => kind === 'StatefulSet').map(({ spec }) => spec);
  assert.equal(setsOf(after), setsOf(before));
  const unversioned = (objects: readonly Rendered[]): unknown[] =>
    objects.map(({ metadata, ...rest }) => {
      const { 'helm.sh/chart': _, 'app.kubernetes.io/version': __, ...labels } = metadata.labels ?? {};
      return JSON.parse(
        JSON.stringify({ ...rest, metadata: { ...metadata, labels } })
          .replaceAll(/"helm\.sh\/chart":"[^"]*",?/gu, '')
          .replaceAll(/"app\.kubernetes\.io\/version":"[^"]*",?/gu, ''),
      );
    });
  assert.equal(unversioned(after), unversioned(before));
  assert.not.equal(after, before);
});

test('the labels that select a Pod depend on nothing that may change', async () => {
  const selectors = async (more: object): Promise<unknown> =>
    (await render({ values: { ...everything, ...more } }))
      .filter(({ kind }) => kind === 'StatefulSet')
      .map(({ spec }) => (spec as { selector: unknown }).selector);
  const plain = await selectors({});
  assert.equal(
    await selectors({ commonLabels: { 'app.kubernetes.io/instance': 'x', 'fabric-dind/peer': 'y' } }),
    plain,
  );
  assert.equal(
    await selectors({ mspId: 'Org2MSP', rollout: { enabled: false }, commonAnnotations: {} }),
    plain,
  );
});

test.run();
