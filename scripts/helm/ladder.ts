/** Finding a Helm: the forced one, the machine's own, the cached one, a download, a build; the first that works. */
import { progress, readablePath } from '../support/progress.ts';
import { onPath, openSupportedHelm } from './binary.ts';
import { type Added, addToCache, cachedHelm, cachedPath, platform } from './cache.ts';
import { downloadHelm } from './download.ts';
import { buildWithGo } from './go-build.ts';
import { type Helm, HelmError } from './helm.ts';
import { defaultHelm, isSupported, supportedHelm } from './versions.ts';

/** One way to a Helm; `climb` throws its reason when it leads nowhere. */
export interface Rung {
  readonly name: string;
  readonly climb: () => Promise<{ readonly helm: Helm; readonly from?: string }>;
}

const added = async (work: Promise<Added>): ReturnType<Rung['climb']> => {
  const { helm, made } = await work;
  return made ? { helm } : { helm, from: 'cache, where a concurrent run has put it' };
};

/** What `findHelm` and `buildHelm` take from outside; tests give their own. */
export interface LadderOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** The version to fetch or build, without `v`. */
  readonly version?: string;
  /** Takes the one line that tells what was chosen, and the reasons on the way to a slow rung. */
  readonly tell?: (line: string) => void;
}

const pathRung = (env: NodeJS.ProcessEnv): Rung => ({
  name: 'PATH',
  climb: async () => {
    const path = await onPath('helm', env.PATH);
    if (path === undefined) throw new HelmError('no helm on the PATH');
    return { helm: await openSupportedHelm(path) };
  },
});

const versionRungs = (env: NodeJS.ProcessEnv, version: string): Rung[] => [
  {
    name: 'cache',
    climb: async () => {
      const helm = await cachedHelm(env, version);
      if (helm === undefined)
        throw new HelmError(`no v${version} at ${readablePath(cachedPath(env, version))}`);
      return { helm };
    },
  },
  {
    name: 'download',
    climb: () => added(addToCache(env, version, (folder) => downloadHelm(version, platform, folder))),
  },
  {
    name: 'go install',
    climb: () => added(addToCache(env, version, (folder) => buildWithGo(version, folder, env))),
  },
];

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * The Helm of the first rung that has one.
 * @throws HelmError with the reason of every rung when none has.
 */
export const climb = async (
  rungs: readonly Rung[],
  version: string,
  tell: (line: string) => void,
): Promise<Helm> => {
  const reasons: string[] = [];
  for (const { name, climb: step } of rungs) {
    // A build takes minutes: whoever waits for it is told first why.
    if (name === 'go install') for (const reason of reasons) tell(`helm: ${reason}`);
    try {
      const { helm, from = name } = await step();
      tell(`helm: v${helm.version} from ${from} (${readablePath(helm.path)})`);
      return helm;
    } catch (error) {
      reasons.push(`${name}: ${reasonOf(error)}`);
    }
  }
  throw new HelmError(
    [
      'no usable Helm:',
      ...reasons.map((reason) => `- ${reason}`),
      `Install Helm ${supportedHelm.replace('-0', '')} (https://helm.sh/docs/intro/install/) and put it on the PATH,`,
      `or name one in the variable HELM, or install Go (https://go.dev/doc/install) so that v${version} can be built.`,
    ].join('\n'),
  );
};

/**
 * The Helm to work with, told once on stderr. HELM=path forces a binary.
 * @throws HelmError when HELM names an unusable binary, or no rung has a Helm.
 */
export const findHelm = async (options: LadderOptions = {}): Promise<Helm> => {
  const { env = process.env, version = defaultHelm, tell = progress } = options;
  if (env.HELM) {
    const helm = await openSupportedHelm(env.HELM).catch((cause: unknown) => {
      throw new HelmError(`HELM: ${reasonOf(cause)}; unset HELM to have one found`, { cause });
    });
    tell(`helm: v${helm.version} from HELM (${readablePath(helm.path)})`);
    return helm;
  }
  return climb([pathRung(env), ...versionRungs(env, version)], version, tell);
};

/**
 * The Helm of exactly this version, cached, fetched or built; HELM and the PATH do not count.
 * @throws HelmError when the chart does not support it, or no rung has it.
 */
export const buildHelm = async (version: string, options: LadderOptions = {}): Promise<Helm> => {
  const { env = process.env, tell = progress } = options;
  if (!isSupported(version))
    throw new HelmError(`Helm v${version} is not supported; ${supportedHelm.replace('-0', '')} is`);
  return climb(versionRungs(env, version), version, tell);
};
