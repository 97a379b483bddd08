/**
 * Pairs of Fabric and Docker that break builds (fabric#5350, moby/moby#51186; reference: Fabric's docker client). With
 * DOCKER_MIN_API_VERSION=1.24 Docker 29 takes the old client's builds, but panics at their end and leaves the image
 * without a name (measured on 29.8.1).
 */
import type { Expr } from '../../expression/ast.ts';
import { and, asText, eq, fact, format, matches, not, or, versionIn } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { dockerRelease as docker, fabricRelease as fabric, knowsVersions } from './facts.ts';

/** go-dockerclient 1.7.3, which builds with API 1.25; known only where the version is. */
const oldClient = fact(
  'hasOldClient',
  "Whether the peer's Docker client is the old one, which builds with API 1.25.",
  and(knowsVersions, or(versionIn('<2.5.15', fabric), versionIn('>=3.0.0 <3.1.4', fabric))),
);
const pullsAlways = or(eq(fabric, '2.5.15'), eq(fabric, '3.1.4'));
const isPrerelease = fact(
  'isPrerelease',
  'Whether the peer was built from a commit between releases.',
  matches('^v?[0-9]+[.][0-9]+[.][0-9]+-', asText(peer.image.tag)),
);
/** `semverCompare` refuses what is not a version, so this comes first in every comparison. */
const dockerIn = (range: string): Expr<boolean> => and(knowsVersions, versionIn(range, docker));

export const versionRules: readonly Rule[] = [
  {
    sentence: 'a peer with the old Docker client has a daemon that still serves it',
    scope: 'peer',
    severity: 'error',
    blames: peer.dind.image.tag,
    broken: and(oldClient, dockerIn('>=29.0.0'), not(isPrerelease)),
    message: format(
      "Fabric %s sends /v1.25/build, which Docker %s refuses: every build would end with 'broken pipe'. Use Fabric 2.5.16 or 3.1.5, or take dind.image.tag 28.5.2-dind",
      fabric,
      docker,
    ),
  },
  {
    sentence: 'a peer built from a commit with the old Docker client has a daemon that still serves it',
    scope: 'peer',
    severity: 'warning',
    blames: peer.dind.image.tag,
    broken: and(oldClient, isPrerelease, dockerIn('>=29.0.0')),
    message: format(
      'Fabric %s was built between releases: if its Docker client is older than that of 2.5.15 or 3.1.4, Docker %s refuses its builds, and no setting helps. Take dind.image.tag 28.5.2-dind to be sure',
      asText(peer.image.tag),
      docker,
    ),
  },
  {
    sentence: 'a peer with the new Docker client has a daemon that is new enough',
    scope: 'peer',
    severity: 'error',
    blames: peer.dind.image.tag,
    broken: and(
      not(oldClient),
      dockerIn('<25.0.0'),
      or(not(versionIn('>=3.1.5', fabric)), versionIn('<19.3.0', docker)),
    ),
    message: format(
      "Fabric %s needs API 1.44, which Docker has from version 25, but dind.image.tag is %s: builds would end with 'client version is too new'. Take a newer dind.image.tag",
      fabric,
      docker,
    ),
  },
  {
    sentence: 'a peer that pulls at every build has a registry',
    scope: 'peer',
    severity: 'warning',
    blames: peer.image.tag,
    broken: and(peer.enabled, peer.dind.enabled, pullsAlways),
    message: format(
      'Fabric %s pulls the image that chaincode runs in at every build, whatever chaincode.pull says (fixed in 2.5.16 and 3.1.5): without a registry every build fails. Take a newer image.tag',
      fabric,
    ),
  },
  {
    sentence: 'the versions of peer and daemon are known',
    scope: 'peer',
    severity: 'warning',
    blames: peer.image.tag,
    broken: and(
      peer.enabled,
      peer.dind.enabled,
      or(and(not(fabric), not(peer.image.digest)), and(not(docker), not(peer.dind.image.digest))),
    ),
    message: format(
      'image.tag %s with dind.image.tag %s: the pair cannot be checked, and some pairs break every build. Name full versions such as 2.5.16 and 29.8.1-dind',
      asText(peer.image.tag),
      asText(peer.dind.image.tag),
    ),
  },
];
