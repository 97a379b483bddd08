// Generated from schema/values by "npm run generate". Do not edit.
import type { Overrides } from '../model/overrides.ts';

/**
 * Values of the fabric-dind chart.
 */
export interface Values {
  /**
   * Replaces the chart's name in object names and labels.
   * @default ""
   */
  readonly nameOverride: string;
  /**
   * Replaces the first part of every object name. Peers are then called `<fullnameOverride>-<peer>`.
   * @default ""
   */
  readonly fullnameOverride: string;
  /**
   * Labels of every object, Pods included.
   * @default {}
   */
  readonly commonLabels: {
    readonly [k: string]: string
  };
  /**
   * Annotations of every object but Pods.
   * @default {}
   */
  readonly commonAnnotations: {
    readonly [k: string]: string
  };
  readonly global: Global;
  /**
   * MSP ID of the organisation that these peers belong to, as the channel's configuration spells it.
   * @default "Org1MSP"
   * @example "Org1MSP"
   */
  readonly mspId: string;
  /**
   * Further Kubernetes objects. They are passed on as they are; one that contains `{{` is a template, and may be a text.
   * @default []
   */
  readonly extraObjects: readonly ({
    /**
     * Version of its API.
     */
    readonly apiVersion: string
    /**
     * Its kind.
     */
    readonly kind: string
    /**
     * Its name, labels and so on.
     */
    readonly metadata: {
      readonly [k: string]: unknown
    }
    readonly [k: string]: unknown
  } | string)[];
  readonly rollout: Rollout;
  readonly podDisruptionBudget: PodDisruptionBudget;
  readonly administrator: Administrator;
  /**
   * Channels that the peers join, by name. A Job for each does what is missing and says for whom it waits. To take an entry away changes nothing on any peer: a peer leaves a channel only when it is told to, while it is stopped.
   * @default {}
   * @example {"mychannel":{"orderers":[{"address":"orderer0.example.com:7050","tlsCaCert":{"name":"orderer-tls","key":"ca.crt"}}],"anchorPeers":["peer0"]}}
   */
  readonly channels: {
    readonly [k: string]: {
      /**
       * Orderers of the channel; they are tried in this order.
       * 
       * @minItems 1
       * 
       * Items: An orderer.
       */
      readonly orderers: {
        /**
         * Host and port.
         */
        readonly address: string
        /**
         * The TLS root CA certificate of that server.
         */
        readonly tlsCaCert: {
          /**
           * Name of the Secret.
           */
          readonly name: string
          /**
           * Key in the Secret.
           */
          readonly key: string
        }
      }[]
      /**
       * What peers join with. Without it the orderers are asked for the genesis block.
       */
      readonly block?: {
        /**
         * The channel's genesis block in a Secret, where no orderer gives it out.
         */
        readonly secret?: {
          /**
           * Name of the Secret.
           */
          readonly name: string
          /**
           * Key in the Secret.
           */
          readonly key: string
        }
        /**
         * A ledger snapshot: its folder on the peer's volume. Every peer that joins needs it there.
         */
        readonly snapshot?: string
      }
      /**
       * Peers that join, by name. Empty: all.
       */
      readonly peers?: string[]
      /**
       * Peers that the channel is to name as anchor peers of the organisation, by name: others find it through them. Those that it names already stay.
       */
      readonly anchorPeers?: string[]
      /**
       * Peers of other organisations, by MSP ID, that endorse the commit of a chaincode definition, where the policy LifecycleEndorsement asks for more than one organisation.
       */
      readonly endorsers?: {
        /**
         * A peer of another organisation.
         */
        readonly [k: string]: {
          /**
           * Host and port.
           */
          readonly address: string
          /**
           * The TLS root CA certificate of that server.
           */
          readonly tlsCaCert: {
            /**
             * Name of the Secret.
             */
            readonly name: string
            /**
             * Key in the Secret.
             */
            readonly key: string
          }
        }
      }
    }
  };
  /**
   * Chaincodes, by name. A Job for each installs the package, approves the definition for the organisation, waits for others, and commits it; it does what is missing. To take an entry away removes nothing from peers or channels.
   * @default {}
   * @example {"asset":{"channels":["mychannel"],"version":"1.0","sequence":1,"package":{"configMap":{"name":"asset","key":"asset.tgz"}}}}
   */
  readonly chaincodes: {
    readonly [k: string]: {
      /**
       * Channels on which it is to be committed, by their keys in `channels`.
       * 
       * @minItems 1
       */
      readonly channels: string[]
      /**
       * Version of the definition.
       */
      readonly version: string
      /**
       * Number of the definition: one more for each change of version, policy or collections. 1 if absent. A changed package alone needs no new one, unless organisations are to agree on it.
       */
      readonly sequence?: number
      /**
       * Where the package comes from: one of these.
       */
      readonly package: {
        /**
         * The package, as `peer lifecycle chaincode package` makes it, in a ConfigMap (binaryData).
         */
        readonly configMap?: {
          /**
           * Name of the ConfigMap.
           */
          readonly name: string
          /**
           * Key in the ConfigMap.
           */
          readonly key: string
        }
        /**
         * The package in a Secret.
         */
        readonly secret?: {
          /**
           * Name of the Secret.
           */
          readonly name: string
          /**
           * Key in the Secret.
           */
          readonly key: string
        }
        /**
         * The package in a volume.
         */
        readonly claim?: {
          /**
           * The PersistentVolumeClaim.
           */
          readonly name: string
          /**
           * Path of the package in the volume.
           */
          readonly path: string
        }
        /**
         * The package in an image, which must hold `cp`.
         */
        readonly image?: {
          /**
           * The image.
           */
          readonly name: string
          /**
           * Path of the package in the image.
           */
          readonly path: string
        }
        /**
         * The package at an address that the Job can reach.
         */
        readonly url?: {
          /**
           * Its address.
           */
          readonly address: string
          /**
           * Checksum of the package; another content is refused.
           */
          readonly sha256: string
        }
        /**
         * Chaincode as a service: the chart runs an image that holds a chaincode server as a Deployment with a Service, and makes the package that leads peers there.
         */
        readonly service?: {
          /**
           * Image of the chaincode server.
           */
          readonly image: string
          /**
           * Command of the container, where the image's own starts something else.
           */
          readonly command?: string[]
          /**
           * Port on which it listens. 9999 if absent.
           */
          readonly port?: number
          /**
           * TLS between peers and the server.
           */
          readonly tls?: {
            /**
             * Whether peers speak TLS with it. True if absent; `false` for a server that does not read `CHAINCODE_TLS_KEY` and `CHAINCODE_TLS_CERT`.
             */
            readonly enabled?: boolean
            /**
             * Secret with the keys `tls.crt`, `tls.key` and `ca.crt`, e.g. of cert-manager, whose certificate names the Service. Without it the Job makes one, for ten years.
             */
            readonly secretName?: string
          }
          /**
           * How many Pods. 1 if absent.
           */
          readonly replicas?: number
          /**
           * Environment variables of the chaincode.
           */
          readonly env?: {
            readonly [k: string]: string | number | boolean | {
              /**
               * Where the value comes from, as in a container.
               */
              readonly valueFrom: {
                readonly secretKeyRef?: {
                  readonly name: string
                  readonly key: string
                  readonly [k: string]: unknown
                }
                readonly configMapKeyRef?: {
                  readonly name: string
                  readonly key: string
                  readonly [k: string]: unknown
                }
                readonly fieldRef?: {
                  readonly fieldPath: string
                  readonly [k: string]: unknown
                }
                readonly resourceFieldRef?: {
                  readonly resource: string
                  readonly [k: string]: unknown
                }
                readonly fileKeyRef?: {
                  readonly volumeName: string
                  readonly path: string
                  readonly key: string
                  readonly [k: string]: unknown
                }
              }
            }
          }
          /**
           * Requests and limits of the chaincode.
           */
          readonly resources?: {
            readonly requests?: ({
              /**
               * CPUs.
               */
              readonly cpu?: (string | number | null)
              /**
               * Memory.
               */
              readonly memory?: (string | number | null)
              /**
               * Disk of the node.
               */
              "ephemeral-storage"?: (string | number | null)
              readonly [k: string]: string | number | null | undefined
            } | null)
            readonly limits?: ({
              /**
               * CPUs.
               */
              readonly cpu?: (string | number | null)
              /**
               * Memory.
               */
              readonly memory?: (string | number | null)
              /**
               * Disk of the node.
               */
              "ephemeral-storage"?: (string | number | null)
              readonly [k: string]: string | number | null | undefined
            } | null)
            readonly [k: string]: unknown
          }
          /**
           * CouchDB's indexes, by name; `<collection>/<name>` for one of private data. The package brings them to the peers.
           */
          readonly indexes?: {
            /**
             * An index, as CouchDB's `_index` takes it.
             */
            readonly [k: string]: {
              /**
               * `fields`, and `partial_filter_selector` where only some documents are in it.
               */
              readonly index: {
                readonly [k: string]: unknown
              }
              /**
               * The design document that holds it.
               */
              readonly ddoc: string
              /**
               * Name, by which a query asks for it.
               */
              readonly name: string
              /**
               * `json`.
               */
              readonly type: string
            }
          }
        }
      }
      /**
       * Who must endorse: a signature policy such as `OR('Org1MSP.peer','Org2MSP.peer')`, or the path of a policy of the channel, `/Channel/Application/Endorsement`. Without it the channel's own holds.
       */
      readonly endorsementPolicy?: string
      /**
       * Collections of private data.
       * 
       * Items: A collection as Fabric names its fields: name, policy, requiredPeerCount and so on.
       */
      readonly collections?: {
        readonly [k: string]: unknown
      }[]
      /**
       * The definition asks for an initialisation, which the Job does after the commit.
       */
      readonly init?: {
        /**
         * Arguments of the first invocation.
         */
        readonly args: string[]
      }
      /**
       * Commit the definition when the organisations have approved it; `false`: wait until another one has. True if absent.
       */
      readonly commit?: boolean
      /**
       * Peers that get the package, by name. Empty: all that join one of the channels.
       */
      readonly peers?: string[]
    }
  };
  readonly devnet: Devnet;
  readonly monitoring: Monitoring;
  readonly gatewayService: GatewayService;
  /**
   * The peers by name: each entry overrides `peer`, and what it says counts even if it is false, 0, "" or []. Empty: one peer, `peer0`. A peer without overrides is written `peer1: {}`.
   * @default {}
   * @example {"peer0":{},"peer1":{"logging":{"spec":"debug"}}}
   */
  readonly peers: { readonly [name: string]: PeerOverrides };
  readonly peer: Peer;
}

/**
 * Settings that an umbrella chart shares with its subcharts. Unknown keys are accepted here.
 */
export interface Global {
  /**
   * Registry of every image, e.g. of a mirror; it replaces `registry` of each image, and the one that the sidecar pulls chaincode images from.
   * @default ""
   */
  readonly imageRegistry: string;
  /**
   * Secrets with registry credentials, for the kubelet and for images that the sidecar pulls: `- name: my-registry`.
   * @default []
   */
  readonly imagePullSecrets: readonly {
    /**
     * Name of the Secret.
     */
    readonly name: string
  }[];
}

/**
 * Restart changed peers one after the other. Without it an upgrade restarts all peers that it changes at once, and the organisation cannot endorse meanwhile; no PodDisruptionBudget prevents that.
 */
export interface Rollout {
  /**
   * After an upgrade or rollback a Job deletes the Pod of each changed peer and waits until its successor is ready; it stops at the first that does not get there. The Job may read the StatefulSets and Pods of these peers and delete the Pods. Give helm a `--timeout` above `timeoutSeconds` for each peer, and a minute: its own default is 5 minutes in all.
   * @default false
   */
  readonly enabled: boolean;
  readonly image: RolloutImage;
  /**
   * Longest time for one peer to become ready again, in seconds.
   * @default 600
   */
  readonly timeoutSeconds: number;
  /**
   * Requests and limits of the Job's container.
   * @default {}
   */
  readonly resources: {
    readonly requests?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly limits?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly [k: string]: unknown
  };
}

/**
 * Image of kubectl, with a shell.
 */
export interface RolloutImage {
  /**
   * Registry to pull from; `global.imageRegistry` wins over it.
   * @default "docker.io"
   */
  readonly registry: string;
  /**
   * Repository below the registry.
   * @default "alpine/kubectl"
   */
  readonly repository: string;
  /**
   * Tag. Pin a full version: a floating tag lets two nodes run different software.
   * @default "1.34.2"
   */
  readonly tag: (string | number);
  /**
   * Digest, e.g. `sha256:…`. When set it is used instead of the tag.
   * @default ""
   */
  readonly digest: string;
  /**
   * When the kubelet pulls the image. `Always` makes a restart depend on the registry.
   * @default "IfNotPresent"
   */
  readonly pullPolicy: ("Always" | "IfNotPresent" | "Never");
}

/**
 * A PodDisruptionBudget over all peers of the release: draining nodes, e.g. for an upgrade of the cluster, then takes no more of them at once than the organisation can spare. It stops no upgrade of the chart (see `rollout`). A budget for each peer alone would only block every drain.
 */
export interface PodDisruptionBudget {
  /**
   * Make it. It needs two peers or more to be of use.
   * @default false
   */
  readonly enabled: boolean;
  /**
   * How many peers may be away at once. Not used with `minAvailable`.
   * @default 1
   */
  readonly maxUnavailable: number;
  /**
   * How many peers must stay ready; 0: `maxUnavailable` decides.
   * @default 0
   */
  readonly minAvailable: number;
  /**
   * Whether a peer that is not ready may be evicted whatever the budget says: one that waits for a Secret must not hold a node.
   * @default "AlwaysAllow"
   */
  readonly unhealthyPodEvictionPolicy: ("AlwaysAllow" | "IfHealthyBudget");
}

/**
 * The administrator of the organisation, whose Jobs do what `channels` and `chaincodes` say. Without either nothing of this is used.
 */
export interface Administrator {
  readonly image: AdministratorImage;
  readonly msp: AdministratorMsp;
  readonly tls: AdministratorTls;
  readonly peerTlsCaCert: AdministratorPeerTlsCaCert;
  /**
   * Longest time for a Job, in seconds: it waits for peers, orderers and other organisations, and says for whom.
   * @default 900
   */
  readonly timeoutSeconds: number;
  /**
   * Requests and limits of a Job's container.
   * @default {}
   */
  readonly resources: {
    readonly requests?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly limits?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly [k: string]: unknown
  };
}

/**
 * Image of Fabric's commands, with jq and curl; 2.5's serve peers of 3.x too.
 */
export interface AdministratorImage {
  /**
   * Registry to pull from; `global.imageRegistry` wins over it.
   * @default "docker.io"
   */
  readonly registry: string;
  /**
   * Repository below the registry.
   * @default "hyperledger/fabric-tools"
   */
  readonly repository: string;
  /**
   * Tag. Pin a full version: a floating tag lets two nodes run different software.
   * @default "2.5.16"
   */
  readonly tag: (string | number);
  /**
   * Digest, e.g. `sha256:…`. When set it is used instead of the tag.
   * @default ""
   */
  readonly digest: string;
  /**
   * When the kubelet pulls the image. `Always` makes a restart depend on the registry.
   * @default "IfNotPresent"
   */
  readonly pullPolicy: ("Always" | "IfNotPresent" | "Never");
}

/**
 * The administrator's identity: a certificate with the OU admin, and its key.
 */
export interface AdministratorMsp {
  /**
   * Secret that holds it. It must exist; only the Jobs mount it, never a peer.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key of the administrator's certificate.
   * @default "cert.pem"
   */
  readonly signCert: string;
  /**
   * Key of its private key.
   * @default "key.pem"
   */
  readonly privateKey: string;
  /**
   * Key of the organisation's root CA certificate.
   * @default "cacert.pem"
   */
  readonly caCert: string;
  /**
   * Key of the organisation's intermediate CA certificate; empty: there is none.
   * @default ""
   */
  readonly intermediateCert: string;
}

/**
 * A TLS client certificate, for peers and orderers that ask for one.
 */
export interface AdministratorTls {
  /**
   * Secret that holds it; empty: none is shown.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key of the certificate.
   * @default "tls.crt"
   */
  readonly cert: string;
  /**
   * Key of its private key.
   * @default "tls.key"
   */
  readonly privateKey: string;
}

/**
 * The TLS root CA of the release's peers.
 */
export interface AdministratorPeerTlsCaCert {
  /**
   * Secret that holds it; empty: each peer's own (`identity.tls`).
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key of the certificate.
   * @default "ca.crt"
   */
  readonly key: string;
}

/**
 * A network to develop against, with nothing prepared: keys, orderers, a channel that the peers join, a sample chaincode. Not for production: one Secret holds the keys of all authorities, and any one member may change the channel.
 */
export interface Devnet {
  /**
   * Make it. Jobs with the image `administrator.image` make the keys before the peers start, and may create Secrets in the namespace.
   * @default false
   */
  readonly enabled: boolean;
  /**
   * Name of the channel. It cannot be changed later.
   * @default "mychannel"
   */
  readonly channel: string;
  /**
   * How many orderers (Raft): 1 or 3. It cannot be changed later.
   * @default 1
   */
  readonly orderers: number;
  /**
   * Install the sample chaincode `kv`, which peers build as any other, and have `helm test` use it. Switch off where `chaincodes` has what you develop.
   * @default true
   */
  readonly sample: boolean;
  /**
   * Full name of another release in this namespace, e.g. `org1-fabric-dind`, whose devnet this organisation joins: it then gets no orderers of its own. `mspId` must be another. NOTES of that release print the command.
   * @default ""
   */
  readonly joins: string;
  /**
   * Leave keys, ledgers and orderers' data when the release is uninstalled, for the next one of that name. `false`: a Job removes the Secrets that the devnet made and the claims of the release.
   * @default true
   */
  readonly keep: boolean;
  readonly image: DevnetImage;
  readonly storage: DevnetStorage;
  /**
   * Requests and limits of an orderer's container.
   * @default {}
   */
  readonly resources: {
    readonly requests?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly limits?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly [k: string]: unknown
  };
}

/**
 * Image of the orderers; 2.5 and 3.x.
 */
export interface DevnetImage {
  /**
   * Registry to pull from; `global.imageRegistry` wins over it.
   * @default "docker.io"
   */
  readonly registry: string;
  /**
   * Repository below the registry.
   * @default "hyperledger/fabric-orderer"
   */
  readonly repository: string;
  /**
   * Tag. Pin a full version: a floating tag lets two nodes run different software.
   * @default "2.5.16"
   */
  readonly tag: (string | number);
  /**
   * Digest, e.g. `sha256:…`. When set it is used instead of the tag.
   * @default ""
   */
  readonly digest: string;
  /**
   * When the kubelet pulls the image. `Always` makes a restart depend on the registry.
   * @default "IfNotPresent"
   */
  readonly pullPolicy: ("Always" | "IfNotPresent" | "Never");
}

/**
 * The orderers' volumes.
 */
export interface DevnetStorage {
  /**
   * Size of the claim of each.
   * @default "1Gi"
   */
  readonly size: (string | number);
  /**
   * StorageClass; empty: the default one; `-`: none.
   * @default ""
   */
  readonly storageClassName: string;
}

/**
 * Alerts and a dashboard for the release's peers. They expect the metrics that `peer.metrics.podMonitor` collects, and those of the kubelet and of kube-state-metrics.
 */
export interface Monitoring {
  readonly rules: MonitoringRules;
  readonly dashboard: MonitoringDashboard;
}

/**
 * A PrometheusRule.
 */
export interface MonitoringRules {
  /**
   * Make the PrometheusRule; the cluster must have its CRD (monitoring.coreos.com).
   * @default false
   */
  readonly enabled: boolean;
  /**
   * Labels by which Prometheus selects rules, e.g. `release: kube-prometheus-stack`.
   * @default {}
   */
  readonly labels: {
    readonly [k: string]: string
  };
}

/**
 * A Grafana dashboard in a ConfigMap, as Grafana's sidecar loads it.
 */
export interface MonitoringDashboard {
  /**
   * Make the ConfigMap.
   * @default false
   */
  readonly enabled: boolean;
  /**
   * Labels by which Grafana's sidecar finds dashboards.
   * @default {"grafana_dashboard":"1"}
   */
  readonly labels: {
    readonly [k: string]: string
  };
  /**
   * Annotations of the ConfigMap, e.g. Grafana's folder.
   * @default {}
   */
  readonly annotations: {
    readonly [k: string]: string
  };
}

/**
 * A Service over all peers of the release, for clients' gateway connections: whichever peer answers endorses and submits. Every peer's TLS certificate must have its host name, `<name>.<namespace>.svc`.
 */
export interface GatewayService {
  /**
   * Make it. It leads to the peers that are ready.
   * @default false
   */
  readonly enabled: boolean;
  /**
   * Its name; empty: the full name of the release and `-gateway`.
   * @default ""
   */
  readonly name: string;
  /**
   * Type of the Service.
   * @default "ClusterIP"
   */
  readonly type: ("ClusterIP" | "NodePort" | "LoadBalancer");
  /**
   * Port of the Service.
   * @default 7051
   */
  readonly port: number;
  /**
   * Annotations of the Service.
   * @default {}
   */
  readonly annotations: {
    readonly [k: string]: string
  };
  /**
   * Further labels of the Service.
   * @default {}
   */
  readonly labels: {
    readonly [k: string]: string
  };
}

/**
 * Defaults of every peer; `peers.<name>` overrides them one by one.
 */
export interface Peer {
  /**
   * Deploy the peer. Without it nothing of the peer is there but its claims, which are always kept.
   * @default true
   */
  readonly enabled: boolean;
  /**
   * 1, or 0 to stop the peer and keep all its objects (for `peer node` maintenance).
   * @default 1
   */
  readonly replicas: number;
  /**
   * The peer's full name, which its objects bear; empty: the release's full name, `-` and the peer's key.
   * @default ""
   */
  readonly nameOverride: string;
  readonly image: PeerImage;
  readonly identity: PeerIdentity;
  /**
   * Fabric's `peer.id`, part of the names of chaincode images and containers; empty: the peer's full name.
   * @default ""
   */
  readonly id: string;
  /**
   * Fabric's `peer.networkId`, the first part of the names of chaincode images and containers.
   * @default "dev"
   */
  readonly networkId: string;
  /**
   * Host name under which peers and clients in the cluster reach this peer; it must be among its TLS certificate's SANs. Empty: `<peer's full name>.<namespace>.svc`.
   * @default ""
   */
  readonly hostname: string;
  readonly logging: PeerLogging;
  readonly gossip: PeerGossip;
  readonly gateway: PeerGateway;
  readonly discovery: PeerDiscovery;
  readonly keepalive: PeerKeepalive;
  readonly limits: PeerLimits;
  readonly authentication: PeerAuthentication;
  readonly deliveryClient: PeerDeliveryClient;
  /**
   * Environment variables of the peer by name: a value, or an object such as `valueFrom: {secretKeyRef: …}`. An entry replaces the chart's variable of the same name. Never put a secret here; refer to one.
   * @default {}
   * @example {"CORE_PEER_GOSSIP_MEMBERSHIPTRACKERINTERVAL":"5s"}
   */
  readonly env: {
    readonly [k: string]: string | number | boolean | {
      /**
       * Where the value comes from, as in a container.
       */
      readonly valueFrom: {
        readonly secretKeyRef?: {
          readonly name: string
          readonly key: string
          readonly [k: string]: unknown
        }
        readonly configMapKeyRef?: {
          readonly name: string
          readonly key: string
          readonly [k: string]: unknown
        }
        readonly fieldRef?: {
          readonly fieldPath: string
          readonly [k: string]: unknown
        }
        readonly resourceFieldRef?: {
          readonly resource: string
          readonly [k: string]: unknown
        }
        readonly fileKeyRef?: {
          readonly volumeName: string
          readonly path: string
          readonly key: string
          readonly [k: string]: unknown
        }
      }
    }
  };
  /**
   * ConfigMaps and Secrets whose keys become environment variables, as in a container.
   * @default []
   */
  readonly envFrom: readonly {
    readonly [k: string]: unknown
  }[];
  readonly operations: PeerOperations;
  readonly metrics: PeerMetrics;
  readonly profile: PeerProfile;
  readonly ledger: PeerLedger;
  readonly stateDatabase: PeerStateDatabase;
  readonly maintenance: PeerMaintenance;
  readonly backup: PeerBackup;
  readonly chaincode: PeerChaincode;
  readonly chaincodeLogging: PeerChaincodeLogging2;
  readonly dind: PeerDind;
  readonly preload: PeerPreload;
  readonly hostDocker: PeerHostDocker;
  readonly chaincodeAsAService: PeerChaincodeAsAService;
  /**
   * Further external builders, asked in this order before all others. Bring them in by `extraVolumes` and `extraInitContainers`.
   * @default []
   */
  readonly externalBuilders: readonly {
    /**
     * Name of the builder. Fabric keeps it with every package it built: renaming makes them unusable.
     */
    readonly name: string
    /**
     * Folder that has bin/detect, bin/build and so on.
     */
    readonly path: string
    /**
     * Environment variables that the builder gets from the peer.
     */
    readonly propagateEnvironment?: string[]
  }[];
  readonly kubernetesBuilder: PeerKubernetesBuilder;
  /**
   * Any keys of Fabric's core.yaml, over those of the peer's own image, so that each Fabric version keeps its own defaults for the rest. Environment variables win over it. For what has a value of its own in this file, use that.
   * @default {}
   * @example {"peer":{"gossip":{"maxBlockCountToStore":20}}}
   */
  readonly coreYaml: {
    /**
     * Section peer of core.yaml.
     */
    readonly peer?: ({
      readonly [k: string]: unknown
    } | null)
    /**
     * Section chaincode of core.yaml.
     */
    readonly chaincode?: ({
      readonly [k: string]: unknown
    } | null)
    /**
     * Section ledger of core.yaml.
     */
    readonly ledger?: ({
      readonly [k: string]: unknown
    } | null)
    /**
     * Section operations of core.yaml.
     */
    readonly operations?: ({
      readonly [k: string]: unknown
    } | null)
    /**
     * Section metrics of core.yaml.
     */
    readonly metrics?: ({
      readonly [k: string]: unknown
    } | null)
    /**
     * Section vm of core.yaml.
     */
    readonly vm?: ({
      /**
       * Section vm.docker of core.yaml.
       */
      readonly docker?: ({
        /**
         * Section vm.docker.hostConfig of core.yaml.
         */
        readonly hostConfig?: ({
          readonly [k: string]: unknown
        } | null)
        readonly [k: string]: unknown
      } | null)
      readonly [k: string]: unknown
    } | null)
    readonly [k: string]: unknown
  };
  readonly service: PeerService;
  readonly expose: PeerExpose;
  readonly networkPolicy: PeerNetworkPolicy;
  /**
   * Further labels of the Pod.
   * @default {}
   */
  readonly podLabels: {
    readonly [k: string]: string
  };
  /**
   * Annotations of the Pod. A changed one restarts the peer.
   * @default {}
   */
  readonly podAnnotations: {
    readonly [k: string]: string
  };
  /**
   * Annotations of the StatefulSet.
   * @default {}
   */
  readonly annotations: {
    readonly [k: string]: string
  };
  /**
   * Secrets with registry credentials, on top of `global.imagePullSecrets`.
   * @default []
   */
  readonly imagePullSecrets: readonly {
    /**
     * Name of the Secret.
     */
    readonly name: string
  }[];
  readonly serviceAccount: PeerServiceAccount;
  /**
   * Requests and limits of the peer.
   * @default {"requests":{"cpu":"250m","memory":"512Mi"}}
   */
  readonly resources: {
    readonly requests?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly limits?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly [k: string]: unknown
  };
  /**
   * Startup probe of the peer; none by default, since liveness knows a peer that is still starting. The chart asks whether the peer listens unless a handler is given.
   * @default {}
   */
  readonly startupProbe: {
    readonly [k: string]: unknown
  };
  /**
   * When the peer counts as ready, e.g. for `rollout`. Unless a handler (`exec`, `httpGet`, …) is given the chart asks the peer once for its channels, with its own identity, because Fabric listens long before its ledgers are open; then it looks in the kernel whether the peer still accepts connections, since each TCP probe would be an error of TLS in the peer's log. Fabric's /healthz fails whenever the daemon restarts. `null` removes it.
   * @default {"periodSeconds":10,"timeoutSeconds":20,"failureThreshold":3}
   */
  readonly readinessProbe: ({
    readonly [k: string]: unknown
  } | null);
  /**
   * When the peer is restarted. Unless a handler is given the chart asks whether a peer that served still does, its operations server included, however long it takes to start; whether its daemon still has its data, because Fabric builds no image a second time in one run; and whether its identity is still the one that it read (`identity.restartOnChange`). `null` removes it.
   * @default {"periodSeconds":10,"timeoutSeconds":10,"failureThreshold":6}
   */
  readonly livenessProbe: ({
    readonly [k: string]: unknown
  } | null);
  /**
   * Lifecycle hooks of the peer container.
   * @default {}
   */
  readonly lifecycle: {
    readonly [k: string]: unknown
  };
  /**
   * Security context of the Pod. The socket's group is added to `supplementalGroups`. Do not set `fsGroup`: the kubelet would rewrite group and mode of every file of every image in Docker's data.
   * @default {}
   */
  readonly podSecurityContext: {
    readonly supplementalGroups?: number[]
    readonly [k: string]: unknown
  };
  /**
   * Security context of the peer: the restricted profile.
   * @default {"runAsNonRoot":true,"runAsUser":1000,"runAsGroup":1000,"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true,"capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}
   */
  readonly securityContext: {
    readonly [k: string]: unknown
  };
  /**
   * Seconds from the request to stop until everything is killed: the peer stops chaincode and closes its ledger, then the daemon stops.
   * @default 90
   */
  readonly terminationGracePeriodSeconds: number;
  /**
   * What an upgrade does to a running peer. RollingUpdate: it restarts at once, with all others that changed. OnDelete: it restarts when its Pod is deleted. `rollout` deletes the Pods of changed peers one by one and implies OnDelete.
   * @default "RollingUpdate"
   */
  readonly updateStrategy: ("RollingUpdate" | "OnDelete");
  /**
   * Labels of nodes that may run the peer.
   * @default {}
   */
  readonly nodeSelector: {
    readonly [k: string]: string
  };
  /**
   * Tolerations of the Pod.
   * @default []
   */
  readonly tolerations: readonly {
    readonly [k: string]: unknown
  }[];
  /**
   * Affinity of the Pod; empty: the peers of the release prefer different nodes, see `antiAffinity`.
   * @default {}
   */
  readonly affinity: {
    readonly [k: string]: unknown
  };
  /**
   * Keep the peers of the release on different nodes: soft, if possible; hard, or not at all. Only when `affinity` is empty.
   * @default "soft"
   */
  readonly antiAffinity: ("soft" | "hard" | "none");
  /**
   * Topology spread constraints of the Pod.
   * @default []
   */
  readonly topologySpreadConstraints: readonly {
    readonly [k: string]: unknown
  }[];
  /**
   * PriorityClass of the Pod.
   * @default ""
   */
  readonly priorityClassName: string;
  /**
   * RuntimeClass of the Pod.
   * @default ""
   */
  readonly runtimeClassName: string;
  /**
   * Scheduler of the Pod.
   * @default ""
   */
  readonly schedulerName: string;
  /**
   * Entries of the Pod's /etc/hosts, e.g. of orderers without DNS.
   * @default []
   */
  readonly hostAliases: readonly {
    readonly [k: string]: unknown
  }[];
  /**
   * DNS policy of the Pod.
   * @default "ClusterFirst"
   */
  readonly dnsPolicy: ("ClusterFirst" | "Default" | "None" | "ClusterFirstWithHostNet");
  /**
   * DNS settings of the Pod.
   * @default {}
   */
  readonly dnsConfig: {
    readonly [k: string]: unknown
  };
  /**
   * Further init containers; they run before the sidecar starts.
   * @default []
   */
  readonly extraInitContainers: readonly {
    readonly [k: string]: unknown
  }[];
  /**
   * Further containers of the Pod.
   * @default []
   */
  readonly extraContainers: readonly {
    readonly [k: string]: unknown
  }[];
  /**
   * Further Kubernetes objects of the peer, in whose templates `.peerFullname` and `.peer` are at hand. They are passed on as they are; one that contains `{{` is a template, and may be a text.
   * @default []
   */
  readonly extraObjects: readonly ({
    /**
     * Version of its API.
     */
    readonly apiVersion: string
    /**
     * Its kind.
     */
    readonly kind: string
    /**
     * Its name, labels and so on.
     */
    readonly metadata: {
      readonly [k: string]: unknown
    }
    readonly [k: string]: unknown
  } | string)[];
  /**
   * Further volumes of the Pod.
   * @default []
   */
  readonly extraVolumes: readonly {
    readonly [k: string]: unknown
  }[];
  /**
   * Further volume mounts of the peer.
   * @default []
   */
  readonly extraVolumeMounts: readonly {
    readonly [k: string]: unknown
  }[];
  /**
   * Command of the peer; empty: the image's own.
   * @default []
   */
  readonly command: readonly string[];
  /**
   * Arguments of the peer; empty: `peer node start`.
   * @default []
   */
  readonly args: readonly string[];
}

/**
 * Image of the peer.
 */
export interface PeerImage {
  /**
   * Registry to pull from; `global.imageRegistry` wins over it.
   * @default "docker.io"
   */
  readonly registry: string;
  /**
   * Repository below the registry.
   * @default "hyperledger/fabric-peer"
   */
  readonly repository: string;
  /**
   * Tag. Pin a full version: a floating tag lets two nodes run different software.
   * @default "2.5.16"
   */
  readonly tag: (string | number);
  /**
   * Digest, e.g. `sha256:…`. When set it is used instead of the tag.
   * @default ""
   */
  readonly digest: string;
  /**
   * When the kubelet pulls the image. `Always` makes a restart depend on the registry.
   * @default "IfNotPresent"
   */
  readonly pullPolicy: ("Always" | "IfNotPresent" | "Never");
}

/**
 * Identity of the peer: from Secrets that exist already, all in one or each item in its own; from a volume; or from a CA.
 */
export interface PeerIdentity {
  /**
   * Restart the peer when what is mounted as its identity changes, e.g. a certificate that cert-manager renewed: Fabric reads it only when it starts. The peers of a release restart within two minutes for each of them, or one after another with `rollout`. Without it a renewed certificate is of no use until somebody restarts the peer.
   * @default true
   */
  readonly restartOnChange: boolean;
  readonly nodeOUs: PeerIdentityNodeOUs;
  readonly msp: PeerIdentityMsp;
  readonly tls: PeerIdentityTls;
  readonly enrollment: PeerIdentityEnrollment;
  readonly hsm: PeerIdentityHsm;
}

/**
 * Node organisational units: roles of an identity by its certificate's OU field (Fabric's config.yaml).
 */
export interface PeerIdentityNodeOUs {
  /**
   * Write a `config.yaml` with the OUs client, peer, admin and orderer. It names no CA file, so it fits every CA of the MSP. Ignored when `msp.config.key` names a `config.yaml` of your own.
   * @default true
   */
  readonly enabled: boolean;
}

/**
 * The local MSP: who the peer is. Items without a Secret of their own lie in `secretName`.
 */
export interface PeerIdentityMsp {
  /**
   * Secret with the MSP's files; empty: the peer's full name followed by `-msp`.
   * @default ""
   */
  readonly secretName: string;
  readonly signCert: PeerIdentityMspSignCert;
  readonly privateKey: PeerIdentityMspPrivateKey;
  readonly caCert: PeerIdentityMspCaCert;
  readonly tlsCaCert: PeerIdentityMspTlsCaCert;
  readonly intermediateCert: PeerIdentityMspIntermediateCert;
  readonly tlsIntermediateCert: PeerIdentityMspTlsIntermediateCert;
  readonly adminCert: PeerIdentityMspAdminCert;
  readonly config: PeerIdentityMspConfig;
  /**
   * Further files of the MSP by their path: revocation lists, several CAs, e.g. `{crls/root.pem: {key: crl.pem}}`. Fabric reads one certificate or list of each file.
   * @default {}
   */
  readonly files: {
    readonly [k: string]: {
      /**
       * Secret that holds it; empty: that of the MSP.
       */
      readonly secretName?: string
      /**
       * Key in the Secret.
       */
      readonly key: string
    }
  };
  /**
   * A volume that is an MSP folder already, with its `config.yaml`, instead of Secrets: `{csi: …}`, a claim, a projection.
   * @default {}
   */
  readonly volume: {
    readonly [k: string]: unknown
  };
  /**
   * Folder of the peer's container that has the MSP already, e.g. what Vault's injector writes; nothing is mounted then.
   * @default ""
   */
  readonly path: string;
}

/**
 * The peer's enrolment certificate (signcerts).
 */
export interface PeerIdentityMspSignCert {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default "cert.pem"
   */
  readonly key: string;
}

/**
 * The private key of the enrolment certificate (keystore).
 */
export interface PeerIdentityMspPrivateKey {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default "key.pem"
   */
  readonly key: string;
}

/**
 * The organisation's root CA certificate (cacerts).
 */
export interface PeerIdentityMspCaCert {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default "cacert.pem"
   */
  readonly key: string;
}

/**
 * The organisation's TLS root CA certificate (tlscacerts).
 */
export interface PeerIdentityMspTlsCaCert {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default "tlscacert.pem"
   */
  readonly key: string;
}

/**
 * The organisation's intermediate CA certificate (intermediatecerts).
 */
export interface PeerIdentityMspIntermediateCert {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default ""
   */
  readonly key: string;
}

/**
 * The organisation's TLS intermediate CA certificate (tlsintermediatecerts).
 */
export interface PeerIdentityMspTlsIntermediateCert {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default ""
   */
  readonly key: string;
}

/**
 * An administrator certificate (admincerts); only for MSPs without node OUs.
 */
export interface PeerIdentityMspAdminCert {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default ""
   */
  readonly key: string;
}

/**
 * A `config.yaml` of your own. CA files that it names are found as `cacerts/cacert.pem` and `intermediatecerts/intermediatecert.pem`.
 */
export interface PeerIdentityMspConfig {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default ""
   */
  readonly key: string;
}

/**
 * TLS of the peer: its server certificate and the CA that others trust. Items without a Secret of their own lie in `secretName`.
 */
export interface PeerIdentityTls {
  /**
   * Serve gRPC with TLS. Switch off for experiments only.
   * @default true
   */
  readonly enabled: boolean;
  /**
   * Secret with certificate and key, e.g. one that cert-manager keeps; empty: the peer's full name followed by `-tls`.
   * @default ""
   */
  readonly secretName: string;
  readonly cert: PeerIdentityTlsCert;
  readonly privateKey: PeerIdentityTlsPrivateKey;
  readonly caCert: PeerIdentityTlsCaCert;
  /**
   * Ask clients for a TLS certificate (mutual TLS), of the same CA or of `clientCaCert`.
   * @default false
   */
  readonly clientAuthRequired: boolean;
  readonly clientCert: PeerIdentityTlsClientCert;
  readonly clientKey: PeerIdentityTlsClientKey;
  readonly clientCaCert: PeerIdentityTlsClientCaCert;
  /**
   * A volume instead of Secrets, with files that are called as the keys of cert, privateKey and caCert say.
   * @default {}
   */
  readonly volume: {
    readonly [k: string]: unknown
  };
  /**
   * Folder of the peer's container that has these files already, e.g. what Vault's injector writes; nothing is mounted then.
   * @default ""
   */
  readonly path: string;
  readonly certificate: PeerIdentityTlsCertificate;
}

/**
 * The peer's TLS certificate; its SANs must contain the peer's `hostname`.
 */
export interface PeerIdentityTlsCert {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default "tls.crt"
   */
  readonly key: string;
}

/**
 * The private key of the TLS certificate.
 */
export interface PeerIdentityTlsPrivateKey {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default "tls.key"
   */
  readonly key: string;
}

/**
 * The TLS root CA certificate.
 */
export interface PeerIdentityTlsCaCert {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default "ca.crt"
   */
  readonly key: string;
}

/**
 * Certificate by which the peer calls others; without it, that of the server.
 */
export interface PeerIdentityTlsClientCert {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default ""
   */
  readonly key: string;
}

/**
 * Its private key.
 */
export interface PeerIdentityTlsClientKey {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default ""
   */
  readonly key: string;
}

/**
 * A CA of clients' certificates besides `caCert`.
 */
export interface PeerIdentityTlsClientCaCert {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default ""
   */
  readonly key: string;
}

/**
 * A Certificate of cert-manager, which makes the peer's TLS Secret and renews it. It has every name by which the peer is reached.
 */
export interface PeerIdentityTlsCertificate {
  /**
   * Make the Certificate; the cluster must have its CRD (cert-manager.io).
   * @default false
   */
  readonly enabled: boolean;
  /**
   * The issuer: `{name: …, kind: Issuer}` or ClusterIssuer. It must give its CA as `ca.crt`, so none of ACME; and the CA must be in the channel's MSP.
   * @default {}
   */
  readonly issuerRef: {
    readonly [k: string]: unknown
  };
  /**
   * Life of the certificate.
   * @default "2160h"
   */
  readonly duration: string;
  /**
   * How long before its end it is renewed. The peer then restarts (restartOnChange).
   * @default "720h"
   */
  readonly renewBefore: string;
  /**
   * Names besides the peer's own.
   * @default []
   */
  readonly dnsNames: readonly string[];
  /**
   * IP addresses.
   * @default ["127.0.0.1"]
   */
  readonly ipAddresses: readonly string[];
  /**
   * How the key is made.
   * @default {"algorithm":"ECDSA","size":256,"rotationPolicy":"Always"}
   */
  readonly privateKey: {
    readonly [k: string]: unknown
  };
  /**
   * Further labels of the Certificate.
   * @default {}
   */
  readonly labels: {
    readonly [k: string]: string
  };
  /**
   * Annotations of the Certificate.
   * @default {}
   */
  readonly annotations: {
    readonly [k: string]: string
  };
}

/**
 * Enrolment at a Fabric CA, for MSP and TLS, by a native sidecar. It renews both before they end, and keeps the old ones until the new are whole. An empty Secret is `<peer's full name>-enrollment`.
 */
export interface PeerIdentityEnrollment {
  /**
   * Address of the CA, e.g. `https://ca.example.com:7054`, without user and password.
   * @default ""
   */
  readonly url: string;
  /**
   * Name of the CA within the server; empty: its default.
   * @default ""
   */
  readonly caName: string;
  readonly caCert: PeerIdentityEnrollmentCaCert;
  /**
   * Enrol the peer. Secrets of `msp` and `tls` are not read then.
   * @default false
   */
  readonly enabled: boolean;
  readonly credentials: PeerIdentityEnrollmentCredentials;
  readonly tls: PeerIdentityEnrollmentTls;
  readonly image: PeerIdentityEnrollmentImage;
  readonly csr: PeerIdentityEnrollmentCsr;
  /**
   * Attributes to ask for, e.g. `hf.Affiliation:opt`. A renewal cannot ask for any, so the peer then enrols by its password each time: `maxenrollments` must let it. The CA gives attributes registered with `:ecert` unasked.
   * @default []
   */
  readonly attributes: readonly string[];
  readonly storage: PeerIdentityEnrollmentStorage;
  /**
   * How long before its end a certificate is renewed; 0s: never. A CA's certificates live a year unless it says otherwise.
   * @default "720h"
   */
  readonly renewBefore: string;
  /**
   * Requests and limits of the sidecar.
   * @default {}
   */
  readonly resources: {
    readonly requests?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly limits?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly [k: string]: unknown
  };
  /**
   * Further variables of the sidecar, e.g. fabric-ca-client's.
   * @default {}
   */
  readonly env: {
    readonly [k: string]: string | number | boolean | {
      /**
       * Where the value comes from, as in a container.
       */
      readonly valueFrom: {
        readonly secretKeyRef?: {
          readonly name: string
          readonly key: string
          readonly [k: string]: unknown
        }
        readonly configMapKeyRef?: {
          readonly name: string
          readonly key: string
          readonly [k: string]: unknown
        }
        readonly fieldRef?: {
          readonly fieldPath: string
          readonly [k: string]: unknown
        }
        readonly resourceFieldRef?: {
          readonly resource: string
          readonly [k: string]: unknown
        }
        readonly fileKeyRef?: {
          readonly volumeName: string
          readonly path: string
          readonly key: string
          readonly [k: string]: unknown
        }
      }
    }
  };
}

/**
 * Certificate that the CA's own TLS is checked with. It is never left unchecked.
 */
export interface PeerIdentityEnrollmentCaCert {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default "ca.crt"
   */
  readonly key: string;
}

/**
 * Name and password as registered at the CA.
 */
export interface PeerIdentityEnrollmentCredentials {
  /**
   * Secret that holds them.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key of the name.
   * @default "username"
   */
  readonly usernameKey: string;
  /**
   * Key of the password.
   * @default "password"
   */
  readonly passwordKey: string;
}

/**
 * The CA of TLS certificates; empty parts: as above. It is asked with the profile `tls`.
 */
export interface PeerIdentityEnrollmentTls {
  /**
   * Address of the CA, e.g. `https://ca.example.com:7054`, without user and password.
   * @default ""
   */
  readonly url: string;
  /**
   * Name of the CA within the server; empty: its default.
   * @default ""
   */
  readonly caName: string;
  readonly caCert: PeerIdentityEnrollmentTlsCaCert;
  readonly credentials: PeerIdentityEnrollmentTlsCredentials;
}

/**
 * Certificate that the CA's own TLS is checked with. It is never left unchecked.
 */
export interface PeerIdentityEnrollmentTlsCaCert {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default ""
   */
  readonly key: string;
}

/**
 * Name and password as registered at this CA.
 */
export interface PeerIdentityEnrollmentTlsCredentials {
  /**
   * Secret that holds them; empty: as above.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key of the name; empty: as above.
   * @default ""
   */
  readonly usernameKey: string;
  /**
   * Key of the password; empty: as above.
   * @default ""
   */
  readonly passwordKey: string;
}

/**
 * Image of the sidecar.
 */
export interface PeerIdentityEnrollmentImage {
  /**
   * Registry to pull from; `global.imageRegistry` wins over it.
   * @default "docker.io"
   */
  readonly registry: string;
  /**
   * Repository below the registry.
   * @default "hyperledger/fabric-ca"
   */
  readonly repository: string;
  /**
   * Tag. Pin a full version: a floating tag lets two nodes run different software.
   * @default "1.5.21"
   */
  readonly tag: (string | number);
  /**
   * Digest, e.g. `sha256:…`. When set it is used instead of the tag.
   * @default ""
   */
  readonly digest: string;
  /**
   * When the kubelet pulls the image. `Always` makes a restart depend on the registry.
   * @default "IfNotPresent"
   */
  readonly pullPolicy: ("Always" | "IfNotPresent" | "Never");
}

/**
 * What the certificates are to say. Their name is the enrolment id: the CA takes no other.
 */
export interface PeerIdentityEnrollmentCsr {
  /**
   * Host names besides those by which the peer is reached.
   * @default []
   */
  readonly hosts: readonly string[];
  /**
   * Parts of the subject: `{C: IN, ST: Maharashtra, O: Org1}`. Its OU comes from the CA.
   * @default {}
   */
  readonly names: {
    readonly [k: string]: unknown
  };
}

/**
 * Where the identity lies.
 */
export interface PeerIdentityEnrollmentStorage {
  /**
   * claim: `<peer's full name>-identity`, which stays. memory: each new Pod enrols anew, which a CA with `maxenrollments` refuses one day.
   * @default "claim"
   */
  readonly type: ("claim" | "memory");
  /**
   * Size of the claim.
   * @default "16Mi"
   */
  readonly size: string;
  /**
   * StorageClass; empty: the cluster's default, `-`: none.
   * @default ""
   */
  readonly storageClassName: string;
}

/**
 * A hardware module for the MSP's key, by PKCS#11. It needs a peer that was built with it, and its library in the container (extraVolumes). TLS keys stay files: Fabric has no HSM for them.
 */
export interface PeerIdentityHsm {
  /**
   * Use it. `msp.privateKey` is not read then.
   * @default false
   */
  readonly enabled: boolean;
  /**
   * Path of the module's library.
   * @default "/opt/hsm/libpkcs11.so"
   */
  readonly library: string;
  /**
   * Label of the token.
   * @default ""
   */
  readonly label: string;
  readonly pin: PeerIdentityHsmPin;
}

/**
 * The PIN; empty secretName: the Secret of the MSP.
 */
export interface PeerIdentityHsmPin {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default "pin"
   */
  readonly key: string;
}

/**
 * Logging of the peer.
 */
export interface PeerLogging {
  /**
   * FABRIC_LOGGING_SPEC. The default keeps logger `nodeCmd` quiet, which at info prints the peer's whole configuration, passwords included (fabric#4122).
   * @default "info:nodeCmd=warning"
   */
  readonly spec: string;
  /**
   * FABRIC_LOGGING_FORMAT, e.g. `json`; empty: the format of Fabric.
   * @default ""
   */
  readonly format: string;
}

/**
 * Gossip with the other peers of the organisation, and how other organisations find this one.
 */
export interface PeerGossip {
  /**
   * Peers to contact first, host:port. Empty: the release's own peers, read when a peer starts, so that adding a peer restarts no other.
   * @default []
   */
  readonly bootstrap: readonly string[];
  /**
   * Address for peers of the same organisation; empty: the peer's own.
   * @default ""
   */
  readonly endpoint: string;
  /**
   * Address for peers of other organisations and for service discovery, e.g. behind an ingress; empty: the peer's own.
   * @default ""
   */
  readonly externalEndpoint: string;
  /**
   * Announce the peer to other organisations. Without it the peer is invisible to service discovery of others.
   * @default true
   */
  readonly external: boolean;
  /**
   * Elect one peer that pulls blocks from the orderer. Excludes `orgLeader`; deprecated by Fabric's own defaults.
   * @default false
   */
  readonly useLeaderElection: boolean;
  /**
   * Pull blocks from the orderer directly, the way Fabric recommends.
   * @default true
   */
  readonly orgLeader: boolean;
  /**
   * Fetch missing blocks from other peers (`peer.gossip.state.enabled`).
   * @default false
   */
  readonly stateTransfer: boolean;
}

/**
 * The gateway service that client applications use.
 */
export interface PeerGateway {
  /**
   * Serve the gateway.
   * @default true
   */
  readonly enabled: boolean;
  /**
   * How long the gateway waits for endorsements.
   * @default "30s"
   */
  readonly endorsementTimeout: string;
  /**
   * How long the gateway waits for the orderer.
   * @default "30s"
   */
  readonly broadcastTimeout: string;
  /**
   * How long the gateway tries to connect to other nodes.
   * @default "2m"
   */
  readonly dialTimeout: string;
}

/**
 * Service discovery.
 */
export interface PeerDiscovery {
  /**
   * Serve discovery; the gateway needs it.
   * @default true
   */
  readonly enabled: boolean;
  /**
   * Let every member of the organisation, not only administrators, query outside a channel's scope.
   * @default false
   */
  readonly orgMembersAllowedAccess: boolean;
}

/**
 * gRPC keepalive. Raise or lower it to what load balancers on the way allow.
 */
export interface PeerKeepalive {
  /**
   * Server: ping a client that has been silent this long.
   * @default "2h"
   */
  readonly interval: string;
  /**
   * Server: close the connection when no answer came in this time.
   * @default "20s"
   */
  readonly timeout: string;
  /**
   * Server: refuse clients that ping more often than this.
   * @default "1m"
   */
  readonly minInterval: string;
  /**
   * Client: interval of pings to other peers.
   * @default "1m"
   */
  readonly clientInterval: string;
  /**
   * Client: wait for an answer.
   * @default "20s"
   */
  readonly clientTimeout: string;
  /**
   * Client: interval of pings to the orderer.
   * @default "1m"
   */
  readonly deliveryClientInterval: string;
  /**
   * Client: wait for the orderer's answer.
   * @default "20s"
   */
  readonly deliveryClientTimeout: string;
}

/**
 * Concurrent requests that the peer accepts; beyond these it refuses at once.
 */
export interface PeerLimits {
  /**
   * Proposals at a time (`peer.limits.concurrency.endorserService`).
   * @default 2500
   */
  readonly endorser: number;
  /**
   * Block streams at a time (`deliverService`).
   * @default 2500
   */
  readonly deliver: number;
  /**
   * Gateway requests at a time (`gatewayService`).
   * @default 500
   */
  readonly gateway: number;
  /**
   * Largest gRPC message in bytes, sent and received; it caps chaincode packages.
   * @default 104857600
   */
  readonly maxMessageSize: number;
}

/**
 * Authentication of requests.
 */
export interface PeerAuthentication {
  /**
   * How far a client's clock may differ.
   * @default "15m"
   */
  readonly timeWindow: string;
}

/**
 * The client of the ordering service's deliver stream.
 */
export interface PeerDeliveryClient {
  /**
   * Give up reconnecting to the orderer after this time.
   * @default "1h"
   */
  readonly reconnectTotalTimeThreshold: string;
  /**
   * Time to connect to an orderer.
   * @default "3s"
   */
  readonly connectionTimeout: string;
}

/**
 * The operations server: health, metrics, log level.
 */
export interface PeerOperations {
  readonly tls: PeerOperationsTls;
}

/**
 * TLS of the operations server, with the certificate of the peer or one of its own.
 */
export interface PeerOperationsTls {
  /**
   * Serve HTTPS. `/metrics` and `/logspec` then ask for a client certificate, `/healthz` does not.
   * @default false
   */
  readonly enabled: boolean;
  /**
   * Ask for a client certificate at `/healthz`, too.
   * @default false
   */
  readonly clientAuthRequired: boolean;
  readonly cert: PeerOperationsTlsCert;
  readonly privateKey: PeerOperationsTlsPrivateKey;
  readonly caCert: PeerOperationsTlsCaCert;
}

/**
 * Certificate of its own; empty: the peer's. An empty Secret is that of the peer's TLS.
 */
export interface PeerOperationsTlsCert {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default ""
   */
  readonly key: string;
}

/**
 * Its private key.
 */
export interface PeerOperationsTlsPrivateKey {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default ""
   */
  readonly key: string;
}

/**
 * CA of the clients' certificates; empty: that of the peer's TLS.
 */
export interface PeerOperationsTlsCaCert {
  /**
   * Secret that holds it; empty: that of the section.
   * @default ""
   */
  readonly secretName: string;
  /**
   * Key in the Secret; empty: left out, where the peer can do without.
   * @default ""
   */
  readonly key: string;
}

/**
 * Metrics of the peer.
 */
export interface PeerMetrics {
  /**
   * Where metrics go: `/metrics` of the operations server, a statsd server, or nowhere.
   * @default "prometheus"
   */
  readonly provider: ("disabled" | "prometheus" | "statsd");
  readonly podMonitor: PeerMetricsPodMonitor;
  readonly serviceMonitor: PeerMetricsServiceMonitor;
  readonly statsd: PeerMetricsStatsd;
}

/**
 * Collection by the Prometheus operator: of the peer, of its daemon where `dind.metrics` is on, and of CouchDB.
 */
export interface PeerMetricsPodMonitor {
  /**
   * Make it; the cluster must have its CRD (monitoring.coreos.com).
   * @default false
   */
  readonly enabled: boolean;
  /**
   * Namespace of the object; empty: the release's.
   * @default ""
   */
  readonly namespace: string;
  /**
   * Labels by which Prometheus selects it, e.g. `release: kube-prometheus-stack`.
   * @default {}
   */
  readonly labels: {
    readonly [k: string]: string
  };
  /**
   * How often metrics are collected.
   * @default "30s"
   */
  readonly interval: string;
  /**
   * How long an answer may take; empty: Prometheus' own.
   * @default ""
   */
  readonly scrapeTimeout: string;
  /**
   * Keep labels of the metrics where Prometheus has the same.
   * @default false
   */
  readonly honorLabels: boolean;
  /**
   * Relabelings of the targets.
   * @default []
   */
  readonly relabelings: readonly {
    readonly [k: string]: unknown
  }[];
  /**
   * Relabelings of the metrics, e.g. to drop some.
   * @default []
   */
  readonly metricRelabelings: readonly {
    readonly [k: string]: unknown
  }[];
  /**
   * Labels of the Pod that metrics get.
   * @default []
   */
  readonly podTargetLabels: readonly string[];
  /**
   * TLS of the operations server as the Prometheus operator takes it (`ca`, `cert`, `keySecret`, `serverName`): with `operations.tls` Fabric asks for a client certificate of the organisation's TLS CA.
   * @default {}
   */
  readonly tlsConfig: {
    readonly [k: string]: unknown
  };
}

/**
 * The same as a ServiceMonitor, for a Prometheus that looks at Services alone.
 */
export interface PeerMetricsServiceMonitor {
  /**
   * Make it; the cluster must have its CRD (monitoring.coreos.com).
   * @default false
   */
  readonly enabled: boolean;
  /**
   * Namespace of the object; empty: the release's.
   * @default ""
   */
  readonly namespace: string;
  /**
   * Labels by which Prometheus selects it, e.g. `release: kube-prometheus-stack`.
   * @default {}
   */
  readonly labels: {
    readonly [k: string]: string
  };
  /**
   * How often metrics are collected.
   * @default "30s"
   */
  readonly interval: string;
  /**
   * How long an answer may take; empty: Prometheus' own.
   * @default ""
   */
  readonly scrapeTimeout: string;
  /**
   * Keep labels of the metrics where Prometheus has the same.
   * @default false
   */
  readonly honorLabels: boolean;
  /**
   * Relabelings of the targets.
   * @default []
   */
  readonly relabelings: readonly {
    readonly [k: string]: unknown
  }[];
  /**
   * Relabelings of the metrics, e.g. to drop some.
   * @default []
   */
  readonly metricRelabelings: readonly {
    readonly [k: string]: unknown
  }[];
  /**
   * Labels of the Pod that metrics get.
   * @default []
   */
  readonly podTargetLabels: readonly string[];
  /**
   * TLS of the operations server as the Prometheus operator takes it (`ca`, `cert`, `keySecret`, `serverName`): with `operations.tls` Fabric asks for a client certificate of the organisation's TLS CA.
   * @default {}
   */
  readonly tlsConfig: {
    readonly [k: string]: unknown
  };
}

/**
 * The statsd server; only for the provider statsd.
 */
export interface PeerMetricsStatsd {
  /**
   * Host and port of the statsd server.
   * @default "127.0.0.1:8125"
   */
  readonly address: string;
  /**
   * Protocol of the statsd server.
   * @default "udp"
   */
  readonly network: ("udp" | "tcp");
  /**
   * How often metrics are sent.
   * @default "10s"
   */
  readonly writeInterval: string;
  /**
   * Prefix of every metric.
   * @default ""
   */
  readonly prefix: string;
}

/**
 * Go's profiler (pprof) of the peer.
 */
export interface PeerProfile {
  /**
   * Serve the profiler.
   * @default false
   */
  readonly enabled: boolean;
  /**
   * Host and port. Whoever reaches it reads the memory of the peer: chaincode of the sidecar does.
   * @default "127.0.0.1:6060"
   */
  readonly address: string;
}

/**
 * The ledger, the peer's state database and installed chaincode packages (`/var/hyperledger`). Its claim is kept on uninstall.
 */
export interface PeerLedger {
  /**
   * Size of the claim for the ledger. It may grow by `helm upgrade` where the class allows expansion; it never shrinks.
   * @default "20Gi"
   */
  readonly size: (string | number);
  /**
   * StorageClass; empty: the cluster's default, `-`: none (a volume that is provided by hand).
   * @default ""
   */
  readonly storageClassName: string;
  /**
   * Access modes. ReadWriteOncePod also keeps a second Pod on the same node out; it stands alone.
   * @default ["ReadWriteOnce"]
   */
  readonly accessModes: readonly ("ReadWriteOnce" | "ReadWriteOncePod" | "ReadWriteMany")[];
  /**
   * A claim that exists already; the chart then makes none. Set it per peer: two peers must not share one.
   * @default ""
   */
  readonly existingClaim: string;
  /**
   * Label selector for the volume, as in a PersistentVolumeClaim.
   * @default {}
   */
  readonly selector: {
    readonly [k: string]: unknown
  };
  /**
   * Annotations of the claim.
   * @default {}
   */
  readonly annotations: {
    readonly [k: string]: string
  };
  /**
   * Further labels of the claim.
   * @default {}
   */
  readonly labels: {
    readonly [k: string]: string
  };
  /**
   * Where a new claim gets its data from, e.g. a VolumeSnapshot, as in a PersistentVolumeClaim. Read when the claim is made; nobody can change it afterwards.
   * @default {}
   */
  readonly dataSource: {
    readonly [k: string]: unknown
  };
  /**
   * Folder of the volume to use, for a volume that holds more than the ledger.
   * @default ""
   */
  readonly subPath: string;
  /**
   * Folder of the volume that is Fabric's `peer.fileSystemPath`; empty: the volume's root, as in ledgers of many other charts.
   * @default "production"
   */
  readonly fileSystemPath: string;
  /**
   * What an init container makes belong to the peer's user before the peer starts. root: the volume's root folder. all: also everything in it, once, for a ledger of a peer that ran as root. none: nothing, where the volume belongs to it already.
   * @default "root"
   */
  readonly setOwner: ("root" | "all" | "none");
  readonly snapshots: PeerLedgerSnapshots;
}

/**
 * Snapshots of channels, which `peer snapshot submitrequest` asks for.
 */
export interface PeerLedgerSnapshots {
  /**
   * Folder of the peer in which they lie; empty: `snapshots` below Fabric's folder. With a volume its mount path.
   * @default ""
   */
  readonly path: string;
  /**
   * A volume of their own, as in a Pod, e.g. `{persistentVolumeClaim: {claimName: snapshots}}`, so that they cannot fill that of the ledger.
   * @default {}
   */
  readonly volume: {
    readonly [k: string]: unknown
  };
}

/**
 * The state database: the current values of all keys.
 */
export interface PeerStateDatabase {
  /**
   * In Fabric's words. goleveldb is within the peer. CouchDB also answers queries by content, and is slower. It cannot be changed once a ledger is there.
   * @default "goleveldb"
   */
  readonly type: ("goleveldb" | "CouchDB");
  /**
   * Records that one query may return.
   * @default 100000
   */
  readonly totalQueryLimit: number;
  /**
   * Keep the history of each key for `GetHistoryForKey`.
   * @default true
   */
  readonly historyDatabase: boolean;
  readonly couchdb: PeerStateDatabaseCouchdb;
}

/**
 * CouchDB, as a native sidecar that starts before the peer and stops after it, or one that runs elsewhere.
 */
export interface PeerStateDatabaseCouchdb {
  /**
   * Host and port of a CouchDB outside the Pod; empty: the sidecar. Each peer needs one of its own. Fabric speaks plain HTTP to it, password included.
   * @default ""
   */
  readonly address: string;
  readonly auth: PeerStateDatabaseCouchdbAuth;
  readonly image: PeerStateDatabaseCouchdbImage;
  /**
   * CouchDB's settings by section, as in an .ini file: `{couchdb: {max_dbs_open: 5000}}`. They win over the chart's own.
   * @default {}
   */
  readonly config: {
    readonly [k: string]: {
      readonly [k: string]: string | number | boolean
    }
  };
  /**
   * Further variables of CouchDB's container.
   * @default {}
   */
  readonly env: {
    readonly [k: string]: string | number | boolean | {
      /**
       * Where the value comes from, as in a container.
       */
      readonly valueFrom: {
        readonly secretKeyRef?: {
          readonly name: string
          readonly key: string
          readonly [k: string]: unknown
        }
        readonly configMapKeyRef?: {
          readonly name: string
          readonly key: string
          readonly [k: string]: unknown
        }
        readonly fieldRef?: {
          readonly fieldPath: string
          readonly [k: string]: unknown
        }
        readonly resourceFieldRef?: {
          readonly resource: string
          readonly [k: string]: unknown
        }
        readonly fileKeyRef?: {
          readonly volumeName: string
          readonly path: string
          readonly key: string
          readonly [k: string]: unknown
        }
      }
    }
  };
  /**
   * Requests and limits. Queries without an index need memory.
   * @default {"requests":{"cpu":"100m","memory":"256Mi"}}
   */
  readonly resources: {
    readonly requests?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly limits?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly [k: string]: unknown
  };
  /**
   * CouchDB's security context; its data is made to belong to runAsUser.
   * @default {"runAsNonRoot":true,"runAsUser":5984,"runAsGroup":5984,"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true,"capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}
   */
  readonly securityContext: {
    readonly [k: string]: unknown
  };
  /**
   * When the peer may start: CouchDB answers. `null` removes it.
   * @default {"periodSeconds":1,"timeoutSeconds":5,"failureThreshold":300}
   */
  readonly startupProbe: ({
    readonly [k: string]: unknown
  } | null);
  /**
   * When CouchDB is restarted. The peer waits for it meanwhile (`maxRetries`). `null` removes it.
   * @default {"periodSeconds":30,"timeoutSeconds":10,"failureThreshold":6}
   */
  readonly livenessProbe: ({
    readonly [k: string]: unknown
  } | null);
  readonly storage: PeerStateDatabaseCouchdbStorage;
  readonly service: PeerStateDatabaseCouchdbService;
  readonly metrics: PeerStateDatabaseCouchdbMetrics;
  /**
   * How often the peer asks again before it gives up, waiting longer each time; 10 are two minutes. With Fabric's 3 a second without CouchDB, while a block arrives, ends the peer.
   * @default 10
   */
  readonly maxRetries: number;
  /**
   * The same when the peer starts.
   * @default 10
   */
  readonly maxRetriesOnStartup: number;
  /**
   * How long the peer waits for an answer.
   * @default "35s"
   */
  readonly requestTimeout: string;
  /**
   * Records that the peer asks for at once.
   * @default 1000
   */
  readonly internalQueryLimit: number;
  /**
   * Records that the peer writes at once.
   * @default 1000
   */
  readonly maxBatchUpdateSize: number;
  /**
   * Memory of the peer for a cache of the state, in MB; 0: none.
   * @default 64
   */
  readonly cacheSize: number;
  /**
   * Make the database `_global_changes`, which Fabric does not need.
   * @default false
   */
  readonly createGlobalChangesDB: boolean;
}

/**
 * Name and password of CouchDB's administrator.
 */
export interface PeerStateDatabaseCouchdbAuth {
  /**
   * Secret that holds them; empty: `<peer's full name>-couchdb`, which a Job makes once and which stays.
   * @default ""
   */
  readonly existingSecret: string;
  /**
   * Key of the name.
   * @default "username"
   */
  readonly usernameKey: string;
  /**
   * Key of the password.
   * @default "password"
   */
  readonly passwordKey: string;
}

/**
 * Image of the sidecar.
 */
export interface PeerStateDatabaseCouchdbImage {
  /**
   * Registry to pull from; `global.imageRegistry` wins over it.
   * @default "docker.io"
   */
  readonly registry: string;
  /**
   * Repository below the registry.
   * @default "couchdb"
   */
  readonly repository: string;
  /**
   * Tag. Pin a full version: a floating tag lets two nodes run different software.
   * @default "3.5.3"
   */
  readonly tag: (string | number);
  /**
   * Digest, e.g. `sha256:…`. When set it is used instead of the tag.
   * @default ""
   */
  readonly digest: string;
  /**
   * When the kubelet pulls the image. `Always` makes a restart depend on the registry.
   * @default "IfNotPresent"
   */
  readonly pullPolicy: ("Always" | "IfNotPresent" | "Never");
}

/**
 * Where its data lies.
 */
export interface PeerStateDatabaseCouchdbStorage {
  /**
   * ledger: the folder `couchdb` of the ledger's volume, so that both live, die and are restored together. claim: a claim of its own; the Pod does not start with the data of another ledger. emptyDir: each new Pod builds the state anew from the blocks.
   * @default "ledger"
   */
  readonly type: ("ledger" | "claim" | "emptyDir");
  /**
   * Size of the claim for CouchDB's data. It may grow by `helm upgrade` where the class allows expansion; it never shrinks.
   * @default "20Gi"
   */
  readonly size: (string | number);
  /**
   * StorageClass; empty: the cluster's default, `-`: none (a volume that is provided by hand).
   * @default ""
   */
  readonly storageClassName: string;
  /**
   * Access modes. ReadWriteOncePod also keeps a second Pod on the same node out; it stands alone.
   * @default ["ReadWriteOnce"]
   */
  readonly accessModes: readonly ("ReadWriteOnce" | "ReadWriteOncePod" | "ReadWriteMany")[];
  /**
   * A claim that exists already; the chart then makes none. Set it per peer: two peers must not share one.
   * @default ""
   */
  readonly existingClaim: string;
  /**
   * Label selector for the volume, as in a PersistentVolumeClaim.
   * @default {}
   */
  readonly selector: {
    readonly [k: string]: unknown
  };
  /**
   * Annotations of the claim.
   * @default {}
   */
  readonly annotations: {
    readonly [k: string]: string
  };
  /**
   * Further labels of the claim.
   * @default {}
   */
  readonly labels: {
    readonly [k: string]: string
  };
  /**
   * Where a new claim gets its data from, e.g. a VolumeSnapshot, as in a PersistentVolumeClaim. Read when the claim is made; nobody can change it afterwards.
   * @default {}
   */
  readonly dataSource: {
    readonly [k: string]: unknown
  };
  /**
   * Folder of the claim to use.
   * @default ""
   */
  readonly subPath: string;
  /**
   * Largest size of the emptyDir; beyond it the kubelet evicts the Pod. Empty: no limit.
   * @default "20Gi"
   */
  readonly sizeLimit: (string | number);
  /**
   * Medium of the emptyDir; `Memory` counts against memory limits.
   * @default ""
   */
  readonly medium: string;
}

/**
 * A Service `<peer's full name>-couchdb`, to look into the state. CouchDB then listens on all addresses instead of 127.0.0.1 alone.
 */
export interface PeerStateDatabaseCouchdbService {
  /**
   * Make it. `networkPolicy.couchdbFrom` says who may call.
   * @default false
   */
  readonly enabled: boolean;
  /**
   * Type of the Service.
   * @default "ClusterIP"
   */
  readonly type: ("ClusterIP" | "NodePort" | "LoadBalancer");
  /**
   * Port of the Service.
   * @default 5984
   */
  readonly port: number;
  /**
   * Port of the node; 0: Kubernetes chooses one.
   * @default 0
   */
  readonly nodePort: number;
  /**
   * Annotations of the Service.
   * @default {}
   */
  readonly annotations: {
    readonly [k: string]: string
  };
}

/**
 * CouchDB's own metrics, without authentication.
 */
export interface PeerStateDatabaseCouchdbMetrics {
  /**
   * Serve them; `metrics.podMonitor` and `serviceMonitor` collect them.
   * @default false
   */
  readonly enabled: boolean;
  /**
   * Port in the Pod.
   * @default 17986
   */
  readonly port: number;
}

/**
 * One command of `peer node` on the ledger of a stopped peer (`replicas: 0`), as a Job with the peer's image, identity and state database. It runs once, and notes in the ledger's volume that it did.
 */
export interface PeerMaintenance {
  /**
   * The command; empty: none. After reset and rollback CouchDB is built anew, as its state would be ahead of the blocks.
   * @default ""
   */
  readonly command: ("" | "rebuild-dbs" | "upgrade-dbs" | "reset" | "rollback" | "pause" | "resume" | "unjoin");
  /**
   * Channel, for rollback, pause, resume and unjoin.
   * @default ""
   */
  readonly channel: string;
  /**
   * Last block to keep, for rollback.
   * @default 0
   */
  readonly block: number;
  /**
   * Another number runs the same command again.
   * @default 1
   */
  readonly run: number;
}

/**
 * Copies of the ledger, by CronJobs. Which of the two brings back what: docs/backup.md. Each also needs a copy of the identity.
 */
export interface PeerBackup {
  readonly ledgerSnapshot: PeerBackupLedgerSnapshot;
  readonly volumeSnapshot: PeerBackupVolumeSnapshot;
  /**
   * Longest time for one backup, in seconds.
   * @default 3600
   */
  readonly timeoutSeconds: number;
  /**
   * Requests and limits of a backup's container.
   * @default {}
   */
  readonly resources: {
    readonly requests?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly limits?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly [k: string]: unknown
  };
}

/**
 * Snapshots of channels, made by the peer and copied to a volume, by which another peer can join: state and hashes, without private data and earlier blocks.
 */
export interface PeerBackupLedgerSnapshot {
  /**
   * Make them. The peer stops committing to a channel while its snapshot is written.
   * @default false
   */
  readonly enabled: boolean;
  /**
   * When, as cron says it, in UTC.
   * @default "0 4 * * 0"
   */
  readonly schedule: string;
  /**
   * The channels. They need an administrator (`administrator.msp`), whom alone Fabric lets ask for a snapshot.
   * @default []
   */
  readonly channels: readonly string[];
  /**
   * How many snapshots of each channel are kept.
   * @default 4
   */
  readonly keep: number;
  /**
   * The volume that they go to, e.g. `persistentVolumeClaim: {claimName: backups}`, in a folder named like the peer. The peer's user must be able to write there.
   * @default {}
   */
  readonly target: {
    readonly [k: string]: unknown
  };
}

/**
 * VolumeSnapshots of the peer's claims, CouchDB's before the ledger's: a state that is behind is caught up with.
 */
export interface PeerBackupVolumeSnapshot {
  /**
   * Make them; the cluster must have their CRD (snapshot.storage.k8s.io) and a CSI driver that makes snapshots. The image is that of `rollout`.
   * @default false
   */
  readonly enabled: boolean;
  /**
   * When, as cron says it, in UTC.
   * @default "0 3 * * *"
   */
  readonly schedule: string;
  /**
   * VolumeSnapshotClass; empty: the driver's default.
   * @default ""
   */
  readonly className: string;
  /**
   * How many are kept of each claim.
   * @default 7
   */
  readonly keep: number;
}

/**
 * Building and running chaincode.
 */
export interface PeerChaincode {
  readonly images: PeerChaincodeImages;
  /**
   * Look for newer images at each build (`chaincode.pull`). It makes builds depend on the registry.
   * @default false
   */
  readonly pull: boolean;
  /**
   * Longest installation, building included.
   * @default "5m"
   */
  readonly installTimeout: string;
  /**
   * Longest launch. It starts before the build: a cold Node.js or Java build counts.
   * @default "5m"
   */
  readonly startupTimeout: string;
  /**
   * Longest invocation; below 1s Fabric takes 30s.
   * @default "30s"
   */
  readonly executeTimeout: string;
  /**
   * Memory limit of each chaincode container; `0`: none.
   * @default "2Gi"
   */
  readonly memory: (string | number);
  /**
   * CPU limit of each chaincode container; empty: none.
   * @default ""
   */
  readonly cpu: (string | number);
  /**
   * Linux capabilities that chaincode does without. Build containers keep theirs: Fabric gives them no settings at all.
   * @default ["ALL"]
   */
  readonly capabilitiesDrop: readonly string[];
  /**
   * Forbid chaincode to gain privileges, e.g. by setuid programs.
   * @default true
   */
  readonly noNewPrivileges: boolean;
  /**
   * DNS servers of chaincode; empty: the Pod's. Anything but an address makes a peer of 2.5.15 and newer panic.
   * @default []
   */
  readonly dns: readonly string[];
  /**
   * Entries of chaincode's /etc/hosts, as name:address.
   * @default []
   */
  readonly extraHosts: readonly string[];
  readonly logging: PeerChaincodeLogging;
  /**
   * Packages to remove from the peer before it starts, by their identifiers as `peer lifecycle chaincode queryinstalled` tells them. Fabric has no command for that. A peer without the package that its organisation approved can no longer endorse with it.
   * @default []
   * @example ["asset_1.0:8c2b7ad4f03b3d8fbdd3ba5ad2a4a97c8a1e1c9a4b8f6bd65d7f0e0d3b7c6a51"]
   */
  readonly removePackages: readonly string[];
  /**
   * Copy chaincode's output into the peer's log.
   * @default false
   */
  readonly attachStdout: boolean;
  /**
   * GOPROXY of Go builds; empty: the public proxy. Vendored chaincode needs none.
   * @default ""
   */
  readonly goProxy: string;
  /**
   * GOSUMDB of Go builds; empty: the public one, `off`: none.
   * @default ""
   */
  readonly goSumDb: string;
}

/**
 * Images that chaincode is built and run with, inside the sidecar.
 */
export interface PeerChaincodeImages {
  /**
   * Image that compiles Go chaincode (`hyperledger/fabric-ccenv`), as the sidecar's daemon knows it; empty: the one of the peer's own Fabric version.
   * @default ""
   */
  readonly builder: string;
  /**
   * Image that runs Go chaincode (`hyperledger/fabric-baseos`), as the sidecar's daemon knows it; empty: the one of the peer's own Fabric version.
   * @default ""
   */
  readonly golang: string;
  /**
   * Image that builds and runs Node.js chaincode (`hyperledger/fabric-nodeenv`), as the sidecar's daemon knows it; empty: the one of the peer's own Fabric version.
   * @default ""
   */
  readonly node: string;
  /**
   * Image that builds and runs Java chaincode (`hyperledger/fabric-javaenv`), as the sidecar's daemon knows it; empty: the one of the peer's own Fabric version.
   * @default ""
   */
  readonly java: string;
}

/**
 * Log of each chaincode container, kept by the daemon.
 */
export interface PeerChaincodeLogging {
  /**
   * Log driver; empty: Fabric's own setting (json-file, 50m, 5 files).
   * @default ""
   */
  readonly driver: ("" | "json-file" | "local" | "none");
  /**
   * Size at which a log is rotated.
   * @default "10m"
   */
  readonly maxSize: string;
  /**
   * Logs that are kept.
   * @default 3
   */
  readonly maxFiles: number;
}

/**
 * Logging of chaincode containers.
 */
export interface PeerChaincodeLogging2 {
  /**
   * Level of chaincode (CORE_CHAINCODE_LOGGING_LEVEL).
   * @default "info"
   */
  readonly level: ("debug" | "info" | "warning" | "error" | "panic" | "fatal");
  /**
   * Level of the shim.
   * @default "warning"
   */
  readonly shim: ("debug" | "info" | "warning" | "error" | "panic" | "fatal");
}

/**
 * The peer's own Docker daemon, a native sidecar.
 */
export interface PeerDind {
  /**
   * Give the peer a Docker daemon. Without it the peer needs chaincode as a service or another external builder.
   * @default true
   */
  readonly enabled: boolean;
  readonly image: PeerDindImage;
  readonly daemon: PeerDindDaemon;
  /**
   * Further arguments of dockerd. What daemon.json sets must not be repeated here.
   * @default []
   */
  readonly extraArgs: readonly string[];
  /**
   * Environment variables of the sidecar by name; an entry replaces the chart's.
   * @default {}
   */
  readonly env: {
    readonly [k: string]: string | number | boolean | {
      /**
       * Where the value comes from, as in a container.
       */
      readonly valueFrom: {
        readonly secretKeyRef?: {
          readonly name: string
          readonly key: string
          readonly [k: string]: unknown
        }
        readonly configMapKeyRef?: {
          readonly name: string
          readonly key: string
          readonly [k: string]: unknown
        }
        readonly fieldRef?: {
          readonly fieldPath: string
          readonly [k: string]: unknown
        }
        readonly resourceFieldRef?: {
          readonly resource: string
          readonly [k: string]: unknown
        }
        readonly fileKeyRef?: {
          readonly volumeName: string
          readonly path: string
          readonly key: string
          readonly [k: string]: unknown
        }
      }
    }
  };
  /**
   * Group that owns the daemon's socket; the peer gets it as a supplemental group. 2375 is `docker` in the official image.
   * @default 2375
   */
  readonly socketGroupId: number;
  /**
   * Processes and threads that builds and chaincode may have together, so that a fork bomb takes neither the daemon nor the node; 0: as many as the Pod. The kubelet limits the Pod as a whole (podPidsLimit).
   * @default 4096
   */
  readonly pidsLimit: number;
  readonly storage: PeerDindStorage;
  /**
   * Requests and limits of the sidecar. Builds and, on cgroup v1 as on v2, all chaincode containers count against them: limit ≥ 2.5Gi + chaincode containers × their memory.
   * @default {"requests":{"cpu":"250m","memory":"512Mi"}}
   */
  readonly resources: {
    readonly requests?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly limits?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly [k: string]: unknown
  };
  /**
   * When the sidecar is up: the peer starts only then. The chart adds `docker info` unless a handler is given. `null` removes it.
   * @default {"periodSeconds":1,"timeoutSeconds":10,"failureThreshold":300}
   */
  readonly startupProbe: ({
    readonly [k: string]: unknown
  } | null);
  /**
   * When the sidecar is restarted. The chart adds `docker version` unless a handler is given. A restart ends all chaincode. Before that the sidecar replaces a daemon that is silent for 90 seconds by itself, and chaincode lives on; so only one that stays silent for minutes counts as dead. `null` removes it.
   * @default {"periodSeconds":30,"timeoutSeconds":20,"failureThreshold":6}
   */
  readonly livenessProbe: ({
    readonly [k: string]: unknown
  } | null);
  readonly prewarm: PeerDindPrewarm;
  readonly metrics: PeerDindMetrics;
  /**
   * What keeps the sidecar from the node. privileged: nothing; the portable way. userns: a user namespace of Kubernetes, with a RuntimeClass whose containerd makes cgroups writable. sysbox, kata: the runtime of that name. Each sets the Pod's RuntimeClass (`runtimeClassName` wins), host users, and the sidecar's security context (`securityContext` is laid over it).
   * @default "privileged"
   */
  readonly isolation: ("privileged" | "userns" | "sysbox" | "kata");
  /**
   * Security context of the sidecar, laid over that of `isolation`.
   * @default {}
   */
  readonly securityContext: {
    readonly [k: string]: unknown
  };
  readonly prune: PeerDindPrune;
  /**
   * Further volume mounts of the sidecar.
   * @default []
   */
  readonly extraVolumeMounts: readonly {
    readonly [k: string]: unknown
  }[];
}

/**
 * Image of the sidecar.
 */
export interface PeerDindImage {
  /**
   * Registry to pull from; `global.imageRegistry` wins over it.
   * @default "docker.io"
   */
  readonly registry: string;
  /**
   * Repository below the registry.
   * @default "docker"
   */
  readonly repository: string;
  /**
   * Tag. Pin a full version: a floating tag lets two nodes run different software.
   * @default "29.8.1-dind"
   */
  readonly tag: (string | number);
  /**
   * Digest, e.g. `sha256:…`. When set it is used instead of the tag.
   * @default ""
   */
  readonly digest: string;
  /**
   * When the kubelet pulls the image. `Always` makes a restart depend on the registry.
   * @default "IfNotPresent"
   */
  readonly pullPolicy: ("Always" | "IfNotPresent" | "Never");
}

/**
 * Settings of dockerd. Most are written to its daemon.json; `mtu`, `ulimits`, `iptablesBackend`, `rawTable`, `minApiVersion` and `registryCAs` reach it in other ways.
 */
export interface PeerDindDaemon {
  /**
   * Where images live. `overlay2` fails loudly where it cannot work; `containerd` is Docker 29's own image store, which some nodes refuse.
   * @default "overlay2"
   */
  readonly storageDriver: ("overlay2" | "fuse-overlayfs" | "btrfs" | "zfs" | "vfs" | "containerd");
  /**
   * Largest size of what a container writes (`overlay2.size` and the like), e.g. `2G`; empty: no limit. Builds count, too. Only where the storage driver can: overlay2 on xfs with project quotas, btrfs, zfs.
   * @default ""
   */
  readonly containerSize: string;
  /**
   * MTU of Docker's networks; 0: that of the Pod's interface, measured at each start.
   * @default 0
   */
  readonly mtu: number;
  /**
   * Address and range of the default bridge, on which chaincode is compiled. It must not overlap with Pods, Services or anything that builds must reach; the default lies outside the private ranges.
   * @default "198.18.0.1/24"
   */
  readonly bridgeAddress: string;
  /**
   * Ranges for further networks; Fabric makes none.
   * @default []
   */
  readonly addressPools: readonly {
    /**
     * Range to take networks from.
     */
    readonly base: string
    /**
     * Prefix length of each network.
     */
    readonly size: number
  }[];
  /**
   * Let Docker set up NAT. Without it builds have no network, which is enough for vendored Go.
   * @default true
   */
  readonly iptables: boolean;
  /**
   * Which iptables to use; `auto` leaves it to the image's entrypoint.
   * @default "auto"
   */
  readonly iptablesBackend: ("auto" | "nft" | "legacy");
  /**
   * Use iptables' raw table (Docker 28 and newer); switch off where the node's kernel lacks it.
   * @default true
   */
  readonly rawTable: boolean;
  /**
   * DNS servers of containers on the bridge; empty: the Pod's.
   * @default []
   */
  readonly dns: readonly string[];
  /**
   * Mirrors of docker.io, as URLs.
   * @default []
   */
  readonly registryMirrors: readonly string[];
  /**
   * Registries that may be reached without valid TLS.
   * @default []
   */
  readonly insecureRegistries: readonly string[];
  /**
   * CA bundles of registries, by registry host (with port): the name of a ConfigMap that has the key `ca.crt`.
   * @default {}
   * @example {"registry.example.com:5000":"registry-ca"}
   */
  readonly registryCAs: {
    readonly [k: string]: string
  };
  readonly proxy: PeerDindDaemonProxy;
  /**
   * Log driver of build containers and of chaincode without one of its own.
   * @default "json-file"
   */
  readonly logDriver: string;
  /**
   * Options of the log driver, on top of those that the chart sets for `json-file` and `local` (max-size 10m, max-file 3).
   * @default {}
   */
  readonly logOptions: {
    readonly [k: string]: string
  };
  /**
   * Layers pulled at a time.
   * @default 3
   */
  readonly maxConcurrentDownloads: number;
  /**
   * Layers pushed at a time; a peer pushes none.
   * @default 5
   */
  readonly maxConcurrentUploads: number;
  /**
   * Default ulimits of containers by name, e.g. `nofile`. Beyond the node's own hard limit no container starts.
   * @default {}
   */
  readonly ulimits: {
    readonly [k: string]: {
      /**
       * Soft limit, at most the hard one; -1: none.
       */
      readonly soft: number
      /**
       * Hard limit; -1: none.
       */
      readonly hard: number
    }
  };
  /**
   * Seconds that dockerd waits for containers when it stops.
   * @default 15
   */
  readonly shutdownTimeout: number;
  /**
   * Lowest API version to serve; empty: the daemon's own. It does not let Fabric below 2.5.15 and 3.1.4 build on Docker 29: dockerd panics at the end of such builds.
   * @default ""
   */
  readonly minApiVersion: string;
  /**
   * Debug log of dockerd.
   * @default false
   */
  readonly debug: boolean;
  /**
   * Experimental features of dockerd.
   * @default false
   */
  readonly experimental: boolean;
  /**
   * Feature flags of dockerd.
   * @default {}
   */
  readonly features: {
    readonly [k: string]: boolean
  };
  /**
   * Further keys of daemon.json; they win over the settings above.
   * @default {}
   */
  readonly settings: {
    readonly [k: string]: unknown
  };
}

/**
 * Proxies for the daemon's pulls; builds do not get them.
 */
export interface PeerDindDaemonProxy {
  /**
   * HTTP proxy, a URL.
   * @default ""
   */
  readonly http: string;
  /**
   * HTTPS proxy, a URL.
   * @default ""
   */
  readonly https: string;
  /**
   * Hosts to reach directly, separated by commas.
   * @default ""
   */
  readonly noProxy: string;
}

/**
 * Docker's data root: images, and the containers of chaincode. No Pod-level fsGroup must reach it.
 */
export interface PeerDindStorage {
  /**
   * claim: a deleted Pod answers again in seconds. emptyDir: images are loaded and chaincode is built again.
   * @default "claim"
   */
  readonly type: ("claim" | "emptyDir");
  /**
   * Size of the claim for Docker's data. It may grow by `helm upgrade` where the class allows expansion; it never shrinks.
   * @default "20Gi"
   */
  readonly size: (string | number);
  /**
   * StorageClass; empty: the cluster's default, `-`: none (a volume that is provided by hand).
   * @default ""
   */
  readonly storageClassName: string;
  /**
   * Access modes. ReadWriteOncePod also keeps a second Pod on the same node out; it stands alone.
   * @default ["ReadWriteOnce"]
   */
  readonly accessModes: readonly ("ReadWriteOnce" | "ReadWriteOncePod" | "ReadWriteMany")[];
  /**
   * A claim that exists already; the chart then makes none. Set it per peer: two peers must not share one.
   * @default ""
   */
  readonly existingClaim: string;
  /**
   * Label selector for the volume, as in a PersistentVolumeClaim.
   * @default {}
   */
  readonly selector: {
    readonly [k: string]: unknown
  };
  /**
   * Annotations of the claim.
   * @default {}
   */
  readonly annotations: {
    readonly [k: string]: string
  };
  /**
   * Further labels of the claim.
   * @default {}
   */
  readonly labels: {
    readonly [k: string]: string
  };
  /**
   * Largest size of the emptyDir; beyond it the kubelet evicts the Pod. Empty: no limit.
   * @default "20Gi"
   */
  readonly sizeLimit: (string | number);
  /**
   * Medium of the emptyDir; `Memory` counts against memory limits.
   * @default ""
   */
  readonly medium: string;
}

/**
 * Wait for chaincode: a restarted peer is ready, and the next one of a rollout restarted, only when the chaincode that ran before runs again. Fabric starts it by itself, and meanwhile lets invocations wait.
 */
export interface PeerDindPrewarm {
  /**
   * Wait. The daemon's data must outlive the Pod: with an emptyDir nothing is known of what ran before.
   * @default true
   */
  readonly enabled: boolean;
  /**
   * Longest wait after the peer listens, in seconds; then it is ready without the chaincode that is missing.
   * @default 30
   */
  readonly timeoutSeconds: number;
}

/**
 * Metrics of dockerd for Prometheus: builds, container actions, errors. They tell names and numbers and take no commands; the daemon's API stays on its unix socket.
 */
export interface PeerDindMetrics {
  /**
   * Serve `/metrics` at the Pod's address. Chaincode is kept from it by a packet filter of the sidecar, other Pods by `networkPolicy`, whose `metricsFrom` must say who may read.
   * @default false
   */
  readonly enabled: boolean;
  /**
   * Port of the Pod.
   * @default 9323
   */
  readonly port: number;
}

/**
 * What is removed from the daemon before the peer starts, and never beside a running peer: Fabric builds no image a second time while it runs.
 */
export interface PeerDindPrune {
  /**
   * Stopped containers. Fabric leaves some behind at each installation.
   * @default true
   */
  readonly containers: boolean;
  /**
   * Images without a name.
   * @default true
   */
  readonly danglingImages: boolean;
  /**
   * The build cache.
   * @default false
   */
  readonly buildCache: boolean;
  /**
   * Images of a chaincode label to keep, newest first; 0: all. Older ones are removed if the peer does not have their package any more: what is installed it would build again at once.
   * @default 0
   */
  readonly keepPerLabel: number;
  /**
   * Upper size of all that the daemon keeps; empty: none. Beyond it stopped containers, unnamed images and the build cache go, then images that `preload` does not ask for, then images of chaincode whose package the peer does not have any more, the oldest first.
   * @default ""
   */
  readonly maxSize: (string | number);
  /**
   * Only what is older than this, e.g. `24h`; empty: whatever its age.
   * @default ""
   */
  readonly olderThan: string;
}

/**
 * Bring images into the sidecar before the peer starts. An image that is there already costs nothing, so a registry outage stops no peer whose images are present.
 */
export interface PeerPreload {
  /**
   * Preload images. Fabric itself pulls without credentials and remembers a failed build until it restarts, so leave this on unless the daemon's images are provided otherwise.
   * @default true
   */
  readonly enabled: boolean;
  readonly languages: PeerPreloadLanguages;
  /**
   * Further images.
   * @default []
   * @example [{"name":"hyperledger/fabric-javaenv:2.5","from":"registry.example.com/javaenv:2.5.10"}]
   */
  readonly images: readonly {
    /**
     * Name under which Fabric asks for the image.
     */
    readonly name: string
    /**
     * Reference to pull it from, when that is another; it is tagged with `name`.
     */
    readonly from?: string
  }[];
  /**
   * Pull what is missing, with the credentials of `imagePullSecrets` and `global.imagePullSecrets`.
   * @default true
   */
  readonly pull: boolean;
  /**
   * Pull tags anew at each start of the Pod: an image whose tag moved, e.g. for a security fix, is otherwise never replaced while the claim lives. Where the registry does not answer, the image that is there will do. An image that `from` names by digest is always compared.
   * @default false
   */
  readonly refresh: boolean;
  /**
   * A Kubernetes volume source with image tars, as `docker save` writes them, at its root. Tars that hold a missing image are loaded before anything is pulled.
   * @default {}
   * @example {"persistentVolumeClaim":{"claimName":"fabric-images","readOnly":true}}
   */
  readonly volume: {
    readonly [k: string]: unknown
  };
  readonly fromImage: PeerPreloadFromImage;
  /**
   * When an image is missing in the end. Fail: the peer waits and preloading is tried again. Ignore: the peer starts, and chaincode that needs the image fails until the peer is restarted.
   * @default "Fail"
   */
  readonly failurePolicy: ("Fail" | "Ignore");
  /**
   * Longest time for one image, in seconds.
   * @default 600
   */
  readonly timeoutSeconds: number;
  /**
   * Requests and limits of the init container `prepare`, which preloads.
   * @default {}
   */
  readonly resources: {
    readonly requests?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly limits?: ({
      /**
       * CPUs.
       */
      readonly cpu?: (string | number | null)
      /**
       * Memory.
       */
      readonly memory?: (string | number | null)
      /**
       * Disk of the node.
       */
      "ephemeral-storage"?: (string | number | null)
      readonly [k: string]: string | number | null | undefined
    } | null)
    readonly [k: string]: unknown
  };
}

/**
 * Languages whose images (`chaincode.images`) are wanted: those that build chaincode, and those that it runs in. Without the latter an installation succeeds and the first launch fails.
 */
export interface PeerPreloadLanguages {
  /**
   * Go: the builder and the golang image.
   * @default true
   */
  readonly golang: boolean;
  /**
   * Node.js: the node image.
   * @default false
   */
  readonly node: boolean;
  /**
   * Java: the java image.
   * @default false
   */
  readonly java: boolean;
}

/**
 * Take the tars out of a plain image, for clusters without image volumes: an init container copies them at each start of the Pod, so the image needs a shell and `cp`. Excludes `volume`.
 */
export interface PeerPreloadFromImage {
  /**
   * Copy tars from the image.
   * @default false
   */
  readonly enabled: boolean;
  readonly image: PeerPreloadFromImageImage;
  /**
   * The tars' folder in the image.
   * @default "/images"
   */
  readonly path: string;
}

/**
 * Image of image tars.
 */
export interface PeerPreloadFromImageImage {
  /**
   * Registry to pull from; `global.imageRegistry` wins over it.
   * @default "docker.io"
   */
  readonly registry: string;
  /**
   * Repository below the registry.
   * @default "fabric-images"
   */
  readonly repository: string;
  /**
   * Tag. Pin a full version: a floating tag lets two nodes run different software.
   * @default "2.5"
   */
  readonly tag: (string | number);
  /**
   * Digest, e.g. `sha256:…`. When set it is used instead of the tag.
   * @default ""
   */
  readonly digest: string;
  /**
   * When the kubelet pulls the image. `Always` makes a restart depend on the registry.
   * @default "IfNotPresent"
   */
  readonly pullPolicy: ("Always" | "IfNotPresent" | "Never");
}

/**
 * The node's own Docker daemon instead of a sidecar, for clusters that still have one. Whoever installs chaincode is then root on the node, and chaincode outlives a peer that dies.
 */
export interface PeerHostDocker {
  /**
   * Use the node's daemon. Excludes `dind`.
   * @default false
   */
  readonly enabled: boolean;
  /**
   * Path of the daemon's socket on the node.
   * @default "/var/run/docker.sock"
   */
  readonly socket: string;
  /**
   * Group that owns the socket on the node; the peer gets it as a supplemental group.
   * @default 0
   */
  readonly groupId: number;
  /**
   * Docker network of chaincode containers; they reach the peer at the Pod's address.
   * @default "bridge"
   */
  readonly networkMode: string;
}

/**
 * Chaincode as a service: it runs elsewhere, and the peer dials the address in the chaincode package. Uses the builder of the peer's own image.
 */
export interface PeerChaincodeAsAService {
  /**
   * Keep the builder. Packages of type `ccaas` are then never built.
   * @default true
   */
  readonly enabled: boolean;
  /**
   * Values for the Go templates in a package's connection.json (CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG), put in at installation.
   * @default {}
   * @example {"peername":"org1peer0"}
   */
  readonly builderConfig: {
    readonly [k: string]: unknown
  };
}

/**
 * Chaincode as Kubernetes Jobs, by fabric-builder-k8s: packages of type `k8s` name an image by digest, and the builder makes a Job and a Secret for each. Its rights are a Role of the Jobs, Pods and Secrets that it needs and no more; its token is mounted in the peer alone.
 */
export interface PeerKubernetesBuilder {
  /**
   * Bring the builder into the peer, and give the peer the Role that it needs.
   * @default false
   */
  readonly enabled: boolean;
  readonly image: PeerKubernetesBuilderImage;
  /**
   * The builder's folder in its image.
   * @default "/opt/hyperledger/k8s_builder"
   */
  readonly path: string;
  /**
   * Namespace of the Jobs; empty: the release's. Another one must exist.
   * @default ""
   */
  readonly namespace: string;
  /**
   * ServiceAccount of the chaincode Pods.
   * @default "default"
   */
  readonly serviceAccountName: string;
  /**
   * Nodes that may run chaincode: those with the label and taint fabric-builder-k8s-role of this value.
   * @default ""
   */
  readonly nodeRole: string;
  /**
   * Start of the names of Jobs and Secrets.
   * @default "hlfcc"
   */
  readonly objectNamePrefix: string;
  /**
   * Longest time for a chaincode's Pod to start.
   * @default "3m"
   */
  readonly startTimeout: string;
  /**
   * Debug log of the builder.
   * @default false
   */
  readonly debug: boolean;
}

/**
 * Image of the builder.
 */
export interface PeerKubernetesBuilderImage {
  /**
   * Registry to pull from; `global.imageRegistry` wins over it.
   * @default "ghcr.io"
   */
  readonly registry: string;
  /**
   * Repository below the registry.
   * @default "hyperledger-labs/fabric-builder-k8s/k8s-fabric-peer"
   */
  readonly repository: string;
  /**
   * Tag. Pin a full version: a floating tag lets two nodes run different software.
   * @default "0.15.2"
   */
  readonly tag: (string | number);
  /**
   * Digest, e.g. `sha256:…`. When set it is used instead of the tag.
   * @default ""
   */
  readonly digest: string;
  /**
   * When the kubelet pulls the image. `Always` makes a restart depend on the registry.
   * @default "IfNotPresent"
   */
  readonly pullPolicy: ("Always" | "IfNotPresent" | "Never");
}

/**
 * The peer's client Service. The StatefulSet's headless Service is made besides.
 */
export interface PeerService {
  /**
   * Type of the Service.
   * @default "ClusterIP"
   */
  readonly type: ("ClusterIP" | "NodePort" | "LoadBalancer");
  /**
   * Annotations of the Service.
   * @default {}
   */
  readonly annotations: {
    readonly [k: string]: string
  };
  /**
   * Further labels of the Service.
   * @default {}
   */
  readonly labels: {
    readonly [k: string]: string
  };
  /**
   * Address of the Service; `None`: headless; empty: Kubernetes chooses one.
   * @default ""
   */
  readonly clusterIP: string;
  /**
   * Which load balancer of the cluster is meant; empty: its default.
   * @default ""
   */
  readonly loadBalancerClass: string;
  /**
   * Address that the load balancer is asked for. Kubernetes calls it deprecated: most clouds have an annotation instead.
   * @default ""
   */
  readonly loadBalancerIP: string;
  /**
   * Networks that the load balancer lets in, e.g. `203.0.113.0/24`; empty: all.
   * @default []
   */
  readonly loadBalancerSourceRanges: readonly string[];
  /**
   * Local keeps the client's address and takes no second hop; empty: as Kubernetes has it, Cluster.
   * @default ""
   */
  readonly externalTrafficPolicy: ("" | "Cluster" | "Local");
  /**
   * Addresses of IPv4, IPv6 or both; empty: as the cluster has it.
   * @default ""
   */
  readonly ipFamilyPolicy: ("" | "SingleStack" | "PreferDualStack" | "RequireDualStack");
  /**
   * Which, and which first.
   * @default []
   */
  readonly ipFamilies: readonly ("IPv4" | "IPv6")[];
  /**
   * Further ports of the Service, e.g. of a container of yours.
   * @default []
   */
  readonly extraPorts: readonly {
    readonly [k: string]: unknown
  }[];
  /**
   * Lead to the Pod also while it is not ready. It is the only one that the Service has, and Kubernetes calls a Pod not ready while its sidecar restarts: the peer would lose its gossip, and chaincode that needs no daemon its clients. Switch off where clients must be refused at once, e.g. with a readiness probe of /healthz.
   * @default true
   */
  readonly publishNotReadyAddresses: boolean;
  readonly grpc: PeerServiceGrpc;
  readonly operations: PeerServiceOperations;
  readonly chaincode: PeerServiceChaincode;
}

/**
 * gRPC: endorsement, gossip, deliver, gateway, discovery.
 */
export interface PeerServiceGrpc {
  /**
   * Port of the Service.
   * @default 7051
   */
  readonly port: number;
  /**
   * Port of the node, for NodePort and LoadBalancer; 0: Kubernetes chooses one.
   * @default 0
   */
  readonly nodePort: number;
  /**
   * What the port speaks, for proxies that read it: `https` passes TLS on, `kubernetes.io/h2c` is gRPC without TLS.
   * @default ""
   */
  readonly appProtocol: string;
}

/**
 * The operations server: health, metrics, log level.
 */
export interface PeerServiceOperations {
  /**
   * Offer operations in the client Service. It changes log levels without authentication: switch off for a Service that is reachable from outside.
   * @default true
   */
  readonly enabled: boolean;
  /**
   * Port of the Service.
   * @default 9443
   */
  readonly port: number;
  /**
   * Port of the node, for NodePort and LoadBalancer; 0: Kubernetes chooses one.
   * @default 0
   */
  readonly nodePort: number;
  /**
   * Offer it in a Service of its own instead, `<peer's full name>-operations`, which stays in the cluster whatever `type` says.
   * @default false
   */
  readonly separate: boolean;
}

/**
 * A Service of its own for the peer's chaincode listener; only chaincode that runs outside the Pod needs it. It is there before the peer is ready, as a peer starts its chaincode before.
 */
export interface PeerServiceChaincode {
  /**
   * Make the Service, listen on all addresses and announce it to chaincode. `kubernetesBuilder` implies it. The sidecar runs its chaincode on the Pod network either way.
   * @default false
   */
  readonly enabled: boolean;
  /**
   * Port of the Service.
   * @default 7052
   */
  readonly port: number;
  /**
   * Port of the node. When it is set the Service is of the type NodePort.
   * @default 0
   */
  readonly nodePort: number;
}

/**
 * Reaching the peer from outside the cluster. All peers may share one address: a proxy tells them apart by the host name in TLS (SNI) and passes the connection on as it is. Fabric compares TLS certificates, so no proxy may end TLS.
 */
export interface PeerExpose {
  /**
   * Which object tells the proxy: an Ingress, a TLSRoute of the Gateway API, Istio's VirtualService, Traefik's IngressRouteTCP or OpenShift's Route.
   * @default "none"
   */
  readonly type: ("none" | "ingress" | "tlsRoute" | "istio" | "traefik" | "route");
  /**
   * Host name for the outside; empty: `<peer's full name>.<domain>`. The peer's TLS certificate must have it.
   * @default ""
   */
  readonly host: string;
  /**
   * Domain of the host names of all peers.
   * @default ""
   */
  readonly domain: string;
  /**
   * Port that the outside dials.
   * @default 443
   */
  readonly port: number;
  /**
   * Annotations of the object; they win over the chart's own.
   * @default {}
   */
  readonly annotations: {
    readonly [k: string]: string
  };
  /**
   * Further labels of the object.
   * @default {}
   */
  readonly labels: {
    readonly [k: string]: string
  };
  readonly ingress: PeerExposeIngress;
  readonly tlsRoute: PeerExposeTlsRoute;
  readonly istio: PeerExposeIstio;
  readonly traefik: PeerExposeTraefik;
  readonly route: PeerExposeRoute;
  readonly operations: PeerExposeOperations;
}

/**
 * The Ingress.
 */
export interface PeerExposeIngress {
  /**
   * Class of the Ingress.
   * @default "nginx"
   */
  readonly className: string;
  /**
   * Whose annotation asks for passthrough: that of ingress-nginx, of haproxy-ingress, of HAProxy Technologies, or one of yours in `annotations`.
   * @default "nginx"
   */
  readonly controller: ("nginx" | "haproxy" | "haproxytech" | "other");
}

/**
 * The TLSRoute.
 */
export interface PeerExposeTlsRoute {
  /**
   * Version of the API; v1 since Gateway API 1.5.
   * @default "gateway.networking.k8s.io/v1"
   */
  readonly apiVersion: ("gateway.networking.k8s.io/v1" | "gateway.networking.k8s.io/v1alpha3" | "gateway.networking.k8s.io/v1alpha2");
  /**
   * Gateways with a listener of the protocol TLS and the mode Passthrough.
   * @default []
   */
  readonly parentRefs: readonly {
    readonly [k: string]: unknown
  }[];
}

/**
 * The VirtualService.
 */
export interface PeerExposeIstio {
  /**
   * Gateways that have the host in a server of the mode PASSTHROUGH, as `<namespace>/<name>`.
   * @default []
   */
  readonly gateways: readonly string[];
  /**
   * Make a Gateway for the host, too.
   * @default false
   */
  readonly createGateway: boolean;
  /**
   * Labels of the ingress gateway's Pods, for the Gateway that is made.
   * @default {"istio":"ingressgateway"}
   */
  readonly selector: {
    readonly [k: string]: string
  };
}

/**
 * The IngressRouteTCP.
 */
export interface PeerExposeTraefik {
  /**
   * Entry points of Traefik.
   * @default ["websecure"]
   */
  readonly entryPoints: readonly string[];
  /**
   * Middlewares for TCP, e.g. an allow list.
   * @default []
   */
  readonly middlewares: readonly {
    readonly [k: string]: unknown
  }[];
}

/**
 * The Route.
 */
export interface PeerExposeRoute {
  /**
   * Whether the Route serves subdomains, too.
   * @default "None"
   */
  readonly wildcardPolicy: ("None" | "Subdomain");
}

/**
 * The operations server under a host name of its own. Only with `operations.tls`.
 */
export interface PeerExposeOperations {
  /**
   * Expose it likewise.
   * @default false
   */
  readonly enabled: boolean;
  /**
   * Its host name; empty: `operations.<host of the peer>`.
   * @default ""
   */
  readonly host: string;
}

/**
 * A NetworkPolicy for the Pod. Chaincode shares the Pod's network, so this is what keeps it from things that trust the Pod. It cannot filter inside the Pod. A port whose list of callers is empty stays open to all, and so does every port that is not named here.
 */
export interface PeerNetworkPolicy {
  /**
   * Make it. By itself it allows everything but `except`, by default the cloud's metadata service, which hands out the node's identity. Needs a network plugin that enforces policies.
   * @default false
   */
  readonly enabled: boolean;
  /**
   * IPv4 ranges that the Pod may not reach.
   * @default ["169.254.169.254/32"]
   */
  readonly except: readonly string[];
  /**
   * IPv6 ranges that the Pod may not reach.
   * @default ["fd00:ec2::254/128"]
   */
  readonly exceptIPv6: readonly string[];
  /**
   * Who may call the peer (port 7051) besides the release's own Pods: clients, orderers' organisations, other peers, as peers of a NetworkPolicy.
   * @default []
   * @example [{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"clients"}}}]
   */
  readonly grpcFrom: readonly {
    readonly [k: string]: unknown
  }[];
  /**
   * Who may call the operations server (port 9443) besides the release's own Pods: it changes log levels without authentication, as peers of a NetworkPolicy.
   * @default []
   * @example [{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"monitoring"}}}]
   */
  readonly operationsFrom: readonly {
    readonly [k: string]: unknown
  }[];
  /**
   * Whose chaincode may dial the peer (port 7052), where chaincode runs outside the Pod, as peers of a NetworkPolicy.
   * @default []
   * @example [{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"chaincode"}}}]
   */
  readonly chaincodeFrom: readonly {
    readonly [k: string]: unknown
  }[];
  /**
   * Who may read metrics of the daemon and of CouchDB, which demand it, as peers of a NetworkPolicy.
   * @default []
   * @example [{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"monitoring"}}}]
   */
  readonly metricsFrom: readonly {
    readonly [k: string]: unknown
  }[];
  /**
   * Who may call CouchDB (port 5984) where it has a Service, as peers of a NetworkPolicy.
   * @default []
   * @example [{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"administration"}}}]
   */
  readonly couchdbFrom: readonly {
    readonly [k: string]: unknown
  }[];
}

/**
 * ServiceAccount of the Pod. Its token is mounted only with `kubernetesBuilder`, and then in the peer's container alone: otherwise neither a peer nor chaincode needs the Kubernetes API.
 */
export interface PeerServiceAccount {
  /**
   * Make a ServiceAccount for the peer.
   * @default true
   */
  readonly create: boolean;
  /**
   * Name of the ServiceAccount; empty: the peer's full name.
   * @default ""
   */
  readonly name: string;
  /**
   * Annotations of the ServiceAccount.
   * @default {}
   */
  readonly annotations: {
    readonly [k: string]: string
  };
}

/** Values of one peer as a person writes them: all optional, over those of `peer`. */
export type PeerOverrides = Overrides<Peer>;

/** Values of the fabric-dind chart as a person writes them: all optional, over the defaults. */
export interface ValuesOverrides extends Overrides<Values> {
  /** Keys for YAML anchors; the chart ignores them. */
  readonly [x: `x-${string}`]: unknown;
  /** A parent chart's condition; the chart does not read it. */
  readonly enabled?: boolean;
}
