/**
 * Stage: the model as two TypeScript interfaces, by json-schema-to-typescript, completed through ts-morph.
 *
 * - `Values`: what templates see, every default merged.
 * - `ValuesOverrides`: what a person writes; everything is optional, and an entry of `peers` is a deep-partial `peer`.
 */
import { compile } from 'json-schema-to-typescript';
import { type InterfaceDeclarationStructure, type OptionalKind, Project, StructureKind } from 'ts-morph';
import { asSchema, isSection, type Node } from './node.ts';

type Typed = Node & { tsType?: string };

const capital = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1);

/** Gives every section the unique title from which json-schema-to-typescript makes the interface's name. */
const titled = (node: Node, name: string, suffix: string, complete: boolean): Node => {
  if (!isSection(node)) return node;
  const properties = Object.fromEntries(
    Object.entries(node.properties).map(([key, child]): [string, Typed] => {
      if (name === '' && key === 'peers') return [key, peersNode(child)];
      return [key, titled(child, `${name}${capital(key)}`, suffix, complete)];
    }),
  );
  return {
    ...node,
    properties,
    title: `${name === '' ? 'Values' : name}${suffix}`,
    required: complete ? Object.keys(properties) : [],
  };
};

const peersNode = ({ description, default: value }: Node): Typed =>
  ({ description, default: value, tsType: '{ readonly [name: string]: PeerOverrides }' }) as Typed;

/** The sections by the names of the interfaces that are made from them. */
const sectionsByName = (node: Node, name = ''): Map<string, Node> => {
  const found = new Map<string, Node>([[name === '' ? 'Values' : name, node]]);
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    if (isSection(child))
      for (const entry of sectionsByName(child, `${name}${capital(key)}`)) found.set(...entry);
  }
  return found;
};

const tag = (tagName: string, value: unknown): { tagName: string; text: string } => ({
  tagName,
  text: JSON.stringify(value).replaceAll('*/', '*\\/'),
});

/** Lists and maps need a `readonly` of their own; the property's does not reach into them. */
const deepReadonly = (type: string): string =>
  type
    .replace(/\(([^()]+)\)\[\]/g, 'readonly ($1)[]')
    .replace(/^(\w+)\[\]$/, 'readonly $1[]')
    .replace(/^\{([\s\S]*)\}\[\]$/, 'readonly {$1}[]')
    .replace(/^(\s*)(?!readonly)(\[k: string\]|\w+\??):/gm, '$1readonly $2:');

const complete = (
  structure: OptionalKind<InterfaceDeclarationStructure>,
  section: Node | undefined,
): OptionalKind<InterfaceDeclarationStructure> => ({
  ...structure,
  properties: (structure.properties ?? []).map((property) => {
    const child = section?.properties?.[property.name];
    const type = typeof property.type === 'string' ? deepReadonly(property.type) : property.type;
    if (!child || isSection(child)) return { ...property, ...(type ? { type } : {}), isReadonly: true };
    const examples = ((child.examples as unknown[] | undefined) ?? []).map((value) => tag('example', value));
    return {
      ...property,
      ...(type ? { type } : {}),
      isReadonly: true,
      docs: [
        { description: child.description ?? '', tags: [tag('default', child.default ?? null), ...examples] },
      ],
    };
  }),
});

const interfaces = async (root: Node, suffix: string, isComplete: boolean): Promise<string> => {
  const node = titled(root, '', suffix, isComplete);
  return compile(asSchema(node) as Parameters<typeof compile>[0], `Values${suffix}`, {
    bannerComment: '',
    format: false,
    ignoreMinAndMaxItems: true,
    additionalProperties: false,
  });
};

/** The text of the generated module with both interfaces. */
export const typesOf = async (root: Node, banner: string): Promise<string> => {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const text = [await interfaces(root, '', true), await interfaces(root, 'Overrides', false)].join('\n');
  const byName = sectionsByName(root);
  const made = project.createSourceFile('made.ts', text).getStructure();
  const statements = Array.isArray(made.statements) ? made.statements : [];
  const result = project.createSourceFile('values.ts', {
    statements: statements.flatMap((statement) =>
      typeof statement === 'object' && statement.kind === StructureKind.Interface
        ? [
            complete(
              statement,
              byName.get(statement.name.replace(/Overrides$/, '')),
            ) as InterfaceDeclarationStructure & { kind: StructureKind.Interface },
          ]
        : [],
    ),
  });
  const overrides = result.getInterfaceOrThrow('ValuesOverrides');
  overrides.addIndexSignature({
    isReadonly: true,
    keyName: 'x',
    keyType: '`x-${string}`',
    returnType: 'unknown',
    docs: ['Keys for YAML anchors; the chart ignores them.'],
  });
  overrides.addProperty({
    name: 'enabled',
    type: 'boolean',
    hasQuestionToken: true,
    isReadonly: true,
    docs: ["A parent chart's condition; the chart does not read it."],
  });
  result.formatText({ indentSize: 2 });
  return `// ${banner}\n\n${result.getFullText()}`;
};
