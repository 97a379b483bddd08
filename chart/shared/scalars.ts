/** `_scalars.tpl`: values as text and as numbers, and lists of environment variables. */
import type { Library } from '../file.ts';
import { define, raw, yaml } from '../language/index.ts';

const text = define(
  'fabric-dind.text',
  'release',
  'A scalar as text. YAML makes large integers floats, which would print as 1e+06.',
  yaml`
    ${raw(
      '{{- if and (kindIs "float64" .) (eq . (floor .)) -}}\n{{ int64 . }}\n{{- else -}}\n{{ toString . }}\n{{- end -}}',
      'its dot is a scalar, which the language has no scope for',
    )}
  `,
);

const thousandths = define(
  'fabric-dind.thousandths',
  'release',
  'A Kubernetes quantity in thousandths of its unit: 500m is 500, 1Ki is 1024000, nothing is 0.',
  yaml`
    ${raw(
      [
        '{{- $text := include "fabric-dind.text" (. | default 0) -}}',
        '{{- $number := mustRegexFind "^[0-9.]+" $text | default "0" -}}',
        '{{- $factors := dict "m" 0.001 "" 1 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 -}}',
        '{{- mulf (float64 $number) (get $factors (trimPrefix $number $text)) 1000 | floor | int64 -}}',
      ].join('\n'),
      'its dot is a scalar, and only it calculates with quantities',
      { uses: [text] },
    )}
  `,
);

const env = define(
  'fabric-dind.env',
  'release',
  'Environment variables from a map by name, so that none is there twice: server-side apply refuses that. References come\n     first, because a value can name only variables before it: $(POD_IP).',
  yaml`
    ${raw(
      [
        '{{- range $name, $value := . }}',
        '{{- if kindIs "map" $value }}',
        '- name: {{ $name }}',
        '{{- toYaml $value | nindent 2 }}',
        '{{- end }}',
        '{{- end }}',
        '{{- range $name, $value := . }}',
        '{{- if kindIs "string" $value }}',
        '- name: {{ $name }}',
        '  value: {{ $value | quote }}',
        '{{- else if not (kindIs "map" $value) }}',
        '- name: {{ $name }}',
        '  value: {{ include "fabric-dind.text" $value | quote }}',
        '{{- end }}',
        '{{- end }}',
      ].join('\n'),
      'its dot is a map of scalars and objects',
      { uses: [text] },
    )}
  `,
);

export const file: Library = {
  path: 'templates/_scalars.tpl',
  about: 'Scalars as text and as numbers, and environment variables',
  templates: [text, thousandths, env],
};
