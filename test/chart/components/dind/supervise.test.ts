/** supervise.sh: dockerd that dies is started again, and ends in order, with stand-ins for dockerd and docker. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../../../support/folder.ts';

/** Runs as long as nobody kills it, or ends at once with the code in the file `dies`. */
const dockerd = `
echo "dockerd $*" >>"$FAKE/calls"
trap 'echo "dockerd ends" >>"$FAKE/calls"; exit 0' TERM
echo $$ >"$FAKE/up"
[ ! -e "$FAKE/dies" ] || exit "$(cat "$FAKE/dies")"
while :; do sleep 0.05; done`;

/** Knows the running containers in the file `ps`. */
const docker = `
case $1 in
  version) [ ! -e "$FAKE/silent" ] && kill -0 "$(cat "$FAKE/up")" 2>/dev/null ;;
  ps) cat "$FAKE/ps" ;;
  *) echo "docker $*" >>"$FAKE/calls" ;;
esac`;

interface Supervisor {
  readonly folder: string;
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  text(name: string): string;
  calls(): string[];
  /** Kills the daemon that runs, and waits for the next one to answer. */
  killDaemon(): Promise<void>;
}

const until = async (what: string, holds: () => boolean): Promise<void> => {
  for (let i = 0; i < 400; i++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${what}: not within 10 s`);
};

const supervised = async (
  body: (of: Supervisor) => Promise<void>,
  files: Readonly<Record<string, string>> = {},
  env: NodeJS.ProcessEnv = {},
): Promise<void> => {
  const folder = await temporaryFolder();
  for (const name of ['bin', 'docker', 'dind', 'rundocker/containerd', 'cgroup'])
    await mkdir(join(folder, name), { recursive: true });
  await writeProgram(join(folder, 'bin'), 'dockerd', dockerd);
  await writeProgram(join(folder, 'bin'), 'docker', docker);
  // What dind.sh puts before dockerd.
  await writeProgram(join(folder, 'own/bin'), 'dockerd', 'echo again >>"$FAKE/calls"');
  await writeFiles(folder, {
    ps: '',
    calls: '',
    'config/chaincode.sh': '',
    'config/daemon.json': '{}',
    ...files,
  });
  const text = (await readFile(join(top, 'chart/components/dind/files/supervise.sh'), 'utf8'))
    .replaceAll('/run/fabric-dind', `${folder}/own`)
    .replaceAll('/etc/fabric-dind', `${folder}/config`)
    .replaceAll('/var/lib/docker', `${folder}/docker`)
    .replaceAll('/run/docker', `${folder}/rundocker`)
    .replaceAll('/run/dind', `${folder}/dind`)
    .replaceAll('sleep "$((failed', 'sleep 0.0"$((failed');
  await writeFiles(folder, { 'supervise.sh': text });
  const child = spawn('sh', [join(folder, 'supervise.sh'), '--mtu=1400'], {
    env: {
      PATH: `${folder}/own/bin:${folder}/bin:${process.env.PATH}`,
      FAKE: folder,
      CGROUP_ROOT: `${folder}/cgroup`,
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  child.stderr.resume();
  const read = (name: string): string =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '';
  const of: Supervisor = {
    folder,
    process: child,
    ended: once(child, 'exit').then(([code]) => code as number | null),
    text: read,
    calls: () => read('calls').trim().split('\n').filter(Boolean),
    killDaemon: async () => {
      const [pid, run] = [Number(read('own/daemon')), read('own/run')];
      process.kill(pid, 'SIGKILL');
      await until(
        'another run answers',
        () => read('own/run') !== run && existsSync(join(folder, 'own/answered')),
      );
    },
  };
  try {
    await body(of);
  } finally {
    try {
      process.kill(-(child.pid as number), 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
};

const answers = (of: Supervisor): Promise<void> =>
  until('the daemon answers', () => existsSync(join(of.folder, 'own/answered')));

test('a killed daemon is started again, with live-restore, and its run has another name', async () => {
  await supervised(async (of) => {
    await answers(of);
    const root = of.text('dind/data-root');
    assert.match(root, /^[0-9a-f-]{36}\n$/u);
    await of.killDaemon();
    await of.killDaemon();
    assert.equal(of.calls(), Array(3).fill('dockerd --live-restore --mtu=1400'));
    assert.is(of.text('dind/data-root'), root);
    assert.is(of.process.exitCode, null);
  });
});

test("a data root that vanished under a daemon has another name at the daemon's next start", async () => {
  await supervised(async (of) => {
    await answers(of);
    const root = of.text('dind/data-root');
    await writeFiles(of.folder, { 'docker/fabric-dind-id': '' });
    await of.killDaemon();
    assert.is.not(of.text('dind/data-root'), root);
  });
});

test('live-restore is not given twice: dockerd would refuse to start', async () => {
  const config = '{\n  "live-restore": false\n}';
  await supervised(
    async (of) => {
      await answers(of);
      assert.equal(of.calls(), ['dockerd --mtu=1400']);
    },
    { 'config/daemon.json': config },
  );
});

test('pid files of the last run go, those of running containers stay, and so does an innocent process', async () => {
  const innocent = spawn('sleep', ['60'], { stdio: 'ignore' });
  const container = 'rundocker/containerd/daemon/io.containerd.runtime.v2.task/moby/x/init.pid';
  await supervised(
    async (of) => {
      await answers(of);
      assert.is(of.text('rundocker.pid') + of.text('rundocker/containerd/containerd.pid'), '');
      assert.is(of.text(container), '1');
      assert.is(innocent.signalCode, null);
      // A containerd that outlived its dockerd would keep the next one from starting its own.
      copyFileSync('/bin/sleep', join(of.folder, 'containerd'));
      const left = spawn(join(of.folder, 'containerd'), ['60'], { stdio: 'ignore' });
      const gone = once(left, 'exit');
      await until('it has its name', () => readFileSync(`/proc/${left.pid}/comm`, 'utf8') === 'containerd\n');
      await writeFiles(of.folder, { 'rundocker/containerd/containerd.pid': `${left.pid}` });
      await of.killDaemon();
      assert.is((await gone)[1], 'SIGKILL');
    },
    {
      'rundocker.pid': `${innocent.pid}`,
      'rundocker/containerd/containerd.pid': `${innocent.pid}`,
      [container]: '1',
    },
  ).finally(() => innocent.kill('SIGKILL'));
});

test('a daemon that never came up ends the container at once, with its code', async () => {
  await supervised(
    async (of) => {
      assert.is(await of.ended, 3);
      assert.is(of.calls().length, 1);
    },
    { dies: '3', silent: '' },
  );
});

test('a daemon that came up and does not come back ends the container after five tries', async () => {
  await supervised(async (of) => {
    await answers(of);
    await writeFiles(of.folder, { dies: '4', silent: '' });
    process.kill(Number(of.text('own/daemon')), 'SIGKILL');
    assert.is(await of.ended, 4);
    assert.is(of.calls().length, 5);
  });
});

test('tries are counted in a row: a daemon that came back for a while is started as often as it dies', async () => {
  await supervised(
    async (of) => {
      await answers(of);
      for (let i = 0; i < 6; i++) await of.killDaemon();
      assert.is(of.calls().length, 7);
      assert.is(of.process.exitCode, null);
    },
    {},
    { DIND_HEALTHY_SECONDS: '0' },
  );
});

test('on SIGTERM containers are stopped first, then the daemon, and then the container ends', async () => {
  await supervised(
    async (of) => {
      await answers(of);
      of.process.kill('SIGTERM');
      assert.is(await of.ended, 0);
      assert.equal(of.calls().slice(1), ['docker stop one two', 'dockerd ends']);
    },
    { ps: 'one\ntwo\n' },
  );
});

test('SIGTERM between two runs of the daemon ends the container, too', async () => {
  await supervised(async (of) => {
    await answers(of);
    await writeFiles(of.folder, { silent: '' });
    const before = of.calls().length;
    process.kill(Number(of.text('own/daemon')), 'SIGKILL');
    of.process.kill('SIGTERM');
    assert.is(await of.ended, 0);
    assert.ok(of.calls().length <= before + 2, of.calls().join('\n'));
  });
});

test('what Docker starts has its share of processes, on both versions of cgroups', async () => {
  const env = { DIND_PIDS_LIMIT: '500' };
  await supervised(
    async (of) => {
      await answers(of);
      assert.is(of.text('cgroup/docker/pids.max'), '500\n');
    },
    { 'cgroup/cgroup.controllers': 'pids' },
    env,
  );
  await supervised(
    async (of) => {
      await answers(of);
      assert.is(of.text('cgroup/pids/docker/pids.max'), '500\n');
    },
    { 'cgroup/pids/tasks': '' },
    env,
  );
});

test.run();
