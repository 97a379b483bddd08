import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { create } from 'tar';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { openHelm } from '../../scripts/helm/binary.ts';
import { addToCache, cachedPath } from '../../scripts/helm/cache.ts';
import { downloadHelm } from '../../scripts/helm/download.ts';
import { linkerFlags } from '../../scripts/helm/go-build.ts';
import { buildHelm, findHelm, HelmError } from '../../scripts/helm/index.ts';
import { isSupported, plainVersion } from '../../scripts/helm/versions.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../support/folder.ts';
import { messageOf } from '../support/thrown.ts';

const printing = (version: string): string => `echo '${version}'`;

/** An environment with an empty cache and only `programs` (name -> body) on its PATH. */
const machine = async (programs: Readonly<Record<string, string>> = {}) => {
  const folder = await temporaryFolder();
  for (const [name, body] of Object.entries(programs)) await writeProgram(folder, `bin/${name}`, body);
  const lines: string[] = [];
  const env = { PATH: join(folder, 'bin'), FABRIC_DIND_CACHE: join(folder, 'cache') };
  return { folder, env, lines, tell: (line: string) => void lines.push(line) };
};

const inCache = async (env: NodeJS.ProcessEnv, version: string, body: string): Promise<void> => {
  const path = cachedPath(env, version);
  await writeFiles(dirname(path), { helm: `#!/bin/sh\n${body}\n` });
  await chmod(path, 0o755);
};

/** Installs a fake Helm of version `version` where GOBIN says, and notes the call and its variables. */
const fakeGo = (version: string, log: string): string =>
  `echo "$@ GOFLAGS=$GOFLAGS GOOS=$GOOS" >> ${log}\nprintf '#!/bin/sh\\necho ${version}\\n' > $GOBIN/helm\n/bin/chmod +x $GOBIN/helm`;

test('versions as Helm prints them', () => {
  assert.is(plainVersion('v4.3.1+g144ca65'), '4.3.1');
  assert.is(plainVersion('v4.3'), '4.3.0');
  assert.is(plainVersion('what'), undefined);
  assert.ok(['3.17.0', '3.22.0', '4.3.1', '4.4.0-rc.1'].every(isSupported));
  assert.not(['3.16.4', '2.17.0', '5.0.0', '5.0.0-alpha.1'].some(isSupported));
});

test('a supported Helm on the PATH is taken, and told once', async () => {
  const { env, lines, tell, folder } = await machine({ helm: printing('v3.18.0+gabc') });
  const helm = await findHelm({ env, tell });
  assert.is(helm.version, '3.18.0');
  assert.equal(lines, [`helm: v3.18.0 from PATH (${join(folder, 'bin/helm')})`]);
});

test('a Helm on the PATH that is too old gives way to the cached one', async () => {
  const { env, lines, tell } = await machine({ helm: printing('v3.16.4') });
  await inCache(env, '4.3.1', printing('v4.3.1'));
  const helm = await findHelm({ env, tell, version: '4.3.1' });
  assert.is(helm.path, cachedPath(env, '4.3.1'));
  assert.is(lines.length, 1);
  assert.match(lines[0] ?? '', 'v4.3.1 from cache');
});

test('HELM forces a binary, and an unusable one is refused instead of passed over', async () => {
  const { env, tell, folder } = await machine({ helm: printing('v4.3.1') });
  const good = await writeProgram(folder, 'good', printing('v3.20.0'));
  assert.is((await findHelm({ env: { ...env, HELM: good }, tell })).path, good);
  const old = await writeProgram(folder, 'old', printing('v3.10.3'));
  assert.match(
    await messageOf(findHelm({ env: { ...env, HELM: old }, tell }), HelmError),
    /old is v3\.10\.3; supported is >=3\.17\.0 <5/u,
  );
  assert.match(
    await messageOf(findHelm({ env: { ...env, HELM: join(folder, 'none') }, tell }), HelmError),
    'does not run',
  );
  const other = await writeProgram(folder, 'other', 'echo hello');
  assert.match(await messageOf(findHelm({ env: { ...env, HELM: other }, tell }), HelmError), 'is no Helm');
});

test('when nothing works, the error names every rung’s reason and what to install', async () => {
  const { env, tell } = await machine({ helm: printing('v2.17.0') });
  const message = await messageOf(findHelm({ env, tell, version: '4.999.0' }), HelmError);
  assert.match(message, /- PATH: .*v2\.17\.0; supported is/u);
  assert.match(message, /- cache: no v4\.999\.0 at/u);
  assert.match(message, /- download: no pinned checksum for \S+ v4\.999\.0/u);
  assert.match(message, '- go install: no go on the PATH');
  assert.match(message, 'Install Helm');
});

test('a broken or wrong binary in the cache does not count', async () => {
  for (const body of ['exit 1', printing('v4.3.0')]) {
    const { env, tell } = await machine();
    await inCache(env, '4.999.0', body);
    assert.match(await messageOf(buildHelm('4.999.0', { env, tell }), HelmError), '- cache: no v4.999.0');
  }
});

test('go builds the version into the cache, undisturbed by GOFLAGS, GOBIN and GOOS', async () => {
  const { env, tell, folder, lines } = await machine({ go: fakeGo('v4.999.0', '"$LOG"') });
  const disturbed = {
    ...env,
    LOG: join(folder, 'log'),
    GOFLAGS: '-mod=vendor',
    GOBIN: '/nowhere',
    GOOS: 'plan9',
  };
  const helm = await buildHelm('4.999.0', { env: disturbed, tell });
  assert.is(helm.path, cachedPath(env, '4.999.0'));
  const call = await readFile(join(folder, 'log'), 'utf8');
  assert.match(call, 'helm.sh/helm/v4/cmd/helm@v4.999.0 GOFLAGS=-trimpath GOOS=\n');
  assert.match(lines.join('\n'), 'download: no pinned checksum');
  assert.equal(await readdir(dirname(helm.path)), ['helm']);
  await buildHelm('4.999.0', { env: disturbed, tell });
  assert.is((await readFile(join(folder, 'log'), 'utf8')).trim().split('\n').length, 1);
});

test('a build of the wrong version, or one that fails, leaves nothing behind', async () => {
  const wrong = await machine({ go: fakeGo('v4.0.0', '/dev/null') });
  assert.match(
    await messageOf(buildHelm('4.999.0', wrong), HelmError),
    'go install: expected Helm v4.999.0, got v4.0.0',
  );
  const failing = await machine({ go: 'echo "no such module" >&2; exit 1' });
  assert.match(await messageOf(buildHelm('4.999.0', failing), HelmError), /exit 1\): no such module/u);
  for (const { env } of [wrong, failing])
    assert.equal(await readdir(dirname(cachedPath(env, '4.999.0'))), []);
});

test('concurrent runs build once, and a lock of a dead process is no obstacle', async () => {
  const { env } = await machine();
  let made = 0;
  const make = async (folder: string): Promise<string> => {
    made += 1;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return writeProgram(folder, 'helm', printing('v4.999.0'));
  };
  const lock = `${dirname(cachedPath(env, '4.999.0'))}.lock`;
  await mkdir(dirname(lock), { recursive: true });
  await writeFile(lock, '4194304');
  const all = await Promise.all([1, 2, 3].map(() => addToCache(env, '4.999.0', make)));
  assert.is(made, 1);
  assert.equal(new Set(all.map(({ helm }) => helm.path)).size, 1);
  assert.is(all.filter((one) => one.made).length, 1);
});

test('a download is used only when its sum is the pinned one', async () => {
  const folder = await temporaryFolder();
  await writeProgram(folder, 'linux-amd64/helm', printing('v9.9.9'));
  await writeFiles(folder, { 'linux-amd64/LICENSE': 'text' });
  await create({ file: join(folder, 'a.tgz'), cwd: folder, gzip: true }, ['linux-amd64']);
  const bytes = await readFile(join(folder, 'a.tgz'));
  const sum = createHash('sha256').update(bytes).digest('hex');
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/slow')) return;
    if (request.url === '/helm-v9.9.9-linux-amd64.tar.gz') response.end(bytes);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fetched = (
    sums: Record<string, Record<string, string>>,
    version = '9.9.9',
    at = url,
  ): Promise<string> => downloadHelm(version, 'linux-amd64', folder, { server: at, sums, answerWithin: 300 });
  try {
    const path = await fetched({ '9.9.9': { 'linux-amd64': sum } });
    assert.is((await openHelm(path)).version, '9.9.9');
    assert.not((await readdir(folder)).includes('LICENSE'));
    assert.match(
      await messageOf(fetched({ '9.9.9': { 'linux-amd64': 'ab' } }), HelmError),
      `sha256 is ${sum}, expected ab; not used`,
    );
    assert.match(await messageOf(fetched({}), HelmError), 'no pinned checksum for linux-amd64 v9.9.9');
    assert.match(
      await messageOf(fetched({ '9.9.8': { 'linux-amd64': sum } }, '9.9.8'), HelmError),
      'status 404',
    );
    assert.match(
      await messageOf(fetched({ '9.9.9': { 'linux-amd64': sum } }, '9.9.9', `${url}/slow`), HelmError),
      'no answer within 0.3 s',
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('linker flags: both print the full version, only Helm 3 needs the Kubernetes version', () => {
  assert.match(linkerFlags('4.3.1'), '-X helm.sh/helm/v4/internal/version.version=v4.3.1');
  assert.not.match(linkerFlags('4.3.1'), 'k8sVersion');
  assert.match(linkerFlags('3.22.0'), '-X helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor=34');
});

test('an unsupported version is not built', async () => {
  const { env, tell } = await machine();
  assert.match(
    await messageOf(buildHelm('3.16.0', { env, tell }), HelmError),
    'Helm v3.16.0 is not supported',
  );
});

test.run();
