/** How the peers of a release are restarted by an upgrade. */
import { flag, integer, type Node, resources, section } from '../../model/node.ts';
import { image } from '../../shared/image.ts';

export const rollout: Node = section(
  'Restart changed peers one after the other. Without it an upgrade restarts all peers that it changes at once, and the organisation cannot endorse meanwhile; no PodDisruptionBudget prevents that.',
  {
    enabled: flag(
      false,
      'After an upgrade or rollback a Job deletes the Pod of each changed peer and waits until its successor is ready; it stops at the first that does not get there. The Job may read the StatefulSets and Pods of these peers and delete the Pods. Give helm a `--timeout` above `timeoutSeconds` for each peer, and a minute: its own default is 5 minutes in all.',
    ),
    image: image('kubectl, with a shell', 'alpine/kubectl', '1.34.2'),
    timeoutSeconds: integer(600, 'Longest time for one peer to become ready again, in seconds.', {
      minimum: 1,
    }),
    resources: resources("Requests and limits of the Job's container."),
  },
);
