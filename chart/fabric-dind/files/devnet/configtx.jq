# The channel of the devnet, as configtxgen reads it: one member of any organisation suffices for everything.
#   $crypto  cryptogen's folder
def signature(rule): {Type: "Signature", Rule: rule};
def any(of): {Type: "ImplicitMeta", Rule: "ANY \(of)"};
def organisation(id; msp): {
  Name: id, ID: id, MSPDir: msp,
  Policies: {
    Readers: signature("OR('\(id).member')"),
    Writers: signature("OR('\(id).member')"),
    Admins: signature("OR('\(id).admin')"),
    Endorsement: signature("OR('\(id).peer')")
  }
};
def policies: {Readers: any("Readers"), Writers: any("Writers"), Admins: any("Admins")};
def own: organisation(.mspId; "\($crypto)/peerOrganizations/\(.domain)/msp")
  + {AnchorPeers: [.anchors[] | {Host: .host, Port: .port}]};

. as $spec
| "\($crypto)/ordererOrganizations/orderer.\(.domain)" as $orderers
| {
    Organizations: [own],
    Profiles: {
      Channel: {
        Policies: policies,
        Capabilities: {V2_0: true},
        Orderer: {
          OrdererType: "etcdraft",
          BatchTimeout: "200ms",
          BatchSize: {MaxMessageCount: 10, AbsoluteMaxBytes: "10 MB", PreferredMaxBytes: "2 MB"},
          EtcdRaft: {
            Consenters: [
              .orderers | to_entries[]
              | "\($orderers)/orderers/orderer\(.key).orderer.\($spec.domain)/tls/server.crt" as $certificate
              | {Host: .value, Port: 7050, ClientTLSCert: $certificate, ServerTLSCert: $certificate}
            ]
          },
          Organizations: [
            organisation("OrdererMSP"; "\($orderers)/msp") + {OrdererEndpoints: [.orderers[] | "\(.):7050"]}
          ],
          Policies: (policies + {BlockValidation: any("Writers")}),
          Capabilities: {V2_0: true}
        },
        Application: {
          Organizations: [own],
          Policies: (policies + {LifecycleEndorsement: any("Endorsement"), Endorsement: any("Endorsement")}),
          Capabilities: {V2_5: true}
        }
      }
    }
  }
