/**
 * Stage: the model as TypeScript, by json-schema-to-typescript, completed through ts-morph.
 *
 * - `Values`: what templates see, every default merged; one interface a section.
 * - `ValuesOverrides`: what a person writes; everything is optional, and an entry of `peers` is a deep-partial `peer`.
 */
import { compile } from 'json-schema-to-typescript';
import { type InterfaceDeclarationStructure, type OptionalKind, Project, StructureKind } from 'ts-morph';
import { asSchema, isSection, type Node } from './node.ts';

type Typed = Node & { tsType?: string };

const capital = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1);

/** Two paths can make one name, e.g. `chaincode.logging` and `chaincodeLogging`; the later one gets a number. */
const free = (name: string, taken: ReadonlyMap<string, Node>, n = 1): string => {
  const numbered = n === 1 ? name : `${name}${n}`;
  return taken.has(numbered) ? free(name, taken, n + 1) : numbered;
};

/**
 * Gives every section the unique title from which json-schema-to-typescript makes the interface's name.
 * @param byName gets every section by that name.
 */
const titled = (node: Node, byName: Map<string, Node>, name = ''): Node => {
  if (!isSection(node)) return node;
  const title = free(name === '' ? 'Values' : name, byName);
  byName.set(title, node);
  const properties = Object.fromEntries(
    Object.entries(node.properties).map(([key, child]): [string, Typed] => {
      if (name === '' && key === 'peers') return [key, peersNode(child)];
      return [key, titled(child, byName, `${name}${capital(key)}`)];
    }),
  );
  return { ...node, properties, title, required: Object.keys(properties) };
};

const peersNode = ({ description, default: value }: Node): Typed =>
  ({ description, default: value, tsType: '{ readonly [name: string]: PeerOverrides }' }) as Typed;

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

/** What the mapped type does not say: the names under which it is used, and the keys beside the values. */
const overrides = `
/** Values of one peer as a person writes them: all optional, over those of \`peer\`. */
export type PeerOverrides = Overrides<Peer>;

/** Values of the fabric-dind chart as a person writes them: all optional, over the defaults. */
export interface ValuesOverrides extends Overrides<Values> {
  /** Keys for YAML anchors; the chart ignores them. */
  readonly [x: \`x-\${string}\`]: unknown;
  /** A parent chart's condition; the chart does not read it. */
  readonly enabled?: boolean;
}
`;

/** The text of the generated module: the interfaces, and what a person writes. */
export const typesOf = async (root: Node, banner: string): Promise<string> => {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const byName = new Map<string, Node>();
  const schema = asSchema(titled(root, byName)) as Parameters<typeof compile>[0];
  const text = await compile(schema, 'Values', {
    bannerComment: '',
    format: false,
    ignoreMinAndMaxItems: true,
    additionalProperties: false,
  });
  const made = project.createSourceFile('made.ts', text).getStructure();
  const statements = Array.isArray(made.statements) ? made.statements : [];
  const result = project.createSourceFile('values.ts', {
    statements: statements.flatMap((statement) =>
      typeof statement === 'object' && statement.kind === StructureKind.Interface
        ? [
            complete(statement, byName.get(statement.name)) as InterfaceDeclarationStructure & {
              kind: StructureKind.Interface;
            },
          ]
        : [],
    ),
  });
  result.formatText({ indentSize: 2 });
  const head = `// ${banner}\nimport type { Overrides } from '../model/overrides.ts';\n`;
  return `${head}\n${result.getFullText()}${overrides}`;
};
