/** `_variables.tpl`: what `env`, `dind.env` and `coreYaml` must not say; the validator has the same from the same data. */
import {
  coreYamlSecret,
  deadNames,
  peerSettings,
  type Setting,
  secretVariable,
  sidecarSettings,
} from '../../../schema/components/fabric/variables.ts';
import { type Expr, expr } from '../../../schema/expression/ast.ts';
import { dict, literal } from '../../../schema/expression/build.ts';
import { peer, peerKey } from '../../../schema/expression/references.ts';
import type { Library } from '../../file.ts';
import {
  assign,
  define,
  defineWith,
  type Fragment,
  go,
  goValue,
  include,
  includeOf,
  text,
  textFrom,
  when,
  withValue,
  yaml,
} from '../../language/index.ts';
import { flatten } from '../core-yaml/index.ts';

type Map = { readonly [key: string]: unknown };

const variable = (name: string): Expr<string> =>
  expr({ kind: 'reference', scope: 'local', path: [], variable: `$${name}` });

/** Lines of a map from text to text. */
const lines = (entries: readonly (readonly [string, string])[]): Fragment => ({
  ...yaml``,
  lines: entries.map(([key, value]) => ({ indent: 0, pieces: [`${key}: ${JSON.stringify(value)}`] })),
});

const nameOf = ({ variable: name }: Setting): string => name;
const keyOf = ({ key }: Setting): string => (key ?? '').toLowerCase();

/** What the chart sets, by name: the value that does it, or the reason why nobody else may. */
const table = (name: string, about: string, settings: readonly Setting[], id: (of: Setting) => string) =>
  define(
    name,
    'peer',
    about,
    lines(
      settings
        .filter((setting) => id(setting) !== '')
        .map((setting) => [
          id(setting),
          setting.value === undefined ? `: ${setting.why}` : setting.value.replace(/^\./u, ''),
        ]),
    ),
  );

const ofPeer = table(
  'fabric-dind.variables.peer',
  'Variables of the peer that the chart sets: the value that does it, or a colon and why nobody else may.',
  peerSettings,
  nameOf,
);
const ofSidecar = table(
  'fabric-dind.variables.sidecar',
  'Variables of the sidecar that the chart sets, as above.',
  sidecarSettings,
  nameOf,
);
const ofCoreYaml = table(
  'fabric-dind.variables.coreYaml',
  'Keys of core.yaml that the chart sets, in lower case, as above.',
  peerSettings,
  keyOf,
);

const deadNamesDict = dict(
  Object.fromEntries(Object.entries(deadNames).map(([start, remedy]) => [start, literal(remedy)])),
);

const at = variable('at');
const name = variable('name');
const owner = variable('owner');

const reference = literal('valueFrom: {secretKeyRef: {name: …, key: …}}');

const belongsToChart = text`- ${at}: the chart sets ${name} itself${owner}. Remove it`;
const belongsToValue = text`- ${at}: ${name} is what ${owner} sets, and rules look at that alone. Set ${owner} instead`;

const environment = defineWith<{ place: string; entries: Map; owners: Map }>(
  'fabric-dind.variables.environment',
  'What is wrong with variables, one a line.',
  ({ place, entries, owners }) => go`
    {{- $place := ${place} }}
    {{- $owners := ${owners} }}
    {{- range $name, $value := ${entries} }}
    {{- $at := printf "%s.%s" $place $name }}
    {{- $owner := get $owners (upper $name) }}
    {{- $isPlain := not (kindIs "map" $value) }}
    {{- if hasPrefix ": " $owner }}
    ${belongsToChart}
    {{- else if and $owner $isPlain }}
    ${belongsToValue}
    {{- else if and $isPlain (mustRegexMatch ${literal(secretVariable)} (upper $name)) (ne (toString $value) "") }}
    ${text`- ${at}: a plain ${name} is readable by all who may read the release or the Pod. Put it in a Secret, and write ${reference}`}
    {{- end }}
    {{- end }}
  `,
);

const place = (path: string): Expr<string> =>
  goValue<string>()`printf "peers.%s.%s" ${peerKey} ${literal(path)}`;
const tableOf = (of: ReturnType<typeof table>): Expr<Map> => goValue<Map>()`${of} | fromYaml`;

const coreYaml = define(
  'fabric-dind.variables.coreYamlErrors',
  'peer',
  'What is wrong with keys of core.yaml, one a line.',
  go`
    {{- $peer := ${peerKey} }}
    {{- $owners := ${tableOf(ofCoreYaml)} }}
    {{- $told := dict }}
    {{- $lines := ${textFrom(flatten, { prefix: goValue<string>()`""`, map: peer.coreYaml })} | trim }}
    {{- range $line := compact (splitList "\n" $lines) }}
    {{- $name := regexReplaceAll "\t.*" $line "" }}
    {{- $owner := "" }}
    {{- $path := "" }}
    {{- range $part := splitList "." $name }}
    {{- if not $owner }}
    {{- $path = printf "%s.%s" $path $part | trimPrefix "." }}
    {{- $owner = get $owners (lower $path) }}
    {{- end }}
    {{- end }}
    {{- if $owner }}
    {{- $name = $path }}
    {{- end }}
    {{- if not (hasKey $told $name) }}
    {{- $_ := set $told $name true }}
    {{- $at := printf "peers.%s.coreYaml.%s" $peer $name }}
    {{- if hasPrefix ": " $owner }}
    ${belongsToChart}
    {{- else if $owner }}
    ${belongsToValue}
    {{- else if and (mustRegexMatch ${literal(coreYamlSecret)} (lower $name)) (not (hasSuffix "\t\"\"" $line)) }}
    ${text`- ${at}: a plain ${name} is readable by all who may read the release. Put it in a Secret, and set the variable of that name to ${reference}`}
    {{- end }}
    {{- end }}
    {{- end }}
  `,
);

/** Settings past the rules that no release can live with, one a line. */
export const variableErrors = define(
  'fabric-dind.variables.errors',
  'peer',
  'Settings past the rules: the chart sets them itself, or they are secrets in the open.',
  go`
    ${withValue(
      peer.env,
      (entries) => go`${includeOf(environment, { place: place('env'), entries, owners: tableOf(ofPeer) })}`,
    )}
    ${withValue(
      peer.dind.env,
      (entries) =>
        go`${includeOf(environment, { place: place('dind.env'), entries, owners: tableOf(ofSidecar) })}`,
    )}
    ${when(peer.coreYaml, go`${include(coreYaml)}`)}
  `,
);

/** Variables that no supported Fabric reads, one a line. */
export const variableWarnings = define(
  'fabric-dind.variables.warnings',
  'peer',
  'Variables that no supported Fabric reads.',
  go`
    {{- $peer := ${peerKey} }}
    ${assign('dead', deadNamesDict)}
    {{- range $name, $_ := ${peer.env} }}
    {{- range $start, $remedy := $dead }}
    {{- if hasPrefix $start (upper $name) }}
    ${text`- peers.${variable('peer')}.env.${name}: Fabric does not read ${name}. ${variable('remedy')}`}
    {{- end }}
    {{- end }}
    {{- end }}
  `,
);

export const variablesFile: Library = {
  path: 'templates/_variables.tpl',
  about: 'What env, dind.env and coreYaml must not say',
  templates: [ofPeer, ofSidecar, ofCoreYaml, environment, coreYaml, variableErrors, variableWarnings],
};
