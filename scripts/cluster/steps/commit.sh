#!/usr/bin/env bash
# Commits the definition of a chaincode; does nothing when it is committed.
#   CORE_PEER_ADDRESS, ORDERER, CHANNEL, NAME, VERSION, SEQUENCE, ENDORSERS (addresses of a peer of each organisation)
set -euo pipefail
peer lifecycle chaincode querycommitted --channelID "$CHANNEL" --name "$NAME" 2>/dev/null |
  grep -q "Sequence: $SEQUENCE" && exit 0
peers=()
for address in $ENDORSERS; do peers+=(--peerAddresses "$address" --tlsRootCertFiles /trust/peers.pem); done
peer lifecycle chaincode commit --orderer "$ORDERER" --tls --cafile /trust/orderer.pem --channelID "$CHANNEL" \
  --name "$NAME" --version "$VERSION" --sequence "$SEQUENCE" "${peers[@]}"
