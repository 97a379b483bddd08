/** Chaincode as a service: TLS, whose certificate it is, and what its Job may therefore do. */
import type { Deployment } from 'kubernetes-types/apps/v1.js';
import type { Job } from 'kubernetes-types/batch/v1.js';
import type { Role } from 'kubernetes-types/rbac/v1.js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ValuesOverrides } from '../../../../schema/generated/values.ts';
import { type Rendered, render } from '../../../support/rendered.ts';

type Tls = { enabled?: boolean; secretName?: string };

const values = (tls?: Tls): ValuesOverrides => ({
  administrator: { msp: { secretName: 'admin' } },
  channels: { ch: { orderers: [{ address: 'o:7050', tlsCaCert: { name: 'o', key: 'ca.crt' } }] } },
  chaincodes: {
    asset: {
      channels: ['ch'],
      version: '1',
      package: { service: { image: 'asset:1', ...(tls ? { tls } : {}) } },
    },
  },
});

interface Served {
  readonly objects: readonly Rendered[];
  /** The Secret that the server mounts. */
  readonly mounted: string | undefined;
  readonly env: Record<string, string | undefined>;
  /** What the Job is told about the service. */
  readonly told: { tls: boolean; makes?: string };
  /** The Secret whose CA the Job mounts. */
  readonly trusted: string | undefined;
}

const served = async (tls?: Tls): Promise<Served> => {
  const objects = await render({ values: values(tls), release: 'r' });
  const only = <T>(kind: string, name: string): T =>
    objects.find((object) => object.kind === kind && object.metadata.name.startsWith(name)) as unknown as T;
  const server = only<Deployment>('Deployment', 'r-fabric-dind-asset').spec?.template.spec;
  const job = only<Job>('Job', 'r-fabric-dind-chaincode-asset').spec?.template.spec;
  const spec = job?.containers[0]?.env?.find(({ name }) => name === 'SPEC')?.value ?? '{}';
  return {
    objects,
    mounted: server?.volumes?.find(({ name }) => name === 'tls')?.secret?.secretName,
    env: Object.fromEntries((server?.containers[0]?.env ?? []).map(({ name, value }) => [name, value])),
    told: JSON.parse(spec).service,
    trusted: job?.volumes?.find(({ name }) => name === 'service-ca')?.secret?.secretName,
  };
};

/** What Roles allow with Secrets, besides which names. */
const secretRights = (objects: readonly Rendered[]): [string, string[]][] =>
  objects
    .filter(({ kind }) => kind === 'Role')
    .flatMap((role) => (role as unknown as Role).rules ?? [])
    .filter(({ resources }) => resources?.includes('secrets') ?? false)
    .map(({ verbs, resourceNames }) => [verbs.join(), resourceNames ?? []]);

test('without a word about TLS the Job makes the certificate, and may make and read that Secret', async () => {
  const { objects, mounted, env, told, trusted } = await served();
  assert.equal(told.tls, true);
  assert.equal(
    [mounted, told.makes, trusted],
    ['r-fabric-dind-asset-tls', 'r-fabric-dind-asset-tls', undefined],
  );
  assert.equal([env.CHAINCODE_TLS_DISABLED, env.CHAINCODE_TLS_KEY], ['false', '/tls/tls.key']);
  assert.equal(secretRights(objects), [
    ['create', []],
    ['get', ['r-fabric-dind-asset-tls']],
  ]);
});

test('a Secret that the values name is taken, and no right on Secrets is given', async () => {
  const { objects, mounted, told, trusted } = await served({ secretName: 'mine' });
  assert.equal([mounted, told.tls, told.makes, trusted], ['mine', true, undefined, 'mine']);
  assert.equal(secretRights(objects), []);
});

test('a server without TLS is dialled without', async () => {
  const { objects, mounted, env, told, trusted } = await served({ enabled: false });
  assert.equal([mounted, told.tls, told.makes, trusted], [undefined, false, undefined, undefined]);
  assert.is(env.CHAINCODE_TLS_DISABLED, 'true');
  assert.equal(secretRights(objects), []);
});

test('what the package hangs on makes the Pods wait for the identifier of the new one', async () => {
  const keyWith = async (service: object): Promise<string | undefined> => {
    const objects = await render({
      values: {
        ...values(),
        chaincodes: {
          asset: { channels: ['ch'], version: '1', package: { service: { image: 'asset:1', ...service } } },
        },
      },
      release: 'r',
    });
    const server = objects.find(({ kind }) => kind === 'Deployment') as unknown as Deployment;
    return server.spec?.template.spec?.containers[0]?.env?.find(({ name }) => name === 'CHAINCODE_ID')
      ?.valueFrom?.configMapKeyRef?.key;
  };
  const indexes = { owner: { index: { fields: ['owner'] }, ddoc: 'd', name: 'owner', type: 'json' } };
  const keys = await Promise.all(
    [{}, { indexes }, { tls: { secretName: 'mine' } }, { tls: { enabled: false } }, { port: 7777 }].map(
      keyWith,
    ),
  );
  assert.is(new Set(keys).size, keys.length, keys.join(' '));
  assert.is(await keyWith({ env: { A: 'b' } }), keys[0]);
});

test.run();
