/** Scripts that run in the Pod, and other files of the chart that its containers read. */
import { suffixed } from '../../../schema/components/peer/facts.ts';
import { releaseObjects } from '../../../schema/components/release/names.ts';
import { format } from '../../../schema/expression/build.ts';
import { files, peer, scriptsChecksum } from '../../../schema/expression/references.ts';
import { define, go, goValue, rangeMap, textLines, when, yaml } from '../../language/index.ts';
import { metadata } from '../../shared/metadata.ts';
import type { Component } from '../component.ts';

const configMap = define(
  'fabric-dind.scripts.configMap',
  'release',
  'Scripts and other files that all peers share, as they are in the folder files.',
  yaml`
    apiVersion: v1
    kind: ConfigMap
    ${metadata(releaseObjects.scripts, { of: 'release' })}
    data:
      ${textLines(goValue<string>()`(${files}.Glob "files/*").AsConfig`)}
  `,
);

const volume = define(
  'fabric-dind.scripts.volume',
  'peer',
  "Scripts of the chart, and the daemon's configuration.",
  yaml`
    - name: runtime
      projected:
        sources:
          - configMap:
              name: ${releaseObjects.scripts}
          ${when(
            peer.dind.enabled,
            yaml`
              - configMap:
                  name: ${suffixed('dind')}
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
            `,
          )}
  `,
);

/** Where scripts are mounted, in every container that runs one. */
export const scriptsMount = yaml`
  - name: runtime
    mountPath: /etc/fabric-dind
    readOnly: true
`;

export const scripts: Component = {
  name: 'scripts',
  about: 'Scripts that run in the Pod',
  templates: [configMap, volume],
  releaseObjects: [{ body: configMap }],
  volumes: [{ body: volume }],
  mounts: [{ body: scriptsMount }],
  checksums: [{ body: go`checksum/runtime: {{ ${scriptsChecksum} }}` }],
};
