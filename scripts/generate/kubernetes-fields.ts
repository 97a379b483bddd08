/**
 * Looks up every field that an object's template writes in the Kubernetes API's own types, so that a misspelt one is
 * found when the chart is generated: the API server would drop it in silence.
 *
 * The types are those of `kubernetes-types`; kinds of custom resources are not among them and are looked at no further.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Project, type SourceFile } from 'ts-morph';
import type { Template } from '../../chart/language/index.ts';
import { type SkeletonLine, skeleton } from '../../chart/language/skeleton.ts';

/** A type as its file writes it. */
interface Typed {
  readonly file: SourceFile;
  readonly text: string;
}

/** A key whose value stands below it: fields are looked up in its type; unknown types are the user's. */
interface Level {
  readonly indent: number;
  readonly path: string;
  readonly type: Typed | undefined;
}

/** The types of one Kubernetes API, read when they are asked for. */
export class KubernetesTypes {
  readonly #project = new Project({ skipAddingFilesFromTsConfig: true, skipFileDependencyResolution: true });
  readonly #folder: string;

  /** @param top the project's top folder, where node_modules is. */
  constructor(top: string) {
    this.#folder = join(top, 'node_modules/kubernetes-types');
  }

  /** The type of a kind; undefined where the package does not have its group. */
  kind(apiVersion: string, kind: string): Typed | undefined {
    const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
    const path = join(this.#folder, group.replace(/\..*$/u, ''), `${version}.d.ts`);
    return existsSync(path) && !group.includes('coreos')
      ? { file: this.#project.addSourceFileAtPath(path), text: kind }
      : undefined;
  }

  #interface({ file, text }: Typed) {
    const own = file.getInterface(text);
    if (own) return own;
    const from = file
      .getImportDeclarations()
      .find((found) => found.getNamedImports().some((named) => named.getName() === text));
    if (!from) return undefined;
    const path = join(file.getDirectoryPath(), `${from.getModuleSpecifierValue()}.d.ts`);
    return this.#project.addSourceFileAtPath(path).getInterface(text);
  }

  /** Whether fields of a type can be looked up; maps with free keys and scalars have none. */
  isObject(type: Typed): boolean {
    return this.#interface(type) !== undefined;
  }

  /** The type of a field, or undefined where the type does not have it. */
  field(type: Typed, name: string): Typed | undefined {
    const found = this.#interface(type);
    const property = found?.getProperty(name);
    if (!found || !property) return undefined;
    return { file: found.getSourceFile(), text: property.getTypeNode()?.getText() ?? '' };
  }
}

/** The type of the items of a list. */
const itemOf = (type: Typed | undefined): Typed | undefined => {
  const [, item] = /^Array<(.*)>$/u.exec(type?.text ?? '') ?? [];
  return type && item !== undefined ? { ...type, text: item } : undefined;
};

interface Key {
  readonly column: number;
  readonly name: string;
  readonly isItem: boolean;
  readonly value: string;
}

const keyOf = ({ indent, text }: SkeletonLine): Key | undefined => {
  const [, dash = '', name, value = ''] = /^(- )?([A-Za-z][\w./-]*):(?: (.*))?$/u.exec(text) ?? [];
  return name === undefined ? undefined : { column: indent + dash.length, name, isItem: dash !== '', value };
};

/** The objects of a template, which `---` separates. */
const documents = (lines: readonly SkeletonLine[]): SkeletonLine[][] =>
  lines.reduce<SkeletonLine[][]>(
    (found, line) => {
      if (line.text === '---') found.push([]);
      else found.at(-1)?.push(line);
      return found;
    },
    [[]],
  );

const valueAt = (lines: readonly SkeletonLine[], key: string): string =>
  lines.find(({ indent, text }) => indent === 0 && text.startsWith(`${key}: `))?.text.slice(key.length + 2) ??
  '';

const problemsOfObject = (lines: readonly SkeletonLine[], types: KubernetesTypes): string[] => {
  const [apiVersion, kind] = [valueAt(lines, 'apiVersion'), valueAt(lines, 'kind')];
  const root = types.kind(apiVersion, kind);
  if (!root) return [];
  const levels: Level[] = [{ indent: -1, path: kind, type: root }];
  return lines.flatMap((line) => {
    const key = keyOf(line);
    if (!key || line.text.startsWith('#')) return [];
    while ((levels.at(-1)?.indent ?? -1) >= key.column) levels.pop();
    const parent = levels.at(-1) as Level;
    const type = itemOf(parent.type) ?? parent.type;
    const path = `${parent.path}.${key.name}`;
    const known = type && types.isObject(type);
    const field = known ? types.field(type, key.name) : undefined;
    if (key.value === '') levels.push({ indent: key.column, path, type: field });
    return known && !field
      ? [`${line.template}: ${path}: ${apiVersion} ${kind} has no such field; correct its name`]
      : [];
  });
};

/** What is wrong with the fields of the objects that templates make, one sentence each. */
export const unknownFields = (templates: readonly Template[], types: KubernetesTypes): string[] => [
  ...new Set(
    templates.flatMap((template) =>
      documents([...skeleton(template)]).flatMap((lines) => problemsOfObject(lines, types)),
    ),
  ),
];
