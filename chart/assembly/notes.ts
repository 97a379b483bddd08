/** `NOTES.txt`: what was deployed, what is missing, and what to do next. */
import { address, hostname, peerFullname, peerObjects } from '../../schema/components/peer/names.ts';
import type { Expr } from '../../schema/expression/ast.ts';
import { release, v } from '../../schema/expression/references.ts';
import type { Manifest } from '../file.ts';
import { raw, text } from '../language/index.ts';
import { printExpression } from '../language/print-expression.ts';
import { warnings } from './rules.ts';
import { peers } from './scopes.ts';

const of = (expression: Expr<unknown>): string =>
  `{{ ${printExpression(expression, { scope: 'peer', nested: false, read: () => {}, use: () => {} })} }}`;

export const file: Manifest = {
  path: 'templates/NOTES.txt',
  about: 'What helm prints after an installation',
  body: text`
    ${raw(
      [
        '{{- $peers := dict }}',
        '{{- include "fabric-dind.peers" (dict "root" . "peers" $peers) }}',
        '{{- $warnings := include "fabric-dind.warnings" (dict "Values" .Values "Release" .Release "Chart" .Chart "peers" $peers) }}',
      ].join('\n'),
      'it makes the scopes of the peers',
      { uses: [peers, warnings] },
    )}
    Peers of ${v.mspId} in namespace ${release.namespace}:
    ${raw(
      [
        '{{ range $peers }}',
        '{{- if not .peer.enabled }}',
        `- ${of(peerFullname)}: disabled; its claims are kept`,
        '{{- else if eq (int64 .peer.replicas) 0 }}',
        `- ${of(peerFullname)}: stopped (replicas: 0)`,
        '{{- else }}',
        `- ${of(peerFullname)}: ${of(address)}`,
        `    needs the Secrets ${of(peerObjects.mspSecret)}{{ if .peer.identity.tls.enabled }} and ${of(peerObjects.tlsSecret)}, whose certificate must name ${of(hostname)}{{ end }}`,
        '{{- end }}',
        '{{- end }}',
        '{{- if and (gt (len $peers) 1) (not .Values.rollout.enabled) }}',
        '',
        'An upgrade restarts all peers that it changes at once. Set rollout.enabled to restart them one after the other.',
        '{{- end }}',
        '{{- if $warnings }}',
        '',
        'Worth a second look:',
        '{{- range splitList "\\n" $warnings }}',
        '- {{ . }}',
        '{{- end }}',
        '{{- end }}',
      ].join('\n'),
      'prose about each peer',
      { reads: [] },
    )}

    Peers wait for Secrets that are missing: look with
      kubectl --namespace ${release.namespace} get pods,pvc -l app.kubernetes.io/instance=${release.name}
      kubectl --namespace ${release.namespace} describe pods -l app.kubernetes.io/instance=${release.name}
    When they are ready:
      helm --namespace ${release.namespace} test ${release.name}
    Then join a channel and install chaincode as on any peer; it is built and run inside the Pod.
  `,
};
