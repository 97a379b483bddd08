/** The workflow that publishes: what it may do, whose code it runs, and that GitHub understands it. */
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../scripts/support/top.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { skip } from '../../support/skip.ts';
import { howToGet, tool } from '../../support/tools.ts';

const path = join(top, '.github/workflows/release.yml');
const text = await readFile(path, 'utf8');

interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions: Readonly<Record<string, string>>;
        readonly steps: readonly {
          readonly uses?: string;
          readonly run?: string;
          readonly 'working-directory'?: string;
        }[];
      }
    >
  >;
}

const { permissions, jobs } = load(text) as Workflow;
const job = jobs.release;

test('others come by commit, and rights are those that publishing needs', () => {
  assert.equal(permissions, {});
  assert.equal(job?.permissions, {
    attestations: 'write',
    contents: 'write',
    'id-token': 'write',
    packages: 'write',
  });
  for (const { uses } of job?.steps ?? []) if (uses !== undefined) assert.match(uses, /@[0-9a-f]{40}$/u);
});

test('what is published, npm run release publishes', () => {
  const lines = (job?.steps ?? []).flatMap(({ run }) => (run === undefined ? [] : [run]));
  assert.is(lines.filter((run) => run.includes('npm run release -- --publish')).length, 1);
  // No expression stands in a shell's text, where a name of a branch would be run.
  for (const run of lines) assert.not.match(run, /\$\{\{|npm publish|helm push|cosign sign/u);
});

test('the branch with the repository is pushed, and a second run that finds nothing new goes on', async () => {
  const { run = '', 'working-directory': pages = '' } =
    job?.steps?.find((step) => step['working-directory'] !== undefined) ?? {};
  const [folder, origin] = [await temporaryFolder(), join(await temporaryFolder(), 'origin.git')];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GITHUB_REF_NAME: 'v1.0.0' };
  const done = (file: string, ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(file, args, { cwd: folder, env, encoding: 'utf8' });
    assert.is(status, 0, `${file} ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };
  if (spawnSync('git', ['--version']).status !== 0) return skip('no git here');
  assert.is(pages, 'dist/pages');
  done('git', 'init', '--quiet', '--bare', '--initial-branch=gh-pages', origin);
  done('git', 'clone', '--quiet', origin, '.');
  done('git', 'checkout', '--quiet', '-B', 'gh-pages');
  await writeFile(join(folder, 'index.yaml'), 'apiVersion: v1\n');
  // As GitHub starts a step's shell.
  for (let times = 0; times < 2; times += 1) done('bash', '-e', '-c', run);
  assert.is(done('git', '-C', origin, 'log', '--format=%s', 'gh-pages'), 'v1.0.0\n');
});

test('actionlint finds nothing', async () => {
  const program = await tool('actionlint');
  if (program === undefined) return skip(howToGet('actionlint'));
  const { status, stdout, stderr } = spawnSync(program, ['-no-color', path], { encoding: 'utf8' });
  assert.is(status, 0, stdout + stderr);
});

test.run();
