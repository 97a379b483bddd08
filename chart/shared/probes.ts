/** Probes whose handler the user may replace: two handlers at once would be refused by the API server. */
import type { Expr } from '../../schema/expression/ast.ts';
import { at, isSet, or } from '../../schema/expression/build.ts';
import {
  type Block,
  below,
  type Fragment,
  goValue,
  toYaml,
  when,
  withValue,
  yaml,
} from '../language/index.ts';

type Probe = Expr<{ readonly [key: string]: unknown } | null>;

const handlers = ['exec', 'grpc', 'httpGet', 'tcpSocket'];

/** Whether the user gives a handler. */
export const hasHandler = (values: Probe): Expr<boolean> =>
  or(...handlers.map((key) => isSet(at(values as Expr<{ readonly [key: string]: unknown }>, key))));

/** Empty handlers would stand beside the chart's own. */
const withoutHandlers = (given: Expr<object>): Expr<object> =>
  goValue<object>()`omit ${given} "exec" "grpc" "httpGet" "tcpSocket"`;

/** A probe under its name, with the chart's handler unless the user gives one. */
export const probe = (name: string, values: Probe, handler: Fragment): Block =>
  withValue(values, (given) =>
    below(
      name,
      yaml`
        ${when(
          hasHandler(given),
          yaml`${toYaml(given)}`,
          yaml`
            ${withValue(withoutHandlers(given), (rest) => yaml`${toYaml(rest)}`)}
            ${handler}
          `,
        )}
      `,
    ),
  );
