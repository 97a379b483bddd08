/**
 * dind.sh on a real cgroup2 hierarchy, mounted for the test: what the daemon makes at the root of the hierarchy lands
 * below the sidecar's own cgroup. Needs root; elsewhere it is skipped.
 */
import { spawnSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../../../support/folder.ts';
import { skip } from '../../../support/skip.ts';

const own = `/fabric-dind-test-${process.pid}/pod/dind`;
const cgroup2Magic = 0x63677270;

/** As dockerd does for a container: a cgroup below the root that it sees, which the container's process enters. */
const daemon = `
mkdir -p "$CGROUP_ROOT/docker/container"
sh -c 'echo $$ >"$CGROUP_ROOT/docker/container/cgroup.procs" && sed -n s/^0:://p /proc/self/cgroup'
rmdir "$CGROUP_ROOT/docker/container" "$CGROUP_ROOT/docker"`;

/** Runs `program` in a cgroup of its own on the hierarchy, in a mount namespace that ends with it. */
const inCgroup = async (
  program: 'dind.sh' | 'daemon',
  cgroupNamespace = false,
): Promise<{ cgroup: string; error: string; missing?: string }> => {
  const folder = await temporaryFolder();
  const root = join(folder, 'cgroup');
  for (const name of ['cgroup', 'bin', 'docker', 'run']) await mkdir(join(folder, name));
  await writeProgram(join(folder, 'bin'), 'dockerd-entrypoint.sh', daemon);
  await writeProgram(join(folder, 'bin'), 'daemon', daemon);
  const text = (await readFile(join(top, 'chart/components/dind/files/dind.sh'), 'utf8'))
    .replaceAll('/var/lib/docker', `${folder}/docker`)
    .replaceAll('own=/run/fabric-dind', `own=${folder}/own`);
  await writeFiles(folder, { 'dind.sh': text });
  // A second mount of cgroup2 would change the options of a node that has it.
  const mount =
    statfsSync('/sys/fs/cgroup').type === cgroup2Magic
      ? `mount --bind /sys/fs/cgroup ${root}`
      : `mount -t cgroup2 none ${root}`;
  const start = program === 'daemon' ? 'daemon' : `sh ${folder}/dind.sh`;
  // A runtime that makes a cgroup namespace mounts the hierarchy inside it.
  const isolated = cgroupNamespace
    ? `unshare --mount --cgroup sh -c "umount ${root} && mount -t cgroup2 none ${root} && exec ${start}"`
    : `unshare --mount ${start}`;
  const script = `
    ${mount} || exit 77
    mkdir -p ${root}${own} || exit 77
    sh -c 'echo $$ >${root}${own}/cgroup.procs && exec ${isolated}'
    code=$?
    rmdir ${root}${own} ${root}${own.replace(/\/dind$/u, '')} ${root}${own.replace(/\/pod.*$/u, '')}
    exit $code`;
  const { status, stdout, stderr } = spawnSync('unshare', ['--mount', 'sh', '-c', script], {
    encoding: 'utf8',
    env: { PATH: `${folder}/bin:${process.env.PATH}`, CGROUP_ROOT: root, DIND_MTU: '1500' },
  });
  if (status === null || status === 77 || /unshare failed/u.test(stderr)) {
    return { cgroup: '', error: '', missing: `no cgroup2 hierarchy can be mounted here: ${stderr.trim()}` };
  }
  return { cgroup: stdout.trim(), error: stderr };
};

test('without the script a container lands at the root of the hierarchy', async () => {
  const { cgroup, error, missing } = await inCgroup('daemon');
  if (missing !== undefined) return skip(missing);
  assert.is(cgroup, '/docker/container', error);
});

test("with it the container lands below the sidecar's own cgroup", async () => {
  const { cgroup, error, missing } = await inCgroup('dind.sh');
  if (missing !== undefined) return skip(missing);
  assert.is(cgroup, `${own}/docker/container`, error);
});

test('in a cgroup namespace, whose root is the sidecar itself, it stays at that root', async () => {
  const { cgroup, error, missing } = await inCgroup('dind.sh', true);
  if (missing !== undefined) return skip(missing);
  assert.is(cgroup, '/docker/container', error);
});

test.run();
