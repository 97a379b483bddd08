#!/usr/bin/env bash
# Prints how many blocks a peer has.
#   CORE_PEER_ADDRESS, CHANNEL
set -euo pipefail
peer channel getinfo --channelID "$CHANNEL" | sed -n 's/.*"height":\([0-9]*\).*/\1/p'
