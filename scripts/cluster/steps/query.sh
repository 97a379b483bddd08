#!/usr/bin/env bash
# Queries a chaincode on one peer.
#   CORE_PEER_ADDRESS, CHANNEL, NAME, ARGS (JSON)
set -euo pipefail
peer chaincode query --channelID "$CHANNEL" --name "$NAME" --ctor "$ARGS"
