/** Memory at rest, container by container, as the kubelet and Docker tell it. */
import type { Pod } from 'kubernetes-types/core/v1.js';
import { expect } from '../../cluster/expect.ts';
import { execIn, get, kubectl } from '../../cluster/kubectl.ts';
import { settings } from '../../cluster/settings.ts';
import { fromDocker } from './numbers.ts';

/** Working set in MiB. `within` is part of what stands before it, and not added again. */
export interface Memory {
  readonly what: string;
  readonly mebibytes: number;
  readonly within?: boolean;
}

interface Usage {
  readonly workingSetBytes?: number;
}
interface Summary {
  readonly pods: readonly {
    readonly podRef: { readonly name: string; readonly namespace: string };
    readonly memory?: Usage;
    readonly containers?: readonly { readonly name: string; readonly memory?: Usage }[];
  }[];
}

const mebibytes = (usage: Usage | undefined): number => (usage?.workingSetBytes ?? Number.NaN) / 2 ** 20;

/** Working sets of a Pod: each container, and what the Pod has beside them (its sandbox). */
export const memoryOfPod = async (name: string): Promise<Memory[]> => {
  const { spec } = await get<Pod>('pod', name);
  const summary = JSON.parse(
    await kubectl(['get', '--raw', `/api/v1/nodes/${spec?.nodeName}/proxy/stats/summary`]),
  ) as Summary;
  const found = summary.pods.find(
    ({ podRef }) => podRef.name === name && podRef.namespace === settings.namespace,
  );
  expect(found?.containers?.length, `the kubelet tells no memory of ${name}`);
  const containers = found.containers.map((container) => ({
    what: container.name,
    mebibytes: mebibytes(container.memory),
  }));
  const inside = containers.reduce((sum, container) => sum + container.mebibytes, 0);
  return [...containers, { what: 'sandbox', mebibytes: Math.max(0, mebibytes(found.memory) - inside) }];
};

/** Containers of a Docker daemon; `docker stats` leaves out inactive file pages, as a working set does. */
export const memoryInDocker = async (docker: (...args: string[]) => Promise<string>): Promise<Memory[]> => {
  const lines = (await docker('stats', '--no-stream', '--format', '{{.Name}} {{.MemUsage}}'))
    .trim()
    .split('\n');
  return lines.filter(Boolean).map((line) => {
    const [name, used] = line.split(' ') as [string, string];
    return { what: name.replace(/-[0-9a-f]{64}$/u, ''), mebibytes: fromDocker(used), within: true };
  });
};

/** Resident memory of the processes of a name in a container, in MiB. */
export const memoryOfProcesses = async (pod: string, container: string, name: string): Promise<number> => {
  const script =
    'for f in /proc/[0-9]*/status; do grep -qx "Name:[[:space:]]$1" "$f" && grep VmRSS "$f"; done; true';
  const lines = await execIn(pod, container, ['bash', '-c', script, 'bash', name]);
  return [...lines.matchAll(/VmRSS:\s+(\d+) kB/gu)].reduce(
    (sum, [, kilobytes]) => sum + Number(kilobytes) / 1024,
    0,
  );
};
