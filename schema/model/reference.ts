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
