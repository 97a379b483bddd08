/** The Docker-in-Docker sidecar. */
import { and, eq, not } from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import type { Component } from '../component.ts';
import { container, environmentMap, sidecarSecurity, ulimits } from './container.ts';
import { daemonConfig, daemonConfigMap, daemonJson, logDefaults } from './daemon.ts';
import { claim, socketMount, volumes } from './volumes.ts';

const { storage } = peer.dind;

export const dind: Component = {
  name: 'dind',
  about: 'The Docker-in-Docker sidecar',
  when: peer.dind.enabled,
  templates: [
    ulimits,
    environmentMap,
    sidecarSecurity,
    container,
    logDefaults,
    daemonConfig,
    daemonJson,
    daemonConfigMap,
    volumes,
    claim,
  ],
  objects: [
    { body: claim, when: and(eq(storage.type, 'claim'), not(storage.existingClaim)) },
    { body: daemonConfigMap },
  ],
  initContainers: [{ body: container }],
  volumes: [{ body: volumes }],
  mounts: [{ body: socketMount }],
};
