/** Seven public samples of what migrations read. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Input, Options } from '../../../scripts/migrate/index.ts';

const folder = join(import.meta.dirname, 'samples');

/** A sample, and what must come out of it. */
export interface Sample {
  readonly files: readonly string[];
  readonly options?: Partial<Options>;
  /** Settings that did nothing there; each must be named. */
  readonly dead: readonly string[];
  /** The StatefulSets that Helm renders. */
  readonly peers: readonly string[];
}

/** By the source that reads it. */
export const samples: Readonly<Record<string, Sample>> = {
  falcon: {
    files: ['falcon.yaml'],
    dead: [
      'podAnnotations',
      'securityContext',
      'global.imageRegistry',
      'global.metrics.serviceMonitor.namespace',
      'peers[1].useCouchDB',
      'additionalEnvironmentVars.peer[DOCKER_HOST]',
    ],
    peers: ['peer0-greenbank', 'peer1-greenbank'],
  },
  pivt: {
    files: ['pivt.yaml', 'pivt-crypto-config.yaml'],
    options: { organisation: 'Karga' },
    dead: [
      'peer.docker.dind.persistence.enabled',
      'peer.docker.registryMirror.enabled',
      'PeerOrgs[Karga].Template.Start',
    ],
    peers: ['hlf-peer--karga--peer0', 'hlf-peer--karga--peer1'],
  },
  bevel: {
    files: ['bevel.yaml'],
    options: { release: 'peer0-carrier', namespace: 'carrier-net' },
    dead: ['peer.ports.events'],
    peers: ['peer0-carrier'],
  },
  'hlf-operator': {
    files: ['hlf-operator.yaml'],
    dead: ['spec.operationHosts', 'spec.couchdb.user', 'spec.logging', 'spec.storage.couchdb.size'],
    peers: ['org1-peer0'],
  },
  'stable-hlf-peer': {
    files: ['stable-hlf-peer.yaml'],
    dead: ['dockerConfig', 'logging', 'service.portEvent'],
    peers: ['old-fabric-dind-peer0'],
  },
  ibm: {
    files: ['ibm.yaml'],
    dead: ['peer.app.config', 'peer.couchdbResources'],
    peers: ['old-fabric-dind-peer0'],
  },
  rtang03: {
    files: ['rtang03.yaml'],
    dead: ['image.tag', 'image.repository', 'persistence.existingClaim', 'serviceAccount.name', 'namespace'],
    peers: ['peer0-org1'],
  },
};

/** The texts of a sample. */
export const inputsOf = ({ files }: Sample): Promise<Input[]> =>
  Promise.all(files.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })));
