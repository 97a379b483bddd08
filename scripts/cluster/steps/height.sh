#!/usr/bin/env bash
# Prints the height of a peer's ledger, as its system chaincode tells it: no chaincode in Docker is asked.
#   CORE_PEER_ADDRESS, CHANNEL
set -euo pipefail
peer channel getinfo --channelID "$CHANNEL" | sed -n 's/.*"height":\([0-9]*\).*/\1/p'
