/** `npm start`: from the sources to a package, checked on the way, and how to install it. */
import { join, relative } from 'node:path';
import { findHelm, type Helm, HelmError } from '../helm/index.ts';
import { packageChart } from '../package/chart-package.ts';
import { progress } from '../support/progress.ts';
import { chartFolder, top } from '../support/top.ts';
import { run as generate } from './generate.ts';
import { run as validate } from './validate.ts';

const timed = async <T>(name: string, work: Promise<T>): Promise<T> => {
  const start = Date.now();
  const result = await work;
  progress(`${name}: done (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  return result;
};

const renderDefaults = async (found: Promise<Helm | HelmError>): Promise<number> => {
  const helm = await found;
  if (helm instanceof HelmError) throw helm;
  const manifests = await helm.template(chartFolder, { release: 'fabric' });
  return manifests.split(/^kind:/mu).length - 1;
};

/** Runs the steps that do not need each other side by side; written: the generated files and dist/. */
export const run = async (_args: string[]): Promise<number> => {
  // Kept as a value until it is wanted, since a rejection that nobody awaits yet would end the process.
  const found = findHelm().catch((error: unknown) => {
    if (error instanceof HelmError) return error;
    throw error;
  });
  const generated = await timed('generate', generate([]));
  if (generated !== 0) return generated;
  const [verdict, objects, made] = await Promise.all([
    timed('validate', validate([relative(process.cwd(), join(chartFolder, 'values.yaml'))])),
    timed('render', renderDefaults(found)),
    timed('package', packageChart(chartFolder, join(top, 'dist'))),
  ]);
  if (verdict !== 0) return verdict;
  const archive = relative(process.cwd(), made.path);
  console.log(`
Made ${archive} (${Math.round(made.size / 1024)} KB, sha256 ${made.sha256}); its defaults render to ${objects} objects.

A network to try things out (Kubernetes 1.29 or newer; the namespace must allow privileged Pods):
  helm install org1 ${archive} --namespace fabric --create-namespace --set devnet.enabled=true
  helm test org1 --namespace fabric

Or a peer with keys of your own:
  helm install org1 ${archive} --namespace fabric --create-namespace --set mspId=Org1MSP
  helm get notes org1 --namespace fabric       # the Secrets that the peer waits for, and what comes next

Look first:
  npm run -s render -- --set mspId=Org1MSP     # what would be sent to the cluster
  npm run validate -- my-values.yaml           # your values, before the cluster sees them
  chart/fabric-dind/README.md                  # every value`);
  return 0;
};
