/** Helm built from its Go module, whose content the Go checksum database vouches for. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { onExit } from '../support/cleanup.ts';
import { ticking } from '../support/progress.ts';
import { onPath } from './binary.ts';
import { HelmError } from './helm.ts';
import { renderedKubernetes } from './versions.ts';

/** Variables of the user that would change what is built or where it goes; GOPROXY, GOMODCACHE and the like stay. */
const ours = { GOFLAGS: '-trimpath', GOWORK: 'off', GO111MODULE: 'on', CGO_ENABLED: '0' };
const dropped = ['GOOS', 'GOARCH', 'GOEXPERIMENT'];

/**
 * Linker flags as Helm's Makefile sets them: without them `helm version` prints only `v4.3`, and a Helm 3 believes in
 * Kubernetes 1.20. Helm 4 reads its Kubernetes from the client library.
 */
export const linkerFlags = (version: string): string => {
  const major = version.split('.', 1)[0];
  const module = `helm.sh/helm/v${major}`;
  const [kubernetesMajor, kubernetesMinor] = renderedKubernetes.split('.');
  const kubernetes = ['pkg/chartutil', 'pkg/lint/rules'].flatMap((path) => [
    `-X ${module}/${path}.k8sVersionMajor=${kubernetesMajor}`,
    `-X ${module}/${path}.k8sVersionMinor=${kubernetesMinor}`,
  ]);
  return [
    '-s -w',
    `-X ${module}/internal/version.version=v${version}`,
    ...(major === '3' ? kubernetes : []),
  ].join(' ');
};

const environment = (env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !dropped.includes(name))),
  ...ours,
  GOBIN: folder,
});

/**
 * The `go` of the machine.
 * @throws HelmError when there is none.
 */
export const goOnPath = async (env: NodeJS.ProcessEnv): Promise<string> => {
  const go = await onPath('go', env.PATH);
  if (go === undefined) throw new HelmError('no go on the PATH');
  return go;
};

/**
 * Builds one version into `folder` (two to five minutes the first time) and returns the path of its binary.
 * @param go the path of a `go`.
 * @throws HelmError when the build fails, with Go's last lines.
 */
export const buildWithGo = async (
  go: string,
  version: string,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<string> => {
  const source = `helm.sh/helm/v${version.split('.', 1)[0]}/cmd/helm@v${version}`;
  const lines: string[] = [];
  const child = spawn(go, ['install', '-v', '-ldflags', linkerFlags(version), source], {
    cwd: folder,
    env: environment(env, folder),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = ticking(
    () => `helm: building v${version} with go, ${lines.length} modules and packages so far`,
  );
  const end = onExit(() => void child.kill());
  try {
    child.stderr.setEncoding('utf8').on('data', (text: string) => lines.push(...text.trimEnd().split('\n')));
    await new Promise<void>((resolve, reject) => {
      child.on('error', (cause) => reject(new HelmError(`go does not run: ${cause.message}`, { cause })));
      child.on('close', (code, signal) => {
        if (code === 0) return resolve();
        const last = lines.slice(-5).join('\n');
        reject(new HelmError(`go install ${source} failed (${signal ?? `exit ${code}`}): ${last}`));
      });
    });
    return join(folder, 'helm');
  } finally {
    stop();
    end();
  }
};
