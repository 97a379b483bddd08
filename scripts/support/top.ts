/** Where the project lies. */
import { join } from 'node:path';

/** The project's top folder, as an absolute path. */
export const top = join(import.meta.dirname, '../..');

/** The chart's folder, which `npm run generate` writes. */
export const chartFolder = join(top, 'chart/fabric-dind');
