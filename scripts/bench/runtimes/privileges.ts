/** What a Pod is allowed, read from the Pod that runs. */
import type { Container, Pod } from 'kubernetes-types/core/v1.js';
import type { Role } from 'kubernetes-types/rbac/v1.js';
import { get, kubectl } from '../../cluster/kubectl.ts';
import { run } from '../../cluster/process.ts';
import { settings } from '../../cluster/settings.ts';

const warn = 'pod-security.kubernetes.io/warn';

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

/**
 * The strictest Pod Security Standard that admits a Pod. The API server is asked: it warns of what a copy of the Pod, which
 * is never made, would break. Whole namespaces can be asked too, but then it names one Pod of several that are alike.
 */
export const securityLevel = async (name: string): Promise<string> => {
  const { spec } = await get<Pod>('pod', name);
  const copy = { apiVersion: 'v1', kind: 'Pod', metadata: { name: `${name}-copy` }, spec };
  for (const level of ['restricted', 'baseline']) {
    await run('kubectl', ['label', 'namespace', settings.namespace, '--overwrite', `${warn}=${level}`]);
    const script = 'exec kubectl --namespace "$1" create --dry-run=server -f - 2>&1';
    const told = await run('sh', ['-c', script, 'sh', settings.namespace], { input: JSON.stringify(copy) });
    if (!told.includes('would violate PodSecurity')) return level;
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
