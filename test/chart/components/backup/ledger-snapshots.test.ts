/** What lets a backup's Job write: the folder of its volume belongs to the peer's user. */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CronJob } from 'kubernetes-types/batch/v1.js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { temporaryFolder, writeFiles, writeProgram } from '../../../support/folder.ts';
import { render } from '../../../support/rendered.ts';

const values = {
  administrator: { msp: { secretName: 'admin' } },
  peer: {
    backup: {
      ledgerSnapshot: { enabled: true, channels: ['one'], target: { nfs: { server: 'a', path: '/b' } } },
    },
  },
};

/** Runs the command of the init container where /backup belongs to `owner`; returns the calls of chown. */
const prepared = async (owner: string): Promise<string> => {
  const [cronJob] = (await render({ values })).filter(
    ({ kind }) => kind === 'CronJob',
  ) as unknown as CronJob[];
  const { initContainers } = cronJob?.spec?.jobTemplate.spec?.template.spec ?? {};
  const [program = '', ...words] = initContainers?.[0]?.command ?? [];
  const folder = await temporaryFolder();
  await writeFiles(folder, { calls: '' });
  await writeProgram(folder, 'stat', `[ "$*" = '-c %u:%g /backup' ] && echo ${owner}`);
  await writeProgram(folder, 'chown', 'echo "$*" >>"$FAKE/calls"');
  const { status, stderr } = spawnSync(program, words, {
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env.PATH}`, FAKE: folder },
  });
  assert.is(status, 0, stderr);
  return (await readFile(join(folder, 'calls'), 'utf8')).trim();
};

test('it is made to belong to the peer', async () => {
  assert.is(await prepared('0:0'), '1000:1000 /backup');
});

test('where it does so already nothing is asked for, as an NFS server may refuse it', async () => {
  assert.is(await prepared('1000:1000'), '');
});

test.run();
