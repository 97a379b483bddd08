/** The template language, documented by its own behaviour: fragments in, Go template text out. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  define,
  environment,
  type Fragment,
  field,
  include,
  merged,
  range,
  rangeMap,
  raw,
  rawPipeline,
  text,
  toYaml,
  when,
  withValue,
  yaml,
} from '../../chart/language/index.ts';
import { printFragment, printTemplate } from '../../chart/language/print.ts';
import type { PrintContext } from '../../chart/language/print-expression.ts';
import { fullname, peerFullname } from '../../schema/components/peer/names.ts';
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
  orElse,
  thousandths,
} from '../../schema/expression/build.ts';
import { peer, release, v } from '../../schema/expression/references.ts';

const printed = (fragment: Fragment, scope: PrintContext['scope'] = 'peer'): string =>
  printFragment(fragment, 0, { scope, nested: false, read: () => {}, use: () => {} }).join('\n');

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
    'name: {{ include "fabric-dind.peer.fullname" . }}-headless',
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
  assert.throws(() => printed(yaml`id: x-${v.mspId}`), /stands inside other text/);
});

test('Go syntax and paths of Helm are refused in text', () => {
  assert.throws(() => yaml`name: {{ .Values.x }}`, /contains \{\{/);
  assert.throws(() => yaml`name: .Values.mspId`, /contains \.Values/);
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
      'peer: {{ include "fabric-dind.peer.fullname" $ | quote }}',
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
    '{{- mergeOverwrite dict .Values.commonAnnotations .peer.annotations | toYaml | nindent 0 }}',
  );
});

test("environment variables are a map first, so that the user's take the place of the chart's", () => {
  const chart = define('chart.env', 'peer', 'variables', yaml`A: b`);
  assert.is(
    printed(yaml`${environment(chart, peer.env)}`),
    '{{- include "fabric-dind.env" (mergeOverwrite dict (include "chart.env" . | fromYaml) .peer.env) | trim | nindent 0 }}',
  );
});

test('expressions print as their Go forms', () => {
  const condition = and(
    peer.enabled,
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
    'a: {{ .peer.id | default (include "fabric-dind.peer.fullname" .) | quote }}',
  );
  assert.is(
    printed(yaml`a: ${choose(isSet(peer.id), 'x', 'y')}`),
    'a: {{ ternary "x" "y" (not (empty .peer.id)) | quote }}',
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
    'a: {{ ((.peer.dind.resources).limits).memory | quote }}',
  );
});

test('prose is not quoted', () => {
  assert.is(printed(text`Peers of ${v.mspId}`), 'Peers of {{ .Values.mspId }}');
});

test('raw code is the one escape', () => {
  assert.is(printed(yaml`  ${raw('{{- $x := 1 }}', 'a variable')}`), '{{- $x := 1 }}');
  assert.is(printed(yaml`  ${rawPipeline('toJson .', 'JSON')}`), '{{- toJson . | nindent 0 }}');
});

test("a peer's value in a template of the release is refused", () => {
  assert.throws(() => printed(yaml`name: ${peerFullname}`, 'release'), /no peer is at hand/);
  assert.throws(() => printed(yaml`id: ${peer.id}`, 'release'), /scope release/);
  assert.is(
    printed(yaml`name: ${fullname}`, 'release'),
    'name: {{ include "fabric-dind.fullname" . | quote }}',
  );
});

test('a named template without a comment is refused', () => {
  const silent = define('t', 'peer', ' ', yaml`a: b`);
  assert.throws(() => printTemplate(silent, { read: () => {}, use: () => {} }), /needs a comment/);
});

test('a block must stand alone on its line', () => {
  assert.throws(() => printed(yaml`a: ${toYaml(peer.resources)}`), /alone on its line/);
});

test('a path that the schema does not have is refused, however it was smuggled in', () => {
  assert.throws(() => (peer as unknown as Record<string, unknown>).imgae, /no such value/);
});

test.run();
