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
    `**Entries of \`${path}\`**`,
    '',
    '| Field | Type | Needed | Description |',
    '|---|---|---|---|',
    ...rows,
    '',
  ];
};

/** Tables of values side by side: the leaves first, then each section with a heading of its own. */
const tables = (nodes: readonly (readonly [path: string, node: Node])[], level: number): string[] => {
  const own = nodes.filter(([, node]) => !isSection(node));
  const rows = own.map(([path, node]) => row(path, node));
  return [
    ...(rows.length > 0
      ? ['| Value | Type | Default | Description |', '|---|---|---|---|', ...rows, '']
      : []),
    ...own.flatMap(([path, node]) => fieldTable(path, node)),
    ...nodes.flatMap(([path, node]) => (isSection(node) ? section(path, node, level) : [])),
  ];
};

const section = (
  path: string,
  node: Node & { properties: Record<string, Node> },
  level: number,
): string[] => [
  `${'#'.repeat(Math.min(level, 6))} \`${path}\``,
  '',
  node.description ?? '',
  '',
  ...tables(
    Object.entries(node.properties).map(([key, child]) => [`${path}.${key}`, child] as const),
    level + 1,
  ),
];

/** Some values of the model, by path, under a heading. */
export interface ReferenceGroup {
  readonly title: string;
  readonly values: readonly string[];
  /** What stands between the heading and the tables. */
  readonly preface: readonly string[];
}

const nodeAt = (root: Node, path: string): Node => {
  let node: Node | undefined = root;
  for (const key of path.split('.')) node = node?.properties?.[key];
  if (node === undefined) throw new Error(`there is no value ${path}`);
  return node;
};

/** How GitHub and most other readers name the anchor of a heading. */
const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/gu, '')
    .replaceAll(' ', '-');

/** The text of the values reference after a preface: contents, and a chapter for each group. */
export const referenceOf = (
  root: Node,
  groups: readonly ReferenceGroup[],
  banner: string,
  preface: string,
): string =>
  [
    `<!-- ${banner} -->`,
    preface,
    '# Values',
    '',
    'Everything under `peer` can also stand under `peers.<name>`, for one peer alone.',
    '',
    ...groups.map(({ title }) => `- [${title}](#${anchor(title)})`),
    '',
    ...groups.flatMap(({ title, values, preface: lines }) => [
      `## ${title}`,
      '',
      ...lines.flatMap((line) => [line, '']),
      ...tables(
        values.map((path) => [path, nodeAt(root, path)]),
        3,
      ),
    ]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
