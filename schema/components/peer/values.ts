/** Everything of one peer: its Pod and its ledger. `peer` holds the defaults, `peers.<name>` what differs. */
import { flag, integer, type Node, section, text } from '../../model/node.ts';
import { image } from '../../shared/image.ts';
import { optionalDnsLabel } from '../../shared/patterns.ts';
import { versions } from '../../versions.ts';
import { chaincode, chaincodeLogging } from '../chaincode/values.ts';
import { coreYaml } from '../core-yaml/values.ts';
import { dind } from '../dind/values.ts';
import { externalBuilders } from '../external-builders/values.ts';
import { fabric } from '../fabric/values.ts';
import { hostDocker } from '../host-docker/values.ts';
import { identity } from '../identity/values.ts';
import { ledger } from '../ledger/values.ts';
import { metrics, operations } from '../monitoring/values.ts';
import { networkPolicy } from '../network-policy/values.ts';
import { pod } from '../pod/values.ts';
import { preload } from '../prepare/values.ts';
import { service } from '../service/values.ts';

export const peer: Node = section('Defaults of every peer; `peers.<name>` overrides them one by one.', {
  enabled: flag(
    true,
    'Deploy the peer. Without it nothing of the peer is there but its claims, which are always kept.',
  ),
  replicas: integer(1, '1, or 0 to stop the peer and keep all its objects (for `peer node` maintenance).', {
    minimum: 0,
    maximum: 1,
  }),
  nameOverride: text(
    '',
    "The peer's full name, which its objects bear; empty: the release's full name, `-` and the peer's key.",
    optionalDnsLabel,
  ),
  image: image('the peer', 'hyperledger/fabric-peer', versions.fabric),
  identity,
  ...fabric,
  operations,
  metrics,
  ledger,
  chaincode,
  chaincodeLogging,
  dind,
  preload,
  hostDocker,
  ...externalBuilders,
  coreYaml,
  service,
  networkPolicy,
  ...pod,
});
