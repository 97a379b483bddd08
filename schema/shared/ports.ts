/** Ports of a peer's Pod. Fabric's core.yaml has the same defaults, and certificates, probes and alerts rely on them. */
export const ports = {
  /** gRPC: endorsement, gossip, deliver, gateway, discovery. */
  grpc: 7051,
  /** The listener that chaincode dials. */
  chaincode: 7052,
  /** The operations server: health, metrics, log level. */
  operations: 9443,
  /** CouchDB of the Pod, at 127.0.0.1 alone unless it has a Service. */
  couchdb: 5984,
} as const;
