/** Rendering the chart in tests: values in, Kubernetes objects out. */
import { loadAll } from 'js-yaml';
import { findHelm, type Helm } from '../../scripts/helm/index.ts';
import { chartFolder } from '../../scripts/support/top.ts';

/** A rendered object, as far as every kind has the same shape. */
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly [field: string]: unknown;
}

let found: Promise<Helm> | undefined;

/** The Helm that the tests use. */
export const helm = (): Promise<Helm> => {
  found ??= findHelm({ tell: () => {} });
  return found;
};

/** What can be asked of a rendering. */
export interface Rendering {
  readonly values?: object;
  readonly files?: readonly string[];
  readonly release?: string;
  readonly namespace?: string;
  readonly args?: readonly string[];
}

const manifests = async (of: Rendering): Promise<string> =>
  (await helm()).template(chartFolder, {
    release: of.release ?? 'fabric-dind',
    namespace: of.namespace ?? 'fabric',
    ...(of.values ? { values: of.values as Record<string, unknown> } : {}),
    ...(of.files ? { files: [...of.files] } : {}),
    ...(of.args ? { args: [...of.args] } : {}),
  });

/** The objects in the order of kind and name; Helm majors order them differently. */
export const render = async (of: Rendering = {}): Promise<Rendered[]> => {
  const text = await manifests(of);
  const objects = loadAll(text).filter((object) => object !== null && object !== undefined) as Rendered[];
  const key = ({ kind, metadata }: Rendered): string => `${kind}/${metadata.name}`;
  return objects.sort((a, b) => key(a).localeCompare(key(b)));
};

/** The only object of a kind and name. */
export const objectOf = <T = Rendered>(objects: readonly Rendered[], kind: string, name: string): T => {
  const matches = objects.filter((object) => object.kind === kind && object.metadata.name === name);
  if (matches.length !== 1) {
    const there = objects.map((object) => `${object.kind}/${object.metadata.name}`).join(' ');
    throw new Error(`expected one ${kind}/${name}, found ${matches.length} among ${there}`);
  }
  return matches[0] as T;
};

/** Helm's refusal of values, or undefined where it renders them; Helm itself sees to it that they are YAML. */
export const refusal = async (of: Rendering): Promise<string | undefined> => {
  try {
    await manifests(of);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

/** Runs `work` on all items, `width` at a time. */
export const concurrently = async <T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
    }),
  );
};
