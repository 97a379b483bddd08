/** A misspelt field of a Kubernetes object is found when the chart is generated, wherever it stands. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { objectTemplates } from '../../../chart/assembly/objects.ts';
import { define, type Fragment, include, range, when, yaml } from '../../../chart/language/index.ts';
import { peer } from '../../../schema/expression/references.ts';
import { KubernetesTypes, unknownFields } from '../../../scripts/generate/kubernetes-fields.ts';
import { top } from '../../../scripts/support/top.ts';

const types = new KubernetesTypes(top);

const problemsOf = (spec: Fragment): string[] =>
  unknownFields(
    [
      define(
        'set',
        'peer',
        'A StatefulSet.',
        yaml`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata:
            name: a
          spec:
            template:
              spec:
                ${spec}
        `,
      ),
    ],
    types,
  );

test('the fields of all objects as they are exist', () => {
  assert.equal(unknownFields(objectTemplates, types), []);
});

const mistakes: readonly (readonly [string, Fragment])[] = [
  ['.terminationGracePeriodSecond', yaml`terminationGracePeriodSecond: 1`],
  [
    '.containers.imagePullPolcy',
    yaml`
      containers:
        - name: a
          imagePullPolcy: Always
    `,
  ],
  [
    '.volumes.projected.sources.configMap.nam',
    yaml`
      volumes:
        - name: a
          projected:
            sources:
              - configMap:
                  nam: b
    `,
  ],
  ['.hostUser', yaml`${when(peer.dind.enabled, yaml`hostUsers: false`, yaml`hostUser: false`)}`],
  [
    '.containers.securityContext.privilegd',
    yaml`
      containers:
        ${include(
          define(
            'container',
            'peer',
            'A container.',
            yaml`
              - name: a
                securityContext:
                  privilegd: true
            `,
          ),
        )}
    `,
  ],
  [
    '.imagePullSecrets.nme',
    yaml`
      imagePullSecrets:
        ${range(peer.imagePullSecrets, 'secret', () => yaml`- nme: a`)}
    `,
  ],
];

for (const [path, spec] of mistakes)
  test(`${path} is refused`, () => {
    const [problem, ...more] = problemsOf(spec);
    assert.match(
      problem ?? '',
      `StatefulSet.spec.template.spec${path}: apps/v1 StatefulSet has no such field`,
    );
    assert.equal(more, []);
  });

test("what is below a map with free keys is the user's", () => {
  assert.equal(
    problemsOf(yaml`
      nodeSelector:
        anything: goes
    `),
    [],
  );
});

test.run();
