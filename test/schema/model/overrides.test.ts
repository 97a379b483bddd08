/** `ValuesOverrides` is the type that json-schema-to-typescript makes of a schema that requires nothing. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from 'json-schema-to-typescript';
import { Project, type Type } from 'ts-morph';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../../../schema/components/root.ts';
import { asSchema, isSection, leaves, type Node } from '../../../schema/model/node.ts';
import { top } from '../../../scripts/support/top.ts';

const sources = {
  'model/overrides.ts': await readFile(join(top, 'schema/model/overrides.ts'), 'utf8'),
  'generated/values.ts': await readFile(join(top, 'schema/generated/values.ts'), 'utf8'),
};

type Sources = Readonly<Record<string, string>>;

const projectOf = (files: Sources): Project => {
  const project = new Project({
    useInMemoryFileSystem: true,
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      allowImportingTsExtensions: true,
      noEmit: true,
    },
  });
  for (const [path, text] of Object.entries(files)) project.createSourceFile(path, text);
  return project;
};

/** The model without anything that is required in a section, and with titles that make unique names. */
const optional = (node: Node, title: string): Node => {
  if (!isSection(node)) return node;
  const properties = Object.entries(node.properties).map(([key, child]): [string, Node] => [
    key,
    title === 'Expected' && key === 'peers'
      ? ({ ...child, tsType: '{ [name: string]: ExpectedPeer }' } as Node)
      : optional(child, `${title}_${key}`),
  ]);
  return { ...node, title, properties: Object.fromEntries(properties), required: [] };
};

const expected = await compile(
  asSchema(optional(root, 'Expected')) as Parameters<typeof compile>[0],
  'Expected',
  {
    format: false,
    ignoreMinAndMaxItems: true,
    additionalProperties: false,
  },
);

/**
 * Assignability alone would pass a value that is missing on one side, because all are optional; `Same` compares
 * identity, member by member.
 */
const proof = `
import type { PeerOverrides, ValuesOverrides } from './generated/values.ts';
import type { Expected, ExpectedPeer } from './expected.ts';
interface ExpectedValues extends Expected { [x: \`x-\${string}\`]: unknown; enabled?: boolean }
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export const values: Same<ValuesOverrides, ExpectedValues> = true;
export const peer: Same<PeerOverrides, ExpectedPeer> = true;
export const there = (value: ValuesOverrides): ExpectedValues => value;
export const back = (value: ExpectedValues): ValuesOverrides => value;
export const peerThere = (value: PeerOverrides): ExpectedPeer => value;
export const peerBack = (value: ExpectedPeer): PeerOverrides => value;
`;

const mistakes: readonly [name: string, path: keyof typeof sources, from: string, to: string][] = [
  ['lists are not given whole', 'model/overrides.ts', 'T extends readonly unknown[]', 'T extends never'],
  ['maps are not given whole', 'model/overrides.ts', 'string extends keyof T', 'T extends never'],
  ['it stops at the first section', 'model/overrides.ts', '?: Overrides<T[K]>', '?: T[K]'],
  ['values are not optional', 'model/overrides.ts', '[K in keyof T]?:', '[K in keyof T]:'],
  ['null is lost', 'model/overrides.ts', 'Overrides<T[K]>', 'Overrides<NonNullable<T[K]>>'],
  ['a value is missing', 'generated/values.ts', 'readonly mspId: string;', ''],
  ['x- keys are missing', 'generated/values.ts', 'readonly [x: `x-${string}`]: unknown;', ''],
  ['enabled is missing', 'generated/values.ts', 'readonly enabled?: boolean;', ''],
  ['peers are complete', 'generated/values.ts', '[name: string]: PeerOverrides', '[name: string]: Peer'],
];

/** A folder of the project: json-schema-to-typescript knows no `readonly`, so that all of it is taken away. */
const folderOf = (name: string, files: Sources): Sources =>
  Object.fromEntries(
    Object.entries({ ...files, 'expected.ts': expected, 'proof.ts': proof }).map(([path, text]) => [
      `${name}/${path}`,
      text.replace(/\breadonly /gu, ''),
    ]),
  );

// One project for all, since reading the compiler's libraries takes seconds.
const proofs = projectOf(
  Object.assign(
    folderOf('as-it-is', sources),
    ...mistakes.map(([name, path, from, to]) =>
      folderOf(name, { ...sources, [path]: sources[path].replace(from, to) }),
    ),
  ),
);

/** What the compiler says of the proof in a folder of the project. */
const complaints = (name: string): string[] =>
  proofs
    .getProgram()
    .getSemanticDiagnostics(proofs.getSourceFileOrThrow(`/${name}/proof.ts`))
    .map((diagnostic) => String(diagnostic.compilerObject.messageText).slice(0, 200));

test('it is that type, and each can be assigned to the other', () => {
  assert.equal(complaints('as-it-is'), []);
});

for (const [name, path, from] of mistakes)
  test(`the proof fails when ${name}`, () => {
    assert.ok(sources[path].includes(from), `${path} has no ${from}`);
    assert.is.not(complaints(name).length, 0);
  });

test('what is read-only in Values is so in ValuesOverrides', () => {
  const project = projectOf({
    ...sources,
    'write.ts': `import type { ValuesOverrides } from './generated/values.ts';
      export const write = (values: ValuesOverrides): void => {
        values.mspId = 'a'; if (values.peer?.dind) values.peer.dind.enabled = true; values.extraObjects?.push({});
      };`,
  });
  const found = project.getProgram().getSemanticDiagnostics(project.getSourceFileOrThrow('write.ts'));
  assert.is(found.length, 3);
});

test('an editor shows the description and the default of every value', () => {
  const project = projectOf(sources);
  const checker = project.getTypeChecker().compilerObject;
  const overrides = project
    .getSourceFileOrThrow('generated/values.ts')
    .getInterfaceOrThrow('ValuesOverrides');
  for (const [path, node] of leaves(root)) {
    let type: Type = overrides.getType();
    for (const key of path.slice(0, -1))
      type = type.getPropertyOrThrow(key).getTypeAtLocation(overrides).getNonNullableType();
    const symbol = type.getPropertyOrThrow(path.at(-1) as string).compilerSymbol;
    const words = symbol
      .getDocumentationComment(checker)
      .map(({ text }) => text)
      .join('');
    assert.is(words, node.description, path.join('.'));
    const tag = symbol.getJsDocTags(checker).find(({ name }) => name === 'default');
    const shown = tag?.text?.map(({ text }) => text).join('');
    assert.is(shown, JSON.stringify(node.default ?? null), path.join('.'));
  }
});

test.run();
