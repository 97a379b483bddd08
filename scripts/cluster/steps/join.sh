#!/usr/bin/env bash
# Joins a peer to a channel; does nothing when it has joined.
#   CORE_PEER_ADDRESS, CHANNEL, BLOCK (the channel's genesis block)
set -euo pipefail
peer channel list 2>/dev/null | grep -qx "$CHANNEL" || peer channel join -b "$BLOCK"
