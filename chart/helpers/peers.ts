/** `_peers.tpl`: the peers, merged once for all manifests. */
import { v } from '../../schema/expression/references.ts';
import type { Library } from '../file.ts';
import { define, raw, yaml } from '../language/index.ts';

/** Fills the dict `peers` with one scope a peer. */
export const peers = define(
  'fabric-dind.peers',
  'release',
  'Fills the dict .peers with a scope for each peer: what `$` holds, the name of the peer, and its values merged over\n     the defaults. The defaults are copied first, or one peer would see what another changed.',
  yaml`
    ${raw(
      [
        '{{- $root := .root }}',
        '{{- $peers := .peers }}',
        '{{- range $name, $overrides := .root.Values.peers | default (dict "peer0" dict) }}',
        '{{- $peer := mergeOverwrite (deepCopy $root.Values.peer) ($overrides | default dict) }}',
        '{{- $scope := dict "Values" $root.Values "Release" $root.Release "Chart" $root.Chart "Files" $root.Files "name" $name "peer" $peer }}',
        '{{- $_ := set $peers $name $scope }}',
        '{{- end }}',
      ].join('\n'),
      'it makes the scope that all other templates about peers have',
      { reads: [v.peers] },
    )}
  `,
);

export const file: Library = {
  path: 'templates/_peers.tpl',
  about: 'Peers',
  templates: [peers],
};
