#!/usr/bin/env bash
# Invokes a chaincode on one peer and waits until the transaction is committed.
#   CORE_PEER_ADDRESS, ORDERER, CHANNEL, NAME, ARGS (JSON)
set -euo pipefail
peer chaincode invoke --orderer "$ORDERER" --tls --cafile /trust/orderer.pem --channelID "$CHANNEL" --name "$NAME" \
  --ctor "$ARGS" --waitForEvent --peerAddresses "$CORE_PEER_ADDRESS" --tlsRootCertFiles /trust/peers.pem
