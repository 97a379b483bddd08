/** The node as it sees a Pod: processes and mounts. Only where the node is this machine; else there are none. */
import { readdir, readFile } from 'node:fs/promises';
import { expect, skip } from '../../../scripts/cluster/expect.ts';

/** A process of this machine. */
export interface Process {
  readonly pid: number;
  readonly command: string;
}

const pids = async (): Promise<string[]> =>
  (await readdir('/proc').catch(() => [])).filter((name) => /^[0-9]+$/u.test(name));

const textOf = (pid: string, file: string): Promise<string> =>
  readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');

const processes = async (): Promise<(Process & { readonly cgroup: string })[]> =>
  Promise.all(
    (await pids()).map(async (pid) => ({
      pid: Number(pid),
      command: (await textOf(pid, 'cmdline')).replaceAll('\0', ' ').trim(),
      cgroup: await textOf(pid, 'cgroup'),
    })),
  );

/** Processes of this machine whose command line matches. */
export const processesLike = async (command: RegExp): Promise<Process[]> =>
  (await processes()).filter((entry) => command.test(entry.command));

/** Processes of this machine in the cgroups of a Pod. */
export const processesOf = async (uid: string): Promise<Process[]> => {
  const forms = [uid, uid.replaceAll('-', '_')];
  return (await processes()).filter(({ cgroup }) => forms.some((form) => cgroup.includes(form)));
};

/** Mounts of this machine that belong to a Pod. */
export const mountsOf = async (uid: string): Promise<string[]> =>
  (await readFile('/proc/mounts', 'utf8').catch(() => '')).split('\n').filter((line) => line.includes(uid));

/** The one process of a Pod whose command line matches; skips the check where nodes are other machines. */
export const processIn = async (uid: string, command: RegExp): Promise<number> => {
  const all = await processesOf(uid);
  if (all.length === 0) skip('the nodes are not this machine');
  const found = all.filter((entry) => command.test(entry.command));
  expect(found.length === 1, `${found.length} processes match ${command}`);
  return (found[0] as Process).pid;
};
