/** The shipped schema is small and says a thing once: Helm compiles all of it at each render. */
import { readFile } from 'node:fs/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const file = new URL('../../../chart/fabric-dind/values.schema.json', import.meta.url);
const schema = JSON.parse(await readFile(file, 'utf8'));
const minified = JSON.stringify(schema);

test('it has less than 120 KB without spaces, descriptions included', () => {
  assert.ok(minified.length < 120_000, `${minified.length} bytes`);
});

test('every definition has two uses or more', () => {
  const uses = (name: string): number => minified.split(`"#/definitions/${name}"`).length - 1;
  const seldom = Object.keys(schema.definitions).filter((name) => uses(name) < 2);
  assert.equal(seldom, []);
});

test('what is long stands once', () => {
  const seen = new Map<string, number>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('type' in node && typeof node.type === 'string') {
      const { description: _, default: __, examples: ___, ...shape } = node as Record<string, unknown>;
      const text = JSON.stringify(shape);
      seen.set(text, (seen.get(text) ?? 0) + 1);
    }
    for (const child of Object.values(node)) walk(child);
  };
  walk(schema);
  const wasted = [...seen].filter(([text, count]) => text.length * (count - 1) > 1000);
  // A map passed on as Kubernetes has it is short enough to be read in its place.
  assert.equal(
    wasted.map(([text]) => text).filter((text) => text.length > 100),
    [],
  );
});

test.run();
