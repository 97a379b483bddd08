/** Keys as cryptogen and fabric-ca-client write them, found by what they are and not by what they are called. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CommandError } from '../support/errors.ts';

/** The content of a Secret, by key. */
export type Content = Readonly<Record<string, string>>;

const filesOf = async (folder: string): Promise<{ path: string; text: string }[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .sort();
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
};

/** The one certificate, or chain, of a folder. */
const only = async (folder: string, what: string): Promise<string> => {
  const found = await optional(folder);
  if (found === undefined)
    throw new CommandError(
      `${folder}: there is no ${what}. Name the folder that cryptogen or fabric-ca-client wrote.`,
    );
  return found;
};

const optional = async (folder: string): Promise<string | undefined> => {
  const files = await filesOf(folder);
  if (files.length > 1)
    throw new CommandError(
      `${folder} holds ${files.length} files, and the chart reads one: ${files.map(({ path }) => path).join(', ')}. Leave the one that counts, or put the certificates into one file.`,
    );
  return files[0]?.text;
};

const certificateOf = (text: string, path: string): X509Certificate => {
  try {
    return new X509Certificate(text);
  } catch (cause) {
    throw new CommandError(`${path} is no certificate in PEM`, { cause });
  }
};

const keyOf = (text: string): KeyObject | undefined => {
  try {
    return createPrivateKey(text);
  } catch {
    return undefined;
  }
};

/** The key of a certificate: fabric-ca-client adds a key at each enrolment and leaves the earlier ones beside it. */
const keyFor = async (certificate: string, folder: string): Promise<string> => {
  const wanted = certificateOf(certificate, folder);
  for (const { text } of await filesOf(folder)) {
    const key = keyOf(text);
    if (key !== undefined && wanted.checkPrivateKey(key)) return text;
  }
  throw new CommandError(
    `${folder}: no private key there belongs to the certificate of ${wanted.subject.replaceAll('\n', ', ')}.`,
  );
};

/**
 * The files of an MSP folder under the names that the chart expects.
 * @param tlsCaCert the TLS CA where the folder has none: fabric-ca-client writes it with the TLS certificate.
 * @throws CommandError when something is missing, ambiguous or does not belong together.
 */
export const mspContent = async (folder: string, tlsCaCert?: string): Promise<Content> => {
  const certificate = await only(join(folder, 'signcerts'), 'certificate');
  const content: Record<string, string | undefined> = {
    'cert.pem': certificate,
    'key.pem': await keyFor(certificate, join(folder, 'keystore')),
    'cacert.pem': await only(join(folder, 'cacerts'), 'CA certificate'),
    'tlscacert.pem': (await optional(join(folder, 'tlscacerts'))) ?? tlsCaCert,
    'intermediatecert.pem': await optional(join(folder, 'intermediatecerts')),
  };
  return Object.fromEntries(
    Object.entries(content).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
};

/** cryptogen names the files of a server and of a user, which is a client, differently. */
const cryptogenTls = async (folder: string): Promise<Content | undefined> => {
  const files = new Map((await filesOf(folder)).map(({ path, text }) => [basename(path), text]));
  for (const name of ['server', 'client']) {
    const [certificate, key, ca] = [`${name}.crt`, `${name}.key`, 'ca.crt'].map((file) => files.get(file));
    if (certificate !== undefined && key !== undefined && ca !== undefined)
      return { 'tls.crt': certificate, 'tls.key': key, 'ca.crt': ca };
  }
  return undefined;
};

/**
 * A TLS folder under the names that the chart expects: cryptogen's `tls` folder, or the MSP folder of an enrolment with
 * `--enrollment.profile tls`.
 * @throws CommandError as `mspContent`.
 */
export const tlsContent = async (folder: string): Promise<Content> => {
  const written = await cryptogenTls(folder);
  if (written !== undefined) return written;
  const certificate = await only(join(folder, 'signcerts'), 'certificate');
  const ca =
    (await optional(join(folder, 'tlscacerts'))) ?? (await only(join(folder, 'cacerts'), 'CA certificate'));
  return {
    'tls.crt': certificate,
    'tls.key': await keyFor(certificate, join(folder, 'keystore')),
    'ca.crt': ca,
  };
};

/** Whether a certificate is good for a host name; its names otherwise, to be told. */
export const namesOf = (certificate: string, host: string): { fits: boolean; names: readonly string[] } => {
  const parsed = new X509Certificate(certificate);
  const names = (parsed.subjectAltName ?? '').split(', ').map((name) => name.replace(/^[^:]*:/u, ''));
  return { fits: parsed.checkHost(host) !== undefined, names };
};
