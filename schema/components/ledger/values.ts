/** The ledger's volume, and where in it things lie. */
import { choice, type Node, passthrough, section, text } from '../../model/node.ts';
import { claim, dataSource } from '../../shared/claim.ts';
import { relativePath } from '../../shared/patterns.ts';

export const ledger: Node = section(
  "The ledger, the peer's state database and installed chaincode packages (`/var/hyperledger`). Its claim is kept on uninstall.",
  {
    ...claim('20Gi', 'the ledger'),
    dataSource,
    subPath: text(
      '',
      'Folder of the volume to use, for a volume that holds more than the ledger.',
      relativePath,
    ),
    fileSystemPath: text(
      'production',
      "Folder of the volume that is Fabric's `peer.fileSystemPath`; empty: the volume's root, as in ledgers of many other charts.",
      relativePath,
    ),
    setOwner: choice(
      ['root', 'all', 'none'],
      'root',
      "What an init container makes belong to the peer's user before the peer starts. root: the volume's root folder. all: also everything in it, once, for a ledger of a peer that ran as root. none: nothing, where the volume belongs to it already.",
    ),
    snapshots: section('Snapshots of channels, which `peer snapshot submitrequest` asks for.', {
      path: text(
        '',
        "Folder of the peer in which they lie; empty: `snapshots` below Fabric's folder. With a volume its mount path.",
        { pattern: '^(/[-A-Za-z0-9_.]+)*$', expects: 'empty or an absolute path' },
      ),
      volume: passthrough(
        'A volume of their own, as in a Pod, e.g. `{persistentVolumeClaim: {claimName: snapshots}}`, so that they cannot fill that of the ledger.',
      ),
    }),
  },
);
