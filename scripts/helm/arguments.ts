/** What commands that render take on their command line, and what Helm is told of it. */
import { resolve } from 'node:path';
import type { TemplateOptions } from './helm.ts';

/** Options for `parseArgs`. */
export const templateArguments = {
  values: { type: 'string', short: 'f', multiple: true, default: [] as string[] },
  set: { type: 'string', multiple: true, default: [] as string[] },
  'release-name': { type: 'string', default: 'fabric' },
  namespace: { type: 'string', short: 'n', default: 'default' },
} as const;

/** npm changes into the project's folder and leaves the caller's in INIT_CWD. */
export const callersFolder = (): string => process.env.INIT_CWD ?? process.cwd();

/** The options as Helm takes them; paths are the caller's. */
export const templateOptions = (given: {
  readonly values: readonly string[];
  readonly set: readonly string[];
  readonly 'release-name': string;
  readonly namespace: string;
}): TemplateOptions => ({
  release: given['release-name'],
  namespace: given.namespace,
  files: given.values.map((file) =>
    file === '-' || file.includes('://') ? file : resolve(callersFolder(), file),
  ),
  set: given.set,
  cwd: callersFolder(),
});
