/** Stage: the model as the values reference in Markdown. */
import { isSection, type Node } from './node.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const typeOf = (node: Node): string => {
  if (node.enum) return node.enum.map((word) => `\`${word}\``).join(', ');
  if (node.type === 'array')
    return `list${node.items?.type ? ` of ${[node.items.type].flat().join(' or ')}` : ''}`;
  if (node.type === 'object') return 'map';
  return [node.type].flat().join(' or ');
};

const row = (path: string, node: Node): string =>
  `| \`${path}\` | ${typeOf(node)} | \`${cell(JSON.stringify(node.default ?? null))}\` | ${cell(node.description ?? '')} |`;

/** What a user may write for an entry of a map or an item of a list; nothing where that is one value. */
const entryOf = (node: Node): { at: string; entry: Node } | undefined => {
  const inMap = node.type === 'object' && typeof node.additionalProperties === 'object';
  const entry = inMap ? (node.additionalProperties as Node) : node.items;
  return entry?.type === 'object' && isSection(entry) ? { at: inMap ? '.<name>' : '[]', entry } : undefined;
};

/** A row for each field below an entry, its own entries' fields included. */
const fieldRows = (path: string, node: Node): string[] => {
  const nested = entryOf(node);
  if (nested) return fieldRows(`${path}${nested.at}`, nested.entry);
  if (!isSection(node)) return [];
  return Object.entries(node.properties).flatMap(([key, child]) => {
    const needed = node.required?.includes(key) ? 'yes' : '';
    const type = isSection(child) ? 'map' : typeOf(child);
    const own = `| \`${path}.${key}\` | ${type} | ${needed} | ${cell(child.description ?? '')} |`;
    return [own, ...fieldRows(`${path}.${key}`, child)];
  });
};

/** The fields of what has a name of its user's choice, or none. `peers` is left out: its entries are `peer` again. */
const fieldTable = (path: string, node: Node): string[] => {
  const rows = path === 'peers' ? [] : fieldRows(path, node);
  // A list of names needs no table.
  if (rows.length < 2) return [];
  return [
    `### Entries of \`${path}\``,
    '',
    '| Field | Type | Needed | Description |',
    '|---|---|---|---|',
    ...rows,
    '',
  ];
};

const table = (path: string, node: Node): string[] => {
  const entries = Object.entries(node.properties ?? {});
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const own = entries.filter(([, child]) => !isSection(child)).map(([key, child]) => row(at(key), child));
  const heading = path === '' ? [] : [`## \`${path}\``, '', node.description ?? '', ''];
  const rows =
    own.length > 0 ? ['| Value | Type | Default | Description |', '|---|---|---|---|', ...own, ''] : [];
  return [
    ...heading,
    ...rows,
    ...entries.flatMap(([key, child]) => (isSection(child) ? [] : fieldTable(at(key), child))),
    ...entries.flatMap(([key, child]) => (isSection(child) ? table(at(key), child) : [])),
  ];
};

/** The text of the values reference after a preface: one table a section. */
export const referenceOf = (root: Node, banner: string, preface: string): string =>
  [
    `<!-- ${banner} -->`,
    preface,
    '# Values',
    '',
    'Everything under `peer` can also stand under `peers.<name>`, for one peer alone.',
    '',
    ...table('', root),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
