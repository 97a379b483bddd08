/** Prints the chart's manifests for any values; writes nothing that stays. */
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { readSetFlag } from '../../schema/validate/set-flags.ts';
import { UnreadableInput } from '../../schema/validate/types.ts';
import { templateArguments } from '../helm/arguments.ts';
import { type Helm, HelmError } from '../helm/helm.ts';
import { renderedKubernetes } from '../helm/versions.ts';
import { onExit } from '../support/cleanup.ts';
import { CommandError } from '../support/errors.ts';
import { type Caller, checkNames, type WrongCall } from './caller.ts';
import { readSource } from './files.ts';
import { isModule, valuesOfModule } from './modules.ts';

const helpFor = (words: string): string =>
  `usage: ${words} [-f values.yaml]... [--set path=value]... [--release-name name]
         [-n|--namespace name] [--kube-version version] [--chart folder] [-- further arguments of helm template]
Prints what helm install would send to the cluster. Kubernetes is ${renderedKubernetes} unless told otherwise. A file may
also be a module, values.mts or values.mjs, whose default export the values are; "-f -" reads standard input.
Exit code 0: rendered; 1: Helm refuses the values; 2: a wrong call, or input that cannot be read.`;

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

/** Versions as Helm takes them. */
const kubernetesVersion = /^v?[0-9]+(\.[0-9]+){1,2}([-+].*)?$/u;

/** What Helm says of arguments after `--` that it does not know, and of what came through a pipe and is no YAML. */
const unreadableForHelm =
  /^Error: (unknown (shorthand )?flag|flag needs an argument|invalid argument|failed to parse )/mu;

/** Whether a file can be read once more: not a pipe, which Helm has emptied. */
const staysReadable = async (file: string, folder: string): Promise<boolean> => {
  if (file === '-' || file.includes('://') || isModule(file)) return false;
  const found = await stat(resolve(folder, file)).catch(() => undefined);
  return found === undefined || found.isFile() || found.isDirectory();
};

/**
 * Why Helm refused, in our words where files or flags cannot be read. It is asked afterwards: what Helm can read is
 * rendered, whatever it is.
 */
const reasonOf = async (
  refused: HelmError,
  given: { readonly files: readonly string[]; readonly set: readonly string[]; readonly folder: string },
): Promise<Error> => {
  try {
    for (const file of given.files)
      if (await staysReadable(file, given.folder)) await readSource(file, given.folder);
    for (const assignment of given.set) readSetFlag('set', assignment);
  } catch (reason) {
    if (reason instanceof UnreadableInput) return reason;
    throw reason;
  }
  return unreadableForHelm.test(refused.stderr)
    ? new CommandError(refused.message, { cause: refused, exitCode: 2 })
    : refused;
};

/** Renders and prints; Helm's refusal goes to stderr. */
export const renderChart = async (args: string[], caller: Caller, means: Means): Promise<number> => {
  const { values, positionals, tokens } = parseArgs({
    args,
    allowPositionals: true,
    tokens: true,
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
  const { 'release-name': release, namespace, 'kube-version': kubeVersion } = values;
  const { folder } = caller;
  const wrongCall: WrongCall = (message) =>
    new CommandError(`${message}\n${helpFor(caller.words)}`, { exitCode: 2 });
  const [first] = tokens.filter(({ kind }) => kind === 'positional' || kind === 'option-terminator');
  if (first?.kind === 'positional')
    throw wrongCall(
      `${first.value}: values files stand after -f, and further arguments of helm template after --`,
    );
  checkNames(release, namespace, wrongCall);
  if (!kubernetesVersion.test(kubeVersion))
    throw wrongCall(`--kube-version ${kubeVersion}: expected a version such as ${renderedKubernetes}`);
  const chart = values.chart === undefined ? means.chart : resolve(folder, values.chart);
  if (!existsSync(chart))
    throw wrongCall(`--chart ${values.chart ?? chart}: there is no such chart. Name its folder or package`);
  // Helm takes several files after one -f, with commas between them.
  const named = values.values.flatMap((list) => list.split(','));
  if (named.filter((file) => file === '-').length > 1) throw wrongCall('-f - can be given once only');
  const files = await readable(named, folder);
  const helm = await means.findHelm();
  const rendered = helm.template(chart, {
    release,
    namespace,
    files,
    set: values.set,
    cwd: folder,
    kubeVersion,
    args: positionals,
    ...(named.includes('-') ? { input: await text(process.stdin) } : {}),
  });
  const manifests = await rendered.catch(async (error: unknown) => {
    if (!(error instanceof HelmError)) throw error;
    // With --debug, Helm prints what it could not read as YAML.
    process.stdout.write(error.stdout);
    throw await reasonOf(error, { files: named, set: values.set, folder });
  });
  process.stdout.write(manifests);
  return 0;
};
