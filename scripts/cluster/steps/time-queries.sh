#!/usr/bin/env bash
# Queries one key again and again, one call after the other, and prints the microseconds of each call.
#   CORE_PEER_ADDRESS, CHANNEL, NAME, KEY, COUNT
set -euo pipefail
for ((i = 0; i < COUNT; i++)); do
  start=${EPOCHREALTIME/./}
  peer chaincode query --channelID "$CHANNEL" --name "$NAME" --ctor "{\"Args\":[\"get\",\"$KEY\"]}" >/dev/null
  echo $((${EPOCHREALTIME/./} - start))
done
