/** Chaincodes: a Job for each installs, approves and commits it, and what the chart runs as a service. */
import { fullname } from '../../../schema/components/release/names.ts';
import { at, choose, integerOr, isSet, not, or } from '../../../schema/expression/build.ts';
import { peerKey, v } from '../../../schema/expression/references.ts';
import {
  define,
  defineEntry,
  field,
  goValue,
  include,
  includeOf,
  passedOn,
  rangeMap,
  textFrom,
  textOf,
  when,
  withValue,
  yaml,
} from '../../language/index.ts';
import { administratorJob, podOf } from '../administrator/job.ts';
import { peerCertificates, runningPeers } from '../administrator/trust.ts';
import { certificates, eachPicked, facts } from '../channels/index.ts';
import type { Component } from '../component.ts';
import { type Named, source } from './entry.ts';
import { before, mounts, pathOf, volumes } from './package.ts';
import {
  givenSecret,
  hasTls,
  identifierKey,
  makesCertificate,
  service,
  serviceAddress,
  templates,
  tlsSecret,
} from './service.ts';

const spec = defineEntry<Named>(
  'fabric-dind.chaincodes.spec',
  'What the Job of a chaincode is told.',
  ({ name, chaincode }) => yaml`
    name: ${name}
    version: ${field(chaincode, 'version')}
    sequence: ${integerOr(at(chaincode as never, 'sequence'), 1)}
    mspId: ${v.mspId}
    commit: ${choose(goValue<boolean>()`eq (toString ${field(chaincode, 'commit')}) "false"`, 'false', 'true')}
    ${withValue(at(chaincode as never, 'endorsementPolicy'), (policy) => yaml`endorsementPolicy: ${policy}`)}
    ${passedOn('collections', field(chaincode, 'collections') as never)}
    ${passedOn('init', field(chaincode, 'init') as never)}
    ${passedOn('url', source(chaincode, 'url'))}
    ${when(
      source(chaincode, 'service'),
      yaml`
        service:
          address: ${textOf(serviceAddress)}
          tls: ${hasTls}
          key: ${textOf(identifierKey)}
          ${when(makesCertificate(chaincode), yaml`makes: ${textOf(tlsSecret)}`)}
          ${passedOn('indexes', at(chaincode as never, 'package', 'service', 'indexes') as never)}
      `,
    )}
    ${pathOf(chaincode)}
    peers:
      ${include(runningPeers)}
    ${when(
      at(chaincode as never, 'peers'),
      yaml`
        chosen: true
        install:
          ${eachPicked(field(chaincode, 'peers'), yaml`- ${peerKey}`)}
      `,
    )}
    channels:
      ${rangeMap(
        v.channels,
        'channelName',
        'channel',
        (channelName, channel) => yaml`
          ${when(
            goValue<boolean>()`has ${channelName} ${field(chaincode, 'channels')}`,
            yaml`${includeOf(facts, { name: channelName, channel })}`,
          )}
        `,
      )}
  `,
);

const trusted = defineEntry<Named>(
  'fabric-dind.chaincodes.certificates',
  'Whom the Job of a chaincode trusts in its channels.',
  ({ chaincode }) => yaml`
    ${rangeMap(
      v.channels,
      'name',
      'channel',
      (name, channel) => yaml`
        ${when(
          goValue<boolean>()`has ${name} ${field(chaincode, 'channels')}`,
          yaml`${includeOf(certificates, { name, channel })}`,
        )}
      `,
    )}
  `,
);

const pod = defineEntry<Named>(
  'fabric-dind.chaincodes.pod',
  'Installs a chaincode, approves its definition, and commits it.',
  ({ name, chaincode }) =>
    podOf({
      script: 'chaincode.sh',
      spec: goValue<string>()`${textFrom(spec, { name, chaincode })} | fromYaml | toJson`,
      trusted: yaml`
        ${include(peerCertificates)}
        ${include(trusted)}
      `,
      before: before(chaincode),
      mounts: mounts(
        not(or(isSet(source(chaincode, 'url')), isSet(source(chaincode, 'service')))),
        isSet(textOf(givenSecret)),
      ),
      volumes: volumes(chaincode, textOf(givenSecret)),
    }),
);

const jobs = define(
  'fabric-dind.chaincodes.jobs',
  'release',
  'A Job for each chaincode, and what runs as a service.',
  yaml`
    ${rangeMap(
      v.chaincodes,
      'name',
      'chaincode',
      (name, chaincode) => yaml`
        ---
        ${includeOf(administratorJob, {
          name: goValue<string>()`printf "%s-chaincode-%s" ${fullname} ${name}`,
          pod: textFrom(pod, { name, chaincode }),
        })}
        ${when(
          source(chaincode, 'service'),
          yaml`
            ---
            ${includeOf(service, { name, chaincode })}
          `,
        )}
      `,
    )}
  `,
);

export const chaincodes: Component = {
  name: 'chaincodes',
  about: 'Chaincodes are installed, approved and committed',
  templates: [spec, trusted, pod, ...templates, jobs],
  releaseObjects: [{ body: jobs, when: isSet(v.chaincodes), separated: true }],
};
