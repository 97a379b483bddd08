/** `npm run release`, whole, in a repository of its own: what it refuses, what a dry run leaves alone, what it publishes. */
import { execFile, spawnSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { versions } from '../../../schema/versions.ts';
import { top } from '../../../scripts/support/top.ts';
import { temporaryFolder } from '../../support/folder.ts';

const version = versions.chart;
const folder = await temporaryFolder();
const home = join(folder, 'home');
const repository = join(folder, 'repository');
const gnupg = join(folder, 'gnupg');
const key = 'release@example.com';
const env = {
  ...process.env,
  GNUPGHOME: gnupg,
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
  INIT_CWD: home,
};

interface Ran {
  readonly code: number;
  readonly out: string;
}

const run = (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ran> =>
  promisify(execFile)(process.execPath, ['scripts/run.mjs', ...args], {
    cwd: home,
    env: { ...env, ...more },
    maxBuffer: 1 << 26,
  }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout + stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      out: stdout + stderr,
    }),
  );

const git = (...args: string[]): string => {
  const { status, stdout, stderr } = spawnSync('git', ['-C', home, ...args], { encoding: 'utf8', env });
  assert.is(status, 0, stderr);
  return stdout.trim();
};

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
  const { stdout } = spawnSync('git', ['-C', top, 'ls-files', '-co', '--exclude-standard'], {
    encoding: 'utf8',
  });
  for (const path of stdout
    .trim()
    .split('\n')
    .filter((name) => !name.startsWith(`schema/releases/${version}/`))) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await cp(join(top, path), join(home, path)).catch(() => undefined);
  }
  await symlink(join(top, 'node_modules'), join(home, 'node_modules'));
  await rm(join(home, 'docs/changes'), { recursive: true, force: true });
  await mkdir(join(home, 'docs/changes'), { recursive: true });
  const changelog = join(home, 'CHANGELOG.md');
  const text = await readFile(changelog, 'utf8');
  await writeFile(
    changelog,
    text.replace(new RegExp(`^## ${version} .*$`, 'mu'), `## ${version} (not released)`),
  );
  await writeFile(join(home, 'docs/changes/a-test.md'), 'Added: a change of\n[this test](docs/backup.md).\n');
  await writeFile(
    join(home, '.gitignore'),
    `${await readFile(join(home, '.gitignore'), 'utf8')}\nnode_modules\n`,
  );
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
