/** Chaincode as Kubernetes Jobs: the peer's values, and what its builder made. */
import type { Job } from 'kubernetes-types/batch/v1.js';
import type { Pod, ServiceAccount } from 'kubernetes-types/core/v1.js';
import type { ValuesOverrides } from '../../schema/generated/values.ts';
import type { Image } from './images.ts';
import { apply, kubectl } from './kubectl.ts';

/** ServiceAccount of the chaincode Pods. */
const account = 'chaincode';

/** Values of a peer that has the builder; `dind` stays as it is. */
export const jobsValues = ({ registry, repository, tag }: Image): NonNullable<ValuesOverrides['peer']> => ({
  kubernetesBuilder: {
    enabled: true,
    serviceAccountName: account,
    image: { registry, repository, ...(tag ? { tag } : {}) },
  },
});

/** Makes the ServiceAccount of the chaincode Pods. Like the builder it stands for, ours leaves it to this account whether chaincode gets a token. */
export const makeAccount = async (): Promise<void> => {
  const made: ServiceAccount = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: account },
    automountServiceAccountToken: false,
  };
  await apply(JSON.stringify(made));
};

const selector = 'app.kubernetes.io/created-by=fabric-builder-k8s';

const list = async <T>(kind: string): Promise<T[]> =>
  (JSON.parse(await kubectl(['get', kind, '-l', selector, '-o', 'json'])) as { items: T[] }).items;

/** The objects that builders made in the run's namespace. Of the Secrets, names alone. */
export const madeByBuilder = async (): Promise<{ jobs: Job[]; pods: Pod[]; secrets: string[] }> => {
  const [jobs, pods, names] = await Promise.all([
    list<Job>('jobs'),
    list<Pod>('pods'),
    kubectl(['get', 'secrets', '-l', selector, '-o', 'name']),
  ]);
  return { jobs, pods, secrets: names.trim().split('\n').filter(Boolean) };
};

/** The chaincode Pods that run now. */
export const runningPods = async (): Promise<Pod[]> =>
  (await madeByBuilder()).pods.filter(({ status }) => status?.phase === 'Running');

/** Removes what builders made; they remove nothing themselves. */
export const removeJobs = async (): Promise<void> => {
  await kubectl(['delete', 'jobs,secrets', '-l', selector, '--ignore-not-found', '--wait=true']);
};
