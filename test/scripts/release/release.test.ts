/** `npm run release`, whole, in a repository of its own: what it refuses, what a dry run leaves alone, what it publishes. */
import { spawnSync } from 'node:child_process';
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { versions } from '../../../schema/versions.ts';
import { copyOfThis } from '../../support/copy.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { withStub } from '../../support/registry.ts';

const version = versions.chart;
const folder = await temporaryFolder();
const repository = join(folder, 'repository');
const gnupg = join(folder, 'gnupg');
const key = 'release@example.com';
const { home, env, run, git } = await copyOfThis((path) => !path.startsWith(`schema/releases/${version}/`), {
  GNUPGHOME: gnupg,
});

const published = (): Promise<string[]> => readdir(repository).catch(() => []);

const refuses = async (args: readonly string[], why: RegExp): Promise<void> => {
  const before = await published();
  const { code, out } = await run(['release', ...args]);
  assert.ok(why.test(out), `${why} is not in: ${out}`);
  assert.is.not(code, 0, out);
  assert.not.match(out, /^\s+at /mu, 'a stack is no message');
  assert.equal(await published(), before);
};

const needed = ['gpg', 'git', 'npm'].filter((name) => spawnSync('which', [name]).status !== 0);

const check = (name: string, body: () => Promise<void>): void => {
  if (needed.length === 0) test(name, body);
  else {
    console.log(`SKIPPED: ${name}: no ${needed.join(', ')} here`);
    test.skip(name, body);
  }
};

check('a repository with a change that is not in the changelog', async () => {
  await rm(join(home, 'docs/changes'), { recursive: true, force: true });
  await mkdir(join(home, 'docs/changes'), { recursive: true });
  const changelog = join(home, 'CHANGELOG.md');
  const text = await readFile(changelog, 'utf8');
  await writeFile(
    changelog,
    text.replace(new RegExp(`^## ${version} .*$`, 'mu'), `## ${version} (not released)`),
  );
  await writeFile(join(home, 'docs/changes/a-test.md'), 'Added: a change of\n[this test](docs/backup.md).\n');
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'a change');
  await mkdir(gnupg, { mode: 0o700 });
  const made = spawnSync(
    'gpg',
    ['--batch', '--passphrase', '', '--quick-generate-key', key, 'rsa3072', 'sign', 'never'],
    { env, encoding: 'utf8' },
  );
  assert.is(made.status, 0, made.stderr);
  await refuses(
    ['--repository', repository],
    /has no section of .* with a date\. Run: npm run release:notes/u,
  );
});

check('fragments become a section, once, and go into Chart.yaml', async () => {
  const first = await run(['release:notes', '--date', '2026-12-01']);
  assert.is(first.code, 0, first.out);
  const text = await readFile(join(home, 'CHANGELOG.md'), 'utf8');
  assert.match(text, new RegExp(`^## ${version.replaceAll('.', '[.]')} \\(2026-12-01\\)$`, 'mu'));
  assert.match(text, '- a change of\n  [this test](docs/backup.md).\n');
  assert.equal(await readdir(join(home, 'docs/changes')), []);
  assert.is((await run(['release:notes'])).code, 0);
  assert.is(await readFile(join(home, 'CHANGELOG.md'), 'utf8'), text);
  await refuses(['--repository', repository], /changes that are not committed/u);
  assert.is((await run(['generate'])).code, 0);
  const chart = load(await readFile(join(home, 'chart/fabric-dind/Chart.yaml'), 'utf8')) as {
    annotations: Record<string, string>;
  };
  const changes = load(chart.annotations['artifacthub.io/changes'] ?? '') as object[];
  assert.equal(changes.at(-1) && changes.filter((one) => JSON.stringify(one).includes('this test')), [
    { kind: 'added', description: 'a change of this test.' },
  ]);
});

check('what the next release will be compared with has to be kept', async () => {
  git('commit', '--quiet', '--all', '--message', 'notes');
  await refuses(['--repository', repository], /release:check -- --keep/u);
  const kept = await run(['release:check', '--keep']);
  assert.is(kept.code, 0, kept.out);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'kept');
});

check('a dry run makes all and publishes nothing', async () => {
  const { code, out } = await run(['release', '--repository', repository, '--sign', key]);
  assert.is(code, 0, out);
  assert.match(out, /repository\s+would be published/u);
  assert.equal(await published(), []);
  assert.is(git('tag'), '');
  const made = join(home, 'dist/release', version);
  const sums = spawnSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: made, encoding: 'utf8' });
  assert.is(sums.status, 0, sums.stdout);
  const bill = await readFile(join(made, `fabric-dind-${version}.cdx.json`), 'utf8');
  assert.is(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(bill), null);
  const { components } = JSON.parse(bill) as { components: { purl: string }[] };
  assert.ok(
    components.some(
      ({ purl }) => purl === 'pkg:oci/docker?repository_url=docker.io%2Fdocker&tag=29.8.1-dind',
    ),
    components.map(({ purl }) => purl).join('\n'),
  );
});

check('a key that is not there is told before anything is published', async () => {
  await refuses(
    ['--publish', '--repository', repository, '--sign', 'nobody@example.com'],
    /no secret key nobody/u,
  );
  assert.is(git('tag'), '');
});

check('a target that cannot be written is told, and nothing is tagged', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  await refuses(['--publish', '--repository', join(file, 'below')], /cannot be made: ENOTDIR/u);
  assert.is(git('tag'), '');
  await refuses(['--publish', '--registry', 'oci://127.0.0.1:1/charts'], /cannot be asked for/u);
  assert.is(git('tag'), '');
});

check('a wrong call is told before anything is made', async () => {
  const wrong: [string[], RegExp][] = [
    [['--publish'], /names no target: say one or more of --repository.*--registry.*--npm/u],
    [['--publish', '--repository', ''], /--repository is empty/u],
    [['--publish', '--repository', repository, '--sign', ''], /--sign is empty/u],
    [['--publish', '--repository', repository, '--cosign', ''], /--cosign is empty/u],
    [
      ['--publish', '--repository', repository, '--releases', 'schema/release'],
      /schema\/release is not there/u,
    ],
    [
      ['--publish', '--repository', repository, '--url', 'charts.example.com'],
      /charts\.example\.com: expected/u,
    ],
  ];
  for (const [args, why] of wrong) await refuses(args, why);
  assert.is(git('tag'), '');
});

check('what is kept of the version has to be what is released', async () => {
  const kept = join(home, 'schema/releases', version, 'values.yaml');
  await appendFile(kept, '# more\n');
  git('commit', '--quiet', '--all', '--message', 'another promise');
  await refuses(['--repository', repository], /values\.yaml: .* what it promised was something else/u);
  git('reset', '--quiet', '--hard', 'HEAD~1');
});

check('a registry that takes nothing from us is told before anything is published elsewhere', async () => {
  await withStub(
    (_, response) => void response.writeHead(404).end('{}'),
    async (registry) => {
      // The folder of npm's registry, which nobody is logged in to.
      const npm = {
        npm_config_registry: registry.replace('oci:', 'http:'),
        npm_config_userconfig: join(folder, 'npmrc'),
        npm_config_fetch_retries: '0',
      };
      const { code, out } = await run(['release', '--publish', '--repository', repository, '--npm'], npm);
      assert.is(code, 1, out);
      assert.match(out, /Log in with "npm login"/u);
      assert.equal(await published(), []);
      assert.is(git('tag'), '');
    },
  );
  const readsOnly: RequestListener = ({ method }, response) =>
    void response.writeHead(method === 'GET' || method === 'HEAD' ? 404 : 401).end('{}');
  await withStub(readsOnly, (registry) =>
    refuses(['--publish', '--repository', repository, '--registry', registry], /helm registry login/u),
  );
  git('tag', '--delete', `v${version}`);
});

check('it tags, signs and publishes, and a second time finds all there', async () => {
  const args = ['release', '--publish', '--repository', repository, '--sign', key];
  const { code, out } = await run(args);
  assert.is(code, 0, out);
  assert.is(git('tag'), `v${version}`);
  const names = await published();
  const archive = `fabric-dind-${version}.tgz`;
  for (const name of ['index.yaml', archive, `${archive}.prov`, 'index.html', 'app.js', 'schema'])
    assert.ok(names.includes(name), `${name}: ${names.join()}`);
  const index = await readFile(join(repository, 'index.yaml'), 'utf8');
  const again = await run(args);
  assert.is(again.code, 0, again.out);
  assert.match(again.out, /repository\s+already there/u);
  assert.is(await readFile(join(repository, 'index.yaml'), 'utf8'), index);
});

check('the same version of another commit is refused', async () => {
  await writeFile(join(home, 'docs/more.md'), 'more\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'more');
  await refuses(['--publish', '--repository', repository], /tag v.* is on another commit/u);
});

check('the same version with other bytes is refused, also without a tag', async () => {
  git('tag', '--delete', `v${version}`);
  const source = join(home, 'chart/metadata.ts');
  await writeFile(source, (await readFile(source, 'utf8')).replace("'blockchain', ", ''));
  assert.is((await run(['generate'])).code, 0);
  git('commit', '--quiet', '--all', '--message', 'other bytes');
  await refuses(['--publish', '--repository', repository], /published with other bytes/u);
  assert.is(git('tag'), '');
});

check('a clock that is behind the commit is told', async () => {
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const { status } = spawnSync(
    'git',
    ['-C', home, 'commit', '--quiet', '--allow-empty', '--message', 'later'],
    {
      env: { ...env, GIT_COMMITTER_DATE: later },
    },
  );
  assert.is(status, 0);
  await refuses(['--repository', repository], /this machine's clock says/u);
});

test.run();
