/** Peers join channels, each by a Job. */
import { hostname } from '../../../schema/components/peer/facts.ts';
import { fullname } from '../../../schema/components/release/names.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { at, isSet } from '../../../schema/expression/build.ts';
import { peer, peerKey, v } from '../../../schema/expression/references.ts';
import type { Values } from '../../../schema/generated/values.ts';
import {
  assign,
  define,
  defineEntry,
  eachPeer,
  type Fragment,
  field,
  goValue,
  include,
  includeOf,
  range,
  rangeMap,
  textFrom,
  when,
  withValue,
  yaml,
} from '../../language/index.ts';
import { administratorJob, podOf } from '../administrator/job.ts';
import { peerCertificates, runningPeers, runs } from '../administrator/trust.ts';
import type { Component } from '../component.ts';

/** A channel as the values have it. */
export type Channel = Values['channels'][string];

interface SecretKey {
  readonly name: string;
  readonly key: string;
}

interface Server {
  readonly tlsCaCert: SecretKey;
}

interface Named {
  readonly name: string;
  readonly channel: Channel;
}

/** Lines for each peer that runs and that a list of names picks; an empty list picks all. */
export const eachPicked = (names: Expr<unknown>, lines: Fragment): Fragment => yaml`
  ${assign('names', names)}
  ${eachPeer(yaml`
    ${when(goValue<boolean>()`and ${runs} (or (empty $names) (has ${peerKey} $names))`, lines)}
  `)}
`;

/** What the Jobs are told about a channel, an item of a list. */
export const facts = defineEntry<Named>(
  'fabric-dind.channels.facts',
  'A channel as Jobs are told of it: its orderers in turn, the peers that run and are to be in it, and who else endorses.',
  ({ name, channel }) => yaml`
    - name: ${name}
      orderers:
        ${range(field(channel, 'orderers'), 'orderer', (orderer) => yaml`- ${field(orderer, 'address')}`)}
      peers:
        ${eachPicked(field(channel, 'peers'), yaml`- ${peerKey}`)}
      endorsers:
        ${rangeMap(
          field(channel, 'endorsers') as Expr<NonNullable<Channel['endorsers']>>,
          'mspId',
          'endorser',
          (mspId, endorser) => yaml`
          - mspId: ${mspId}
            address: ${field(endorser, 'address')}
        `,
        )}
  `,
);

/** The file of a certificate, from the key of a Secret. */
const certificate = (path: Expr<string>, of: Expr<SecretKey>): Fragment => yaml`
  - secret:
      name: ${field(of, 'name')}
      items:
        - key: ${field(of, 'key')}
          path: ${path}
`;

/** Whom a Job trusts in a channel. */
export const certificates = defineEntry<Named>(
  'fabric-dind.channels.certificates',
  "The TLS CAs of a channel's orderers, by their place in the list, and of peers of other organisations.",
  ({ name, channel }) => yaml`
    ${rangeMap(
      field(channel, 'orderers') as unknown as Expr<Record<string, Server>>,
      'place',
      'orderer',
      (place, orderer) =>
        certificate(
          goValue<string>()`printf "orderers/%s/%d.crt" ${name} ${place}`,
          field(orderer, 'tlsCaCert'),
        ),
    )}
    ${rangeMap(
      field(channel, 'endorsers') as Expr<Record<string, Server>>,
      'mspId',
      'endorser',
      (mspId, endorser) =>
        certificate(
          goValue<string>()`printf "endorsers/%s/%s.crt" ${name} ${mspId}`,
          field(endorser, 'tlsCaCert'),
        ),
    )}
  `,
);

const spec = defineEntry<Named>(
  'fabric-dind.channels.spec',
  'What the Job of a channel is told.',
  ({ name, channel }) => yaml`
    channel: ${name}
    mspId: ${v.mspId}
    ${withValue(at(channel as never, 'block', 'snapshot'), (folder) => yaml`snapshot: ${folder}`)}
    peers:
      ${include(runningPeers)}
    anchors:
      ${when(
        at(channel as never, 'anchorPeers'),
        eachPicked(
          field(channel, 'anchorPeers'),
          yaml`
            - host: ${hostname}
              port: ${peer.service.grpc.port}
          `,
        ),
      )}
    channels:
      ${includeOf(facts, { name, channel })}
  `,
);

const genesisBlock = (channel: Expr<Channel>): Expr<SecretKey> =>
  at(channel as never, 'block', 'secret') as never;

const blockMount = (channel: Expr<Channel>): Fragment => yaml`
  ${when(
    genesisBlock(channel),
    yaml`
      - name: block
        mountPath: /block
        readOnly: true
    `,
  )}
`;

const blockVolume = (channel: Expr<Channel>): Fragment => yaml`
  ${withValue(
    genesisBlock(channel),
    (secret) => yaml`
      - name: block
        secret:
          secretName: ${field(secret, 'name')}
          items:
            - key: ${field(secret, 'key')}
              path: genesis.block
    `,
  )}
`;

const pod = defineEntry<Named>('fabric-dind.channels.pod', 'Joins peers to a channel.', ({ name, channel }) =>
  podOf({
    script: 'channel.sh',
    spec: goValue<string>()`${textFrom(spec, { name, channel })} | fromYaml | toJson`,
    trusted: yaml`
      ${include(peerCertificates)}
      ${includeOf(certificates, { name, channel })}
    `,
    mounts: blockMount(channel),
    volumes: blockVolume(channel),
  }),
);

const jobs = define(
  'fabric-dind.channels.jobs',
  'release',
  'A Job for each channel.',
  yaml`
    ${rangeMap(
      v.channels,
      'name',
      'channel',
      (name, channel) => yaml`
        ---
        ${includeOf(administratorJob, {
          name: goValue<string>()`printf "%s-join-%s" ${fullname} ${name}`,
          pod: textFrom(pod, { name, channel }),
        })}
      `,
    )}
  `,
);

export const channels: Component = {
  name: 'channels',
  about: 'Peers join channels',
  templates: [facts, certificates, spec, pod, jobs],
  releaseObjects: [{ body: jobs, when: isSet(v.channels), separated: true }],
};
