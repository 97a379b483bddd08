/** The template language: what modules of manifests and helpers import. */
export {
  define,
  eachPeer,
  environment,
  field,
  include,
  merged,
  range,
  rangeMap,
  raw,
  rawOf,
  rawPipeline,
  textOf,
  toYaml,
  when,
  withValue,
} from './blocks.ts';
export { type Block, type Fragment, type Template, text, yaml } from './fragment.ts';
