/** NOTES: what helm says after an installation is true of what it installed. */
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ValuesOverrides } from '../../schema/generated/values.ts';
import { findHelm, HelmError } from '../../scripts/helm/index.ts';
import { chartFolder } from '../../scripts/support/top.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { messageOf } from '../support/thrown.ts';

const helm = await findHelm({ tell: () => {} });

/**
 * The chart with its notes as an object: `helm template` leaves them out, and `helm install --dry-run` of Helm 3 asks a
 * cluster.
 */
const chartWithNotes = async (): Promise<string> => {
  const chart = join(await temporaryFolder(), 'fabric-dind');
  await cp(chartFolder, chart, { recursive: true });
  const text = await readFile(join(chart, 'templates/NOTES.txt'), 'utf8');
  await writeFiles(chart, {
    'templates/_notes.tpl': `{{- define "notes" }}\n${text}\n{{- end }}\n`,
    'templates/notes.yaml':
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: notes}, data: {notes: {{ include "notes" . | toJson }}}}\n',
  });
  return chart;
};

const chart = await chartWithNotes();

const notes = async (values: ValuesOverrides): Promise<string> => {
  const manifests = await helm.template(chart, { release: 'org1', namespace: 'fabric', values });
  const objects = loadAll(manifests) as ({ metadata: { name: string }; data?: { notes: string } } | null)[];
  return objects.find((object) => object?.metadata.name === 'notes')?.data?.notes ?? '';
};

test('the Secrets and keys that a peer mounts, and no others', async () => {
  const said = await notes({
    peers: {
      peer0: {},
      peer1: {
        identity: {
          msp: { secretName: 'mine', tlsCaCert: { secretName: 'roots', key: 'tls-root.pem' } },
          tls: { caCert: { secretName: 'roots', key: 'tls-root.pem' } },
        },
      },
    },
  });
  const needed = said.match(/needs the Secret .*/gu);
  assert.equal(needed, [
    'needs the Secret org1-fabric-dind-peer0-msp: cacert.pem, cert.pem, key.pem, tlscacert.pem',
    'needs the Secret org1-fabric-dind-peer0-tls: ca.crt, tls.crt, tls.key',
    'needs the Secret mine: cacert.pem, cert.pem, key.pem',
    'needs the Secret org1-fabric-dind-peer1-tls: tls.crt, tls.key',
    'needs the Secret roots: tls-root.pem',
  ]);
});

test('without TLS nothing of it is asked for', async () => {
  const said = await notes({ peer: { identity: { tls: { enabled: false } } } });
  assert.not.match(said, /-tls:|TLS certificate/u);
});

test('where chaincode runs', async () => {
  assert.match(await notes({}), /in the container dind/u);
  const none = await notes({ peer: { dind: { enabled: false } } });
  assert.match(none, /no Docker daemon/u);
  assert.not.match(none, /in the container dind/u);
  const jobs = await notes({ peer: { kubernetesBuilder: { enabled: true } } });
  assert.match(jobs, /as Kubernetes Jobs/u);
});

test('where the address of a load balancer appears, and where to read what the test said', async () => {
  const said = await notes({ peer: { service: { type: 'LoadBalancer', operations: { enabled: false } } } });
  assert.match(
    said,
    /address outside appears in: kubectl --namespace fabric get service org1-fabric-dind-peer0/u,
  );
  // With --logs, Helm 3 ends with an error when the test has passed: it removes the Pod first (helm#9098).
  assert.match(said, /helm --namespace fabric test org1$/mu);
  assert.not.match(await notes({}), /address outside/u);
});

test('refused values lead to the validator', async () => {
  const refused = await messageOf(notes({ mspId: 'Org1MSP', peer: { image: { tag: '2.3.0' } } }), HelmError);
  assert.match(refused, /These values cannot work.*"npm run validate" tells file and line/su);
});

test.run();
