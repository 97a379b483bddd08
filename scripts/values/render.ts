/** Prints the chart's manifests for any values; writes nothing that stays. */
import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { templateArguments } from '../helm/arguments.ts';
import { type Helm, HelmError } from '../helm/helm.ts';
import { renderedKubernetes } from '../helm/versions.ts';
import { onExit } from '../support/cleanup.ts';
import type { Caller } from './caller.ts';
import { isModule, valuesOfModule } from './modules.ts';

const helpFor = (words: string): string =>
  `usage: ${words} [-f values.yaml]... [--set path=value]... [--release-name name]
         [-n|--namespace name] [--kube-version version] [--chart folder] [-- further arguments of helm template]
Prints what helm install would send to the cluster. Kubernetes is ${renderedKubernetes} unless told otherwise. A file may
also be a module, values.mts or values.mjs, whose default export the values are.`;

/** Where Helm and the chart come from. */
export interface Means {
  readonly chart: string;
  readonly findHelm: () => Promise<Helm>;
}

/** Values files as Helm reads them; what a module exports is written to a folder of its own, which goes with the process. */
const readable = async (files: readonly string[], folder: string): Promise<string[]> => {
  let own: string | undefined;
  const written = async (file: string, index: number): Promise<string> => {
    const values = await valuesOfModule(resolve(folder, file), file);
    if (own === undefined) {
      const made = await mkdtemp(join(tmpdir(), 'fabric-dind-'));
      onExit(() => rmSync(made, { recursive: true, force: true }));
      own = made;
    }
    const path = join(own, `${index}.json`);
    await writeFile(path, JSON.stringify(values), { mode: 0o600 });
    return path;
  };
  const paths: string[] = [];
  for (const [index, file] of files.entries())
    if (isModule(file) && !file.includes('://')) paths.push(await written(file, index));
    else paths.push(file === '-' || file.includes('://') ? file : resolve(folder, file));
  return paths;
};

/** Renders and prints; Helm's refusal goes to stderr. */
export const renderChart = async (args: string[], caller: Caller, means: Means): Promise<number> => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...templateArguments,
      'kube-version': { type: 'string', default: renderedKubernetes },
      chart: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(helpFor(caller.words));
    return 0;
  }
  // Helm takes several files after one -f, with commas between them.
  const files = await readable(
    values.values.flatMap((list) => list.split(',')),
    caller.folder,
  );
  const helm = await means.findHelm();
  const chart = values.chart === undefined ? means.chart : resolve(caller.folder, values.chart);
  const rendered = helm.template(chart, {
    release: values['release-name'],
    namespace: values.namespace,
    files,
    set: values.set,
    cwd: caller.folder,
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
