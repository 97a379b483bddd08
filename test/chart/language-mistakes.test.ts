/** What the template language refuses: each is a mistake that an author made, or that was planted. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { below, define, go, goValue, include, toYaml, when, yaml } from '../../chart/language/index.ts';
import { printTemplate } from '../../chart/language/print.ts';
import { peerFullname } from '../../schema/components/peer/facts.ts';
import { fullname } from '../../schema/components/release/names.ts';
import { literal, matches, versionIn } from '../../schema/expression/build.ts';
import { peer } from '../../schema/expression/references.ts';
import { printed, problemsOf, recorder } from '../support/printed.ts';

const lines = (...of: readonly string[]): string => of.join('\n');

test('Go syntax and paths of Helm are refused in text', () => {
  assert.match(problemsOf(yaml`name: {{ .Values.x }}`), /contains \{\{/);
  assert.match(problemsOf(yaml`name: .Values.mspId`), /contains \.Values/);
});

test('Go code cannot reach a path or a template past its slots', () => {
  assert.match(problemsOf(go`{{- $x := .peer.replica }}`), /contains \.peer/);
  assert.match(problemsOf(go`{{- if $.Values.x }}`), /contains \$\.Values/);
  assert.match(problemsOf(go`{{ include "fabric-dind.nmae" . }}`), /contains include/);
  assert.match(problemsOf(go`{{ f "fabric-dind.nmae" }}`), /contains "fabric-dind.nmae"/);
  assert.match(problemsOf(yaml`${when(goValue<boolean>()`not .peer.x`, yaml`a: b`)}`), /contains \.peer/);
});

test('indentation that moves a field to another parent is refused', () => {
  assert.match(
    problemsOf(yaml`
    a:
       b: c
  `),
    /not a multiple of two/,
  );
  assert.match(
    problemsOf(yaml`
    a:
        b: c
  `),
    /4 deeper than "a:"/,
  );
  assert.match(
    problemsOf(yaml`
    a: b
      c: d
  `),
    /"a: b" can have nothing below it/,
  );
  assert.match(
    problemsOf(yaml`
    a:
    b: c
  `),
    /"a:" has nothing below it/,
  );
  assert.is(printed(yaml`${below('a', yaml`b: c`)}`), lines('a:', '  b: c'));
});

test('a range that is none and a pattern that is none are refused', () => {
  assert.match(problemsOf(yaml`a: ${versionIn('>=2.5.x.1', literal('1.2.3'))}`), /not a range of versions/);
  assert.match(problemsOf(yaml`a: ${matches('[a', peer.id)}`), /not a pattern/);
});

test("a peer's value in a template of the release is refused", () => {
  assert.match(problemsOf(yaml`name: ${peerFullname}`, 'release'), /no peer is at hand/);
  assert.match(problemsOf(yaml`id: ${peer.id}`, 'release'), /scope release/);
  const about = define('t', 'peer', 'a template', yaml`a: b`);
  assert.match(problemsOf(yaml`${include(about)}`, 'release'), /t has the scope peer/);
  assert.is(
    printed(yaml`name: ${fullname}`, 'release'),
    'name: {{ include "fabric-dind.fullname" . | quote }}',
  );
});

test('a named template without a comment is refused', () => {
  const problems: string[] = [];
  printTemplate(define('t', 'peer', ' ', yaml`a: b`), recorder(problems));
  assert.match(problems.join(), /needs a comment/);
});

test('a block must stand alone on its line', () => {
  assert.match(problemsOf(yaml`a: ${toYaml(peer.resources)}`), /alone on its line/);
});

test('a path that the schema does not have is refused, however it was smuggled in', () => {
  const smuggled = (peer as unknown as { imgae: typeof peer.id }).imgae;
  assert.match(problemsOf(yaml`a: ${smuggled}`), /\.peer\.imgae: the schema has no such value/);
});

test.run();
