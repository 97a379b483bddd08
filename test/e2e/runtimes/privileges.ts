/** What a Pod is allowed, read from the Pod that runs. */
import type { Container, Pod } from 'kubernetes-types/core/v1.js';
import type { Role } from 'kubernetes-types/rbac/v1.js';
import { get, kubectl } from '../support/cluster.ts';
import { run } from '../support/process.ts';
import { settings } from '../support/settings.ts';

const tokens = (pod: Pod): string[] => {
  const volumes = (pod.spec?.volumes ?? [])
    .filter(({ projected }) => projected?.sources?.some(({ serviceAccountToken }) => serviceAccountToken))
    .map(({ name }) => name);
  const mounts = (container: Container): boolean =>
    container.volumeMounts?.some(({ name }) => volumes.includes(name)) ?? false;
  return containersOf(pod)
    .filter(mounts)
    .map(({ name }) => `token of the Kubernetes API in ${name}`);
};

const containersOf = ({ spec }: Pod): Container[] => [
  ...((spec?.initContainers ?? []) as Container[]),
  ...(spec?.containers ?? []),
];

/** The strictest Pod Security Standard that admits a Pod, by asking the API server about the namespace without changing it. */
export const securityLevel = async (pod: string): Promise<string> => {
  for (const level of ['restricted', 'baseline']) {
    const label = `pod-security.kubernetes.io/enforce=${level}`;
    const told = await run('sh', [
      '-c',
      'exec kubectl label namespace "$1" --overwrite --dry-run=server "$2" 2>&1',
      'sh',
      settings.namespace,
      label,
    ]);
    // One line for all Pods that break the same rules: "pod-a (and 2 other pods): …" names the first alone.
    const offenders = told.split('\n').filter((line) => line.includes('Warning: '));
    if (offenders.some((line) => line.includes('other pod')))
      return 'unknown: the API server names not every Pod';
    if (!offenders.some((line) => line.includes(`Warning: ${pod}:`))) return level;
  }
  return 'privileged';
};

/** What the Pod's containers may do on the node and in the API; empty for none. */
export const privilegesOf = async (name: string): Promise<string[]> => {
  const pod = await get<Pod>('pod', name);
  const privileged = containersOf(pod)
    .filter(({ securityContext }) => securityContext?.privileged)
    .map((container) => `privileged container ${container.name}`);
  const paths = (pod.spec?.volumes ?? []).flatMap(({ hostPath }) =>
    hostPath ? [`the node's ${hostPath.path}`] : [],
  );
  return [...privileged, ...paths, ...tokens(pod)];
};

/** Rules of the Roles whose name starts with that of a peer. */
export const rolesOf = async (peer: string): Promise<string[]> => {
  const { items } = JSON.parse(await kubectl(['get', 'roles', '-o', 'json'])) as { items: Role[] };
  return items
    .filter(({ metadata }) => metadata?.name?.startsWith(`${peer}-`))
    .flatMap(({ rules }) => rules ?? [])
    .map(({ resources, verbs }) => `Role: ${resources?.join(', ')} ${verbs.join('/')}`);
};
