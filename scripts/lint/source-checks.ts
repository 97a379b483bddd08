/** Our own rules for sources, beside the linter's. */
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { filesBelow } from '../support/files.ts';
import type { Finding } from './finding.ts';

/** Lines that no file may exceed. */
export const longestFile = 400;

const generated = ['chart/fabric-dind/', 'schema/generated/'];

const read = (root: string, path: string): Promise<string> => readFile(join(root, path), 'utf8');

/** Every test file ends with `.run()`, without which uvu drops it silently, and has no `.only`. */
export const checkTestFiles = async (root: string): Promise<Finding[]> => {
  const paths = await filesBelow(root, 'test', (path) => path.endsWith('.test.ts'));
  const found = await Promise.all(
    paths.map(async (path): Promise<Finding[]> => {
      const text = await read(root, path);
      const findings: Finding[] = [];
      if (!/\.run\(\);?$/u.test(text.trimEnd()))
        findings.push({
          path,
          message: 'does not end with `.run()`, so uvu runs none of its tests; add test.run();',
        });
      const only = text.split('\n').findIndex((line) => /^\s*\w+\.only\(/u.test(line));
      if (only >= 0)
        findings.push({ path: `${path}:${only + 1}`, message: '`.only` hides all other tests; remove it' });
      return findings;
    }),
  );
  return found.flat();
};

/** No source is longer than `longestFile` lines, generated ones aside. */
export const checkFileLengths = async (root: string): Promise<Finding[]> => {
  const isSource = (path: string): boolean =>
    /\.(ts|mjs|sh)$/u.test(path) && !generated.some((folder) => path.startsWith(folder));
  const folders = ['schema', 'chart', 'scripts', 'test'];
  const paths = (await Promise.all(folders.map((folder) => filesBelow(root, folder, isSource)))).flat();
  const found = await Promise.all(
    paths.map(async (path): Promise<Finding[]> => {
      const lines = (await read(root, path)).split('\n').length - 1;
      return lines > longestFile
        ? [{ path, message: `has ${lines} lines; more than ${longestFile} are two files` }]
        : [];
    }),
  );
  return found.flat();
};

/** The folders of sources; each may import from itself and from those before it. */
const layers = ['schema', 'chart', 'scripts', 'test'];

/** Static, dynamic, bare and type imports, and re-exports, of files by their relative path. */
const relativeImport = /(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*(['"`])(\.[^'"`\n]*)\1/gu;

/** Imports run one way: `test`, `scripts`, `chart`, `schema`. */
export const checkImports = async (root: string): Promise<Finding[]> => {
  const isSource = (path: string): boolean => /\.[cm]?[jt]s$/u.test(path);
  const paths = (await Promise.all(layers.map((folder) => filesBelow(root, folder, isSource)))).flat();
  const rank = (path: string): number => layers.indexOf(path.split('/')[0] as string);
  const found = await Promise.all(
    paths.map(async (path): Promise<Finding[]> => {
      const text = await read(root, path);
      return [...text.matchAll(relativeImport)].flatMap(({ index, 2: to = '' }) => {
        const target = posix.join(posix.dirname(path), to);
        if (rank(target) <= rank(path)) return [];
        const line = text.slice(0, index).split('\n').length;
        const message = `imports ${target}, but imports run one way: ${[...layers].reverse().join(' -> ')}; move what is shared to ${layers[rank(path)]} or below`;
        return [{ path: `${path}:${line}`, message }];
      });
    }),
  );
  return found.flat();
};
