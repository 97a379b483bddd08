/** `npm run validate`: what is said about files as people write them, and how it ends. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { run } from '../../../scripts/commands/validate.ts';
import { top } from '../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles } from '../../support/folder.ts';

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in a folder with the given files, as a process of its own. */
const asProcess = async (
  files: Record<string, string>,
  args: readonly string[],
  input = '',
): Promise<Outcome> => {
  const cwd = await temporaryFolder();
  await writeFiles(cwd, files);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--import',
      join(top, 'node_modules/tsx/dist/loader.mjs'),
      join(top, 'scripts/main.ts'),
      'validate',
      ...args,
    ],
    { cwd, encoding: 'utf8', input, env: { ...process.env, INIT_CWD: cwd } },
  );
  return { code: status, out: stdout, err: stderr };
};

/** Runs the command in this process, which is faster; errors end as main.ts ends them. */
const validate = async (files: Record<string, string>, args: readonly string[]): Promise<Outcome> => {
  const cwd = await temporaryFolder();
  await writeFiles(cwd, files);
  const printed = { out: '', err: '' };
  const { log, error } = console;
  const { INIT_CWD } = process.env;
  console.log = (text: string) => {
    printed.out += `${text}\n`;
  };
  console.error = (text: string) => {
    printed.err += `${text}\n`;
  };
  process.env.INIT_CWD = cwd;
  try {
    return { code: await run([...args]), ...printed };
  } catch (thrown) {
    return {
      code: (thrown as { exitCode?: number }).exitCode ?? 1,
      ...printed,
      err: (thrown as Error).message,
    };
  } finally {
    Object.assign(console, { log, error });
    process.env.INIT_CWD = INIT_CWD ?? '';
  }
};

const says = (outcome: Outcome, code: number, ...texts: readonly string[]): void => {
  assert.is(outcome.code, code, outcome.out + outcome.err);
  for (const text of texts)
    assert.ok(
      (outcome.out + outcome.err).includes(text),
      `${outcome.out}${outcome.err}\ndoes not say ${text}`,
    );
};

test('clean values end with 0', async () => {
  says(await validate({ 'a.yaml': 'mspId: Org1MSP\n' }, ['-f', 'a.yaml']), 0, '0 problems');
});

test('all problems are told at once, with file, line, column and remedy', async () => {
  const file = [
    'mspId: 5',
    'peers:',
    '  peer0:',
    '    dind:',
    '      imge: {}',
    '      storage: {size: 1Q}',
    '',
  ].join('\n');
  says(
    await validate({ 'a.yaml': file }, ['-f', 'a.yaml', '--set', 'peer.replicas=2']),
    1,
    'a.yaml:1:1: mspId: expected a',
    'a.yaml:5:7: peers.peer0.dind.imge: unknown key; did you mean image?',
    'a.yaml:6:17: peers.peer0.dind.storage.size: expected a size above zero',
    '--set peer.replicas=2: peer.replicas: expected a whole number from 0 to 1, given the number 2',
    '4 problems',
  );
});

test('the last file that says something is blamed', async () => {
  const files = { 'a.yaml': 'peer:\n  replicas: 1\n', 'b.yaml': '# b\npeer:\n  replicas: 3\n' };
  says(await validate(files, ['-f', 'a.yaml', '-f', 'b.yaml']), 1, 'b.yaml:3:3: peer.replicas');
  says(await validate(files, ['-f', 'b.yaml', '-f', 'a.yaml']), 0);
});

test('a key at the wrong level is led to the right one', async () => {
  says(await validate({ 'a.yaml': 'image: {}\n' }, ['-f', 'a.yaml']), 1, 'did you mean peer.image?');
});

test('a null that removes a default is told where it stands', async () => {
  says(
    await validate({ 'a.yaml': 'peer:\n  logging:\n    spec: ~\n' }, ['-f', 'a.yaml']),
    1,
    'a.yaml:3:5: peer.logging.spec: null would remove the default',
  );
});

test('a null peer gets both remedies', async () => {
  says(
    await validate({ 'a.yaml': 'peers:\n  peer1:\n' }, ['-f', 'a.yaml']),
    1,
    '"peer1: {}"',
    '"peer1: {enabled: false}"',
  );
});

test('a broken rule is told with the value to blame', async () => {
  says(
    await validate({ 'a.yaml': 'peer:\n  image:\n    tag: 2.5.14\n' }, ['-f', 'a.yaml']),
    1,
    'peer.dind.image.tag',
    "'broken pipe'",
  );
});

/** What a values file says so that nothing is worth a warning. */
const withoutWarnings = 'mspId: AcmeMSP\n';
const limited = '  dind: {resources: {limits: {memory: 4Gi}}}\n';

test('a warning does not fail', async () => {
  says(
    await validate({ 'a.yaml': `${withoutWarnings}peer:\n  image: {tag: latest}\n${limited}` }, [
      '-f',
      'a.yaml',
    ]),
    0,
    'warning: a.yaml:3:11: peer.image.tag',
    '1 warning',
  );
});

test('names follow from release and namespace', async () => {
  const long = 'r'.repeat(50);
  says(await validate({}, ['--release-name', long]), 1, 'at most 52 characters');
  says(await validate({}, ['--release-name', 'short', '--namespace', 'x']), 0);
});

test('duplicate keys, keys that are no text, and a second document are problems', async () => {
  says(
    await validate({ 'a.yaml': 'mspId: A\nmspId: B\n' }, ['-f', 'a.yaml']),
    1,
    'a.yaml:2:1: mspId: the key is there twice, first in line 1',
  );
  says(
    await validate({ 'a.yaml': 'commonLabels:\n  1: a\n  y: b\n' }, ['-f', 'a.yaml']),
    1,
    'a.yaml:2:3: commonLabels.1: the key is a number',
    'a.yaml:3:3: commonLabels.true: the key is a boolean',
  );
  says(
    await validate({ 'a.yaml': 'mspId: A\n---\nmspId: B\n' }, ['-f', 'a.yaml']),
    1,
    'a.yaml:3:1: a second document',
  );
});

test('an empty file and anchors are fine', async () => {
  says(await validate({ 'a.yaml': '', 'b.yaml': '# nothing\n' }, ['-f', 'a.yaml', '-f', 'b.yaml']), 0);
  const anchored =
    'x-small: &small {requests: {memory: 1Gi}}\npeer:\n  resources: *small\n  dind:\n    resources: {<<: *small}\n';
  says(await validate({ 'a.yaml': anchored }, ['-f', 'a.yaml']), 0);
});

test('input that cannot be read ends with 2', async () => {
  says(await validate({}, ['-f', 'missing.yaml']), 2, 'missing.yaml: there is no such file');
  says(await validate({ 'a.yaml': 'a: [1\n' }, ['-f', 'a.yaml']), 2, 'a.yaml:', 'not YAML');
  says(await validate({ 'a.yaml': 'a:\n\tb: 1\n' }, ['-f', 'a.yaml']), 2, 'a.yaml:2:1', 'never with tabs');
  says(await validate({ 'a.yaml': '- a\n' }, ['-f', 'a.yaml']), 2, 'the top level must be a map');
  says(await validate({}, ['--set', 'peer.replicas']), 2, '"=" was expected');
  says(await validate({}, ['--set-json', 'peer={']), 2, 'not JSON');
  says(await validate({}, ['-o', 'xml']), 2, 'expected text or json');
});

test('standard input is read for -', async () => {
  says(await asProcess({}, ['-f', '-'], 'mspId: 1\n'), 1, 'standard input:1:1: mspId');
});

test('the process ends with 0, 1 or 2', async () => {
  says(await asProcess({ 'a.yaml': 'mspId: A\n' }, ['-f', 'a.yaml']), 0);
  says(await asProcess({ 'a.yaml': 'mspId: 1\n' }, ['-f', 'a.yaml']), 1);
  says(await asProcess({}, ['-f', 'missing.yaml']), 2, 'missing.yaml: there is no such file');
  says(await asProcess({}, ['--sett', 'x']), 2);
});

test('-o json is one document', async () => {
  const { code, out } = await validate({ 'a.yaml': 'mspID: x\n' }, ['-f', 'a.yaml', '-o', 'json']);
  assert.is(code, 1);
  assert.equal(JSON.parse(out), {
    problems: [
      { path: 'mspID', file: 'a.yaml', line: 1, column: 1, message: 'unknown key; did you mean mspId?' },
    ],
    warnings: [],
  });
});

test('-o json has the shape that docs/validate.md tells', async () => {
  const files = {
    'a.yaml': `${withoutWarnings}peer:\n  ledger: {existingClaim: x}\n${limited}peers: {a: {}, b: {}, c: {}}\n`,
  };
  const { out } = await validate(files, ['-f', 'a.yaml', '-o', 'json']);
  const { problems, warnings } = JSON.parse(out);
  assert.equal(warnings, []);
  assert.equal(Object.keys(problems[0]), ['path', 'file', 'line', 'column', 'message', 'peers']);
  assert.equal(problems[0].peers, ['b', 'c']);
  const broken = JSON.parse((await validate({ 'a.yaml': 'a: [1\n' }, ['a.yaml', '-o', 'json'])).out);
  assert.equal(Object.keys(broken), ['problems', 'warnings']);
  assert.equal(Object.keys(broken.problems[0]), ['path', 'file', 'line', 'column', 'message', 'snippet']);
});

test('flags that npm took are missed', async () => {
  const outcome = spawnSync('npm', ['run', '-s', 'validate', '--set', 'peer.replicas=2'], {
    cwd: top,
    encoding: 'utf8',
  });
  says(
    { code: outcome.status, out: outcome.stdout, err: outcome.stderr },
    2,
    'npm took --set for itself',
    'npm run -s validate -- --set',
  );
});

test('--set-file takes the text of a file', async () => {
  const files = { 'id.txt': 'Org1MSP', 'bad.txt': 'Org 1' };
  says(await validate(files, ['--set-file', 'mspId=id.txt']), 0);
  says(
    await validate(files, ['--set-file', 'mspId=bad.txt']),
    1,
    '--set-file mspId=bad.txt: mspId: expected an MSP ID',
  );
  says(await validate({}, ['--set-file', 'mspId=none.txt']), 2, 'none.txt: there is no such file');
});

test('what looks like a secret is never printed', async () => {
  const { out, err } = await validate({ 'a.yaml': 'peer:\n  env:\n    CORE_LEDGER_PASSWORD: [hunter2]\n' }, [
    '-f',
    'a.yaml',
  ]);
  assert.ok(!`${out}${err}`.includes('hunter2'));
  const url = 'http://me:hunter2@proxy example:1';
  const proxy = await validate({ 'a.yaml': `peer: {dind: {daemon: {proxy: {http: "${url}"}}}}\n` }, [
    'a.yaml',
  ]);
  const flag = await validate({}, ['--set', `peer.dind.daemon.proxy.http=${url}`]);
  for (const said of [proxy, flag]) {
    assert.is(said.code, 1);
    assert.ok(!`${said.out}${said.err}`.includes('hunter2'), said.out);
  }
});

test('--set reads as Helm does', async () => {
  says(
    await validate({}, [
      '--set',
      'commonLabels.a\\.b=c,peer.command={sh,-c},global.imagePullSecrets[0].name=x',
    ]),
    0,
  );
  says(
    await validate({}, ['--set-string', 'peer.terminationGracePeriodSeconds=90']),
    1,
    'given the string "90"',
  );
  says(await validate({}, ['--set-json', 'peer.tolerations=[{"operator":"Exists"}]']), 0);
  says(await validate({}, ['--set', 'peer.image.tag=2.10']), 0);
});

test.run();
