import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closest } from '../../schema/validate/suggest.ts';
import { CommandError, isExpected, isWrongCall, messagesOf } from '../../scripts/support/errors.ts';
import { top } from '../../scripts/support/top.ts';

const main = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), join(top, 'scripts/main.ts'), ...args],
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

test('an unknown command lists the commands, guesses, and exits with 2', async () => {
  const { code, stdout, stderr } = await main('rendr');
  assert.is(code, 2);
  assert.is(stdout, '');
  assert.match(stderr, 'unknown command "rendr"; did you mean render?');
  for (const name of ['start', 'check:generated', 'bench:e2e']) assert.match(stderr, `  ${name} `);
  assert.not.match(stderr, 'at main');
});

test('a name of Object’s prototype is unknown too', async () => {
  assert.match((await main('constructor')).stderr, 'unknown command "constructor"');
});

test('an unknown option exits with 2 and names the option', async () => {
  const { code, stderr } = await main('render', '--sett', 'a=b');
  assert.is(code, 2);
  assert.match(stderr, '--sett');
  assert.not.match(stderr, 'node:internal');
});

test('guesses only what is near', () => {
  assert.is(closest('tset', ['test', 'start']), 'test');
  assert.is(closest('deploy', ['test', 'start']), undefined);
});

test('errors of our own are expected, mistakes in the program are not', () => {
  class OwnError extends Error {}
  assert.ok(isExpected(new OwnError('x')) && isExpected(new CommandError('x')));
  assert.not(isExpected(new TypeError('x')) || isExpected(new Error('x')) || isExpected('x'));
  assert.ok(isExpected(Object.assign(new Error('a.ts:1:2: ERROR: x'), { name: 'TransformError' })));
  assert.ok(isWrongCall(Object.assign(new TypeError('x'), { code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' })));
  assert.equal(messagesOf(new CommandError('a', { cause: new Error('b', { cause: 'c' }) })), ['a', 'b', 'c']);
});

test.run();
