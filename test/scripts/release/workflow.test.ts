/** The workflow that publishes: what it may do, whose code it runs, and that GitHub understands it. */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../scripts/support/top.ts';
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
        readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
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

test('actionlint finds nothing', async () => {
  const program = await tool('actionlint');
  if (program === undefined) return skip(howToGet('actionlint'));
  const { status, stdout, stderr } = spawnSync(program, ['-no-color', path], { encoding: 'utf8' });
  assert.is(status, 0, stdout + stderr);
});

test.run();
