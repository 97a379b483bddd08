/** `_peers.tpl`: the peers, merged once for all manifests. */
import { v } from '../../schema/expression/references.ts';
import type { Library } from '../file.ts';
import { define, raw, yaml } from '../language/index.ts';

/** Fills the dict `peers` with one scope a peer. */
export const peers = define(
  'fabric-dind.peers',
  'release',
  'Fills the dict .peers with a scope for each peer: the release, the checksum of its scripts, the name of the peer, and\n     its values merged over the defaults. Each peer gets a copy of the defaults, or one would see what another changed.',
  yaml`
    ${raw(
      [
        '{{- $root := .root }}',
        '{{- $peers := .peers }}',
        '{{- $defaults := toJson .root.Values.peer }}',
        '{{- $runtime := (.root.Files.Glob "files/*").AsConfig | sha256sum }}',
        '{{- range $name, $overrides := .root.Values.peers | default (dict "peer0" dict) }}',
        '{{- $peer := mergeOverwrite (fromJson $defaults) ($overrides | default dict) }}',
        '{{- $scope := dict "Values" $root.Values "Release" $root.Release "Chart" $root.Chart "runtimeChecksum" $runtime "name" $name "peer" $peer }}',
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
