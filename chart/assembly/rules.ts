/**
 * `_rules.tpl`: the schema's rules as template conditions; all broken ones are reported at once.
 *
 * A finding is a line of prose, broken where it is long: what is indented belongs to the line above it.
 */
import { type Expr, expr } from '../../schema/expression/ast.ts';
import { present } from '../../schema/expression/build.ts';
import { peerKey } from '../../schema/expression/references.ts';
import { rules } from '../../schema/rules/evaluate.ts';
import { blamedPath, type ConditionRule, type Rule, type UniqueRule } from '../../schema/rules/rule.ts';
import { variableErrors, variableWarnings } from '../components/fabric/variables.ts';
import type { Library } from '../file.ts';
import {
  comment,
  define,
  eachPeer,
  type Fragment,
  go,
  goValue,
  include,
  range,
  text,
  when,
  withValue,
} from '../language/index.ts';
import { stacked } from './fold.ts';

type Severity = Rule['severity'];

const variable = (name: string): Expr<string> =>
  expr({ kind: 'reference', scope: 'local', path: [], variable: `$${name}` });

/** One finding: whose value it is, which one, and what is wrong. */
const finding = (path: string, message: Expr<string>, peer?: Expr<string>): Fragment => ({
  ...text``,
  lines: [
    {
      indent: 0,
      pieces: ['- ', ...(peer ? ['peers.', peer, ...(path === '' ? [] : ['.'])] : []), `${path}: `, message],
    },
  ],
});

const condition = (rule: ConditionRule): Fragment =>
  stacked([
    comment(rule.sentence),
    when(rule.broken, finding(blamedPath(rule), rule.message, rule.scope === 'peer' ? peerKey : undefined)),
  ]);

/** Names that peers must not share: `owners` knows which peer has each. */
const unique = (rule: UniqueRule): Fragment => {
  const peer = variable('peer');
  return go`
    ${comment(rule.sentence)}
    {{- $owners := dict }}
    ${eachPeer(go`
      {{- $peer := ${peerKey} }}
      ${range(
        present(...rule.names),
        rule.what,
        (name) => go`
          ${withValue(
            goValue<string>()`get $owners ${name}`,
            (owner) => finding(blamedPath(rule), rule.message({ name, peer, owner }), peer),
            go`{{- $_ := set $owners ${name} $peer }}`,
          )}
        `,
      )}
    `)}
  `;
};

const all = (severity: Severity): Fragment => {
  const conditions = (scope: 'release' | 'peer'): Fragment[] =>
    rules.flatMap((rule) =>
      rule.severity === severity && rule.scope !== 'unique' && rule.scope === scope ? [condition(rule)] : [],
    );
  const uniques = rules.flatMap((rule) =>
    rule.severity === severity && rule.scope === 'unique' ? [unique(rule)] : [],
  );
  const past = severity === 'error' ? variableErrors : variableWarnings;
  return stacked([
    ...conditions('release'),
    ...uniques,
    eachPeer(stacked([...conditions('peer'), include(past)])),
  ]);
};

/** The broken rules, one a line. */
const errors = define(
  'fabric-dind.errors',
  'release',
  'Every broken rule that no release can live with. The rules are those of schema/rules; "npm run validate" says the same.',
  all('error'),
);

/** What is worth a warning, one a line. */
const warningsText = define(
  'fabric-dind.warnings',
  'release',
  'Every broken rule that is worth a second look.',
  all('warning'),
);

/** Stops the rendering with all broken rules. */
export const refuse = define(
  'fabric-dind.refuseBrokenRules',
  'release',
  'Stops with every broken rule at once.',
  go`
    {{- with ${errors} | trim }}
    {{- $found := regexReplaceAll "\n +" . " " }}
    {{- fail (printf "\n\nThese values cannot work:\n%s\n\n\"npm run validate\" tells file and line of each.\n" $found) }}
    {{- end }}
  `,
);

/** The warnings, one a line. */
export const warnings = define(
  'fabric-dind.warningLines',
  'release',
  'What is worth a second look, one a line.',
  go`{{- regexReplaceAll "\n +" (${warningsText} | trim) " " }}`,
);

export const file: Library = {
  path: 'templates/_rules.tpl',
  about: 'Rules across sections of the values',
  templates: [errors, warningsText, refuse, warnings],
};
