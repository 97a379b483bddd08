/** Stage: the model as the chart's commented values.yaml. */
import { dump } from 'js-yaml';
import { isSection, type Node } from './node.ts';

const width = 110;

/** Breaks prose into comment lines of at most `width` characters. */
const comment = (prose: string, indent: string): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of prose.split(' ')) {
    if (line !== '' && `${indent}# ${line} ${word}`.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((text) => `${indent}# ${text}`);
};

const valueLines = (key: string, value: unknown, indent: string): string[] => {
  const yaml = dump({ [key]: value }, { lineWidth: -1, quoteStyle: 'double' }).trimEnd();
  return yaml.split('\n').map((line) => indent + line);
};

const notes = (node: Node): string => {
  const allowed = node.enum ? ` One of: ${node.enum.join(', ')}.` : '';
  return `${node.description ?? ''}${allowed}`;
};

const exampleLines = (key: string, node: Node, indent: string): string[] => {
  const [example] = (node.examples as unknown[] | undefined) ?? [];
  if (example === undefined) return [];
  return valueLines(key, example, '').map(
    (line, i) => `${indent}#${i === 0 ? ' Example: ' : '          '}${line}`,
  );
};

const lines = (properties: Record<string, Node>, depth: number): string[] => {
  const indent = '  '.repeat(depth);
  return Object.entries(properties).flatMap(([key, node], i) => [
    ...(depth === 0 || (isSection(node) && i > 0) ? [''] : []),
    ...comment(notes(node), indent),
    ...exampleLines(key, node, indent),
    ...(isSection(node)
      ? [`${indent}${key}:`, ...lines(node.properties, depth + 1)]
      : valueLines(key, node.default, indent)),
  ]);
};

/** The text of values.yaml: every value with its description and default, in the order of the model. */
export const valuesYamlOf = (root: Node, banner: string): string =>
  `${[...comment(banner, ''), ...lines(root.properties ?? {}, 0)].join('\n')}\n`;
