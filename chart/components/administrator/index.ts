/** The administrator's Jobs: their rights, and the object that tells what they did. */
import { releaseObjects } from '../../../schema/components/release/names.ts';
import { isSet, or } from '../../../schema/expression/build.ts';
import { release, v } from '../../../schema/expression/references.ts';
import { define, yaml } from '../../language/index.ts';
import { metadata } from '../../shared/metadata.ts';
import type { Component } from '../component.ts';
import { administratorJob, jobSpec } from './job.ts';
import { podLabels } from './labels.ts';
import { peerCertificates, runningPeers } from './trust.ts';

const status = define(
  'fabric-dind.administrator.status',
  'release',
  'What the Jobs saw last, by channel: heights of the ledgers, and committed definitions. They write it; the chart never does.',
  yaml`
    apiVersion: v1
    kind: ConfigMap
    ${metadata(releaseObjects.channels, { of: 'release' })}
  `,
);

const rights = define(
  'fabric-dind.administrator.rights',
  'release',
  "What the administrator's Jobs may do in the cluster: write what they saw, and nothing else.",
  yaml`
    apiVersion: v1
    kind: ServiceAccount
    ${metadata(releaseObjects.channels, { of: 'release' })}
    automountServiceAccountToken: false
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    ${metadata(releaseObjects.channels, { of: 'release' })}
    rules:
      - apiGroups: [""]
        resources: [configmaps]
        resourceNames:
          - ${releaseObjects.channels}
        verbs: [patch]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    ${metadata(releaseObjects.channels, { of: 'release' })}
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: ${releaseObjects.channels}
    subjects:
      - kind: ServiceAccount
        name: ${releaseObjects.channels}
        namespace: ${release.namespace}
  `,
);

const works = or(isSet(v.channels), isSet(v.chaincodes));

export const administrator: Component = {
  name: 'administrator',
  about: "The Jobs of the organisation's administrator",
  templates: [status, rights, runningPeers, peerCertificates, podLabels, jobSpec, administratorJob],
  releaseObjects: [
    { body: status, when: works },
    { body: rights, when: works },
  ],
};
