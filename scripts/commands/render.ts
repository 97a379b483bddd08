/** `npm run render`: the chart's manifests on stdout, for any values; writes nothing. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { callersFolder, templateArguments, templateOptions } from '../helm/arguments.ts';
import { findHelm, HelmError, renderedKubernetes } from '../helm/index.ts';
import { chartFolder } from '../support/top.ts';

const help = `usage: npm run -s render -- [-f values.yaml]... [--set path=value]... [--release-name name]
         [-n|--namespace name] [--kube-version version] [--chart folder] [-- further arguments of helm template]
Prints what helm install would send to the cluster. Kubernetes is ${renderedKubernetes} unless told otherwise.`;

/** Renders and prints; Helm's refusal goes to stderr. */
export const run = async (args: string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...templateArguments,
      'kube-version': { type: 'string', default: renderedKubernetes },
      chart: { type: 'string', default: chartFolder },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const helm = await findHelm();
  const rendered = helm.template(resolve(callersFolder(), values.chart), {
    ...templateOptions(values),
    kubeVersion: values['kube-version'],
    args: positionals,
  });
  const manifests = await rendered.catch((error: unknown) => {
    // With --debug, Helm prints what it could not read as YAML.
    if (error instanceof HelmError) process.stdout.write(error.stdout);
    throw error;
  });
  process.stdout.write(manifests);
  return 0;
};
