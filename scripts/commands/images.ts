/** `npm run images`: every image that a release with these values pulls, to load into nodes or to copy to a mirror. */
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { loadAll } from 'js-yaml';
import { templateArguments, templateOptions } from '../helm/arguments.ts';
import { findHelm } from '../helm/index.ts';
import { type Wanted, wantedBy } from '../images/wanted.ts';
import { progress } from '../support/progress.ts';
import { chartFolder } from '../support/top.ts';

const help = `usage: npm run -s images -- [-f values.yaml]... [--set path=value]... [--pairs | --why]
         [--release-name name] [-n|--namespace name]
Prints the images that the release pulls, one a line: of its Pods, and of the daemons that build chaincode.
--pairs  each after its name without global.imageRegistry: what to copy from where to where
--why    each with what asks for it`;

/** A name of one word is below library/ on Docker Hub, which the Docker client adds and a mirror's path does not. */
const isOfficial = (image: string): boolean => /^(docker[.]io\/)?[^/]+$/u.test(image);

const unique = (lines: readonly string[]): string[] => [...new Set(lines)].sort();

/** Renders the values, and prints the images; writes nothing. */
export const run = async (args: string[]): Promise<number> => {
  const { values } = parseArgs({
    args,
    options: {
      ...templateArguments,
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
  // Rendered twice, and standard input can be read once.
  const input = values.values.includes('-') ? { input: await text(process.stdin) } : {};
  const wantedWith = async (set: readonly string[]): Promise<Wanted[]> =>
    wantedBy(loadAll(await helm.template(chartFolder, { ...templateOptions({ ...values, set }), ...input })));
  const wanted = await wantedWith(values.set);
  const upstream = await wantedWith([...values.set, 'global.imageRegistry=']);
  const lines = wanted.map(({ image, by }, place) => {
    if (values.why) return `${image}\t${by}`;
    return values.pairs ? `${upstream[place]?.image}\t${image}` : image;
  });
  for (const line of unique(lines)) console.log(line);
  const official = unique(
    wanted.flatMap(({ image }, place) => {
      const from = upstream[place]?.image ?? image;
      return image !== from && isOfficial(from) ? [image] : [];
    }),
  );
  for (const image of official)
    progress(
      `images: ${image} is library/${image.split('/').at(-1)} on Docker Hub. Where your mirror keeps Docker Hub's paths, set peer.dind.image.repository to library/docker.`,
    );
  return 0;
};
