/** The results side by side, as Markdown. */
import type { Measured } from './measure.ts';
import type { Memory } from './memory.ts';

/** A runtime that was measured, or the reason why it was not: this cluster cannot show it, or it did not work. */
export type Outcome = { readonly name: string } & (
  | { readonly measured: Measured }
  | { readonly skipped: string }
  | { readonly failed: string }
);

/** Names of the runtimes. */
export const titles: Readonly<Record<string, string>> = {
  dind: 'Sidecar (default)',
  host: "Node's Docker socket",
  ccaas: 'Chaincode as a service',
  jobs: 'Kubernetes Jobs',
};

/** What no measurement tells, by runtime. */
const changes: Readonly<Record<string, { readonly cluster: string; readonly packages: string }>> = {
  dind: { cluster: 'privileged Pods admitted in the namespace', packages: 'none' },
  host: { cluster: 'a Docker daemon on every node, hostPath admitted', packages: 'none' },
  ccaas: {
    cluster: 'an image registry; a Deployment and a Service for each chaincode, yours to run',
    packages: 'an image, a server main, and a package with its address',
  },
  jobs: {
    cluster: 'an image registry, the builder image, a Role for the peer',
    packages: 'an image with the shim, and a package with its digest',
  },
};

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
const fine = (milliseconds: number): string => `${milliseconds.toFixed(2)} ms`;
const pair = ({ median, p95 }: { median: number; p95: number }, format: (n: number) => string): string =>
  `${format(median)} / ${format(p95)}`;

/** Items below each other; of hashes, as in names of images, the start is enough. */
const list = (items: readonly string[]): string =>
  items.length > 0 ? items.join('<br>').replace(/([0-9a-f]{6})[0-9a-f]{58}/gu, '$1…') : 'nothing';

/** Sum of what stands for itself. */
export const total = (memory: readonly Memory[]): number =>
  memory.reduce((sum, { mebibytes, within }) => (within ? sum : sum + mebibytes), 0);

const parts = (memory: readonly Memory[]): string =>
  list(
    memory.map(({ what, mebibytes, within }) => `${within ? 'of it ' : ''}${what} ${mebibytes.toFixed(1)}`),
  );

type Row = readonly [string, (measured: Measured) => string];

/** The rows by what they tell of; a table of all of them is too wide to read. */
const sections: Readonly<Record<string, readonly Row[]>> = {
  Times: [
    ['Cold: `helm install` to Ready', ({ cold }) => seconds(cold.ready)],
    ['Cold: install command alone', ({ cold }) => seconds(cold.install)],
    ['Cold: first action for the chaincode to first answer', ({ cold }) => seconds(cold.answer)],
    ['… of it approve and commit', ({ cold }) => seconds(cold.definition)],
    ['Pod deleted to first answer, median', ({ restart }) => seconds(restart.median)],
    ['… each', ({ restart }) => restart.all.map(seconds).join(', ')],
    ['Query in the peer, median / p95', ({ latency }) => pair(latency.peer, fine)],
    ['… mean of the endorsement', ({ latency }) => fine(latency.endorsement)],
    ["… mean of chaincode's request within it", ({ latency }) => fine(latency.shim)],
    [
      'Query by the `peer` command, median / p95',
      ({ latency }) => pair(latency.client, (n) => `${n.toFixed(0)} ms`),
    ],
  ],
  Memory: [
    ['Memory for chaincode at rest, MiB', ({ memory }) => total(memory).toFixed(1)],
    ['… by container', ({ memory }) => parts(memory)],
    ["Memory of the peer's own container, MiB", ({ memoryOfPeer }) => memoryOfPeer.toFixed(1)],
  ],
  Rights: [
    ["What the peer's Pod may", ({ privileges }) => list(privileges.peer)],
    ['What other Pods may', ({ privileges }) => list(privileges.others)],
    ["Pod Security level of the peer's Pod", ({ privileges }) => privileges.level],
    ['Changes to the cluster', ({ name }) => changes[name]?.cluster ?? ''],
    ['Changes to chaincode', ({ name }) => changes[name]?.packages ?? ''],
    ['Type of package', (measured) => `\`${measured.packageType}\``],
  ],
  Traces: [
    ['Address', ({ address }) => `\`${address.replaceAll('|', '\\|')}\``],
    ['Left after the peer was killed', ({ left }) => list(left)],
  ],
};

const cell = (outcome: Outcome, [, text]: Row): string => {
  if ('measured' in outcome) return text(outcome.measured);
  return 'skipped' in outcome ? 'SKIPPED' : 'FAILED';
};

const tableWith = (outcomes: readonly Outcome[], rows: readonly Row[]): string => {
  const head = ['', ...outcomes.map(({ name }) => titles[name] ?? name)];
  const body = rows.map((row) => [row[0], ...outcomes.map((outcome) => cell(outcome, row))]);
  return [head, head.map(() => '---'), ...body].map((line) => `| ${line.join(' | ')} |`).join('\n');
};

/** Markdown tables with one column a runtime; what was not measured says so in every row. */
export const tableOf = (outcomes: readonly Outcome[]): string =>
  Object.entries(sections)
    .map(([name, rows]) => `**${name}**\n\n${tableWith(outcomes, rows)}`)
    .join('\n\n');
