#!/usr/bin/env bash
# Queries a chaincode until it tells where it runs. The client's own timeout for connecting, 3 s, would be the grain of
# what is measured, so it is shorter here.
#   CORE_PEER_ADDRESS, CHANNEL, NAME, PATIENCE (seconds)
set -euo pipefail
export CORE_PEER_CLIENT_CONNTIMEOUT=300ms
end=$((SECONDS + PATIENCE))
until answer=$(peer chaincode query --channelID "$CHANNEL" --name "$NAME" --ctor '{"Args":["host"]}' 2>&1); do
  if ((SECONDS > end)); then
    printf 'not within %s s: %s\n' "$PATIENCE" "$answer" >&2
    exit 1
  fi
  sleep 0.05
done
printf '%s\n' "$answer"
