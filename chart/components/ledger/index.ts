/** The ledger's volume. */
import { ledgerClaim } from '../../../schema/components/ledger/facts.ts';
import { not } from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import { define, withValue, yaml } from '../../language/index.ts';
import { persistentVolumeClaim } from '../../shared/claim.ts';
import type { Component } from '../component.ts';

const claim = define(
  'fabric-dind.ledger.claim',
  'peer',
  "The ledger's claim. Not a claim template of the StatefulSet: those are immutable, and a ledger must be able to grow.",
  persistentVolumeClaim(ledgerClaim, peer.ledger),
);

/** Where the ledger is mounted, in the peer and in what prepares it. */
export const ledgerMount = yaml`
  - name: ledger
    mountPath: /var/hyperledger
    ${withValue(peer.ledger.subPath, (path) => yaml`subPath: ${path}`)}
`;

export const ledger: Component = {
  name: 'ledger',
  about: "The ledger's volume",
  templates: [claim],
  objects: [{ body: claim, when: not(peer.ledger.existingClaim) }],
  volumes: [
    {
      body: yaml`
        - name: ledger
          persistentVolumeClaim:
            claimName: ${ledgerClaim}
      `,
    },
  ],
  mounts: [{ body: ledgerMount }],
};
