/** Chaincode as a service that the chart runs: a Deployment and a Service. */
import { chartLabelName, fullname, releaseObjects } from '../../../schema/components/release/names.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { at, format, integerOr, isSet } from '../../../schema/expression/build.ts';
import { release, v } from '../../../schema/expression/references.ts';
import {
  defineEntry,
  environment,
  type Fragment,
  field,
  go,
  goValue,
  include,
  passedOn,
  textFrom,
  textOf,
  when,
  withValue,
  yaml,
} from '../../language/index.ts';
import { metadata } from '../../shared/metadata.ts';
import { dnsLabel, env, resourcesOf } from '../../shared/scalars.ts';
import { containerSecurity } from '../administrator/job.ts';
import { type Chaincode, type Named, source } from './entry.ts';

const of = (chaincode: Expr<Chaincode>, key: string): Expr<unknown> =>
  at(chaincode as never, 'package', 'service', key);

/** The name of a chaincode's Deployment and Service. */
export const serviceName = (name: Expr<string>): Expr<string> =>
  textFrom(dnsLabel, goValue<string>()`printf "%s-%s" ${fullname} ${name}`);

const port = (chaincode: Expr<Chaincode>): Expr<number> => integerOr(of(chaincode, 'port'), 9999);

/** Host and port that peers dial. */
export const serviceAddress = defineEntry<Named>(
  'fabric-dind.chaincodes.address',
  'Host and port under which peers dial a chaincode server of the chart.',
  ({ name, chaincode }) =>
    go`
      {{- $service := ${serviceName(name)} }}
      {{- printf "%s.%s.svc:%d" $service ${release.namespace} ${port(chaincode)} }}
    `,
);

/** Whether peers speak TLS with it. */
export const hasTls = (chaincode: Expr<Chaincode>): Expr<boolean> => isSet(of(chaincode, 'tlsSecretName'));

/** The key under which the Job tells the identifier of the package that it made. */
export const identifierKey = defineEntry<Named>(
  'fabric-dind.chaincodes.identifierKey',
  'The key under which the Job tells the identifier of the package that it made; what the identifier hangs on is in it.',
  ({ name, chaincode }) => go`
    {{- $inputs := list ${textOf(serviceAddress)} ${field(chaincode, 'version')} ${hasTls(chaincode)} }}
    {{- printf "package-id.%s.%s" ${name} ($inputs | toJson | sha256sum | trunc 8) }}
  `,
);

const labels = defineEntry<Named>(
  'fabric-dind.chaincodes.labels',
  "Labels that select the Pods of a chaincode's Service.",
  ({ name }) => yaml`
    app.kubernetes.io/name: ${chartLabelName}
    app.kubernetes.io/instance: ${release.name}
    app.kubernetes.io/component: chaincode
    fabric-dind/chaincode: ${textFrom(dnsLabel, name)}
  `,
);

const environmentMap = defineEntry<Named>(
  'fabric-dind.chaincodes.env',
  'What a chaincode server reads: the names are those of fabric-samples.',
  ({ chaincode }) => yaml`
    CHAINCODE_SERVER_ADDRESS: ${format('0.0.0.0:%d', port(chaincode))}
    # The Pod waits until the Job has made the package and knows its identifier.
    CHAINCODE_ID:
      valueFrom:
        configMapKeyRef:
          name: ${releaseObjects.channels}
          key: ${textOf(identifierKey)}
    ${when(
      hasTls(chaincode),
      yaml`
        CHAINCODE_TLS_DISABLED: "false"
        CHAINCODE_TLS_KEY: /tls/tls.key
        CHAINCODE_TLS_CERT: /tls/tls.crt
      `,
      yaml`CHAINCODE_TLS_DISABLED: "true"`,
    )}
  `,
);

const tlsMount = (chaincode: Expr<Chaincode>): Fragment => yaml`
  ${when(
    hasTls(chaincode),
    yaml`
      volumeMounts:
        - name: tls
          mountPath: /tls
          readOnly: true
    `,
  )}
`;

const tlsVolume = (chaincode: Expr<Chaincode>): Fragment => yaml`
  ${withValue(
    of(chaincode, 'tlsSecretName') as Expr<string>,
    (secret) => yaml`
      volumes:
        - name: tls
          secret:
            secretName: ${secret}
            # For the user of any image: 0444.
            defaultMode: 292
    `,
  )}
`;

/** The Deployment and the Service. */
export const service = defineEntry<Named>(
  'fabric-dind.chaincodes.service',
  'Runs a chaincode server, and gives it the address that its package names.',
  ({ name, chaincode }) => yaml`
    apiVersion: apps/v1
    kind: Deployment
    ${metadata(serviceName(name), { of: 'release' })}
    spec:
      replicas: ${integerOr(goValue<number>()`ternary ${of(chaincode, 'replicas')} 1 (hasKey ${source(chaincode, 'service')} "replicas")`, 0)}
      selector:
        matchLabels:
          ${include(labels)}
      template:
        metadata:
          labels:
            ${include(labels)}
        spec:
          automountServiceAccountToken: false
          enableServiceLinks: false
          ${passedOn('imagePullSecrets', v.global.imagePullSecrets)}
          securityContext:
            runAsNonRoot: true
            seccompProfile:
              type: RuntimeDefault
          containers:
            - name: chaincode
              image: ${of(chaincode, 'image') as Expr<string>}
              imagePullPolicy: IfNotPresent
              ${passedOn('command', of(chaincode, 'command') as Expr<object>)}
              env:
                ${environment(env, [environmentMap], goValue<Record<string, unknown>>()`${of(chaincode, 'env')} | default dict`)}
              ports:
                - name: chaincode
                  containerPort: ${port(chaincode)}
              readinessProbe:
                tcpSocket:
                  port: chaincode
                periodSeconds: 2
              ${resourcesOf(of(chaincode, 'resources') as Expr<object>)}
              ${containerSecurity}
              ${tlsMount(chaincode)}
          ${tlsVolume(chaincode)}
    ---
    apiVersion: v1
    kind: Service
    ${metadata(serviceName(name), { of: 'release' })}
    spec:
      selector:
        ${include(labels)}
      ports:
        - name: chaincode
          port: ${port(chaincode)}
          targetPort: chaincode
  `,
);

export const templates = [serviceAddress, identifierKey, labels, environmentMap, service];
