/** The template language, documented by its own behaviour: fragments in, Go template text out. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  comment,
  define,
  defineOf,
  defineWith,
  eachPeer,
  environment,
  field,
  go,
  goValue,
  include,
  includeOf,
  merged,
  range,
  rangeMap,
  text,
  textFrom,
  toYaml,
  when,
  withValue,
  yaml,
} from '../../chart/language/index.ts';
import { peerFullname } from '../../schema/components/peer/facts.ts';
import {
  and,
  at,
  choose,
  eq,
  format,
  greaterThan,
  isSet,
  joined,
  literal,
  not,
  or,
  orElse,
  thousandths,
} from '../../schema/expression/build.ts';
import { files, peer, release, v } from '../../schema/expression/references.ts';
import { printed, problemsOf } from '../support/printed.ts';

const lines = (...of: readonly string[]): string => of.join('\n');

test('text is dedented, and its own indentation kept', () => {
  const fragment = yaml`
    metadata:
      name: peer
  `;
  assert.is(printed(fragment), lines('metadata:', '  name: peer'));
});

test('a string that is a whole scalar is quoted, one of an enum is not', () => {
  assert.is(printed(yaml`id: ${v.mspId}`), 'id: {{ .Values.mspId | quote }}');
  assert.is(printed(yaml`type: ${peer.service.type}`), 'type: {{ .peer.service.type }}');
});

test('an integer is printed through int64, a boolean as it is', () => {
  assert.is(printed(yaml`replicas: ${peer.replicas}`), 'replicas: {{ int64 .peer.replicas }}');
  assert.is(
    printed(yaml`create: ${peer.serviceAccount.create}`),
    'create: {{ .peer.serviceAccount.create }}',
  );
});

test('a value of several types goes through fabric-dind.text', () => {
  assert.is(
    printed(yaml`tag: ${peer.image.tag}`),
    'tag: {{ include "fabric-dind.text" .peer.image.tag | quote }}',
  );
});

test('a constant is printed as text', () => {
  assert.is(printed(yaml`path: ${literal('signcerts/cert.pem')}`), 'path: signcerts/cert.pem');
  assert.is(printed(yaml`weight: ${literal('-1')}`), 'weight: "-1"');
});

test('names made of names are spelled out, everything else is quoted as a whole', () => {
  assert.is(
    printed(yaml`name: ${format('%s-headless', peerFullname)}`),
    'name: {{ .peerFullname }}-headless',
  );
  assert.is(
    printed(yaml`address: ${format('%s:%d', release.name, peer.service.grpc.port)}`),
    'address: {{ printf "%s:%d" .Release.Name (int64 .peer.service.grpc.port) | quote }}',
  );
});

test('numbers and names may stand inside other text, strings may not', () => {
  assert.is(
    printed(yaml`- --group=${peer.dind.socketGroupId}`),
    '- --group={{ int64 .peer.dind.socketGroupId }}',
  );
  assert.is(printed(yaml`limit: "${peer.limits.gateway}"`), 'limit: "{{ int64 .peer.limits.gateway }}"');
  assert.match(problemsOf(yaml`id: x-${v.mspId}`), /stands inside other text/);
});

test('a condition brackets its lines at their own column', () => {
  const fragment = yaml`
    spec:
      ${when(peer.command, yaml`command: x`, yaml`args: y`)}
  `;
  assert.is(
    printed(fragment),
    lines('spec:', '  {{- if .peer.command }}', '  command: x', '  {{- else }}', '  args: y', '  {{- end }}'),
  );
});

test('inside with and range, paths start at $', () => {
  const fragment = yaml`
    ${withValue(
      peer.nodeSelector,
      (selector) => yaml`
      nodeSelector:
        ${toYaml(selector)}
      peer: ${peerFullname}
    `,
    )}
  `;
  assert.is(
    printed(fragment),
    lines(
      '{{- with .peer.nodeSelector }}',
      'nodeSelector:',
      '  {{- toYaml . | nindent 2 }}',
      'peer: {{ $.peerFullname | quote }}',
      '{{- end }}',
    ),
  );
});

test('range hands over a typed element', () => {
  const fragment = yaml`${range(v.global.imagePullSecrets, 'secret', (secret) => yaml`- name: ${field(secret, 'name')}`)}`;
  assert.is(
    printed(fragment),
    lines(
      '{{- range $secret := .Values.global.imagePullSecrets }}',
      '- name: {{ $secret.name | quote }}',
      '{{- end }}',
    ),
  );
});

test('a map is ranged over by key and value', () => {
  const fragment = yaml`${rangeMap(v.commonLabels, 'key', 'value', (_, value) => yaml`- ${value}`)}`;
  assert.is(
    printed(fragment),
    lines('{{- range $key, $value := .Values.commonLabels }}', '- {{ $value | quote }}', '{{- end }}'),
  );
});

test('indentation of a block follows from where it stands', () => {
  const template = define('t', 'peer', 'a template', yaml`a: b`);
  const fragment = yaml`
    a:
      b:
        ${include(template)}
  `;
  assert.is(printed(fragment), lines('a:', '  b:', '    {{- include "t" . | nindent 4 }}'));
});

test('a template that starts with a condition is trimmed where it is included', () => {
  const template = define('t', 'peer', 'a template', yaml`${when(peer.command, yaml`a: b`)}`);
  assert.is(printed(yaml`  ${include(template)}`), '{{- include "t" . | trim | nindent 0 }}');
});

test('flat maps are merged, later ones winning', () => {
  assert.is(
    printed(yaml`${merged(v.commonAnnotations, peer.annotations)}`),
    '{{- toYaml (mergeOverwrite dict .Values.commonAnnotations .peer.annotations) | nindent 0 }}',
  );
});

test("environment variables are a map first, so that the user's take the place of the chart's", () => {
  const chart = define('chart.env', 'peer', 'variables', yaml`A: b`);
  const list = define('list', 'argument', 'a list', yaml`a: b`);
  assert.is(
    printed(yaml`${environment(list, [chart], peer.env)}`),
    '{{- include "list" (mergeOverwrite (include "chart.env" . | fromYaml) .peer.env) | trim | nindent 0 }}',
  );
});

test('expressions print as their Go forms', () => {
  const condition = and(
    isSet(peer.enabled),
    not(peer.command),
    eq(peer.service.type, 'NodePort'),
    greaterThan(peer.replicas, 0),
  );
  assert.is(
    printed(yaml`${when(condition, yaml`a: b`)}`).split('\n')[0],
    '{{- if and .peer.enabled (not .peer.command) (eq .peer.service.type "NodePort") (gt (int64 .peer.replicas) 0) }}',
  );
  assert.is(
    printed(yaml`a: ${orElse(peer.id, peerFullname)}`),
    'a: {{ .peer.id | default .peerFullname | quote }}',
  );
  assert.is(
    printed(yaml`a: ${choose(isSet(peer.id), 'x', 'y')}`),
    'a: {{ ternary "y" "x" (empty .peer.id) | quote }}',
  );
  assert.is(
    printed(yaml`a: ${joined(' ', peer.gossip.bootstrap)}`),
    'a: {{ join " " .peer.gossip.bootstrap | quote }}',
  );
  assert.is(
    printed(yaml`a: ${thousandths(peer.chaincode.memory)}`),
    'a: {{ include "fabric-dind.thousandths" .peer.chaincode.memory | int64 }}',
  );
});

test('what the schema does not know is read without falling over a missing parent', () => {
  assert.is(
    printed(yaml`a: ${at(peer.dind.resources, 'limits', 'memory')}`),
    'a: {{ include "fabric-dind.text" ((.peer.dind.resources).limits).memory | quote }}',
  );
});

test('prose is not quoted', () => {
  assert.is(printed(text`Peers of ${v.mspId}`), 'Peers of {{ .Values.mspId }}');
});

test('Go code has typed slots, each an argument', () => {
  const template = define('t', 'peer', 'a template', yaml`a: b`);
  assert.is(
    printed(go`{{- $b = append $b ${format('%s:%d', peerFullname, peer.replicas)} }}`),
    '{{- $b = append $b (printf "%s:%d" .peerFullname (int64 .peer.replicas)) }}',
  );
  assert.is(printed(go`{{- ${template} | sha256sum }}`), '{{- include "t" . | sha256sum }}');
  assert.is(printed(go`{{- f ${template} }}`), '{{- f (include "t" .) }}');
  assert.is(printed(go`{{ ${goValue<string>()`${files}.Get "a"`} }}`, 'release'), '{{ .Files.Get "a" }}');
});

test('a template about a value says so, and is handed the value', () => {
  const size = defineOf<string>('size', 'a size', (dot) => go`{{ upper ${dot} }}`);
  const pair = defineWith<{ a: string; b: string }>(
    'pair',
    'a pair',
    ({ a, b }, self) => go`{{ ${a} }}{{ ${self({ a: b, b: a })} }}`,
  );
  assert.is(printed(size.body, 'argument'), '{{ upper . }}');
  assert.is(printed(yaml`${includeOf(size, peer.id)}`), '{{- include "size" .peer.id | trim | nindent 0 }}');
  assert.is(printed(pair.body, 'argument'), '{{ .a }}{{ include "pair" (dict "a" .b "b" .a) }}');
  assert.is(
    printed(go`{{- ${textFrom(pair, { a: peer.id, b: v.mspId })} }}`),
    '{{- include "pair" (dict "a" .peer.id "b" .Values.mspId) }}',
  );
  assert.match(problemsOf(size.body, 'peer'), /not at hand in a template of scope peer/);
});

test('each peer is visited in its own scope', () => {
  assert.is(
    printed(go`${eachPeer(go`{{- $names = append $names ${peerFullname} }}`)}`, 'release'),
    lines('{{- range .peers }}', '{{- $names = append $names .peerFullname }}', '{{- end }}'),
  );
  const lost = eachPeer(yaml`${withValue(peer.command, () => yaml`a: ${peerFullname}`)}`);
  assert.match(problemsOf(yaml`${lost}`, 'release'), /put it into a named template/);
});

test('conditions are printed as a person would write them', () => {
  const condition = (of: Parameters<typeof when>[0]): string =>
    printed(yaml`${when(of, yaml`a: b`)}`).split('\n')[0] ?? '';
  assert.is(condition(isSet(peer.id)), '{{- if .peer.id }}');
  assert.is(condition(not(not(peer.id))), '{{- if .peer.id }}');
  assert.is(condition(not(isSet(peer.id))), '{{- if not .peer.id }}');
  assert.is(condition(not(eq(peer.id, 'a'))), '{{- if ne .peer.id "a" }}');
  assert.is(
    condition(and(and(peer.enabled, peer.dind.enabled), isSet(peer.replicas))),
    '{{- if and .peer.enabled .peer.dind.enabled .peer.replicas }}',
  );
  assert.is(
    condition(or(isSet(peer.command), eq(peer.replicas, 0))),
    '{{- if or .peer.command (eq (int64 .peer.replicas) 0) }}',
  );
});

test('a long call is broken over lines, and so are prose and comments', () => {
  const many = or(...Array.from({ length: 5 }, (_, i) => eq(peer.id, `a-rather-long-name-of-a-peer-${i}`)));
  assert.is(
    printed(yaml`${when(many, yaml`a: b`)}`),
    lines(
      '{{- if or',
      ...[0, 1, 2, 3].map((i) => `    (eq .peer.id "a-rather-long-name-of-a-peer-${i}")`),
      '    (eq .peer.id "a-rather-long-name-of-a-peer-4") }}',
      'a: b',
      '{{- end }}',
    ),
  );
  for (const fragment of [
    text`${literal('word '.repeat(60).trim())}`,
    yaml`${comment('word '.repeat(60).trim())}`,
  ]) {
    const all = printed(fragment).split('\n');
    assert.ok(all.length > 2 && all.every((line) => line.length <= 120));
  }
});

test.run();
