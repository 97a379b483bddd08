/**
 * A chart in an OCI registry, pushed by Helm. A tag of a registry can be moved by anybody with the right to push; here one
 * that is there with other bytes is refused, and what was pushed is pulled again by its digest and compared.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Helm, HelmError } from '../helm/index.ts';
import { CommandError } from '../support/errors.ts';
import { sha256OfFile } from '../support/sha256.ts';
import { hasProvenance } from './provenance.ts';

/** What to push, and where. */
export interface Push {
  readonly helm: Helm;
  /** The package, `<name>-<version>.tgz`; its provenance beside it goes with it. */
  readonly archive: string;
  /** The registry with the path below which charts lie, `oci://registry.example.com/charts`. */
  readonly registry: string;
  /** Speak HTTP without TLS. A registry on this machine's loopback is spoken to so without being asked. */
  readonly plainHttp?: boolean;
  /** Look whether it can be pushed, and push nothing. */
  readonly dryRun?: boolean;
}

/** What a push did, and the digest by which `helm install oci://…@sha256:…` finds the chart. */
export interface Pushed {
  readonly outcome: 'pushed' | 'already there' | 'would be pushed';
  /** Absent where it would be pushed. */
  readonly digest?: string;
}

/** Whether a registry is on this machine, where HTTP needs no TLS. */
export const isLoopback = (registry: string): boolean =>
  /^oci:\/\/(localhost|127[.][0-9.]+|\[::1\])(:[0-9]+)?\//u.test(`${registry}/`);

/** The address of a chart in a registry, which may have been written with a slash at its end. */
export const chartAt = (registry: string, name: string): string => `${registry.replace(/\/+$/u, '')}/${name}`;

/** Helm 4 tells the digest on standard output, Helm 3 on standard error. */
const digestIn = ({ stdout, stderr }: { stdout: string; stderr: string }): string | undefined =>
  /Digest: (sha256:[0-9a-f]{64})/u.exec(`${stdout}\n${stderr}`)?.[1];

const why = (error: unknown): string =>
  error instanceof HelmError ? error.stderr || error.message : String(error);

/** Whether there is no such version. "Credential not found" is another thing. */
const isMissing = (said: string): boolean =>
  /(?<!credential )not found$|code 404|(name|manifest) unknown/imu.test(said);

/** What to do about an answer of a registry. */
const remedy = (said: string): string => {
  if (/unauthorized|forbidden|denied|credential/iu.test(said))
    return 'Log in with "helm registry login", as somebody who may push.';
  if (/405 method|code 405|unsupported|read.?only/iu.test(said))
    return 'The registry takes nothing now; is it read-only?';
  if (/HTTP response to HTTPS/iu.test(said)) return 'It speaks no TLS: --plain-http, if that is meant.';
  return 'Nothing that was published has changed; run it again.';
};

/**
 * Pushes a package.
 * @throws CommandError when the version is there with other bytes, the provenance is of others, or the registry refuses, dies,
 * or has afterwards something else than what was pushed.
 */
export const push = async ({
  helm,
  archive,
  registry,
  plainHttp = isLoopback(registry),
  dryRun = false,
}: Push): Promise<Pushed> => {
  const match = /^(.+)-(\d+[.]\d+[.]\d+.*)[.]tgz$/u.exec(basename(archive));
  if (!match || !registry.startsWith('oci://'))
    throw new CommandError(
      `expected a package <name>-<version>.tgz and a registry oci://…, got ${archive} and ${registry}`,
      { exitCode: 2 },
    );
  const [, name, version] = match as unknown as [string, string, string];
  // Helm pushes what lies beside the package; nobody could take it back.
  await hasProvenance(archive);
  const chart = chartAt(registry, name);
  const http = plainHttp ? ['--plain-http'] : [];
  const folder = await mkdtemp(join(tmpdir(), 'fabric-dind-oci-'));

  /** The checksum of what the registry has and its digest; nothing where there is no such version. */
  const pulled = async (
    reference: readonly string[],
  ): Promise<{ sha256: string; digest: string | undefined } | undefined> => {
    const into = await mkdtemp(join(folder, 'pulled-'));
    try {
      const printed = await helm.printed(['pull', ...reference, '--destination', into, ...http], {
        timeout: 120_000,
      });
      const file = (await readdir(into)).find((entry) => entry.endsWith('.tgz'));
      return file === undefined
        ? undefined
        : { sha256: await sha256OfFile(join(into, file)), digest: digestIn(printed) };
    } catch (error) {
      if (isMissing(why(error))) return undefined;
      throw new CommandError(
        `${chart} cannot be asked for ${version}: ${why(error)}\n${remedy(why(error))}`,
        {
          cause: error,
        },
      );
    }
  };

  try {
    const mine = await sha256OfFile(archive);
    const there = await pulled([chart, '--version', version]);
    if (there !== undefined && there.sha256 !== mine)
      throw new CommandError(
        `${chart} has ${version} with other bytes, and what is published never changes. Raise the version in schema/versions.ts, and package again.`,
      );
    if (there?.digest !== undefined) return { outcome: 'already there', digest: there.digest };
    if (dryRun) return { outcome: 'would be pushed' };
    const printed = await helm
      .printed(['push', archive, registry, ...http], { timeout: 300_000 })
      .catch((error: unknown) => {
        throw new CommandError(`${chart} does not take ${version}: ${why(error)}\n${remedy(why(error))}`, {
          cause: error,
        });
      });
    const digest = digestIn(printed);
    const after = digest === undefined ? undefined : await pulled([`${chart}@${digest}`]);
    if (digest === undefined || after?.sha256 !== mine)
      throw new CommandError(
        `${chart} has something else than what was pushed as ${version}. Look at the registry before anybody pulls it.`,
      );
    return { outcome: 'pushed', digest };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
