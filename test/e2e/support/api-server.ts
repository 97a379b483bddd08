/** The API server, where it is a process of this machine, made silent for a while. */
import { spawn } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { skip } from '../../../scripts/cluster/expect.ts';
import { run, sleep } from '../../../scripts/cluster/process.ts';
import { processesLike } from './node.ts';

/** The API server's process; undefined where it is not one of this machine. */
export const apiServerHere = async (): Promise<number | undefined> => {
  const server = await run('kubectl', [
    'config',
    'view',
    '--minify',
    '--output=jsonpath={.clusters[0].cluster.server}',
  ]);
  const own = Object.values(networkInterfaces()).flatMap((entries) => entries?.map(({ address }) => address));
  const here = ['localhost', ...own].includes(new URL(server.trim()).hostname);
  const [found, ...more] = here ? await processesLike(/^(\S+ )?(\S*\/)?kube-apiserver /u) : [];
  return found && more.length === 0 ? found.pid : undefined;
};

/** The API server's process; skips the check where it is not one of this machine. */
export const apiServer = async (): Promise<number> =>
  (await apiServerHere()) ?? skip('the API server is not a process of this machine');

/** Stops the API server while something goes on. Whatever becomes of this process, it is let go on. */
export const withoutApiServer = async (
  server: number,
  milliseconds: number,
  body: () => void = () => {},
): Promise<number> => {
  const rescue = `sleep ${Math.ceil(milliseconds / 1000) + 10}; kill -CONT ${server}`;
  spawn('sh', ['-c', rescue], { detached: true, stdio: 'ignore' }).unref();
  process.kill(server, 'SIGSTOP');
  try {
    body();
    await sleep(milliseconds);
  } finally {
    process.kill(server, 'SIGCONT');
  }
  return Date.now();
};
