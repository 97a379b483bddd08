/** What follows from the choice of a Docker daemon: its claim, its versions, and what the Pod needs for it. */
import { and, choose, eq, fact, isSet, not, or, orElse, versionOf } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import { suffixed } from '../peer/facts.ts';

const { dind } = peer;

/** Whether the peer has a Docker daemon at all. */
export const hasDocker = fact(
  'hasDocker',
  'Whether the peer has a Docker daemon at all.',
  or(dind.enabled, peer.hostDocker.enabled),
);

/** The claim of Docker's data. */
export const dockerClaim = fact(
  'dockerClaim',
  "The claim of Docker's data.",
  orElse(dind.storage.existingClaim, suffixed('docker')),
);

/** Whether Docker's data outlives the Pod. */
export const keepsDocker = fact(
  'keepsDocker',
  "Whether Docker's data outlives the Pod.",
  and(peer.enabled, dind.enabled, eq(dind.storage.type, 'claim')),
);

/** Whether the sidecar's isolation gives the Pod a user namespace of its own. */
export const ownUsers = and(dind.enabled, or(eq(dind.isolation, 'userns'), eq(dind.isolation, 'sysbox')));

const isolationClass = choose(
  eq(dind.isolation, 'sysbox'),
  'sysbox-runc',
  choose(eq(dind.isolation, 'kata'), 'kata', choose(eq(dind.isolation, 'userns'), 'cgroup-writable', '')),
);

/** The Pod's RuntimeClass: the user's, else that of the sidecar's isolation. */
export const runtimeClass = fact(
  'runtimeClass',
  "The Pod's RuntimeClass: the user's, else the one that the sidecar's isolation needs.",
  orElse(peer.runtimeClassName, choose(dind.enabled, isolationClass, '')),
);

/** The three numbers of the peer's version, or '' where its tag has none. */
export const fabricRelease = fact(
  'fabricRelease',
  "The three numbers of the peer's version; empty where its tag has none.",
  versionOf(peer.image.tag),
);

/** The three numbers of the daemon's version, or '' where its tag has none. */
export const dockerRelease = fact(
  'dockerRelease',
  "The three numbers of the daemon's version; empty where its tag has none.",
  versionOf(dind.image.tag),
);

/** Whether the pair of versions can be compared: both are numbers, and no digest stands for another version. */
export const knowsVersions = fact(
  'knowsVersions',
  'Whether the versions of peer and daemon are known: both tags start with a version, and no digest replaces them.',
  and(
    peer.enabled,
    dind.enabled,
    isSet(fabricRelease),
    isSet(dockerRelease),
    not(peer.image.digest),
    not(dind.image.digest),
  ),
);

/** Whether the daemon serves metrics. */
export const hasDockerMetrics = and(peer.dind.enabled, peer.dind.metrics.enabled);
