/** The metadata of an object: name, namespace, labels, and annotations where there are any. */
import type { Expr } from '../../schema/expression/ast.ts';
import { isSet, or, orElse } from '../../schema/expression/build.ts';
import { release, v } from '../../schema/expression/references.ts';
import { type Fragment, merged, passedOn, type Template, when, yaml } from '../language/index.ts';
import { labelsOf } from './labels.ts';

/** No line at all. */
const nothing: Fragment = { ...yaml``, lines: [] };

type Texts = Expr<{ readonly [key: string]: string }>;

/** What an object has besides its name. */
export interface Metadata {
  readonly of: 'release' | 'peer';
  /** The user's labels of this object. */
  readonly labels?: Texts;
  /** The user's annotations of this object, on top of the release's common ones. */
  readonly annotations?: Texts;
  /** Labels of the chart's own besides those of every object. */
  readonly chartLabels?: Fragment;
  /** Annotations that the chart itself gives; those of the user win. */
  readonly chartAnnotations?: Template;
  /** Another namespace than the release's; empty: that of the release. */
  readonly namespace?: Expr<string>;
}

const annotationsOf = (own: Texts | undefined, chart: Template | undefined): Fragment => {
  if (own && chart)
    return yaml`
      annotations:
        ${merged(v.commonAnnotations, chart, own)}
    `;
  return own
    ? yaml`
        ${when(
          or(isSet(v.commonAnnotations), isSet(own)),
          yaml`
            annotations:
              ${merged(v.commonAnnotations, own)}
          `,
        )}
      `
    : yaml`${passedOn('annotations', v.commonAnnotations)}`;
};

/** The lines of `metadata:`. */
export const metadata = (
  name: Expr<string>,
  { of, labels, chartLabels, annotations, chartAnnotations, namespace }: Metadata,
): Fragment => yaml`
  metadata:
    name: ${name}
    namespace: ${namespace ? orElse(namespace, release.namespace) : release.namespace}
    labels:
      ${labelsOf(of, labels)}
      ${chartLabels ?? nothing}
    ${annotationsOf(annotations, chartAnnotations)}
`;
