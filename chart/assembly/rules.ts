/** `_rules.tpl`: the schema's rules as template conditions; all broken ones are reported at once. */
import type { Expr } from '../../schema/expression/ast.ts';
import { type Rule, rules } from '../../schema/rules/evaluate.ts';
import type { Library } from '../file.ts';
import { define, type Fragment, raw, type Template, yaml } from '../language/index.ts';
import { type PrintContext, parenthesised, printExpression } from '../language/print-expression.ts';

type Severity = Rule['severity'];

/** A rule reads values without using them, so its reads do not count as uses. */
const printer = (scope: PrintContext['scope'], uses: Set<string>) => (expression: Expr<unknown>) =>
  printExpression(expression, {
    scope,
    nested: false,
    read: () => {},
    use: ({ name }) => uses.add(name),
  });

const conditions = (severity: Severity, scope: 'release' | 'peer', uses: Set<string>): string[] => {
  const print = printer(scope, uses);
  return rules.flatMap((rule) => {
    if (rule.scope !== scope || rule.severity !== severity) return [];
    const message = parenthesised(print(rule.message));
    const told =
      scope === 'peer'
        ? `printf "peers.%s.${rule.path}: %s" .name ${message}`
        : `printf "${rule.path}: %s" ${message}`;
    return [
      `{{- /* ${rule.sentence} */}}`,
      `{{- if ${print(rule.broken)} }}`,
      `{{- $found = append $found (${told}) }}`,
      '{{- end }}',
    ];
  });
};

const uniques = (severity: Severity, uses: Set<string>): string[] =>
  rules.flatMap((rule, i) => {
    if (rule.scope !== 'unique' || rule.severity !== severity) return [];
    const print = printer('peer', uses);
    const names = rule.names.map((name) => parenthesised(print(name))).join(' ');
    return [
      `{{- /* ${rule.sentence} */}}`,
      `{{- $owners${i} := dict }}`,
      '{{- range $name, $scope := .peers }}',
      `{{- range list ${names} }}`,
      `{{- if hasKey $owners${i} . }}`,
      `{{- $message := printf ${JSON.stringify(rule.message)} . $name (get $owners${i} .) }}`,
      `{{- $found = append $found (printf "peers.%s.${rule.path}: %s" $name $message) }}`,
      '{{- else }}',
      `{{- $_ := set $owners${i} . $name }}`,
      '{{- end }}',
      '{{- end }}',
      '{{- end }}',
    ];
  });

const body = (severity: Severity, verdict: string): Fragment => {
  const uses = new Set<string>();
  const peerConditions = conditions(severity, 'peer', uses);
  const lines = [
    '{{- $found := list }}',
    ...conditions(severity, 'release', uses),
    ...uniques(severity, uses),
    '{{- range .peers }}',
    ...peerConditions,
    '{{- end }}',
    verdict,
  ];
  return yaml`
    ${raw(lines.join('\n'), 'rules are printed from their own expressions and collected in a variable', {
      uses: [...uses].map((name) => ({ name, scope: 'release' as const })),
    })}
  `;
};

/** Stops the rendering with all broken rules. */
export const refuse: Template = define(
  'fabric-dind.refuseBrokenRules',
  'release',
  'Stops with every broken rule at once. The rules are those of schema/rules; "npm run validate" says the same.',
  body(
    'error',
    '{{- if $found }}\n{{- fail (printf "\\n\\nThese values cannot work:\\n- %s\\n" (join "\\n- " $found)) }}\n{{- end }}',
  ),
);

/** The warnings, one a line. */
export const warnings: Template = define(
  'fabric-dind.warnings',
  'release',
  'What is worth a warning, one a line.',
  body('warning', '{{- join "\\n" $found }}'),
);

export const file: Library = {
  path: 'templates/_rules.tpl',
  about: 'Rules across sections of the values',
  templates: [refuse, warnings],
};
