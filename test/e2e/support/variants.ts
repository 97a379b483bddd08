/** Chaincode of the fixture under other names: installations to disturb, and a second chaincode beside the first. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create, extract } from 'tar';
import {
  approveAndCommit,
  type Chaincode,
  goChaincode,
  hand,
  install,
  put,
} from '../../../scripts/cluster/chaincode.ts';
import type { Organisation } from '../../../scripts/cluster/crypto.ts';
import { settings } from '../../../scripts/cluster/settings.ts';

/** A package with the code of `kv` and another label: for Fabric another chaincode, which it has to build. */
const variant = async (label: string, name: string): Promise<Chaincode> => {
  const origin = await goChaincode();
  const folder = await mkdtemp(join(settings.work, 'variant-'));
  await extract({ cwd: folder, file: origin.file });
  const metadata = JSON.parse(await readFile(join(folder, 'metadata.json'), 'utf8')) as object;
  await writeFile(join(folder, 'metadata.json'), JSON.stringify({ ...metadata, label }));
  const made = join(folder, 'package.tar.gz');
  await create({ cwd: folder, file: made, gzip: true, portable: true, mtime: new Date(0) }, [
    'metadata.json',
    'code.tar.gz',
  ]);
  const file = join(settings.work, `${name}-variant.tar.gz`);
  await rename(made, file);
  await rm(folder, { recursive: true });
  const hash = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  return { name, label, file, packageId: `${label}:${hash}` };
};

/** A package that no peer has had yet, in this run or before, with the administrators. */
export const freshPackage = async (name: string): Promise<Chaincode> => {
  const chaincode = await variant(`${name}_${Date.now().toString(36)}`, name);
  await hand(chaincode);
  return chaincode;
};

/** Makes a package ready for use on the channel; the peers that are to run it still have to install it. */
export const define = async (chaincode: Chaincode): Promise<void> => {
  await hand(chaincode);
  await approveAndCommit(chaincode);
};

/** A second chaincode, `other`, that answers on a peer; does nothing where it does. */
export const otherChaincode = async (org: Organisation, peer: string): Promise<void> => {
  const chaincode = await variant('other_1', 'other');
  await define(chaincode);
  await install(org, peer, chaincode);
  await put(org, peer, 'other', 'a', '1');
};
