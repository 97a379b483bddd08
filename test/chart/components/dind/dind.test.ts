/** dind.sh: how dockerd is started, with stand-ins for the programs that it calls. */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../../../support/folder.ts';

const script = (name: string): string => join(top, 'chart/components/dind/files', name);

/** Limits as the kernel tells them in /proc/self/limits. */
const limits = `Limit                     Soft Limit           Hard Limit           Units
Max processes             unlimited            unlimited            processes
Max open files            1024                 4096                 files
`;

/** Runs a copy of dind.sh whose dockerd says how it was called. */
const dind = async (
  cgroup: string,
  hierarchy: readonly string[],
  env: Readonly<Record<string, string>> = {},
  programs: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const folder = await temporaryFolder();
  const bin = join(folder, 'bin');
  await mkdir(bin);
  for (const name of ['mount', 'dockerd-entrypoint.sh']) await writeProgram(bin, name, `echo "${name} $*"`);
  await writeFiles(folder, { cgroup: `${cgroup}\n`, 'docker/x': '', limits });
  for (const path of hierarchy) await writeFiles(folder, { [`sys/${path}`]: '' });
  for (const [name, body] of Object.entries(programs)) await writeProgram(bin, name, body);
  const text = (await readFile(script('dind.sh'), 'utf8'))
    .replaceAll('/var/lib/docker', `${folder}/docker`)
    .replaceAll('own=/run/fabric-dind', `own=${folder}/own`)
    .replaceAll('/proc/self/limits', `${folder}/limits`)
    .replaceAll('/usr/local/sbin/.iptables-legacy', `${folder}/legacy`);
  await writeFiles(folder, { 'dind.sh': text });
  const { stdout, stderr, status } = spawnSync('sh', [join(folder, 'dind.sh'), '--group=2375'], {
    encoding: 'utf8',
    env: {
      PATH: `${bin}:${process.env.PATH}`,
      CGROUP_ROOT: join(folder, 'sys'),
      PROC_SELF_CGROUP: join(folder, 'cgroup'),
      DIND_MTU: '1400',
      ...env,
    },
  });
  assert.is(status, 0, stderr);
  return stdout.replaceAll(folder, '');
};

const started =
  'dockerd-entrypoint.sh dockerd --config-file=/etc/fabric-dind/daemon.json --host=unix:///run/dind/docker.sock --mtu=1400 --group=2375\n';

test("on cgroup v2 the Pod's own folder is mounted over the root", async () => {
  const out = await dind('0::/kubepods/pod1/c1', ['cgroup.controllers', 'kubepods/pod1/c1/cgroup.procs']);
  assert.is(out, `mount --bind /sys/kubepods/pod1/c1 /sys\n${started}`);
});

test('nothing is mounted on cgroup v1, in a cgroup namespace, or where the path leads outside', async () => {
  assert.is(await dind('12:memory:/kubepods/pod1/c1', ['memory/x']), started);
  assert.is(await dind('0::/', ['cgroup.controllers']), started);
  assert.is(await dind('0::/../../pod1', ['cgroup.controllers']), started);
});

test("the MTU is that of the Pod's interface unless it is set", async () => {
  const [, mtu] = /--mtu=(\d+)/u.exec(await dind('0::/', [], { DIND_MTU: '0' })) ?? [];
  assert.ok(Number(mtu) >= 576);
});

/** The arguments that dockerd got besides those that it always gets. */
const further = (out: string): string => /--mtu=1400 (.*) --group/u.exec(out)?.[1] ?? '';

test("ulimits stay within the node's", async () => {
  const started = async (DIND_ULIMITS: string): Promise<string> =>
    further(await dind('0::/', [], { DIND_ULIMITS }));
  assert.is(await started('nofile=100:2000'), '--default-ulimit=nofile=100:2000');
  assert.is(await started('nofile=100:8000'), '--default-ulimit=nofile=100:4096');
  assert.is(await started('nofile=8000:9000'), '--default-ulimit=nofile=4096:4096');
  assert.is(await started('nofile=-1:-1'), '--default-ulimit=nofile=4096:4096');
  assert.is(
    await started('nproc=5:-1 rtprio=1:2'),
    '--default-ulimit=nproc=5:-1 --default-ulimit=rtprio=1:2',
  );
});

const metrics = { DIND_METRICS_PORT: '9323', POD_IP: '10.0.0.7' };

test('metrics are served at the address of the Pod', async () => {
  const out = await dind('0::/', [], metrics, { iptables: 'exit 0' });
  assert.is(further(out), '--metrics-addr=10.0.0.7:9323');
  const six = await dind('0::/', [], { ...metrics, POD_IP: 'fd00::7' }, { ip6tables: 'exit 0' });
  assert.is(further(six), '--metrics-addr=[fd00::7]:9323');
});

test('the rule names the port, and every interface but that of the Pod', async () => {
  const out = await dind(
    '0::/',
    [],
    metrics,
    // Its output stands in for the argument that the script prints.
    { iptables: 'case $1 in -C) exit 1 ;; *) echo "$*" ;; esac' },
  );
  assert.match(further(out), /^-I INPUT ! -i [a-z0-9]+ -p tcp --dport 9323 -j DROP --metrics-addr/u);
});

test('a restarted sidecar adds no second rule', async () => {
  const out = await dind('0::/', [], metrics, { iptables: 'echo "$*"' });
  assert.match(further(out), /^-C INPUT/u);
  assert.not.match(out, '-I INPUT');
});

test('no metrics where the rule cannot be had', async () => {
  assert.is(await dind('0::/', [], metrics, { iptables: 'exit 1' }), started);
});

test("the image's entrypoint finds the supervisor in dockerd's place, whatever the cgroup", async () => {
  const find = {
    'dockerd-entrypoint.sh': 'command -v dockerd; cat "$(command -v dockerd)"; echo "$TINI_SUBREAPER"',
  };
  for (const cgroup of ['0::/', '0::/kubepods/pod1/c1', '12:memory:/kubepods/pod1/c1']) {
    const out = await dind(cgroup, ['cgroup.controllers', 'kubepods/pod1/c1/cgroup.procs'], {}, find);
    assert.is(
      out.slice(out.indexOf('/own/')),
      '/own/bin/dockerd\n#!/bin/sh\nexec sh /etc/fabric-dind/supervise.sh "$@"\n1\n',
    );
  }
});

test.run();
