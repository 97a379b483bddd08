/** `npm run bench`: what rendering and generating cost, as ratios within one run; ends with one line of JSON. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measure, type Subject } from '../bench/measure.ts';
import { validation } from '../bench/validation.ts';
import { cachedHelm } from '../helm/cache.ts';
import { findHelm, type Helm, matrixHelms } from '../helm/index.ts';
import { CommandError } from '../support/errors.ts';
import { progress } from '../support/progress.ts';
import { chartFolder, top } from '../support/top.ts';
import { runChild } from '../testing/child.ts';

const rounds = 10;
const peerCount = 100;

const helms = async (): Promise<Helm[]> => {
  const cached = await Promise.all(matrixHelms.map((version) => cachedHelm(process.env, version)));
  const present = cached.filter((helm) => helm !== undefined);
  return present.length > 0 ? present : [await findHelm()];
};

const peers = (count: number): object => ({
  peers: Object.fromEntries(Array.from({ length: count }, (_, index) => [`peer${index}`, {}])),
});

const renderSubjects = (helm: Helm): Subject[] => [
  { name: 'start', work: () => helm.run(['version']) },
  { name: 'default', work: () => helm.template(chartFolder) },
  { name: 'one', work: () => helm.template(chartFolder, { values: peers(1) }) },
  { name: 'many', work: () => helm.template(chartFolder, { values: peers(peerCount) }) },
];

const generation: Subject = {
  name: 'generate',
  work: async () => {
    const { code, output } = await runChild(join(top, 'scripts/main.ts'), ['check:generated'], {
      timeout: 60_000,
    });
    if (code !== 0) throw new CommandError(`check:generated: ${output}`);
  },
};

const withoutDescriptions = (key: string, value: unknown): unknown =>
  (key === 'description' || key === 'title') && typeof value === 'string' ? undefined : value;

const schemaSizes = async (): Promise<{ minified: number; withoutDescriptions: number }> => {
  const schema = JSON.parse(await readFile(join(chartFolder, 'values.schema.json'), 'utf8')) as object;
  return {
    minified: JSON.stringify(schema).length,
    withoutDescriptions: JSON.stringify(schema, withoutDescriptions).length,
  };
};

const round = (value: number, digits = 0): number => Number(value.toFixed(digits));

const row = (cells: readonly (string | number)[]): string =>
  cells.map((cell, index) => (index === 0 ? String(cell).padEnd(10) : String(cell).padStart(14))).join('');

/** Prints a table for people, and the same numbers as one line of JSON. */
export const run = async (_args: string[]): Promise<number> => {
  console.log(row(['Helm', 'version ms', 'default ms', 'ratio', `${peerCount} peers ms`, 'to one peer']));
  const renders = [];
  for (const helm of await helms()) {
    progress(`bench: Helm v${helm.version}, ${rounds} rounds`);
    const times = await measure(renderSubjects(helm), rounds);
    const [start = 0, standard = 0, one = 0, many = 0] = ['start', 'default', 'one', 'many'].map((name) =>
      times.get(name),
    );
    const result = {
      helm: helm.version,
      versionMs: round(start),
      defaultMs: round(standard),
      defaultToVersion: round(standard / start, 2),
      manyMs: round(many),
      manyToOne: round(many / one, 2),
    };
    renders.push(result);
    console.log(
      row([
        `v${helm.version}`,
        result.versionMs,
        result.defaultMs,
        result.defaultToVersion,
        result.manyMs,
        result.manyToOne,
      ]),
    );
  }
  progress(`bench: generation, ${rounds} rounds`);
  const generateMs = round((await measure([generation], rounds)).get('generate') ?? 0);
  progress(`bench: validation, ${rounds} rounds`);
  const validated = await measure([validation(peerCount), validation(10 * peerCount)], rounds);
  const validateMs = Object.fromEntries([...validated].map(([name, ms]) => [name, round(ms)]));
  const schema = await schemaSizes();
  console.log(`generate and compare: ${generateMs} ms, a process of its own`);
  for (const [name, ms] of Object.entries(validateMs)) console.log(`validate ${name}: ${ms} ms`);
  console.log(
    `schema: ${schema.minified} bytes minified, ${schema.withoutDescriptions} without descriptions`,
  );
  console.log(JSON.stringify({ rounds, peers: peerCount, renders, generateMs, validateMs, schema }));
  return 0;
};
