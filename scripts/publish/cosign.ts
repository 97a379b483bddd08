/**
 * Signatures of Sigstore's cosign (3.x), a program of its own: with a key, or keyless where the platform vouches for who signs,
 * as GitHub Actions does.
 */
import { run } from '../cluster/process.ts';
import { onPath } from '../helm/binary.ts';
import { CommandError } from '../support/errors.ts';

/** Who signs. */
export interface Signer {
  /** A key file or a key of a KMS, as cosign names them; absent: keyless. COSIGN_PASSWORD has a file's password. */
  readonly key?: string;
}

/** A key's signature is of its owner alone: no public log is asked. Keyless ones are in it. */
const flags = ({ key }: Signer): string[] =>
  key === undefined
    ? ['--yes']
    : ['--yes', '--key', key, '--use-signing-config=false', '--tlog-upload=false'];

const cosign = async (args: readonly string[]): Promise<void> => {
  await run('cosign', args).catch((cause: unknown) => {
    throw new CommandError(`cosign cannot sign: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  });
};

/**
 * Looks whether cosign is there.
 * @throws CommandError when it is not.
 */
export const checkCosign = async (): Promise<void> => {
  if ((await onPath('cosign', process.env.PATH)) === undefined)
    throw new CommandError(
      'There is no cosign on the PATH. Install it (go install github.com/sigstore/cosign/v3/cmd/cosign@latest), or leave --cosign out.',
    );
};

/**
 * Signs a file.
 * @returns the bundle beside it, `<path>.sigstore.json`, which `cosign verify-blob --bundle` reads.
 */
export const signFile = async (path: string, signer: Signer): Promise<string> => {
  const bundle = `${path}.sigstore.json`;
  await cosign(['sign-blob', ...flags(signer), '--bundle', bundle, path]);
  return bundle;
};

/**
 * Signs what a registry has.
 * @param reference with its digest, without `oci://`
 */
export const signReference = async (reference: string, signer: Signer, plainHttp: boolean): Promise<void> => {
  await cosign(['sign', ...flags(signer), ...(plainHttp ? ['--allow-http-registry'] : []), reference]);
};
