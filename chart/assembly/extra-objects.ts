/** `_extra-objects.tpl`: objects of the user, of the release and of a peer. */
import { expr } from '../../schema/expression/ast.ts';
import type { Library } from '../file.ts';
import { defineWith, go } from '../language/index.ts';

/** The one place where text of the user is a template. */
const evaluated = expr<string>({ kind: 'go', pieces: ['tpl $text $scope'], problems: [] });

/** The documents of a list. Braces of Prometheus or Grafana would be taken for a template, so only what has two is one. */
export const extraObjects = defineWith<{ objects: readonly unknown[]; scope: object }>(
  'fabric-dind.extraObjects',
  "Objects of the user, as they are; one that contains two opening braces is a template, with the release's scope or the peer's.",
  ({ objects, scope }) => go`
    {{- $scope := ${scope} }}
    {{- range ${objects} }}
    {{- $text := toYaml . }}
    {{- if kindIs "string" . }}
    {{- $text = . }}
    {{- end }}
    {{- if contains "{{" $text }}
    {{- $text = ${evaluated} }}
    {{- end }}
    ---
    {{ $text }}
    {{- end }}
  `,
);

export const file: Library = {
  path: 'templates/_extra-objects.tpl',
  about: 'Objects of the user',
  templates: [extraObjects],
};
