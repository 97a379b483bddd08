#!/usr/bin/env bash
# Has the channel of another release's devnet know this organisation, in the name of that release's administrator; does
# nothing where it does.
#   SPEC     mspId, channel, orderers (host and port), and whose administrator signs (as)
#   OWN      folder of this organisation's CA certificates, TRUST that of the orderers' TLS CA
# shellcheck disable=SC2016 # variables of jq
set -euo pipefail
export FABRIC_LOGGING_SPEC=error
own=${OWN:-/own}
here=${BASH_SOURCE[0]%/*}
work=$(mktemp -d)
say() { printf '%s %s\n' "$(date -u +%T)" "$*"; }
spec() { jq -r "$@" <<<"$SPEC"; }
channel=$(spec .channel)
msp=$(spec .mspId)

turn=0
ordered() {
  local orderer
  orderer=$(spec --argjson turn "$turn" '.orderers[$turn % (.orderers | length)]')
  turn=$((turn + 1))
  timeout 60 peer channel "$@" --channelID "$channel" --orderer "$orderer" --tls \
    --cafile "${TRUST:-/trust}/orderer-ca.crt" </dev/null
}

config() {
  ordered fetch config "$work/config.block" &&
    configtxlator proto_decode --input "$work/config.block" --type common.Block |
    jq '.data.data[0].payload.data.config' >"$work/config.json" && [[ -s $work/config.json ]]
}

known() {
  jq -e --arg msp "$msp" --slurpfile own "$work/organisation.json" '
    .channel_group.groups.Application.groups[$msp].values.MSP.value.config.root_certs
      == $own[0].values.MSP.value.config.root_certs' "$work/config.json" >/dev/null
}

# Succeeds when the channel knows the organisation.
add() {
  config || return
  if known; then return 0; fi
  jq --arg msp "$msp" --slurpfile own "$work/organisation.json" \
    '.channel_group.groups.Application.groups[$msp] = ($own[0] | .version = "0")' "$work/config.json" >"$work/wanted.json"
  local part
  for part in config wanted; do
    configtxlator proto_encode --input "$work/$part.json" --type common.Config --output "$work/$part.pb" || return
  done
  configtxlator compute_update --channel_id "$channel" --original "$work/config.pb" --updated "$work/wanted.pb" |
    configtxlator proto_decode --type common.ConfigUpdate |
    jq --arg channel "$channel" \
      '{payload: {header: {channel_header: {channel_id: $channel, type: 2}}, data: {config_update: .}}}' |
    configtxlator proto_encode --type common.Envelope --output "$work/update.pb" || return
  ordered update --file "$work/update.pb" || return
  config && known
}

mkdir -p "$work/msp/cacerts" "$work/msp/tlscacerts"
cp "$own/cacert.pem" "$work/msp/cacerts"
cp "$own/tlscacert.pem" "$work/msp/tlscacerts"
cp "$own/config.yaml" "$work/msp"
spec --arg msp "$work/msp" -f "$here/organisation.jq" >"$work/configtx.yaml"
configtxgen -configPath "$work" -printOrg "$msp" >"$work/organisation.json"

said=
until add >"$work/out" 2>&1; do
  reason=$(tail -n 1 "$work/out" | sed -E 's/\x1b\[[0-9;]*m//g; s/^Error: //' | cut -c 1-300)
  if [[ $reason != "$said" ]]; then
    said=$reason
    say "$channel knows $msp: waiting for the orderers of $(spec .as): ${reason:-no answer}"
  fi
  sleep 2
done
say "$channel knows $msp"
