import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkShellSyntax, checkWithShellcheck } from '../../scripts/lint/shell-checks.ts';
import { checkFileLengths, checkImports, checkTestFiles } from '../../scripts/lint/source-checks.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../support/folder.ts';

const project = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await temporaryFolder();
  await writeFiles(folder, files);
  return folder;
};

test('test files without run() and with .only are found', async () => {
  const root = await project({
    'test/good.test.ts': "test('a', () => {});\ntest.run();\n",
    'test/suite.test.ts': 'names.run();\n',
    'test/deep/silent.test.ts': "test('a', () => {});\n",
    'test/only.test.ts': "\ntest.only('a', () => {});\ntest.run();\n",
    'test/support/helper.ts': 'export {};\n',
  });
  assert.equal(
    (await checkTestFiles(root)).map(({ path }) => path),
    ['test/deep/silent.test.ts', 'test/only.test.ts:2'],
  );
});

test('files above 400 lines are found, generated ones are not', async () => {
  const long = 'x\n'.repeat(401);
  const root = await project({
    'schema/long.ts': long,
    'schema/generated/values.ts': long,
    'chart/fabric-dind/files/a.sh': long,
    'scripts/fits.ts': 'x\n'.repeat(400),
  });
  const findings = await checkFileLengths(root);
  assert.equal(findings, [{ path: 'schema/long.ts', message: 'has 401 lines; more than 400 are two files' }]);
});

test('an import that runs the wrong way is found, however it is written', async () => {
  const root = await project({
    'test/a.test.ts': "import { a } from '../scripts/a.ts';\nimport '../schema/a.ts';\n",
    'test/e2e/run.ts': "export * from '../../chart/chart.ts';\n",
    'scripts/deep/a.ts':
      "/** A. */\nimport { x } from '../../chart/a.ts';\nimport {\n  a,\n} from '../../test/support/a.ts';\n",
    'scripts/run.mjs': "const a = await import('../test/a.ts');\n",
    'scripts/good.ts': "import { join } from 'node:path';\nimport { test } from './test/a.ts';\n",
    'chart/a.ts': "import type { S } from '../schema/a.ts';\nexport type { A } from '../scripts/a.ts';\n",
    'chart/b.ts': 'type T = import("../test/a.ts").T;\n',
    'schema/a.ts': "import '../chart/a.ts';\n",
    'schema/b.ts': "export { c } from './c.ts';\nconst prose = 'nothing from ../chart/a.ts';\n",
  });
  const findings = await checkImports(root);
  assert.equal(findings.map(({ path }) => path).sort(), [
    'chart/a.ts:2',
    'chart/b.ts:1',
    'schema/a.ts:1',
    'scripts/deep/a.ts:5',
    'scripts/run.mjs:1',
  ]);
  assert.is(
    findings.find(({ path }) => path === 'schema/a.ts:1')?.message,
    'imports chart/a.ts, but imports run one way: test -> scripts -> chart -> schema; move what is shared to schema or below',
  );
});

test('a shell script that does not parse is found, also without a suffix', async () => {
  const root = await project({
    'chart/components/x/files/good.sh': 'if true; then echo a; fi\n',
    'chart/components/x/files/bad.sh': 'if true; then\n',
    '.ci/run': '#!/usr/bin/env bash\nfor (( ; ; do\n',
    '.ci/notes.md': 'if then',
  });
  const { findings } = await checkShellSyntax(root);
  assert.equal(findings.map(({ path }) => path).sort(), ['.ci/run', 'chart/components/x/files/bad.sh']);
});

test('without shellcheck the check is skipped; with it, what it says is a finding', async () => {
  const root = await project({ 'chart/components/x/files/a.sh': 'echo $a\n' });
  const none = await checkWithShellcheck(root, '');
  assert.equal(none.findings, []);
  assert.match(none.skipped ?? '', 'shellcheck is not installed');
  await writeProgram(root, 'bin/shellcheck', 'echo "$4: quote this"; exit 1');
  const { findings, skipped } = await checkWithShellcheck(root, `${root}/bin`);
  assert.equal(findings, [
    { path: 'chart/components/x/files/a.sh', message: 'chart/components/x/files/a.sh: quote this' },
  ]);
  assert.is(skipped, undefined);
});

test.run();
