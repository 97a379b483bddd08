/**
 * What others' policies say of the chart, a program of its own: the Pod Security admission of Kubernetes at the level
 * `restricted` of each container but `dind`, and kube-score of all objects. What is left is explained in explained.ts; an
 * explanation that explains nothing fails, too. Closes with `N passed, N failed`.
 */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Container, PodSpec } from 'kubernetes-types/core/v1.js';
import { isExpected } from '../../scripts/support/errors.ts';
import { top } from '../../scripts/support/top.ts';
import { closingLine } from '../../scripts/testing/counts.ts';
import { everything } from '../support/everything.ts';
import { builtByGo } from '../support/go.ts';
import { podSpecs } from '../support/pod-specs.ts';
import { type Rendered, render } from '../support/rendered.ts';
import { restricted, scored } from './explained.ts';

const kubeScore = 'github.com/zegl/kube-score/cmd/kube-score@v1.20.0';

/** What Pod Security says of Pods, in their order. */
const objectionsTo = (program: string, pods: readonly PodSpec[]): Promise<string[][]> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve(
            printed
              .trim()
              .split('\n')
              .map((line) => JSON.parse(line)),
          )
        : reject(new Error(`${program}: exit ${code}`)),
    );
    child.stdin.end(pods.map((spec) => JSON.stringify({ metadata: { name: 'pod' }, spec })).join('\n'));
  });

/** A container that nobody objects to, in the place of one that is judged apart. */
const harmless: Container = {
  name: 'harmless',
  securityContext: {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
};

/** Each container by itself, and the Pod without its containers. */
const judged = (spec: PodSpec): [string, PodSpec][] => {
  const alone = { ...spec, initContainers: [] };
  return [
    ...[...(spec.initContainers ?? []), ...spec.containers]
      .filter(({ name }) => name !== 'dind')
      .map((container): [string, PodSpec] => [
        container.name,
        { ...alone, volumes: [], containers: [container] },
      ]),
    ['the Pod', { ...alone, containers: [harmless] }],
  ];
};

const podSecurity = async (objects: readonly Rendered[]): Promise<string[]> => {
  const program = await builtByGo(
    'pod-security',
    ['build', '-trimpath', '-o', 'pod-security', '.'],
    join(top, 'test/policy/pod-security'),
  );
  const parts = podSpecs(objects).flatMap(([where, spec]) =>
    judged(spec).map(([name, pod]) => ({ where, name, pod })),
  );
  const all = await objectionsTo(
    program,
    parts.map(({ pod }) => pod),
  );
  return parts.flatMap(({ where, name }, i) =>
    (all[i] ?? [])
      .filter((objection) => {
        const explained = restricted[name]?.objections.test(objection) ?? false;
        if (explained) used.add(name);
        return !explained;
      })
      .map((objection) => `${where}, ${name}: ${objection}`),
  );
};

interface Score {
  readonly object_name: string;
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: readonly { readonly path: string; readonly summary: string }[] | null;
  }[];
}

const used = new Set<string>();

/** Grades below 7 are warnings and worse. */
const kubeScoreOf = async (objects: readonly Rendered[]): Promise<string[]> => {
  const program = await builtByGo('kube-score', ['install', kubeScore], tmpdir());
  const folder = await mkdtemp(join(tmpdir(), 'fabric-dind-policy-'));
  try {
    const file = join(folder, 'objects.yaml');
    await writeFile(file, objects.map((object) => JSON.stringify(object)).join('\n---\n'));
    const args = ['score', '--output-format', 'json', '--exit-one-on-warning=false', file];
    // It exits with 1 where it objects to anything.
    const { stdout } = await promisify(execFile)(program, args, { maxBuffer: 1 << 26 }).catch(
      (error: { stdout?: string; code?: number }) => {
        if (error.code !== 1 || !error.stdout) throw error;
        return { stdout: error.stdout };
      },
    );
    return (JSON.parse(stdout) as Score[]).flatMap(({ object_name: object, checks }) =>
      checks
        .filter(({ grade, skipped }) => grade < 7 && !skipped)
        .flatMap(({ check, comments }) =>
          (comments ?? []).flatMap(({ path, summary }) => {
            const place = path || (object.split('/').at(-1) ?? '');
            const reason = scored.find(({ check: id, of }) => id === check.id && (of?.test(place) ?? true));
            if (reason) used.add(reason.check);
            return reason ? [] : [`${object}, ${path || 'the object'}: ${check.id}: ${summary}`];
          }),
        ),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
};

const main = async (): Promise<number> => {
  const folder = join(top, 'examples');
  const names = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  const cases: [string, Rendered[]][] = [['everything optional', await render({ values: everything })]];
  for (const name of names) cases.push([name, await render({ files: [join(folder, name)] })]);
  const objections: [string, string[]][] = [];
  for (const [name, objects] of cases) {
    objections.push([`restricted: ${name}`, await podSecurity(objects)]);
    objections.push([`kube-score: ${name}`, await kubeScoreOf(objects)]);
  }
  const idle = [...Object.keys(restricted), ...scored.map(({ check }) => check)].filter(
    (key) => !used.has(key),
  );
  objections.push(['every explanation explains something', idle]);
  for (const [name, found] of objections)
    console.log([`${found.length === 0 ? 'ok  ' : 'FAIL'} ${name}`, ...found].join('\n     '));
  const failed = objections.filter(([, found]) => found.length > 0).length;
  console.log(closingLine({ passed: objections.length - failed, failed, skipped: 0 }));
  return failed === 0 ? 0 : 1;
};

try {
  process.exitCode = await main();
} catch (error) {
  if (!isExpected(error)) throw error;
  console.error(`policy: ${(error as Error).message}`);
  process.exitCode = 2;
}
