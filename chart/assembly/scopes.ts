/** `_peers.tpl`: the peers, merged once for all manifests, with what follows from their values. */
import type { Fact } from '../../schema/expression/ast.ts';
import { v } from '../../schema/expression/references.ts';
import { devnetValues } from '../components/devnet/entries.ts';
import { names as scriptNames } from '../components/scripts/index.ts';
import type { Library } from '../file.ts';
import { comment, define, type Fragment, go, setOnDot, type Template } from '../language/index.ts';
import { stacked } from './fold.ts';

const settings = (facts: readonly Fact[]): Fragment =>
  stacked(facts.flatMap(({ name, comment: text, body }) => [comment(text), setOnDot(name, body)]));

const factsOf = (facts: readonly Fact[]): Template =>
  define(
    'fabric-dind.peer.facts',
    'peer',
    "What follows from a peer's values: computed once, here, and read everywhere by its name. Each fact is set on the scope, beside .peer, after those that it needs.",
    settings(facts),
  );

/** The named template that gives the release its peers. Every manifest that is about peers starts with it. */
export const peers = define(
  'fabric-dind.peers',
  'release',
  "Sets .peers, for all manifests at once: for each peer a scope with the release, the names of its scripts' ConfigMaps, the peer's name, its values, and facts about it. Each peer gets a copy of the defaults, or one would see what another changed.",
  go`
    {{- if not (hasKey . "peers") }}
    {{- ${devnetValues} }}
    {{- $root := . }}
    {{- $peers := dict }}
    {{- $defaults := toJson ${v.peer} }}
    {{- ${scriptNames} }}
    {{- range $name, $overrides := ${v.peers} | default (dict "peer0" dict) }}
    {{- $peer := mergeOverwrite (fromJson $defaults) ($overrides | default dict) }}
    {{- $scope := dict "Values" $root.Values "Release" $root.Release "Chart" $root.Chart "Template" $root.Template }}
    {{- $_ := set $scope "scripts" $root.scripts }}
    {{- $_ := set $scope "name" $name }}
    {{- $_ := set $scope "peer" $peer }}
    {{- $_ := ${{ ...factsOf([]), given: { kind: 'reference', scope: 'local', path: [], variable: '$scope' } }} }}
    {{- $_ := set $peers $name $scope }}
    {{- end }}
    {{- $_ := set . "peers" $peers }}
    {{- end }}
  `,
);

/** The library of the peers' scopes. */
export const peersLibrary = (facts: readonly Fact[]): Library => ({
  path: 'templates/_peers.tpl',
  about: 'The peers: their values, and what follows from them',
  templates: [peers, factsOf(facts)],
});
