/** The ledger's volume. */
import { flag, type Node, section, text } from '../../model/node.ts';
import { claim } from '../../shared/claim.ts';

export const ledger: Node = section(
  "The ledger, the peer's state database and installed chaincode packages (`/var/hyperledger`). Its claim is kept on uninstall.",
  {
    ...claim('20Gi', 'the ledger'),
    subPath: text('', 'Folder of the volume to use, for a volume that holds more than the ledger.', {
      pattern: '^([A-Za-z0-9_][-A-Za-z0-9_.]*(/[A-Za-z0-9_][-A-Za-z0-9_.]*)*)?$',
      expects: 'a relative path',
    }),
    setOwner: flag(
      true,
      "Make the volume's root folder belong to the peer's user before the peer starts, by an init container that has the capability CHOWN alone. Switch off where the volume belongs to it already.",
    ),
  },
);
