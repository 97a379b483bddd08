#!/usr/bin/env bash
# Has each orderer of the devnet serve the channel; does nothing where it does.
#   CHANNEL   the channel
#   ORDERERS  host and port of the orderers' admin servers, one word each
#   SECRETS   folder of the administrator's TLS key and of the genesis block
set -euo pipefail
secrets=${SECRETS:-/secrets}
say() { printf '%s %s\n' "$(date -u +%T)" "$*"; }
ask() {
  timeout 20 osnadmin channel "$@" --ca-file "$secrets/ca.crt" --client-cert "$secrets/admin.crt" \
    --client-key "$secrets/admin.key" 2>&1
}
# What osnadmin said, without colours and line breaks.
why() { tr -s '\n\t ' ' ' <<<"$answer" | cut -c 1-300; }

for orderer in $ORDERERS; do
  said=
  until answer=$(ask list -o "$orderer" --channelID "$CHANNEL") && grep -q 'Status: 200' <<<"$answer"; do
    if grep -q 'Status: 404' <<<"$answer"; then
      answer=$(ask join -o "$orderer" --channelID "$CHANNEL" --config-block "$secrets/genesis.block") || :
      ! grep -q 'Status: 201' <<<"$answer" || continue
    fi
    if [[ $(why) != "$said" ]]; then
      said=$(why)
      say "$orderer serves $CHANNEL: waiting: $said"
    fi
    sleep 1
  done
  say "$orderer serves $CHANNEL"
done
