/** The values reference: what a user may write below a name of his choice stands there too. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { element, list, map, type Node, section, text } from '../../../schema/model/node.ts';
import { referenceOf } from '../../../schema/model/reference.ts';

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

const lines = (root: Node): string[] => referenceOf(root, 'made', '').split('\n');

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

test.run();
