#!/usr/bin/env bash
# Approves a chaincode for the administrator's organisation; does nothing when it is approved.
#   CORE_PEER_ADDRESS, ORDERER, CHANNEL, NAME, VERSION, SEQUENCE, PACKAGE_ID
set -euo pipefail
peer lifecycle chaincode queryapproved --channelID "$CHANNEL" --name "$NAME" --sequence "$SEQUENCE" >/dev/null 2>&1 ||
  peer lifecycle chaincode approveformyorg --orderer "$ORDERER" --tls --cafile /trust/orderer.pem --channelID "$CHANNEL" \
    --name "$NAME" --version "$VERSION" --sequence "$SEQUENCE" --package-id "$PACKAGE_ID"
