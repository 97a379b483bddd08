/** `npm run images`: every image that a release with these values pulls, to load into nodes or to copy to a mirror. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadAll } from 'js-yaml';
import { findHelm } from '../helm/index.ts';
import { type Wanted, wantedBy } from '../images/wanted.ts';
import { progress } from '../support/progress.ts';
import { chartFolder } from '../support/top.ts';

const help = `usage: npm run -s images -- [-f values.yaml]... [--set path=value]... [--pairs | --why]
         [--release-name name] [-n|--namespace name]
Prints the images that the release pulls, one a line: of its Pods, and of the daemons that build chaincode.
--pairs  each after its name without global.imageRegistry: what to copy from where to where
--why    each with what asks for it`;

const shortName = (image: string): string => image.replace(/^docker\.io\//u, '');

/** A name of one word is below library/ on Docker Hub, which the Docker client adds and a mirror's path does not. */
const isOfficial = (image: string): boolean => /^[^/]+$/u.test(shortName(image));

const unique = (lines: readonly string[]): string[] => [...new Set(lines)].sort();

/** Renders the values, and prints the images; writes nothing. */
export const run = async (args: string[]): Promise<number> => {
  const { values } = parseArgs({
    args,
    options: {
      values: { type: 'string', short: 'f', multiple: true, default: [] },
      set: { type: 'string', multiple: true, default: [] },
      'release-name': { type: 'string', default: 'fabric' },
      namespace: { type: 'string', short: 'n', default: 'default' },
      pairs: { type: 'boolean', default: false },
      why: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const helm = await findHelm();
  // npm changes into the project's folder and leaves the caller's in INIT_CWD.
  const caller = process.env.INIT_CWD ?? process.cwd();
  const wantedWith = async (set: readonly string[]): Promise<Wanted[]> =>
    wantedBy(
      loadAll(
        await helm.template(chartFolder, {
          release: values['release-name'],
          namespace: values.namespace,
          files: values.values.map((file) => (file === '-' ? file : resolve(caller, file))),
          set,
          cwd: caller,
        }),
      ),
    );
  const wanted = await wantedWith(values.set);
  const upstream = await wantedWith([...values.set, 'global.imageRegistry=']);
  const lines = wanted.map(({ image, by }, place) => {
    if (values.why) return `${image}\t${by}`;
    return values.pairs ? `${upstream[place]?.image}\t${image}` : image;
  });
  for (const line of unique(lines)) console.log(line);
  const moved = wanted.filter(({ image }, place) => image !== upstream[place]?.image);
  const official = unique(moved.map(({ image }) => image)).filter((image) =>
    upstream.some((from, place) => wanted[place]?.image === image && isOfficial(from.image)),
  );
  for (const image of official)
    progress(
      `images: ${image} is library/${image.split('/').at(-1)} on Docker Hub. Where your mirror keeps Docker Hub's paths, set peer.dind.image.repository to library/docker.`,
    );
  return 0;
};
