/** The cluster that KUBECONFIG names. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1.js';
import { expect } from './expect.ts';
import { eventually, run } from './process.ts';
import { settings } from './settings.ts';

const { namespace } = settings;

/** kubectl in the run's namespace. */
export const kubectl = (args: readonly string[], input?: string | Buffer): Promise<string> =>
  run('kubectl', ['--namespace', namespace, ...args], input === undefined ? {} : { input });

/** Applies manifests. */
export const apply = (manifests: string): Promise<string> => kubectl(['apply', '-f', '-'], manifests);

/** A Secret from texts; nothing of it is ever printed. */
export const applySecret = async (
  name: string,
  data: Readonly<Record<string, string | Buffer>>,
): Promise<void> => {
  const encoded = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
  );
  await kubectl(
    ['apply', '-f', '-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: encoded }),
  );
};

/** Runs a command in a container; `input` goes to its standard input. */
export const execIn = (
  pod: string,
  container: string,
  command: readonly string[],
  input?: string | Buffer,
): Promise<string> =>
  kubectl(['exec', ...(input === undefined ? [] : ['-i']), pod, '-c', container, '--', ...command], input);

/** An object as the API server has it. */
export const get = async <T>(kind: string, name: string): Promise<T> =>
  JSON.parse(await kubectl(['get', kind, name, '-o', 'json'])) as T;

/** Whether a Pod is ready now. */
export const isReady = (pod: Pod): boolean =>
  pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;

/** Waits until a Pod is there and ready, another one than `not`. */
export const ready = (
  name: string,
  { seconds = 120, not }: { seconds?: number; not?: string } = {},
): Promise<Pod> =>
  eventually(`${name} is ready`, seconds, async () => {
    const pod = await get<Pod>('pod', name);
    if (!isReady(pod) || pod.metadata?.uid === not || pod.metadata?.deletionTimestamp)
      throw new Error('not ready');
    return pod;
  });

/** The uid of a Pod, which changes when it is restarted by its controller. */
export const uidOf = async (pod: string): Promise<string> => (await get<Pod>('pod', pod)).metadata?.uid ?? '';

const containerOf = async (name: string, container: string): Promise<ContainerStatus | undefined> => {
  const { status } = await get<Pod>('pod', name);
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return all.find((entry) => entry.name === container);
};

/** How often a container was restarted in its Pod. */
export const restarts = async (name: string, container: string): Promise<number> =>
  (await containerOf(name, container))?.restartCount ?? 0;

/** How a container ended before it was restarted: exit code, and when, in milliseconds since 1970 to the second. */
export const lastEnd = async (name: string, container: string): Promise<{ code: number; at: number }> => {
  const ended = (await containerOf(name, container))?.lastState?.terminated;
  return { code: ended?.exitCode ?? Number.NaN, at: Date.parse(String(ended?.finishedAt)) };
};

/** Deletes a Pod that its controller makes anew, and waits until the new one is there; the uid of the old one. */
export const replacePod = async (name: string): Promise<string> => {
  const before = await uidOf(name);
  await kubectl(['delete', 'pod', name, '--wait=false']);
  await eventually(
    `${name} is another one`,
    120,
    async () => expect((await uidOf(name)) !== before, 'still the old one'),
    50,
  );
  return before;
};

/** A Pod anew, whose containers the kubelet restarts at once: each further restart waits longer, up to 5 minutes. */
export const freshPod = async (name: string): Promise<void> => {
  await ready(name, { not: await replacePod(name) });
};

/** Writes what is needed to look into a failure: descriptions, events, logs of every container. No Secrets. */
export const collect = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const keep = async (file: string, args: readonly string[]): Promise<void> => {
    const text = await kubectl(args).catch((error: Error) => error.message);
    await writeFile(join(folder, file), text);
  };
  await keep('objects.txt', ['get', 'pods,statefulsets,services,pvc,jobs', '-o', 'wide']);
  await keep('events.txt', ['get', 'events', '--sort-by=.lastTimestamp']);
  await keep('describe.txt', ['describe', 'pods,statefulsets,pvc']);
  const pods = JSON.parse(await kubectl(['get', 'pods', '-o', 'json'])) as { items: Pod[] };
  for (const pod of pods.items) {
    const name = pod.metadata?.name ?? '';
    for (const { name: container } of [
      ...(pod.spec?.initContainers ?? []),
      ...(pod.spec?.containers ?? []),
    ]) {
      await keep(`${name}.${container}.log`, ['logs', name, '-c', container, '--tail=2000']);
      await keep(`${name}.${container}.previous.log`, [
        'logs',
        name,
        '-c',
        container,
        '--previous',
        '--tail=500',
      ]);
    }
  }
};
