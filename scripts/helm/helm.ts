/** A Helm binary, and the ways it is called. */
import { execFile } from 'node:child_process';
import { renderedKubernetes } from './versions.ts';

/** Helm was found wanting, or a call of it failed; `stderr` is Helm's own words, `stdout` what it printed. */
export class HelmError extends Error {
  override readonly name = 'HelmError';
  readonly stderr: string;
  readonly stdout: string;
  constructor(message: string, options: { cause?: unknown; stderr?: string; stdout?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.stderr = options.stderr ?? '';
    this.stdout = options.stdout ?? '';
  }
}

/** How a call of Helm differs from the usual one. */
export interface RunOptions {
  /** Standard input; without it Helm gets none. */
  readonly input?: string;
  /** Milliseconds until the call is ended. */
  readonly timeout?: number;
  readonly cwd?: string;
  /** Variables beside the process's own. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What `helm template` is told. */
export interface TemplateOptions extends RunOptions {
  /** Release name; default `release-name`, as Helm's own. */
  readonly release?: string;
  /** Default `default`. */
  readonly namespace?: string;
  /** Values files, the last one wins; `-` is `input`. */
  readonly files?: readonly string[];
  /** Values given in place (through standard input, in place of `input`); they win over `files`. */
  readonly values?: object;
  /** Arguments of `--set`. */
  readonly set?: readonly string[];
  readonly kubeVersion?: string;
  /** Further arguments, as they are. */
  readonly args?: readonly string[];
}

// What Helm takes from the environment and would make a render differ from one machine to the next.
const disturbing = ['HELM_NAMESPACE', 'HELM_DEBUG'];

const environment = (extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !disturbing.includes(name))),
  ...extra,
});

/** One Helm binary of a known version. */
export class Helm {
  /** Path of the binary. */
  readonly path: string;
  /** Without `v`: `4.3.1`. */
  readonly version: string;
  constructor(path: string, version: string) {
    this.path = path;
    this.version = version;
  }

  /**
   * Runs Helm and returns its standard output.
   * @throws HelmError with Helm's words when it fails or does not end in time.
   */
  async run(args: readonly string[], options: RunOptions = {}): Promise<string> {
    return (await this.printed(args, options)).stdout;
  }

  /** As `run`, with what Helm prints on standard error besides: there Helm 3 tells digests. */
  async printed(
    args: readonly string[],
    options: RunOptions = {},
  ): Promise<{ readonly stdout: string; readonly stderr: string }> {
    return new Promise((resolve, reject) => {
      const child = execFile(
        this.path,
        args,
        {
          maxBuffer: 64 * 1024 * 1024,
          env: environment(options.env),
          ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
          ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
        },
        (error, stdout, stderr) => {
          if (error === null) return resolve({ stdout, stderr });
          const said = stderr.trim() === '' ? error.message : stderr.trim();
          reject(
            new HelmError(`helm ${args[0] ?? ''} (v${this.version}): ${said}`, {
              cause: error,
              stderr,
              stdout,
            }),
          );
        },
      );
      // Helm may end before it has read everything; its exit code tells that story.
      child.stdin?.on('error', () => {});
      child.stdin?.end(options.input ?? '');
    });
  }

  /** Renders the chart folder or package at `chart` and returns the manifests. */
  async template(chart: string, options: TemplateOptions = {}): Promise<string> {
    const { release = 'release-name', namespace = 'default', files = [], values, set = [] } = options;
    return this.run(
      [
        'template',
        release,
        chart,
        `--namespace=${namespace}`,
        `--kube-version=${options.kubeVersion ?? renderedKubernetes}`,
        ...files.map((file) => `--values=${file}`),
        ...(values === undefined ? [] : ['--values=-']),
        ...set.map((value) => `--set=${value}`),
        ...(options.args ?? []),
      ],
      { ...options, ...(values === undefined ? {} : { input: JSON.stringify(values) }) },
    );
  }
}
