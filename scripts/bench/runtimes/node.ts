/** A privileged Pod that sees the processes of the peer's node: to kill one as the kernel would, and to look for what is left. */
import { expect } from '../../cluster/expect.ts';
import { apply, execIn, ready } from '../../cluster/kubectl.ts';
import { settings } from '../../cluster/settings.ts';

const pod = 'node-processes';

/** Starts it on a node. */
export const watchNode = async (nodeName: string): Promise<void> => {
  const container = {
    name: 'shell',
    image: settings.tools,
    command: ['sleep', 'infinity'],
    securityContext: { privileged: true },
  };
  const spec = {
    nodeName,
    hostPID: true,
    terminationGracePeriodSeconds: 0,
    automountServiceAccountToken: false,
    containers: [container],
  };
  await apply(JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: pod }, spec }));
  await ready(pod);
};

/** A process of the node. */
export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Processes of a Pod, those in containers inside its containers included. */
export const processesOf = async (uid: string): Promise<Process[]> => {
  // systemd's names of cgroups have _ where the uid has -.
  const pattern = uid.replaceAll('-', '[-_]');
  const script = `for f in $(grep -l "${pattern}" /proc/[0-9]*/cgroup 2>/dev/null); do d=\${f%/cgroup}; echo "\${d#/proc/} $(tr '\\0' ' ' <$d/cmdline 2>/dev/null)"; done; true`;
  const lines = (await execIn(pod, 'shell', ['bash', '-c', script])).split('\n').filter(Boolean);
  return lines.map((line) => {
    const [pid, ...command] = line.split(' ');
    return { pid: Number(pid), command: command.join(' ').trim() };
  });
};

/** Kills the peer of a Pod with SIGKILL. From inside it cannot be: there it is process 1. */
export const killPeer = async (uid: string): Promise<void> => {
  const peers = (await processesOf(uid)).filter(({ command }) => /^peer node start/u.test(command));
  expect(peers.length === 1, `${peers.length} peers run in the Pod`);
  await execIn(pod, 'shell', ['bash', '-c', `kill -9 ${peers[0]?.pid}`]);
};
