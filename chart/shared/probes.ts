/** Probes whose handler the user may replace: two handlers at once would be refused by the API server. */
import type { Expr } from '../../schema/expression/ast.ts';
import { at, not, or } from '../../schema/expression/build.ts';
import { type Block, type Fragment, toYaml, when, withValue, yaml } from '../language/index.ts';

type Probe = Expr<{ readonly [key: string]: unknown } | null>;

/** A probe of the values under its name, with the chart's handler unless the user gives one. */
export const probe = (name: Fragment, values: Probe, handler: Fragment): Block =>
  withValue(
    values,
    (given) => yaml`
      ${name}
        ${toYaml(given)}
        ${when(not(or(at(given, 'exec'), at(given, 'grpc'), at(given, 'httpGet'), at(given, 'tcpSocket'))), handler)}
    `,
  );
