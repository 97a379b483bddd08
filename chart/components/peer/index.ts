/** The peer's own scratch space, and how it says that it is ready and alive. */
import { yaml } from '../../language/index.ts';
import type { Component } from '../component.ts';
import { scriptsMount, scriptsVolume } from '../scripts/index.ts';

/** The chart's handler of readiness and startup: files/ready.sh. */
export const listens = yaml`
  exec:
    command:
      - bash
      - /etc/fabric-dind/ready.sh
`;

/** The chart's handler of liveness: files/alive.sh. */
export const alive = yaml`
  exec:
    command:
      - bash
      - /etc/fabric-dind/alive.sh
`;

export const peer: Component = {
  name: 'peer',
  about: 'The peer',
  templates: [],
  volumes: [
    { body: scriptsVolume('peer') },
    {
      body: yaml`
        - name: tmp
          emptyDir: {}
      `,
    },
  ],
  mounts: [
    { body: scriptsMount('peer') },
    {
      body: yaml`
        # External builders make scratch folders.
        - name: tmp
          mountPath: /tmp
      `,
    },
  ],
};
