#!/usr/bin/env bash
# Puts a value through one peer of the devnet, and reads it back from another, where there is one.
#   SPEC     channel, orderers (host and port), peers (name, address, tls)
#   TRUST    folder of the TLS CAs: peers/NAME.crt and orderer-ca.crt
# shellcheck disable=SC2016 # variables of jq
set -euo pipefail
export FABRIC_LOGGING_SPEC=error
trust=${TRUST:-/trust}
spec() { jq -r "$@" <<<"$SPEC"; }
channel=$(spec .channel)
first=$(spec '.peers | keys[0]')
other=$(spec '.peers | keys[-1]')

on() {
  CORE_PEER_ADDRESS=$(spec --arg name "$1" '.peers[$name].address') CORE_PEER_TLS_ENABLED=true \
    CORE_PEER_TLS_ROOTCERT_FILE=$trust/peers/$1.crt timeout 60 peer chaincode "${@:2}" --channelID "$channel" --name kv
}
put() {
  on "$first" invoke --orderer "$(spec '.orderers[0]')" --tls --cafile "$trust/orderer-ca.crt" --waitForEvent \
    --peerAddresses "$(spec --arg name "$first" '.peers[$name].address')" \
    --tlsRootCertFiles "$trust/peers/$first.crt" --ctor "{\"Args\":[\"put\",\"devnet\",\"$value\"]}"
}
get() {
  answer=$(on "$other" query --ctor '{"Args":["get","devnet"]}' 2>&1)
  [[ $answer == "$value" ]]
}

# Tries for some minutes: peers may still build the chaincode.
until_done() {
  local end=$((SECONDS + ${PATIENCE:-240})) said=
  until "${@:2}" >"$work" 2>&1; do
    local reason
    reason=$(tail -n 1 "$work" | cut -c 1-300)
    if [[ $reason != "$said" ]]; then
      said=$reason
      echo "$1: waiting: ${reason:-${answer:-no answer}}"
    fi
    ((SECONDS < end)) || { echo "$1: it did not work" && exit 1; }
    sleep 1
  done
  echo "$1: yes"
}
work=$(mktemp)
answer=
value=$(date -u +%FT%T.%N)
until_done "$first takes a value for $channel" put
until_done "$other gives it back" get
