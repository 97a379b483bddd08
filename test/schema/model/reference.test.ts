/** The values reference: what a user may write below a name of his choice stands there too. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { groups } from '../../../schema/components/groups.ts';
import { root } from '../../../schema/components/root.ts';
import { element, list, map, type Node, section, text } from '../../../schema/model/node.ts';
import { referenceOf } from '../../../schema/model/reference.ts';
import { top } from '../../../scripts/support/top.ts';

const entry: Node = {
  type: 'object',
  additionalProperties: false,
  required: ['from'],
  properties: {
    from: element(text('', 'Where it comes from.')),
    servers: element(
      list(
        {
          type: 'object',
          additionalProperties: false,
          properties: { address: element(text('', 'Its address.')) },
        },
        'Servers.',
      ),
    ),
  },
};

const lines = (root: Node): string[] => {
  const values = Object.keys(root.properties ?? {});
  return referenceOf(root, [{ title: 'All', values, preface: ['Always.'] }], 'made', '').split('\n');
};

test('the fields of entries are listed, with those that are needed', () => {
  const found = lines(section('', { things: map(entry, 'Things.') }));
  assert.equal(
    found.filter((line) => line.startsWith('| `things.')),
    [
      '| `things.<name>.from` | string | yes | Where it comes from. |',
      '| `things.<name>.servers` | list of object |  | Servers. |',
      '| `things.<name>.servers[].address` | string |  | Its address. |',
    ],
  );
});

test('what is no map of objects has no table of entries', () => {
  const found = lines(section('', { words: map(element(text('', 'A word.')), 'Words.') }));
  assert.not.match(found.join('\n'), /Entries/u);
});

test('every value of the chart stands in one group, with examples and documents that exist', () => {
  const { properties: { peer, ...release } = {} } = root;
  const all = [...Object.keys(release), ...Object.keys(peer?.properties ?? {}).map((key) => `peer.${key}`)];
  assert.equal(groups.flatMap(({ values }) => values).sort(), all.sort());
  for (const { examples = [], docs = [] } of groups) {
    for (const name of examples) assert.ok(existsSync(join(top, `examples/${name}.yaml`)), name);
    for (const name of docs) assert.ok(existsSync(join(top, `docs/${name}.md`)), name);
  }
});

test('the contents lead to headings', () => {
  const found = lines(section('', { things: map(entry, 'Things.') }));
  assert.ok(found.includes('- [All](#all)') && found.includes('## All'));
});

test.run();
