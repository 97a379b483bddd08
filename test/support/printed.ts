/** Printing fragments in tests of the template language. */
import * as assert from 'uvu/assert';
import type { Context, Recorder, TemplateScope } from '../../chart/language/context.ts';
import type { Fragment } from '../../chart/language/index.ts';
import { printFragment } from '../../chart/language/print.ts';

/** Keeps what authors got wrong, and forgets the rest. */
export const recorder = (problems: string[]): Recorder => ({
  read: () => {},
  use: () => {},
  fact: () => {},
  problem: (message) => void problems.push(message),
});

const printing = (fragment: Fragment, scope: TemplateScope): { text: string; problems: string[] } => {
  const problems: string[] = [];
  const context: Context = { ...recorder(problems), scope, nested: false };
  return { text: printFragment(fragment, 0, context).join('\n'), problems };
};

/** The text of a fragment that has no problem. */
export const printed = (fragment: Fragment, scope: TemplateScope = 'peer'): string => {
  const { text, problems } = printing(fragment, scope);
  assert.equal(problems, []);
  return text;
};

/** What the author of a fragment got wrong, one line each. */
export const problemsOf = (fragment: Fragment, scope: TemplateScope = 'peer'): string =>
  printing(fragment, scope).problems.join('\n');
