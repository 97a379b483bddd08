/** The images that a release of the defaults' versions can ask for, whatever is switched on. */
import { chaincodeImages } from './components/chaincode/facts.ts';
import { evaluate } from './expression/evaluate.ts';
import { defaultValues } from './index.ts';
import { isMap } from './shared/maps.ts';

/** An image, and the value that asks for it. */
export interface KnownImage {
  /** A name for people: the last part of its repository. */
  readonly name: string;
  /** As a container names it. */
  readonly image: string;
  /** The path of the value. */
  readonly by: string;
}

const named = (image: string, by: string): KnownImage => ({
  name: image.replace(/^.*\//u, '').replace(/:.*$/u, ''),
  image,
  by,
});

const below = (value: unknown, path: string): KnownImage[] => {
  if (!isMap(value)) return [];
  const { registry, repository, tag } = value;
  if (typeof repository === 'string' && repository !== '' && tag !== undefined && tag !== '')
    return [named(`${registry ? `${registry}/` : ''}${repository}:${tag}`, path)];
  return Object.entries(value).flatMap(([key, inner]) => below(inner, path === '' ? key : `${path}.${key}`));
};

/** All of them, each once, in the order of values.yaml; those of chaincode last, under the names that peers ask for. */
export const knownImages = (): KnownImage[] => {
  const context = {
    values: defaultValues,
    peer: defaultValues.peer,
    name: 'peer0',
    release: { name: 'r', namespace: 'fabric' },
  };
  const chaincode = Object.entries(chaincodeImages).map(([key, image]) =>
    named(`docker.io/${evaluate(image, context)}`, `peer.chaincode.images.${key}`),
  );
  const all = [...below(defaultValues, ''), ...chaincode];
  return all.filter(
    ({ image, by }, i) =>
      // Its users make that one.
      by !== 'peer.preload.fromImage.image' && all.findIndex((one) => one.image === image) === i,
  );
};
