/** The versions that the chart is made for and tested with. */
export const versions = {
  /** The chart's own version (SemVer); CHANGELOG.md says what changed. */
  chart: '0.1.0',
  /** Fabric's default; 2.5.16 is the first 2.5 release that both talks to Docker 29 and builds without a registry (fabric#5350, fabric#5497). */
  fabric: '2.5.16',
  /** Docker's default; Docker 28 is no longer rebuilt since 2025-11-10. */
  dind: '29.8.1-dind',
  /** The oldest Kubernetes: native sidecars are on by default from 1.29 (KEP-753). */
  kubernetes: '>=1.29.0-0',
} as const;

/** Where the project is published: links of Chart.yaml and of the chart's README. A fork changes it here. */
export const project: Project = {
  home: 'https://github.com/fabric-dind/fabric-dind',
};

interface Project {
  readonly home: string;
  /** The key that signs packages, for Artifact Hub: its fingerprint, and where the public key is. */
  readonly signKey?: { readonly fingerprint: string; readonly url: string };
  /** The repository's id at Artifact Hub, which proves that it is ours (artifacthub-repo.yml). */
  readonly artifactHubId?: string;
}
