/** Helm's own release archives, checked against the sums in checksums.ts. */
import { createHash } from 'node:crypto';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { x as extract } from 'tar';
import { checksums } from './checksums.ts';
import { fetchBytes } from './fetch.ts';
import { HelmError } from './helm.ts';

/** What differs in tests. */
export interface DownloadOptions {
  readonly server?: string;
  readonly sums?: typeof checksums;
  /** Milliseconds until the server must have answered; an offline machine falls through after it. */
  readonly answerWithin?: number;
}

/**
 * Fetches one release into `folder` and returns the path of its binary.
 * @throws HelmError when no sum is pinned, the server does not answer, or the sum differs.
 */
export const downloadHelm = async (
  version: string,
  platform: string,
  folder: string,
  options: DownloadOptions = {},
): Promise<string> => {
  const { server = 'https://get.helm.sh', sums = checksums, answerWithin = 4000 } = options;
  const expected = sums[version]?.[platform];
  if (expected === undefined)
    throw new HelmError(
      `no pinned checksum for ${platform} v${version} in scripts/helm/checksums.ts, skipped`,
    );
  const name = `helm-v${version}-${platform}.tar.gz`;
  const bytes = await fetchBytes(`${server}/${name}`, { answerWithin });
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== expected)
    throw new HelmError(`${server}/${name}: sha256 is ${actual}, expected ${expected}; not used`);
  const archive = join(folder, name);
  await writeFile(archive, bytes);
  await extract({ file: archive, cwd: folder, strip: 1, filter: (path) => path === `${platform}/helm` });
  const binary = join(folder, 'helm');
  await chmod(binary, 0o755);
  return binary;
};
