/** Helm, found or made (`findHelm`, `buildHelm`), and called (`Helm`). */
export { Helm, HelmError, type RunOptions, type TemplateOptions } from './helm.ts';
export { buildHelm, findHelm, type LadderOptions } from './ladder.ts';
export { defaultHelm, matrixHelms, renderedKubernetes, supportedHelm } from './versions.ts';
