/** Chaincode as a service that the chart runs: a Deployment and a Service. */
import { chartLabelName, fullname, releaseObjects } from '../../../schema/components/release/names.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { and, at, format, integerOr, isSet, not } from '../../../schema/expression/build.ts';
import { release, v } from '../../../schema/expression/references.ts';
import {
  defineEntry,
  environment,
  field,
  go,
  goValue,
  include,
  passedOn,
  textFrom,
  textOf,
  when,
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

const tls = (chaincode: Expr<Chaincode>, key: string): Expr<unknown> =>
  at(chaincode as never, 'package', 'service', 'tls', key);

const speaksTls = defineEntry<Named>(
  'fabric-dind.chaincodes.speaksTls',
  'Says "true" where peers speak TLS with the server of a chaincode: unless the values switch it off.',
  ({ chaincode }) => go`
    {{- if ${and(
      isSet(source(chaincode, 'service')),
      goValue<boolean>()`ne (toString ${tls(chaincode, 'enabled')}) "false"`,
    )} }}
    {{- true }}
    {{- end }}
  `,
);

/** Whether peers speak TLS with it. */
export const hasTls: Expr<boolean> = isSet(textOf(speaksTls));

/** The Secret that the values name for the server's certificate. */
export const givenSecret = defineEntry<Named>(
  'fabric-dind.chaincodes.givenSecret',
  'The Secret that the values name for the certificate of a chaincode server; nothing where it has no TLS.',
  ({ chaincode }) => go`
    {{- if ${hasTls} }}
    {{- ${tls(chaincode, 'secretName')} | default "" }}
    {{- end }}
  `,
);

/** Whether the Job makes the server's certificate. */
export const makesCertificate = (chaincode: Expr<Chaincode>): Expr<boolean> =>
  and(hasTls, not(isSet(tls(chaincode, 'secretName'))));

/** The Secret with the server's certificate. */
export const tlsSecret = defineEntry<Named>(
  'fabric-dind.chaincodes.tlsSecret',
  'The Secret with the certificate of a chaincode server.',
  ({ name, chaincode }) => go`
    {{- $made := ${textFrom(dnsLabel, goValue<string>()`printf "%s-%s-tls" ${fullname} ${name}`)} }}
    {{- ${tls(chaincode, 'secretName')} | default $made }}
  `,
);

/** What the Job of a chaincode may do beside the others: make the server's certificate once, and read it again. */
const certificateRights = defineEntry<Named>(
  'fabric-dind.chaincodes.certificateRights',
  'The Job of this chaincode makes the certificate of the server, and reads it again: this Secret and no other.',
  () => yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    ${metadata(textOf(tlsSecret), { of: 'release' })}
    rules:
      # A name cannot be asked for where something is made.
      - apiGroups: [""]
        resources: [secrets]
        verbs: [create]
      - apiGroups: [""]
        resources: [secrets]
        resourceNames:
          - ${textOf(tlsSecret)}
        verbs: [get]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    ${metadata(textOf(tlsSecret), { of: 'release' })}
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: ${textOf(tlsSecret)}
    subjects:
      - kind: ServiceAccount
        name: ${releaseObjects.channels}
        namespace: ${release.namespace}
  `,
);

/** The key under which the Job tells the identifier of the package that it made. */
export const identifierKey = defineEntry<Named>(
  'fabric-dind.chaincodes.identifierKey',
  'The key under which the Job tells the identifier of the package that it made; what the identifier hangs on is in it.',
  ({ name, chaincode }) => go`
    {{- $inputs := list ${textOf(serviceAddress)} ${field(chaincode, 'version')} ${hasTls} }}
    {{- $inputs = append $inputs (list ${textOf(givenSecret)} ${of(chaincode, 'indexes')}) }}
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
      hasTls,
      yaml`
        CHAINCODE_TLS_DISABLED: "false"
        CHAINCODE_TLS_KEY: /tls/tls.key
        CHAINCODE_TLS_CERT: /tls/tls.crt
      `,
      yaml`CHAINCODE_TLS_DISABLED: "true"`,
    )}
  `,
);

const tlsMount = yaml`
  ${when(
    hasTls,
    yaml`
      volumeMounts:
        - name: tls
          mountPath: /tls
          readOnly: true
    `,
  )}
`;

const tlsVolume = yaml`
  ${when(
    hasTls,
    yaml`
      volumes:
        - name: tls
          secret:
            secretName: ${textOf(tlsSecret)}
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
              ${tlsMount}
          ${tlsVolume}
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
    ${when(
      makesCertificate(chaincode),
      yaml`
        ---
        ${include(certificateRights)}
      `,
    )}
  `,
);

export const templates = [
  serviceAddress,
  speaksTls,
  givenSecret,
  tlsSecret,
  certificateRights,
  identifierKey,
  labels,
  environmentMap,
  service,
];
