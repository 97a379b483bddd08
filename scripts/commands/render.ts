/** `npm run render`: the chart's manifests on stdout, for any values; writes nothing. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
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
      values: { type: 'string', short: 'f', multiple: true, default: [] },
      set: { type: 'string', multiple: true, default: [] },
      'release-name': { type: 'string', default: 'fabric' },
      namespace: { type: 'string', short: 'n', default: 'default' },
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
  // npm changes into the project's folder and leaves the caller's in INIT_CWD.
  const caller = process.env.INIT_CWD ?? process.cwd();
  const rendered = helm.template(resolve(caller, values.chart), {
    release: values['release-name'],
    namespace: values.namespace,
    kubeVersion: values['kube-version'],
    files: values.values.map((file) => (file === '-' || file.includes('://') ? file : resolve(caller, file))),
    set: values.set,
    args: positionals,
    cwd: caller,
  });
  const manifests = await rendered.catch((error: unknown) => {
    // With --debug, Helm prints what it could not read as YAML.
    if (error instanceof HelmError) process.stdout.write(error.stdout);
    throw error;
  });
  process.stdout.write(manifests);
  return 0;
};
