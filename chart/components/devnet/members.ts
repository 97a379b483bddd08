/** A second organisation in the channel of another release's devnet, and the test of the whole. */
import { devnetObjects, network, networkAdmin } from '../../../schema/components/devnet/names.ts';
import { and, isSet } from '../../../schema/expression/build.ts';
import { release, v } from '../../../schema/expression/references.ts';
import { define, goValue, include, includeOf, textOf, yaml } from '../../language/index.ts';
import { labelsOf } from '../../shared/labels.ts';
import { administratorJob } from '../administrator/job.ts';
import { podLabels } from '../administrator/labels.ts';
import { peerCertificates, runningPeers } from '../administrator/trust.ts';
import { scriptsOf } from '../scripts/index.ts';
import { ordererAddresses } from './entries.ts';
import { toolsPod } from './orderer.ts';

const { devnet } = v;

/** An MSP folder of the administrator whose Secret has the devnet's keys. */
const mspSources = (secret: typeof networkAdmin) => yaml`
  - secret:
      name: ${secret}
      items:
        - key: cert.pem
          path: signcerts/cert.pem
        - key: key.pem
          path: keystore/key.pem
        - key: cacert.pem
          path: cacerts/cacert.pem
  - configMap:
      name: ${scriptsOf('identity')}
      items:
        - key: msp-config.yaml
          path: config.yaml
`;

const organisationSpec = define(
  'fabric-dind.devnet.organisationSpec',
  'release',
  'What the Job of the organisation is told.',
  yaml`
    mspId: ${v.mspId}
    channel: ${devnet.channel}
    as: ${network}
    orderers:
      ${ordererAddresses}
  `,
);

const organisationPod = define(
  'fabric-dind.devnet.organisationPod',
  'release',
  "Adds the organisation to the channel in the name of the first one's administrator; any member may.",
  yaml`
    metadata:
      labels:
        ${include(podLabels)}
    spec:
      ${toolsPod(
        'organisation.sh',
        yaml`
          - name: SPEC
            value: ${goValue<string>()`${organisationSpec} | fromYaml | toJson`}
          # The peer command wants to know in whose name it speaks, and no MSP of the channel is asked for it.
          - name: CORE_PEER_LOCALMSPID
            valueFrom:
              secretKeyRef:
                name: ${networkAdmin}
                key: mspid
          - name: CORE_PEER_MSPCONFIGPATH
            value: /msp
        `,
        yaml`
          - name: msp
            mountPath: /msp
            readOnly: true
          - name: own
            mountPath: /own
            readOnly: true
          - name: trust
            mountPath: /trust
            readOnly: true
        `,
        yaml`
          - name: msp
            projected:
              sources:
                ${mspSources(networkAdmin)}
          - name: own
            projected:
              sources:
                - secret:
                    name: ${devnetObjects.admin}
                    items:
                      - key: cacert.pem
                        path: cacert.pem
                      - key: tlscacert.pem
                        path: tlscacert.pem
                - configMap:
                    name: ${scriptsOf('identity')}
                    items:
                      - key: msp-config.yaml
                        path: config.yaml
          - name: trust
            secret:
              secretName: ${networkAdmin}
              items:
                - key: orderer-ca.crt
                  path: orderer-ca.crt
        `,
      )}
  `,
);

const organisation = define(
  'fabric-dind.devnet.organisation',
  'release',
  "The Job that adds the organisation to the other release's channel.",
  yaml`${includeOf(administratorJob, { name: devnetObjects.organisation, pod: textOf(organisationPod) })}`,
);

const testSpec = define(
  'fabric-dind.devnet.testSpec',
  'release',
  'What the test is told.',
  yaml`
    channel: ${devnet.channel}
    orderers:
      ${ordererAddresses}
    peers:
      ${include(runningPeers)}
  `,
);

const test = define(
  'fabric-dind.devnet.test',
  'release',
  '`helm test`: puts a value through one peer, and reads it back from another.',
  yaml`
    apiVersion: v1
    kind: Pod
    metadata:
      name: ${devnetObjects.test}
      namespace: ${release.namespace}
      labels:
        ${labelsOf('release')}
      annotations:
        helm.sh/hook: test
        helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
    spec:
      ${toolsPod(
        'try.sh',
        yaml`
          - name: SPEC
            value: ${goValue<string>()`${testSpec} | fromYaml | toJson`}
          - name: CORE_PEER_LOCALMSPID
            value: ${v.mspId}
          - name: CORE_PEER_MSPCONFIGPATH
            value: /msp
        `,
        yaml`
          - name: msp
            mountPath: /msp
            readOnly: true
          - name: trust
            mountPath: /trust
            readOnly: true
        `,
        yaml`
          - name: msp
            projected:
              sources:
                ${mspSources(devnetObjects.admin)}
          - name: trust
            projected:
              sources:
                ${include(peerCertificates)}
                - secret:
                    name: ${networkAdmin}
                    items:
                      - key: orderer-ca.crt
                        path: orderer-ca.crt
        `,
      )}
  `,
);

/** The named templates. */
export const templates = [organisationSpec, organisationPod, organisation, testSpec, test];

/** Objects of the release. */
export const objects = [
  { body: organisation, when: and(devnet.enabled, isSet(devnet.joins)) },
  { body: test, when: and(devnet.enabled, devnet.sample) },
];
