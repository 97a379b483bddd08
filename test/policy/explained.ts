/** What the checks object to and we leave, each with the reason. */

/** Objections of Pod Security's level `restricted`, by container. */
export const restricted: Readonly<Record<string, { readonly why: string; readonly objections: RegExp }>> = {
  prepare: {
    why: 'It gives the ledger its owner, for which it is root with CHOWN alone (and DAC_OVERRIDE to look into folders of another owner). `ledger.setOwner: none` and `podSecurityContext.fsGroup` do without.',
    objections:
      /^(unrestricted capabilities: .*must not include ("CHOWN"(, )?|"DAC_OVERRIDE"(, )?)+ |runAsNonRoot != true|runAsUser=0)/u,
  },
  'the Pod': {
    why: "With hostDocker the peer uses the node's own daemon, by its socket; it is not the default.",
    objections: /^restricted volume types: volume "host-docker" /u,
  },
};

interface Explained {
  /** The check of kube-score. */
  readonly check: string;
  /** The containers or objects that it may object to; absent: any. */
  readonly of?: RegExp;
  readonly why: string;
}

/** Objections of kube-score. */
export const scored: readonly Explained[] = [
  {
    check: 'container-security-context-privileged',
    of: /^dind$/u,
    why: 'dockerd needs it. docs/isolation.md has three ways without.',
  },
  {
    check: 'container-security-context-readonlyrootfilesystem',
    of: /^dind$/u,
    why: 'dockerd and its entrypoint write below /etc, /run and /var/lib.',
  },
  {
    check: 'container-security-context-user-group-id',
    why: "Fabric's images have users below 10000, and files of that owner in the ledger's volume.",
  },
  {
    check: 'container-resources',
    why: 'How much is for the operator to say: every container has its value. A default that is too small ends a peer.',
  },
  {
    check: 'container-ephemeral-storage-request-and-limit',
    why: 'The daemon writes to its own volume, which has a size; a limit for the rest would evict the Pod with it.',
  },
  {
    check: 'container-image-pull-policy',
    why: 'Tags are pinned, and a peer has to start while the registry is away.',
  },
  {
    check: 'pod-networkpolicy',
    why: 'networkPolicy.enabled makes one for each peer; example production-network closes the rest of the namespace.',
  },
  {
    check: 'networkpolicy-targets-pod',
    of: /^default-deny$/u,
    why: 'It is for all Pods of the namespace; kube-score compares namespaces before Helm has set that of the object.',
  },
  {
    check: 'statefulset-has-poddisruptionbudget',
    of: /-devnet-orderer$/u,
    why: 'A network to try things out has one orderer; a budget would only keep its node from being drained.',
  },
  {
    check: 'statefulset-has-host-podantiaffinity',
    of: /-devnet-orderer$/u,
    why: 'There is only one.',
  },
  {
    check: 'deployment-replicas',
    why: 'A chaincode server has as many replicas as chaincodes.<name>.replicas says; one is as good as the one that a peer runs.',
  },
  {
    check: 'deployment-has-poddisruptionbudget',
    why: 'A chaincode server holds no state, and peers wait for one that moves. extraObjects can hold a budget.',
  },
  {
    check: 'deployment-has-host-podantiaffinity',
    why: "The scheduler spreads a Deployment's Pods by default, as these name no other constraint.",
  },
  {
    check: 'service-type',
    of: /-couchdb$/u,
    why: 'NodePort is not the default.',
  },
];
