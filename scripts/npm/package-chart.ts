/** The chart in the package. */
import { join } from 'node:path';

/** The chart's folder beside the bundles; there alone, as these sources have it elsewhere. */
export const packageChart = (): string => join(import.meta.dirname, 'chart');
