/** Everything of one peer: its Pod and its ledger. `peer` holds the defaults, `peers.<name>` what differs. */
import { flag, integer, type Node, section, text } from '../model/node.ts';
import { versions } from '../versions.ts';
import { chaincode } from './chaincode.ts';
import { dind } from './dind.ts';
import { fabric } from './fabric.ts';
import { identity } from './identity.ts';
import { image } from './image.ts';
import { ledger } from './ledger.ts';
import { optionalDnsLabel } from './names.ts';
import { networkPolicy } from './network-policy.ts';
import { pod } from './pod.ts';
import { preload } from './preload.ts';
import { runtimes } from './runtimes.ts';
import { service } from './service.ts';

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
  ledger,
  chaincode,
  dind,
  preload,
  ...runtimes,
  service,
  networkPolicy,
  ...pod,
});
