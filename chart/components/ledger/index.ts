/** The ledger's volume, and where in it things lie. */
import {
  ledgerClaim,
  ledgerPath,
  movesLedger,
  movesSnapshots,
  snapshotsPath,
} from '../../../schema/components/ledger/facts.ts';
import { isSet, not } from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import { define, toYaml, when, withValue, yaml } from '../../language/index.ts';
import { persistentVolumeClaim } from '../../shared/claim.ts';
import type { Component } from '../component.ts';

const { subPath, dataSource, snapshots } = peer.ledger;

const claim = define(
  'fabric-dind.ledger.claim',
  'peer',
  "The ledger's claim. Not a claim template of the StatefulSet: those are immutable, and a ledger must be able to grow.",
  persistentVolumeClaim(ledgerClaim, peer.ledger, dataSource),
);

/** Where the ledger is mounted, in the peer and in what prepares it. */
export const ledgerMount = yaml`
  - name: ledger
    mountPath: /var/hyperledger
    ${withValue(subPath, (path) => yaml`subPath: ${path}`)}
`;

/** Where snapshots of channels are mounted, if they have a volume of their own. */
export const snapshotsMount = yaml`
  ${when(
    snapshots.volume,
    yaml`
      - name: snapshots
        mountPath: ${snapshotsPath}
    `,
  )}
`;

const environment = define(
  'fabric-dind.ledger.env',
  'peer',
  'Where the ledger lies, if not where core.yaml says.',
  yaml`
    ${when(movesLedger, yaml`CORE_PEER_FILESYSTEMPATH: ${ledgerPath}`)}
    ${when(
      movesSnapshots,
      yaml`
        # It does not follow peer.fileSystemPath: core.yaml names the whole path.
        CORE_LEDGER_SNAPSHOTS_ROOTDIR: ${snapshotsPath}
      `,
    )}
  `,
);

export const ledger: Component = {
  name: 'ledger',
  about: "The ledger's volume",
  templates: [claim, environment],
  objects: [{ body: claim, when: not(peer.ledger.existingClaim) }],
  volumes: [
    {
      body: yaml`
        - name: ledger
          persistentVolumeClaim:
            claimName: ${ledgerClaim}
      `,
    },
    {
      when: isSet(snapshots.volume),
      body: yaml`
        - name: snapshots
          ${toYaml(snapshots.volume)}
      `,
    },
  ],
  mounts: [{ body: ledgerMount }, { body: snapshotsMount }],
  environment: [environment],
};
