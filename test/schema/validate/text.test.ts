/** Texts that Helm's reader and js-yaml take differently are read as Helm reads them, or complained of. */
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadAll } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readYaml } from '../../../schema/validate/read-yaml.ts';
import { temporaryFolder, writeFiles } from '../../support/folder.ts';
import { concurrently, helm } from '../../support/rendered.ts';

/** Lists of aliases of lists of aliases. */
const bomb = (levels: number): string =>
  Array.from(
    { length: levels },
    (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]\n`,
  ).reduce((all, line) => all + line, 'a0: &a0 [x]\n');

/** By what is odd about them. */
const texts: Readonly<Record<string, string>> = {
  tabBlank: 'a: 1\n\t\nb: 2\n',
  tabComment: 'a: 1\n\t# c\nb: 2\n',
  tabInSpace: 'a: 1\n  \t# c\nb: 2\n',
  tabIndent: 'a:\n\tb: 1\n',
  tabInBlock: 'a: |\n  x\n  \ty\nb: 1\n',
  tabInQuoted: 'a: "x\n\ty"\nb: 1\n',
  tabInFlow: 'a: [\n\t1\n  ]\n',
  tabInPlain: 'a: x\n\ty\n',
  tabAfterColon: 'a:\t1\n',
  tabEnd: 'a: 1\t\nb: 2\n',
  tabFirst: '\ta: 1\n',
  tabTrail: 'a: 1\n\t',
  blockTabBlank: 'a: |\n  x\n\t\nb: 1\n',
  spaceTabBlank: 'a:\n  b: 1\n  \t\n  c: 2\n',
  col0: 'a: [\n  1\n]\nb: 2\n',
  col0map: 'a: {\n  x: 1\n}\nb: 2\n',
  col0item: 'a: [\n1,\n2\n]\n',
  col0nested: 'a:\n  b: [\n  1\n]\n  c: 1\n',
  col0quoted: 'a: "x\ny"\nb: 1\n',
  col0same: 'a:\n  b: [\n    1\n  ]\n  c: 2\n',
  col0seq: '- x\n',
  seqflow: 'l:\n- {\n  a: 1\n}\n- [\n1\n]\n',
  nel: 'a: x\u0085y\n',
  nelq: 'a: "x\u0085y"\n',
  ls: "a: 'x\u2028y'\n",
  lsComment: '# x\u2028a: 1\nb: 2\n',
  bel: 'a: x\u0007y\n',
  del: 'a: x\u007fy\n',
  c1: 'a: "x\u0090"\n',
  bom: 'a: x\ufeffy\n',
  nul: 'a: "x\u0000"\n',
  ffff: 'a: "\uffff"\n',
  belComment: '# \u0007\na: 1\n',
  bomFirst: '\ufeffa: 1\n',
  vt: 'a: x\u000by\n',
  lsInBlock: 'a: |\n  x\u2028  y\n',
  bomb3: bomb(3),
  bomb4: bomb(4),
  bomb5: bomb(5),
  bomb6: bomb(6),
  wide: `a: &a {x: 1, z: 2}\n${Array.from({ length: 400 }, (_, i) => `k${i}: *a\n`).join('')}`,
  deep: `a: &a [${Array(200).fill('x').join(', ')}]\nb: [${Array(300).fill('*a').join(', ')}]\n`,
  deeper: `a: &a [${Array(2000).fill('x').join(', ')}]\nb: [${Array(300).fill('*a').join(', ')}]\n`,
};

/** What we refuse and Helm reads, each time another way than it looks, or where a tab is nobody's intention. */
const refusedByUsAlone = ['tabInSpace', 'nelq', 'ls', 'lsComment', 'lsInBlock'];

const ours = (text: string): { value?: unknown; complaint: string } => {
  try {
    const { value, problems } = readYaml(text, 'values.yaml');
    return { value, complaint: problems.map(({ message }) => message).join() };
  } catch (error) {
    return { complaint: (error as Error).message };
  }
};

test('Helm reads what we read, and refuses what we refuse', async () => {
  const folder = await temporaryFolder();
  await writeFiles(folder, {
    'read/Chart.yaml': 'apiVersion: v2\nname: read\nversion: 1.0.0\n',
    'read/values.yaml': '{}\n',
    'read/templates/all.yaml': '{"kind": "Read", "values": {{ toJson .Values }} }\n',
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${name}.yaml`, text])),
  });
  const disagreements: string[] = [];
  await concurrently(Object.entries(texts), 2, async ([name, text]) => {
    const theirs = await (await helm())
      .template(join(folder, 'read'), { files: [join(folder, `${name}.yaml`)] })
      .then((all) => (loadAll(all) as [{ values: unknown }])[0].values)
      .catch(() => undefined);
    const { value, complaint } = ours(text);
    if (refusedByUsAlone.includes(name) ? complaint === '' : (theirs === undefined) !== (complaint !== ''))
      disagreements.push(`${name}: Helm ${JSON.stringify(theirs)}, we ${complaint || 'read it'}`);
    else if (complaint === '' && !isDeepStrictEqual(value, theirs))
      disagreements.push(`${name}: Helm ${JSON.stringify(theirs)}, we ${JSON.stringify(value)}`);
  });
  assert.equal(disagreements, []);
});

test('what is wrong with a text is told where it is', () => {
  const places: readonly (readonly [text: string, place: string])[] = [
    ['a: 1\n\t\nb: 2\n', 'values.yaml:2:1: a line that begins with a tab'],
    ['a: [\n1,\n2\n]\nb: *x\n', 'values.yaml:5:4: *x has no anchor before it'],
    ['a: [1,\nb: 2\n', 'values.yaml:2:1: not YAML'],
    ['a: x\u0007y\n', 'values.yaml:1:5: a control character (U+0007)'],
  ];
  for (const [text, place] of places) assert.ok(ours(text).complaint.startsWith(place), ours(text).complaint);
});

test.run();
