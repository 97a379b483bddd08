/** Programs in Go that only tests need, pinned: taken from the PATH or the cache; `TOOLS=build` builds them (.ci/run does). */
import { access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onPath } from '../../scripts/helm/binary.ts';
import { cacheFolder } from '../../scripts/helm/cache.ts';
import { builtByGo } from './go.ts';

const packages = {
  actionlint: 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12',
  cosign: 'github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3',
} as const;

/** The path of a tool, or undefined where it is not there and is not to be built. */
export const tool = async (name: keyof typeof packages): Promise<string | undefined> => {
  const found = await onPath(name, process.env.PATH);
  if (found !== undefined) return found;
  if (process.env.TOOLS === 'build') return builtByGo(name, ['install', packages[name]], tmpdir());
  const cached = join(cacheFolder(process.env), 'go', name);
  return access(cached).then(
    () => cached,
    () => undefined,
  );
};

/** What to say where it is not. */
export const howToGet = (name: keyof typeof packages): string =>
  `no ${name} here: go install ${packages[name]}, or TOOLS=build`;
