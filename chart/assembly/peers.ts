/** `peers.yaml`: everything of every peer, in one file: merging once per peer keeps a hundred peers cheap. */
import { offersChaincode } from '../../schema/components/chaincode/runtimes.ts';
import { and, eq, not } from '../../schema/expression/build.ts';
import { peer, v } from '../../schema/expression/references.ts';
import { builderRole, builderRoleBinding } from '../components/external-builders/role.ts';
import { daemonConfigMap, gossipConfigMap } from '../components/fabric/config-maps.ts';
import { testPod } from '../components/helm-test/pod.ts';
import { dockerClaim, ledgerClaim } from '../components/ledger/claims.ts';
import { dashboard, podMonitor, prometheusRule } from '../components/monitoring/objects.ts';
import { networkPolicy } from '../components/network-policy/object.ts';
import {
  chaincodeService,
  clientService,
  headlessService,
  serviceAccount,
} from '../components/service/services.ts';
import type { Manifest } from '../file.ts';
import { eachPeer, include, raw, type Template, when, yaml } from '../language/index.ts';
import { refuse } from './rules.ts';
import { peers } from './scopes.ts';
import { statefulSet } from './stateful-set.ts';

const document = (template: Template) => yaml`
  ---
  ${include(template)}
`;

export const file: Manifest = {
  path: 'templates/peers.yaml',
  about: 'Everything of every peer. The values of a peer are merged once, here, and handed to all templates',
  body: yaml`
    ${raw(
      [
        '{{- $peers := dict }}',
        '{{- include "fabric-dind.peers" (dict "root" . "peers" $peers) }}',
        '{{- $release := dict "Values" .Values "Release" .Release "Chart" .Chart "Files" .Files "peers" $peers }}',
        '{{- include "fabric-dind.refuseBrokenRules" $release }}',
        '{{- include "fabric-dind.gossipConfigMap" $release | nindent 0 }}',
        '{{- if .Values.monitoring.rules.enabled }}',
        '---',
        '{{- include "fabric-dind.prometheusRule" $release | nindent 0 }}',
        '{{- end }}',
        '{{- if .Values.monitoring.dashboard.enabled }}',
        '---',
        '{{- include "fabric-dind.dashboard" $release | nindent 0 }}',
        '{{- end }}',
      ].join('\n'),
      'it makes the scopes of the peers',
      {
        reads: [v.monitoring.rules.enabled, v.monitoring.dashboard.enabled],
        uses: [peers, refuse, gossipConfigMap, prometheusRule, dashboard],
      },
    )}
    ${eachPeer(yaml`
      ${when(
        peer.enabled,
        yaml`
          ${when(peer.serviceAccount.create, document(serviceAccount))}
          ${when(
            peer.kubernetesBuilder.enabled,
            yaml`
              ${document(builderRole)}
              ${document(builderRoleBinding)}
            `,
          )}
          ${when(not(peer.ledger.existingClaim), document(ledgerClaim))}
          ${when(
            peer.dind.enabled,
            yaml`
              ${when(
                and(eq(peer.dind.storage.type, 'claim'), not(peer.dind.storage.existingClaim)),
                document(dockerClaim),
              )}
              ${document(daemonConfigMap)}
            `,
          )}
          ${when(peer.networkPolicy.enabled, document(networkPolicy))}
          ${when(peer.metrics.podMonitor.enabled, document(podMonitor))}
          ${document(headlessService)}
          ${document(clientService)}
          ${when(offersChaincode, document(chaincodeService))}
          ${document(statefulSet)}
          ${when(eq(peer.replicas, 1), document(testPod))}
        `,
      )}
    `)}
  `,
};
