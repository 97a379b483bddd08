/** Helm's provenance: Chart.yaml and the checksum of the package, signed with GnuPG, as `helm verify` reads it. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { run } from '../cluster/process.ts';
import { chartYamlOf } from '../package/read-package.ts';
import { CommandError } from '../support/errors.ts';
import { sha256OfFile } from '../support/sha256.ts';

/**
 * Whether there is a provenance beside a package.
 * @throws CommandError when it is of other bytes: nobody could verify the package any more, and what is published stays.
 */
export const hasProvenance = async (archive: string): Promise<boolean> => {
  const path = `${archive}.prov`;
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new CommandError(`${path} cannot be read: ${error.code}. Check its permissions`, { cause: error });
  });
  if (text !== undefined && !text.includes(`sha256:${await sha256OfFile(archive)}`))
    throw new CommandError(
      `${path} is of a package with other bytes: sign again with --sign, or remove the file`,
    );
  return text !== undefined;
};

/** The file that is signed: Helm's pkg/provenance/sign.go, messageBlock. Its parts are parted by "...". */
const message = async (archive: string): Promise<string> => {
  const sum = await sha256OfFile(archive);
  return `${(await chartYamlOf(archive)).trimEnd()}\n\n...\nfiles:\n  ${basename(archive)}: sha256:${sum}\n`;
};

const gpg = (args: readonly string[], input: string): Promise<string> =>
  run('gpg', ['--batch', '--no-tty', ...args], { input }).catch((cause: unknown) => {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`gpg cannot sign: ${said}`, { cause });
  });

/**
 * Looks whether there is a key that can sign: Helm 3 and 4 read RSA keys, and refuse others only when a user verifies.
 * @throws CommandError when there is none, or of another kind.
 */
export const checkKey = async (key: string): Promise<void> => {
  const printed = await run('gpg', ['--batch', '--with-colons', '--list-secret-keys', key]).catch(
    (cause: unknown) => {
      throw new CommandError(
        `There is no secret key ${key} in gpg's keyring or agent. "gpg --list-secret-keys" lists those that are there.`,
        { cause },
      );
    },
  );
  const algorithm = printed
    .split('\n')
    .find((line) => line.startsWith('sec:'))
    ?.split(':')[3];
  // RFC 4880, 9.1: 1 is RSA.
  if (algorithm !== '1')
    throw new CommandError(
      `The key ${key} is no RSA key, and "helm verify" reads no other. Make one with: gpg --quick-generate-key '${key}' rsa4096 sign`,
    );
};

/**
 * Writes `<archive>.prov`, signed with a key of gpg's keyring or agent; its passphrase is gpg's own business.
 * @param key a fingerprint, an id or a mail address.
 * @returns the path of the provenance.
 * @throws CommandError when the key is missing or of a kind that Helm does not read, or gpg cannot sign; nothing is written.
 */
export const sign = async (archive: string, key: string): Promise<string> => {
  await checkKey(key);
  const signed = await gpg(
    ['--clearsign', '--digest-algo', 'SHA512', '--local-user', key, '--output', '-'],
    await message(archive),
  );
  const path = `${archive}.prov`;
  const part = `${path}.${process.pid}.part`;
  try {
    await writeFile(part, signed);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
  return path;
};
