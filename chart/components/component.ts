/** What one capability adds to the chart. */
import type { Expr } from '../../schema/expression/ast.ts';
import type { Fragment, Template } from '../language/index.ts';

/** A piece of a manifest, and when it is there besides its component. */
export interface Part {
  readonly body: Template | Fragment;
  readonly when?: Expr<boolean>;
  /** The lines begin with `---` themselves, because they are several objects or none. */
  readonly separated?: true;
}

/** A folder of `chart/components`. Every list is in the order in which it is rendered; `chart/assembly` folds over them. */
export interface Component {
  /** The name of the folder, and of the template file `_<name>.tpl`. */
  readonly name: string;
  /** What the template file is about; its first line. */
  readonly about: string;
  /** The named templates of the file, in the order in which a person reads them; expressions that have a name, too. */
  readonly templates: readonly (Template | Expr<string>)[];
  /** When a peer has the component; always if absent. It covers all of a peer's parts, and none of the release's. */
  readonly when?: Expr<boolean>;
  /** Objects of the release as a whole. */
  readonly releaseObjects?: readonly Part[];
  /** Objects of each peer. */
  readonly objects?: readonly Part[];
  /** Init containers of the peer's Pod, native sidecars included. They run in the order of the components. */
  readonly initContainers?: readonly Part[];
  /** Containers of the peer's Pod. */
  readonly containers?: readonly Part[];
  /** Volumes of the peer's Pod. */
  readonly volumes?: readonly Part[];
  /** Volume mounts of the peer's container. */
  readonly mounts?: readonly Part[];
  /** Environment of the peer's container: templates that yield a map by name. Each says itself when it has anything. */
  readonly environment?: readonly Template[];
}
