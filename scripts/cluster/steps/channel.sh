#!/usr/bin/env bash
# Makes the orderer serve a channel; does nothing when it does.
#   ORDERER_ADMIN, CHANNEL, BLOCK
set -euo pipefail
osnadmin channel list -o "$ORDERER_ADMIN" | grep -q "\"$CHANNEL\"" ||
  osnadmin channel join --channelID "$CHANNEL" --config-block "$BLOCK" -o "$ORDERER_ADMIN" | grep -q 'Status: 201'
