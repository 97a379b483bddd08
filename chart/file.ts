/** A file of the chart's templates folder, before it is printed. */
import type { Expr } from '../schema/expression/ast.ts';
import type { Fragment, Template } from './language/index.ts';

/** A library file of named templates: `_labels.tpl`. */
export interface Library {
  readonly path: `templates/_${string}.tpl`;
  /** What the file is for; its first line. */
  readonly about: string;
  /** Templates that yield lines, and named expressions that yield a text. */
  readonly templates: readonly (Template | Expr<string>)[];
}

/** A file that Helm renders. */
export interface Manifest {
  readonly path: `templates/${string}`;
  readonly about: string;
  readonly body: Fragment;
}

/** Any template file of the chart. */
export type TemplateFile = Library | Manifest;

/** A template file, and the source that makes it, below `chart`. */
export interface Sourced {
  readonly source: string;
  readonly file: TemplateFile;
}
