/**
 * Odd documents get the same verdict of the validator and of Helm, or the validator alone complains of the text, which
 * Helm takes without a word. `npm run test:odd` asks three Helms and Kubernetes about many more.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { matrixHelms } from '../../scripts/helm/index.ts';
import { top } from '../../scripts/support/top.ts';
import { documents } from '../odd/documents.ts';
import { ours } from '../odd/verdicts.ts';
import { type Document, printed, smallest, type Written } from '../odd/written.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { refusal } from '../support/rendered.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const runs = Number(process.env.RUNS ?? 60);
console.error(`odd: SEED=${seed} RUNS=${runs}`);

test('odd documents get the same verdict', async () => {
  const folder = await temporaryFolder();
  let count = 0;
  await fc.assert(
    fc.asyncProperty(documents, async (document) => {
      const text = printed(document);
      const { values, isText } = ours(text);
      if (isText) return;
      const file = `${count++}.yaml`;
      await writeFiles(folder, { [file]: text });
      const refused = await refusal({ files: [join(folder, file)], release: 'r' });
      assert.is(
        refused !== undefined,
        values.length > 0,
        `${text}Helm: ${refused ?? 'renders'}\nvalidator: ${values.join('\n')}`,
      );
    }),
    { seed, numRuns: runs },
  );
});

test('a document shrinks to what shows a fault', async () => {
  const map = (entries: Record<string, Written>): Document => new Map(Object.entries(entries));
  const document = map({ a: map({ b: ['1', '2', map({ c: '0x1F', d: 'y' })], e: '5' }), f: 'g' });
  const least = await smallest(document, async (less) => printed(less).includes('0x1F'));
  assert.is(printed(least), 'a: {b: [{c: 0x1F}]}\n');
});

test('npm run test:odd links the Helms of the matrix', async () => {
  const folder = join(top, 'test/odd/helm');
  const files = (await readdir(folder)).filter((file) => /^helm-.*[.]mod$/u.test(file));
  assert.equal(files.sort(), matrixHelms.map((version) => `helm-${version}.mod`).sort());
  for (const version of matrixHelms)
    assert.match(
      await readFile(join(folder, `helm-${version}.mod`), 'utf8'),
      `helm.sh/helm/v${version.split('.', 1)[0]} v${version}`,
    );
});

test.run();
