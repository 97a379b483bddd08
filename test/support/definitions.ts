/** CustomResourceDefinitions of the operators whose objects the chart makes, from their Go modules. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { goModule } from '../../scripts/support/go-module.ts';

const prometheus = 'github.com/prometheus-operator/prometheus-operator@v0.85.0';
const crds = 'example/prometheus-operator-crd/monitoring.coreos.com_';

/** Files of modules. OpenShift's API is no module that has a version; its Route is not checked here. */
const sources: readonly (readonly [module: string, file: string])[] = [
  ['github.com/cert-manager/cert-manager@v1.21.2', 'deploy/crds/cert-manager.io_certificates.yaml'],
  ['sigs.k8s.io/gateway-api@v1.5.1', 'config/crd/standard/gateway.networking.k8s.io_tlsroutes.yaml'],
  [prometheus, `${crds}podmonitors.yaml`],
  [prometheus, `${crds}servicemonitors.yaml`],
  [prometheus, `${crds}prometheusrules.yaml`],
  ['istio.io/api@v1.32.0', 'kubernetes/customresourcedefinitions.gen.yaml'],
  [
    'github.com/traefik/traefik/v3@v3.7.13',
    'docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml',
  ],
];

/** The API groups that the definitions are of. */
export const definedGroups: readonly string[] = [
  'cert-manager.io',
  'gateway.networking.k8s.io',
  'monitoring.coreos.com',
  'networking.istio.io',
  'traefik.io',
];

/**
 * All of them, as documents of YAML.
 * @throws Error when a module cannot be downloaded.
 */
export const definitions = async (): Promise<string> => {
  const files: string[] = [];
  for (const [module, file] of sources)
    files.push(await readFile(join(await goModule(module), file), 'utf8'));
  return files.join('\n---\n');
};
