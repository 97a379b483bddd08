/** `_scalars.tpl`: values as text and as numbers, and lists of environment variables. */

import type { Expr } from '../../schema/expression/ast.ts';
import { asText, at, integerOr } from '../../schema/expression/build.ts';
import type { Library } from '../file.ts';
import {
  type Block,
  below,
  defineOf,
  defineWith,
  go,
  goValue,
  includeOf,
  withValue,
  yaml,
} from '../language/index.ts';

const text = defineOf<string | number | boolean>(
  'fabric-dind.text',
  'A scalar as text. YAML makes large integers floats, which would print as 1e+06.',
  (dot) => go`
    {{- if and (kindIs "float64" ${dot}) (eq ${dot} (floor ${dot})) -}}
    {{ int64 ${dot} }}
    {{- else -}}
    {{ toString ${dot} }}
    {{- end -}}
  `,
);

const thousandths = defineOf<string | number>(
  'fabric-dind.thousandths',
  'A Kubernetes quantity in thousandths of its unit: 500m is 500, 1Ki is 1024000, nothing is 0.',
  (dot) => go`
    {{- $text := ${asText(goValue<string>()`${dot} | default 0`)} -}}
    {{- $number := mustRegexFind "^[0-9.]+" $text | default "0" -}}
    {{- $decimal := dict "m" 0.001 "" 1 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 -}}
    {{- $binary := dict "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 -}}
    {{- $factor := get (merge $decimal $binary) (trimPrefix $number $text) -}}
    {{- mulf (float64 $number) $factor 1000 | floor | int64 -}}
  `,
);

const seconds = defineOf<string>(
  'fabric-dind.seconds',
  'A duration as Go reads it in whole seconds, rounded up: 1m30s is 90.',
  (dot) => go`
    {{- $units := dict "ms" 0.001 "s" 1 "m" 60 "h" 3600 -}}
    {{- $sum := 0 -}}
    {{- range regexFindAll "[0-9.]+(ms|s|m|h)" ${dot} -1 -}}
    {{- $unit := regexFind "[a-z]+" . -}}
    {{- $sum = addf $sum (mulf (trimSuffix $unit . | float64) (get $units $unit)) -}}
    {{- end -}}
    {{- ceil $sum | int64 -}}
  `,
);

/** Environment variables as a list, from a map by name. */
export const env = defineOf<{ readonly [name: string]: unknown }>(
  'fabric-dind.env',
  `Environment variables from a map by name, so that none is there twice: server-side apply refuses that. References come
     first, because a value can name only variables before it: $(POD_IP).`,
  (dot) => go`
    {{- range $name, $value := ${dot} }}
    {{- if kindIs "map" $value }}
    - name: {{ $name | quote }}
    {{- toYaml $value | nindent 2 }}
    {{- end }}
    {{- end }}
    {{- range $name, $value := ${dot} }}
    {{- if not (kindIs "map" $value) }}
    - name: {{ $name | quote }}
      value: {{ ${asText(goValue<string>()`$value`)} | quote }}
    {{- end }}
    {{- end }}
  `,
);

const fieldOfEach = defineWith<{ key: string; list: readonly object[] }>(
  'fabric-dind.fieldOfEach',
  'A field of each item of a list, one a line.',
  ({ key, list }) => go`
    {{- $key := ${key} }}
    {{- $found := list }}
    {{- range $item := ${list} }}
    {{- $found = append $found (get $item $key | toString) }}
    {{- end }}
    {{- join "\n" $found }}
  `,
);

const softAboveHard = defineOf<object>(
  'fabric-dind.softAboveHard',
  'Names of the ulimits whose soft limit is above the hard one; -1 is above all.',
  (dot) => go`
    {{- $found := list }}
    {{- range $name, $limit := ${dot} }}
    {{- $soft := int64 $limit.soft }}
    {{- $hard := int64 $limit.hard }}
    {{- if and (ne $hard -1) (or (eq $soft -1) (gt $soft $hard)) }}
    {{- $found = append $found $name }}
    {{- end }}
    {{- end }}
    {{- join ", " $found }}
  `,
);

/** A DNS label of up to 54 characters from any name; what is one already stays as it is. */
export const dnsLabel = defineOf<string>(
  'fabric-dind.dnsLabel',
  'A DNS label of at most 54 characters from any name. One that is none, or too long, gets a checksum of the whole name, so that no two become one.',
  (dot) => go`
    {{- $label := ${dot} | lower | replace "_" "-" | replace "." "-" -}}
    {{- if or (ne $label ${dot}) (gt (len $label) 54) -}}
    {{- $label = printf "%s-%s" ($label | trunc 45 | trimSuffix "-") (sha256sum ${dot} | trunc 8) -}}
    {{- end -}}
    {{ $label }}
  `,
);

const strangers = defineWith<{
  list: string;
  entries: { readonly [name: string]: unknown };
  known: { readonly [name: string]: unknown };
  otherwise: string;
}>(
  'fabric-dind.strangers',
  "What the lists of a map's entries name that another map does not have; an empty one has a single entry.",
  ({ list, entries, known, otherwise }) => go`
    {{- $list := ${list} }}
    {{- $known := ${known} | default (dict ${otherwise} true) }}
    {{- $found := list }}
    {{- range $name, $entry := ${entries} }}
    {{- range $item := get $entry $list | default list }}
    {{- if not (hasKey $known $item) }}
    {{- $found = append $found (printf "%s: %s" $name $item) }}
    {{- end }}
    {{- end }}
    {{- end }}
    {{- join ", " $found }}
  `,
);

const running = defineWith<{
  peers: { readonly [name: string]: unknown };
  defaults: { readonly [name: string]: unknown };
}>(
  'fabric-dind.running',
  'How many peers run, by what each of them says or else all of them; without any there is one.',
  ({ peers, defaults }) => go`
    {{- $running := 0 }}
    {{- $defaults := ${defaults} }}
    {{- range $peer := ${peers} | default (dict "peer0" dict) }}
    {{- $enabled := hasKey $peer "enabled" | ternary (get $peer "enabled") $defaults.enabled }}
    {{- $replicas := hasKey $peer "replicas" | ternary (get $peer "replicas") $defaults.replicas }}
    {{- if and $enabled $replicas }}
    {{- $running = add1 $running }}
    {{- end }}
    {{- end }}
    {{- $running }}
  `,
);

const resources = defineOf<object>(
  'fabric-dind.resources',
  'Requests and limits without those that are null: so a peer gets rid of one that the defaults have.',
  (dot) => go`
    {{- range $kind, $amounts := ${dot} }}
    {{- if kindIs "map" $amounts }}
    {{- range $name, $amount := $amounts }}
    {{- if kindIs "invalid" $amount }}
    {{- $amounts = omit $amounts $name }}
    {{- end }}
    {{- end }}
    {{- end }}
    {{- with $amounts }}
    {{ $kind }}:
      {{- toYaml . | nindent 2 }}
    {{- end }}
    {{- end }}
  `,
);

/** The resources of a container, where the user gives any. */
export const resourcesOf = (value: Expr<object>): Block =>
  withValue(value, (given) => below('resources', yaml`${includeOf(resources, given)}`));

export const file: Library = {
  path: 'templates/_scalars.tpl',
  about: 'Scalars as text and as numbers, and environment variables',
  templates: [
    text,
    thousandths,
    seconds,
    fieldOfEach,
    softAboveHard,
    dnsLabel,
    strangers,
    running,
    resources,
    env,
  ],
};

/** An id of a container's user; containers without one run as root. */
export const ownerId = (
  context: Expr<{ readonly [key: string]: unknown }>,
  key: 'runAsUser' | 'runAsGroup',
): Expr<number> => integerOr(at(context, key), 0);
