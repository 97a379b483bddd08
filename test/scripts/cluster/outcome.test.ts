import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { outcomeOf, sees, told } from '../../../scripts/cluster/outcome.ts';

const full = /no space left on device/u;
// As Fabric 3.1.5 tells it: what the build printed comes first.
const long = `Error: chaincode install failed: could not build chaincode: ${'go: writing a file, '.repeat(60)}no space left on device: 0123`;

test('what is expected is printed, however much stands before it', () => {
  assert.ok(long.length > 1000);
  const line = told(`building\n${long}\ncommand terminated with exit code 1`, full);
  assert.match(line, full);
  assert.ok(line.startsWith('…') && line.length < 510, line);
});

test('what is expected is seen in the whole output, however much stands before it', () => {
  sees(long, full);
  assert.throws(
    () => sees(long, /No such image/u),
    /the user sees nothing like .*No such image.*no space left/u,
  );
});

test('what is expected may stand in another line than the last error', () => {
  assert.is(told('write: no space left on device\nError: 500', full), 'write: no space left on device');
});

test('without it the last line with an error is printed, cut, its hashes shortened', () => {
  const hash = '0123456789abcdef'.repeat(4);
  assert.is(
    told(`Error: first\nError: kv:${hash} fails\ncommand terminated with exit code 1`),
    'Error: kv:012345… fails',
  );
  assert.is(told(long).length, 500);
  assert.is(told('nothing wrong', full), 'nothing wrong');
});

test('an outcome is what was printed or why it failed', async () => {
  assert.is(await outcomeOf(Promise.resolve('1')), '1');
  assert.is(await outcomeOf(Promise.reject(new Error('gone'))), 'gone');
});

test.run();
