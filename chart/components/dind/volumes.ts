/** The sidecar's volumes. */
import { dockerClaim } from '../../../schema/components/dind/facts.ts';
import { eq, format } from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import { define, rangeMap, when, withValue, yaml } from '../../language/index.ts';
import { persistentVolumeClaim } from '../../shared/claim.ts';
import { scriptsOf } from '../scripts/index.ts';
import { daemonConfigName } from './daemon.ts';

/** Where the folder of the daemon's socket is mounted, in the sidecar and in what uses it. */
export const socketMount = yaml`
  - name: docker-socket
    mountPath: /run/dind
`;

export const volumes = define(
  'fabric-dind.dind.volumes',
  'peer',
  "The sidecar's scripts and configuration, the folder of the daemon's socket, and its data.",
  yaml`
    - name: dind-scripts
      projected:
        sources:
          - configMap:
              name: ${scriptsOf('dind')}
          - configMap:
              name: ${daemonConfigName}
          ${rangeMap(
            peer.dind.daemon.registryCAs,
            'host',
            'configMap',
            (host, configMap) => yaml`
              - configMap:
                  name: ${configMap}
                  items:
                    - key: ca.crt
                      path: ${format('registry-cas/%s/ca.crt', host)}
            `,
          )}
    - name: docker-socket
      emptyDir: {}
    - name: docker
      ${when(
        eq(peer.dind.storage.type, 'claim'),
        yaml`
          persistentVolumeClaim:
            claimName: ${dockerClaim}
        `,
        yaml`
          emptyDir:
            medium: ${peer.dind.storage.medium}
            ${withValue(peer.dind.storage.sizeLimit, (limit) => yaml`sizeLimit: ${limit}`)}
        `,
      )}
  `,
);

export const claim = define(
  'fabric-dind.dind.claim',
  'peer',
  "The claim of Docker's data: with it, chaincode of a deleted Pod answers again in seconds.",
  persistentVolumeClaim(dockerClaim, peer.dind.storage),
);
