/** `_maintenance.tpl`: a command on the ledger of a stopped peer, as a Job with what the components know of ledger and identity. */
import { peerFullname } from '../../schema/components/peer/facts.ts';
import { pullSecrets, serviceAccount } from '../../schema/components/pod/facts.ts';
import { chartLabelName } from '../../schema/components/release/names.ts';
import { and, dict, eq, format, isSet, literal, or } from '../../schema/expression/build.ts';
import { peer, peerKey, release } from '../../schema/expression/references.ts';
import { imageReference } from '../../schema/shared/image-reference.ts';
import { coreYaml } from '../components/core-yaml/index.ts';
import { enrollmentComponent } from '../components/enrollment/index.ts';
import { identity } from '../components/identity/index.ts';
import { components } from '../components/index.ts';
import { ledger } from '../components/ledger/index.ts';
import { peer as peerComponent } from '../components/peer/index.ts';
import { scriptsVolume } from '../components/scripts/index.ts';
import { stateDatabase } from '../components/state-database/index.ts';
import type { Library } from '../file.ts';
import {
  define,
  environment,
  goValue,
  include,
  merged,
  passedOn,
  textFrom,
  textLines,
  toYaml,
  when,
  withValue,
  yaml,
} from '../language/index.ts';
import { selectorLabels } from '../shared/labels.ts';
import { metadata } from '../shared/metadata.ts';
import { dnsLabel, env, resourcesOf } from '../shared/scalars.ts';
import { partsOfPeer } from './fold.ts';

const { command, channel, block, run } = peer.maintenance;
const { msp, tls } = peer.identity;

/** No daemon: nothing of chaincode is asked for. */
const parts = [identity, ledger, peerComponent, coreYaml, stateDatabase, enrollmentComponent];

const initContainers = define(
  'fabric-dind.maintenance.initContainers',
  'peer',
  "The user's init containers, then configuration, identity and state database, as the peer has them.",
  yaml`
    ${withValue(peer.extraInitContainers, (containers) => yaml`${toYaml(containers)}`)}
    ${partsOfPeer('initContainers', undefined, parts)}
  `,
);

/** Labels without what changes with each version of the chart: the template of a Job is immutable. */
const podLabels = define(
  'fabric-dind.maintenance.podLabels',
  'peer',
  "Labels of the Job's Pod. No Service finds it, and an upgrade of the chart changes none of them: a Job is immutable.",
  yaml`
    app.kubernetes.io/name: ${chartLabelName}
    app.kubernetes.io/instance: ${release.name}
    app.kubernetes.io/component: maintenance
    fabric-dind/peer: ${peerKey}
  `,
);

/** What has Vault's agent bring the identity, in a Pod that must end. */
const annotations = define(
  'fabric-dind.maintenance.annotations',
  'peer',
  "Annotations of the peer's Pod, by which something else brings its identity. Vault's agent is to end, or the Job would not.",
  yaml`
    ${merged(
      peer.podAnnotations,
      dict({
        'vault.hashicorp.com/agent-pre-populate-only': literal('true'),
        'vault.hashicorp.com/agent-inject-containers': literal('maintenance'),
      }),
    )}
  `,
);

const pod = define(
  'fabric-dind.maintenance.pod',
  'peer',
  'The Pod of the Job.',
  yaml`
    metadata:
      labels:
        ${include(podLabels)}
      ${when(
        and(or(isSet(msp.path), isSet(tls.path)), isSet(peer.podAnnotations)),
        yaml`
          annotations:
            ${include(annotations)}
        `,
      )}
    spec:
      restartPolicy: Never
      serviceAccountName: ${serviceAccount}
      automountServiceAccountToken: false
      enableServiceLinks: false
      ${passedOn('imagePullSecrets', pullSecrets)}
      ${passedOn('nodeSelector', peer.nodeSelector)}
      ${passedOn('tolerations', peer.tolerations)}
      affinity:
        podAntiAffinity:
          # Not beside the Pod of the peer: while that stops, it still has the ledger and CouchDB's data.
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels:
                  ${include(selectorLabels)}
      ${withValue(
        goValue<string>()`${initContainers} | trim`,
        (containers) => yaml`
          initContainers:
            ${textLines(containers)}
        `,
      )}
      containers:
        - name: maintenance
          image: ${imageReference(peer.image)}
          imagePullPolicy: ${peer.image.pullPolicy}
          command:
            - bash
            - /etc/fabric-dind-maintenance/maintain.sh
          env:
            - name: COMMAND
              value: ${command}
            - name: CHANNEL
              value: ${channel}
            - name: BLOCK
              value: "${block}"
            - name: RUN
              value: "${run}"
            ${environment(
              env,
              components.flatMap(({ environment = [] }) => environment),
              peer.env,
            )}
          ${passedOn('envFrom', peer.envFrom)}
          ${resourcesOf(peer.resources)}
          ${passedOn('securityContext', peer.securityContext)}
          volumeMounts:
            - name: maintenance-scripts
              mountPath: /etc/fabric-dind-maintenance
              readOnly: true
            ${partsOfPeer('mounts', undefined, parts)}
            ${withValue(peer.extraVolumeMounts, (mounts) => yaml`${toYaml(mounts)}`)}
      volumes:
        ${scriptsVolume('maintenance')}
        ${partsOfPeer('volumes', undefined, parts)}
        ${withValue(peer.extraVolumes, (volumes) => yaml`${toYaml(volumes)}`)}
  `,
);

/** Another value makes another Job; its script knows that the command has run. */
export const maintenance = define(
  'fabric-dind.maintenance.job',
  'peer',
  'Runs one command once: its script notes in the volume of the ledger that it has. It is named by its content, as a Job cannot be changed.',
  yaml`
    apiVersion: batch/v1
    kind: Job
    ${metadata(format('%s-%s', textFrom(dnsLabel, format('%s-%s', peerFullname, command)), goValue<string>()`${pod} | sha256sum | trunc 8`), { of: 'peer' })}
    spec:
      # A command that failed is for a person to look at.
      backoffLimit: 0
      template:
        ${include(pod)}
  `,
);

/** Whether there is a command to run. */
export const isMaintained = and(eq(peer.replicas, 0), isSet(command));

export const file: Library = {
  path: 'templates/_maintenance.tpl',
  about: 'A command on the ledger of a stopped peer',
  templates: [initContainers, podLabels, annotations, pod, maintenance],
};
