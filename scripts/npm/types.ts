/** The types of the package: what the compiler emits for the library, as far as that is reached from it. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { CommandError } from '../support/errors.ts';
import { packageBinary } from '../support/process.ts';
import { top } from '../support/top.ts';
import { output } from './output.ts';

const library = 'scripts/npm/library';

/** Relative modules that a declaration names. */
const relative = /(from\s+|import\()(['"])(\.[^'"]+?)\.ts\2/gu;

/** Declarations by their path: the library's and those that it reaches. */
const reached = async (
  folder: string,
  path: string,
  found: Map<string, string> = new Map(),
): Promise<Map<string, string>> => {
  if (found.has(path)) return found;
  const text = await readFile(join(folder, `${path}.d.ts`), 'utf8');
  // In the package there are declarations alone, which are found by the name of the JavaScript.
  found.set(
    path,
    text.replaceAll(relative, (_, before, quote, target) => `${before}${quote}${target}.js${quote}`),
  );
  for (const [, , , target = ''] of text.matchAll(relative))
    await reached(folder, posix.join(posix.dirname(path), target), found);
  return found;
};

/** The project's own settings, for the library and what it imports alone. */
const configuration = (folder: string): object => ({
  extends: join(top, 'tsconfig.json'),
  compilerOptions: {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: top,
    outDir: folder,
    typeRoots: [join(top, 'node_modules/@types')],
  },
  files: [join(top, `${library}.ts`)],
  include: [],
});

/**
 * Every declaration file of the package by its path below `types/`.
 * @throws CommandError when the compiler refuses the sources.
 */
export const declarations = async (): Promise<ReadonlyMap<string, string>> => {
  const folder = await mkdtemp(join(tmpdir(), 'fabric-dind-types-'));
  try {
    const config = join(folder, 'tsconfig.json');
    await writeFile(config, JSON.stringify(configuration(folder)));
    const { code, printed } = await output(process.execPath, [
      packageBinary('typescript', 'bin/tsc'),
      '-p',
      config,
    ]);
    if (code !== 0) throw new CommandError(`the compiler makes no types:\n${printed}`);
    const found = await reached(folder, library);
    return new Map([...found].map(([path, text]) => [`${path}.d.ts`, text]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
