/** Labels of the Pods that work for the administrator. */
import { chartLabelName } from '../../../schema/components/release/names.ts';
import { release } from '../../../schema/expression/references.ts';
import { define, yaml } from '../../language/index.ts';

export const podLabels = define(
  'fabric-dind.administrator.podLabels',
  'release',
  "Labels of a Job's Pod: network policies let the release's own Pods in. The chart's version is not among them, or each upgrade of the chart would run the Jobs again.",
  yaml`
    app.kubernetes.io/name: ${chartLabelName}
    app.kubernetes.io/instance: ${release.name}
    app.kubernetes.io/component: administrator
  `,
);
