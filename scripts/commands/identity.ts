/** `npm run identity`: the Secrets of a peer or an administrator, from the folders that cryptogen and fabric-ca-client write. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dump } from 'js-yaml';
import { callersFolder } from '../helm/arguments.ts';
import { type Content, mspContent, namesOf, tlsContent } from '../identity/folders.ts';
import { CommandError } from '../support/errors.ts';
import { progress } from '../support/progress.ts';

const help = `usage: npm run -s identity -- --release org1 --peer peer0 -n fabric --msp folder --tls folder [--hostname name]
       npm run -s identity -- --secret org1-admin -n fabric --msp folder
Prints Secrets, keys included, for: kubectl apply -f -
--msp       the MSP folder: signcerts, keystore, cacerts; of cryptogen or of fabric-ca-client
--tls       cryptogen's tls folder, or the MSP folder of an enrolment with --enrollment.profile tls
--release, --peer  names the Secrets as the chart looks for them: <release>-fabric-dind-<peer>-msp and -tls
--secret    another name, e.g. of the administrator's Secret; -tls is added for the one with the TLS certificate
--hostname  the peer's hostname in values, where it has one`;

const secret = (name: string, namespace: string | undefined, stringData: Content): string =>
  dump(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
      type: 'Opaque',
      stringData,
    },
    { lineWidth: -1 },
  );

/** Reads the folders, and prints; writes nothing. */
export const run = async (args: string[]): Promise<number> => {
  const { values } = parseArgs({
    args,
    options: {
      release: { type: 'string' },
      peer: { type: 'string', default: 'peer0' },
      secret: { type: 'string' },
      namespace: { type: 'string', short: 'n' },
      msp: { type: 'string' },
      tls: { type: 'string' },
      hostname: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const { release, peer, namespace, secret: given } = values;
  if ((release === undefined) === (given === undefined))
    throw new CommandError(`Name either --release, for a peer, or --secret.\n${help}`, { exitCode: 2 });
  if (values.msp === undefined) throw new CommandError(`--msp is missing.\n${help}`, { exitCode: 2 });
  const at = (folder: string): string => resolve(callersFolder(), folder);
  const tls = values.tls === undefined ? undefined : await tlsContent(at(values.tls));
  const msp = await mspContent(at(values.msp), tls?.['ca.crt']);
  const name = given ?? `${release}-fabric-dind-${peer}`;
  const documents = [secret(given ?? `${name}-msp`, namespace, msp)];
  if (tls !== undefined) documents.push(secret(`${name}-tls`, namespace, tls));
  process.stdout.write(documents.join('---\n'));
  if (msp['intermediatecert.pem'] !== undefined)
    progress(
      'identity: the CA is an intermediate one: set peer.identity.msp.intermediateCert.key to intermediatecert.pem.',
    );
  if (release === undefined || tls === undefined) return 0;
  const host = values.hostname ?? `${name}.${namespace ?? 'default'}.svc`;
  const { fits, names } = namesOf(tls['tls.crt'] as string, host);
  if (!fits)
    progress(
      `identity: the TLS certificate does not name ${host}, but ${names.join(', ')}. Ask the CA for that name, or set peers.${peer}.hostname to one of these that leads to the peer.`,
    );
  return 0;
};
