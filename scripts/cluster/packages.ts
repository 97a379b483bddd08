/** Chaincode packages that hold no source: an address to dial, or an image to run. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { archive, type Chaincode } from './chaincode.ts';
import type { Image } from './images.ts';
import { nameOf } from './images.ts';
import { settings } from './settings.ts';

const pack = async (name: string, type: string, file: string, content: object): Promise<Chaincode> => {
  const label = `${name}_1`;
  await mkdir(join(settings.work, settings.namespace), { recursive: true });
  const folder = await mkdtemp(join(settings.work, 'package-'));
  await writeFile(join(folder, file), JSON.stringify(content));
  await archive(folder, join(folder, 'code.tar.gz'), [file]);
  await writeFile(join(folder, 'metadata.json'), JSON.stringify({ type, label }));
  await archive(folder, join(folder, 'package.tar.gz'), ['metadata.json', 'code.tar.gz']);
  const kept = join(settings.work, settings.namespace, `${label}.tar.gz`);
  await rename(join(folder, 'package.tar.gz'), kept);
  await rm(folder, { recursive: true });
  const hash = createHash('sha256')
    .update(await readFile(kept))
    .digest('hex');
  return { name, label, file: kept, packageId: `${label}:${hash}` };
};

/** A package of type ccaas: the peer dials `address`, without TLS. */
export const servicePackage = (name: string, address: string): Promise<Chaincode> =>
  pack(name, 'ccaas', 'connection.json', { address, dial_timeout: '10s', tls_required: false });

/** A package of type k8s: the builder runs this image. */
export const imagePackage = (name: string, image: Image): Promise<Chaincode> =>
  pack(name, 'k8s', 'image.json', { name: nameOf(image), digest: image.digest.split('@')[1] });
