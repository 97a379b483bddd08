/** The Pods that rendered objects make. */
import type { CronJob } from 'kubernetes-types/batch/v1.js';
import type { PodSpec } from 'kubernetes-types/core/v1.js';
import type { Rendered } from './rendered.ts';

const specOf = ({ kind, spec }: Rendered): PodSpec | undefined => {
  switch (kind) {
    case 'Pod':
      return spec as PodSpec;
    case 'CronJob':
      return (spec as CronJob['spec'])?.jobTemplate.spec?.template.spec;
    case 'StatefulSet':
    case 'Deployment':
    case 'Job':
      return (spec as { template: { spec: PodSpec } }).template.spec;
    default:
      return undefined;
  }
};

/** Each Pod's specification, by kind and name of the object that makes it. */
export const podSpecs = (objects: readonly Rendered[]): [string, PodSpec][] =>
  objects.flatMap((object): [string, PodSpec][] => {
    const spec = specOf(object);
    return spec ? [[`${object.kind}/${object.metadata.name}`, spec]] : [];
  });
