/** Which Helms the chart is made for. */
import { coerce, satisfies } from 'semver';

/**
 * Range of supported Helms. Those before 3.17 merge differently, and in silence: with sprig 3.2.3 no map overrides a scalar
 * or a list, so a `valueFrom` of one peer leaves the plain value of all in place.
 */
export const supportedHelm = '>=3.17.0 <5.0.0-0';

/** The Helm that is fetched or built when the machine has none. */
export const defaultHelm = '4.3.1';

/** The Helm that is downloaded where the default can neither be found nor built: its checksums are pinned. */
export const downloadableHelm = '3.22.0';

/** What `npm run matrix` runs: the oldest supported, the newest 3.x and the newest 4.x. */
export const matrixHelms = ['3.17.3', '3.22.0', '4.3.1'] as const;

/** The Kubernetes that templates are rendered for, since each Helm has a default of its own. */
export const renderedKubernetes = '1.34.0';

/** A version as Helm prints it (`v4.3.1+g144ca65`, or `v4.3` when built without flags) as `4.3.1`. */
export const plainVersion = (printed: string): string | undefined =>
  coerce(printed, { includePrerelease: true })?.version;

/** True if the chart supports this Helm; `version` as `plainVersion` returns it. */
export const isSupported = (version: string): boolean =>
  satisfies(version, supportedHelm, { includePrerelease: true });
