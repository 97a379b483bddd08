/** The metadata of an object: name, namespace, labels, and annotations where there are any. */
import type { Expr } from '../../schema/expression/ast.ts';
import { or } from '../../schema/expression/build.ts';
import { release, v } from '../../schema/expression/references.ts';
import { type Fragment, include, merged, type Template, when, yaml } from '../language/index.ts';

/** `annotations` come on top of the release's common ones. */
export const metadata = (
  name: Expr<string>,
  labels: Template,
  annotations?: Expr<{ readonly [key: string]: string }>,
): Fragment => yaml`
  metadata:
    name: ${name}
    namespace: ${release.namespace}
    labels:
      ${include(labels)}
    ${when(
      annotations ? or(v.commonAnnotations, annotations) : v.commonAnnotations,
      yaml`
        annotations:
          ${annotations ? merged(v.commonAnnotations, annotations) : merged(v.commonAnnotations)}
      `,
    )}
`;
