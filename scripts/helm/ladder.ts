/** Finding a Helm: the forced one, the machine's own, the cached one, a download, a build; the first that works. */
import { progress, readablePath } from '../support/progress.ts';
import { onPath, openSupportedHelm } from './binary.ts';
import { type Added, addToCache, cachedHelm, cachedPath, platform } from './cache.ts';
import { type DownloadOptions, downloadHelm } from './download.ts';
import { buildWithGo, goOnPath } from './go-build.ts';
import { type Helm, HelmError } from './helm.ts';
import { goFromProxy, type Toolchain } from './toolchain.ts';
import { defaultHelm, downloadableHelm, isSupported, supportedHelm } from './versions.ts';

/** Tells what takes minutes, before it does. */
type Warn = (what: string) => void;

/** One way to a Helm; `climb` throws its reason when it leads nowhere. */
export interface Rung {
  readonly name: string;
  readonly climb: (warn: Warn) => Promise<{ readonly helm: Helm; readonly from?: string }>;
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
  /** Where archives of releases come from, and Go; both are what is pinned, if absent. */
  readonly downloads?: DownloadOptions;
  readonly toolchain?: Toolchain;
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

const cached = (env: NodeJS.ProcessEnv, version: string): Rung => ({
  name: 'cache',
  climb: async () => {
    const helm = await cachedHelm(env, version);
    if (helm === undefined)
      throw new HelmError(`no v${version} at ${readablePath(cachedPath(env, version))}`);
    return { helm };
  },
});

const downloaded = (env: NodeJS.ProcessEnv, version: string, options?: DownloadOptions): Rung => ({
  name: 'download',
  climb: () => added(addToCache(env, version, (folder) => downloadHelm(version, platform, folder, options))),
});

/** Has a `go` before the cache is touched, and builds with it. */
const built = (
  name: string,
  go: (warn: Warn) => Promise<string>,
  env: NodeJS.ProcessEnv,
  version: string,
): Rung => ({
  name,
  climb: async (warn) => {
    const path = await go(warn);
    warn(`building v${version} with Go: once, two to five minutes`);
    return added(addToCache(env, version, (folder) => buildWithGo(path, version, folder, env)));
  },
});

/** Ways to exactly this version. */
const versionRungs = (env: NodeJS.ProcessEnv, version: string, options: LadderOptions): Rung[] => [
  cached(env, version),
  downloaded(env, version, options.downloads),
  built('go install', () => goOnPath(env), env, version),
];

const fetchedGo = (env: NodeJS.ProcessEnv, version: string, { toolchain }: LadderOptions): Rung =>
  built(
    'go from a module proxy',
    (warn) => {
      warn('fetching Go from a module proxy: once, 70 MB');
      return goFromProxy(env, toolchain);
    },
    env,
    version,
  );

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
  let told = 0;
  // Whoever waits learns why.
  const warn = (what: string): void => {
    for (const reason of reasons.slice(told)) tell(`helm: ${reason}`);
    told = reasons.length;
    tell(`helm: ${what}`);
  };
  for (const { name, climb: step } of rungs) {
    try {
      const { helm, from = name } = await step(warn);
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
      `or name one in the variable HELM, or install Go (https://go.dev/doc/install) so that v${version} can be built,`,
      'or name a Go module proxy that answers in GOPROXY.',
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
  const rungs = [
    pathRung(env),
    ...versionRungs(env, version, options),
    // Any supported Helm will do where the wanted one cannot be had.
    cached(env, downloadableHelm),
    downloaded(env, downloadableHelm, options.downloads),
    fetchedGo(env, version, options),
  ];
  return climb(rungs, version, tell);
};

/**
 * The Helm of exactly this version, cached, fetched or built; HELM and the PATH do not count.
 * @throws HelmError when the chart does not support it, or no rung has it.
 */
export const buildHelm = async (version: string, options: LadderOptions = {}): Promise<Helm> => {
  const { env = process.env, tell = progress } = options;
  if (!isSupported(version))
    throw new HelmError(`Helm v${version} is not supported; ${supportedHelm.replace('-0', '')} is`);
  return climb([...versionRungs(env, version, options), fetchedGo(env, version, options)], version, tell);
};
