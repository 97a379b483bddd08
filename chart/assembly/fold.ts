/** Puts together what the components have: the parts of one kind, in the order of the components. */
import type { Expr } from '../../schema/expression/ast.ts';
import type { Component, Part } from '../components/component.ts';
import { components } from '../components/index.ts';
import { type Block, type Fragment, include, when, yaml } from '../language/index.ts';

type Kind = 'objects' | 'initContainers' | 'containers' | 'volumes' | 'mounts';

/** Lines one below the other. */
export const stacked = (parts: readonly (Fragment | Block)[]): Fragment => ({
  kind: 'fragment',
  mode: 'yaml',
  problems: [],
  lines: parts.map((part) => ({ indent: 0, pieces: [part] })),
});

const linesOf = ({ body }: Part): Fragment => (body.kind === 'template' ? yaml`${include(body)}` : body);

const onlyIf = (test: Expr<boolean> | undefined, lines: Fragment): Fragment =>
  test ? yaml`${when(test, lines)}` : lines;

/** The parts of one component; `wrap` is put around each, e.g. what separates documents. */
const ofComponent = (
  component: Component,
  parts: readonly Part[],
  wrap: (lines: Fragment) => Fragment,
): Fragment => onlyIf(component.when, stacked(parts.map((part) => onlyIf(part.when, wrap(linesOf(part))))));

/** All parts of one kind that peers have, or that some components give them. */
export const partsOfPeer = (
  kind: Kind,
  wrap: (lines: Fragment) => Fragment = (lines) => lines,
  of: readonly Component[] = components,
): Fragment =>
  stacked(
    of.flatMap((component) => {
      const parts = component[kind] ?? [];
      return parts.length > 0 ? [ofComponent(component, parts, wrap)] : [];
    }),
  );

/** All objects of the release. */
export const partsOfRelease = (wrap: (lines: Fragment) => Fragment): Fragment =>
  stacked(
    components.flatMap(({ releaseObjects = [] }) =>
      releaseObjects.map((part) => onlyIf(part.when, part.separated ? linesOf(part) : wrap(linesOf(part)))),
    ),
  );
