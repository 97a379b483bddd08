import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { create } from 'tar';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { openHelm } from '../../scripts/helm/binary.ts';
import { addToCache, cachedPath, platform } from '../../scripts/helm/cache.ts';
import { downloadHelm } from '../../scripts/helm/download.ts';
import { linkerFlags } from '../../scripts/helm/go-build.ts';
import { buildHelm, findHelm, HelmError } from '../../scripts/helm/index.ts';
import { hashOf, proxies, type Toolchain } from '../../scripts/helm/toolchain.ts';
import { downloadableHelm, isSupported, plainVersion } from '../../scripts/helm/versions.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../support/folder.ts';
import { messageOf } from '../support/thrown.ts';

const printing = (version: string): string => `echo '${version}'`;

/** An environment with an empty cache and only `programs` (name -> body) on its PATH. */
const machine = async (programs: Readonly<Record<string, string>> = {}) => {
  const folder = await temporaryFolder();
  for (const [name, body] of Object.entries(programs)) await writeProgram(folder, `bin/${name}`, body);
  const lines: string[] = [];
  const env = { PATH: join(folder, 'bin'), FABRIC_DIND_CACHE: join(folder, 'cache'), GOPROXY: 'off' };
  // Nobody listens there.
  const downloads = { server: 'http://127.0.0.1:9' };
  return { folder, env, downloads, lines, tell: (line: string) => void lines.push(line) };
};

/** Installs a fake Helm of version `version` where GOBIN says, and notes the call and its variables. */
const fakeGo = (version: string, log: string): string =>
  `echo "$@ GOFLAGS=$GOFLAGS GOOS=$GOOS" >> ${log}\nprintf '#!/bin/sh\\necho ${version}\\n' > $GOBIN/helm\n/bin/chmod +x $GOBIN/helm`;

/** A web server that has these files, by path, while `body` runs. */
const serving = async (
  files: Readonly<Record<string, Uint8Array>>,
  body: (url: string, asked: readonly string[]) => Promise<void>,
): Promise<void> => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path.startsWith('/slow')) return;
    asked.push(path);
    if (files[path]) response.end(files[path]);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await body(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

/** Helm's archive for this machine, holding a program that prints a version, and the checksum. */
const archiveOf = async (
  version: string,
): Promise<{ path: string; bytes: Uint8Array; sums: Record<string, Record<string, string>> }> => {
  const folder = await temporaryFolder();
  await writeProgram(folder, `${platform}/helm`, printing(`v${version}`));
  await writeFiles(folder, { [`${platform}/LICENSE`]: 'text' });
  await create({ file: join(folder, 'a.tgz'), cwd: folder, gzip: true }, [platform]);
  const bytes = await readFile(join(folder, 'a.tgz'));
  const sum = createHash('sha256').update(bytes).digest('hex');
  return {
    path: `/helm-v${version}-${platform}.tar.gz`,
    bytes,
    sums: { [version]: { [platform]: sum } },
  };
};

/** A Go of a module proxy, which builds a Helm of this version. */
const toolchainOf = (helm: string): { path: string; bytes: Uint8Array; toolchain: Toolchain } => {
  const module = `golang.org/toolchain@v0.0.1-go9.9.9.${platform}`;
  const files = {
    [`${module}/bin/go`]: strToU8(`#!/bin/sh\n${fakeGo(helm, '/dev/null')}\n`),
    [`${module}/src/_go.mod`]: strToU8('module std\n'),
    [`${module}/VERSION`]: strToU8('go9.9.9'),
  };
  return {
    path: `/golang.org/toolchain/@v/v0.0.1-go9.9.9.${platform}.zip`,
    bytes: zipSync(files),
    toolchain: { version: '9.9.9', sums: { [platform]: hashOf(files) } },
  };
};

const inCache = async (env: NodeJS.ProcessEnv, version: string, body: string): Promise<void> => {
  const path = cachedPath(env, version);
  await writeFiles(dirname(path), { helm: `#!/bin/sh\n${body}\n` });
  await chmod(path, 0o755);
};

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
  const given = await machine({ helm: printing('v2.17.0') });
  const message = await messageOf(findHelm({ ...given, version: '4.999.0' }), HelmError);
  assert.match(message, /- PATH: .*v2\.17\.0; supported is/u);
  assert.match(message, /- cache: no v4\.999\.0 at/u);
  assert.match(message, /- download: no pinned checksum for \S+ v4\.999\.0/u);
  assert.match(message, '- go install: no go on the PATH');
  assert.match(message, /- download: \S+3\.22\.0\S+ /u);
  assert.match(message, '- go from a module proxy: GOPROXY names no proxy');
  // No line that promises minutes of work which nothing could do.
  assert.not.match(given.lines.join('\n'), 'building');
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
  const { path, bytes, sums } = await archiveOf('9.9.9');
  const folder = await temporaryFolder();
  await serving({ [path]: bytes }, async (server) => {
    const fetched = (
      given: typeof sums,
      version = '9.9.9',
      more: Parameters<typeof downloadHelm>[3] = {},
    ): Promise<string> => downloadHelm(version, platform, folder, { server, sums: given, ...more });
    assert.is((await openHelm(await fetched(sums))).version, '9.9.9');
    assert.not((await readdir(folder)).includes('LICENSE'));
    assert.match(
      await messageOf(fetched({ '9.9.9': { [platform]: 'ab' } }), HelmError),
      /sha256 is [0-9a-f]{64}, expected ab; not used/u,
    );
    assert.match(await messageOf(fetched({}), HelmError), `no pinned checksum for ${platform} v9.9.9`);
    const other = { '9.9.8': { [platform]: 'ab' } };
    assert.match(await messageOf(fetched(other, '9.9.8'), HelmError), 'status 404');
    assert.match(
      await messageOf(fetched(sums, '9.9.9', { server: `${server}/slow`, answerWithin: 300 }), HelmError),
      'no answer within 0.3 s',
    );
  });
});

test('with Node alone the release whose checksums are pinned is downloaded, and is there the second time', async () => {
  const { path, bytes, sums } = await archiveOf(downloadableHelm);
  await serving({ [path]: bytes }, async (server, asked) => {
    const { env, tell, lines } = await machine();
    const downloads = { server, sums };
    const first = await findHelm({ env, tell, downloads });
    assert.is(first.version, downloadableHelm);
    await findHelm({ env, tell, downloads });
    assert.equal(asked, [path]);
    assert.match(lines.join('\n'), `helm: v${downloadableHelm} from download`);
    assert.match(lines.join('\n'), `helm: v${downloadableHelm} from cache`);
  });
});

test('where only a Go module proxy answers, Go is fetched from it, checked, and builds Helm', async () => {
  const { path, bytes, toolchain } = toolchainOf('v4.999.0');
  await serving({ [path]: bytes }, async (server, asked) => {
    const { env, tell, lines, downloads, folder } = await machine();
    const options = {
      env: { ...env, GOPROXY: `http://127.0.0.1:9,${server}/,direct` },
      tell,
      downloads,
      toolchain,
    };
    assert.is((await findHelm({ ...options, version: '4.999.0' })).version, '4.999.0');
    assert.equal(asked, [path]);
    const told = lines.join('\n');
    // What takes minutes is told before, with the reasons that led there.
    assert.match(told, /no go on the PATH.*fetching Go.*70 MB.*building v4\.999\.0.*two to five minutes/su);
    const kept = join(folder, 'cache/go', `go9.9.9-${platform}`);
    assert.equal((await readdir(kept)).sort(), ['VERSION', 'bin', 'src']);
    assert.is(await readFile(join(kept, 'src/go.mod'), 'utf8'), 'module std\n');

    await buildHelm('4.998.0', options).catch(() => {});
    assert.equal(asked, [path], 'it was fetched twice');
  });
});

test('a Go with another checksum is not used, and nothing of it is kept', async () => {
  const { path, bytes, toolchain } = toolchainOf('v4.999.0');
  await serving({ [path]: bytes }, async (server) => {
    const { env, folder, ...rest } = await machine();
    const wrong = { ...toolchain, sums: { [platform]: 'h1:other' } };
    const options = { ...rest, env: { ...env, GOPROXY: server }, toolchain: wrong, version: '4.999.0' };
    assert.match(
      await messageOf(findHelm(options), HelmError),
      /the checksum is h1:\S+, expected h1:other; not used/u,
    );
    assert.not((await readdir(join(folder, 'cache'))).includes('go'));
  });
});

test('GOPROXY is read as Go reads it', async () => {
  const folder = await temporaryFolder();
  await writeFiles(folder, { env: 'GOFLAGS=-v\nGOPROXY=https://kept.example/go/,direct\n' });
  const GOENV = join(folder, 'env');
  assert.equal(await proxies({ GOENV }), ['https://kept.example/go']);
  assert.equal(await proxies({ GOENV, GOPROXY: 'https://a.example|http://b.example,off' }), [
    'https://a.example',
    'http://b.example',
  ]);
  assert.equal(await proxies({ GOENV: join(folder, 'none') }), ['https://proxy.golang.org']);
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
