#!/usr/bin/env bash
# Joins peers to a channel, and has the channel name anchor peers. It does what is missing, so that it can be ended at
# any point and run again. Exit 3: see common.sh.
# shellcheck disable=SC2016,SC2154 # variables of jq, and those of common.sh
set -euo pipefail
# shellcheck source=/dev/null
. "${BASH_SOURCE[0]%/*}/common.sh"

channel=$(spec .channel)
mapfile -t peers < <(of_channel "$channel" '.peers // [] | .[]')
[[ ${#peers[@]} -gt 0 ]] || { say "$channel: no peer of the release runs that is to join" && exit 0; }

fetch() { ordered "$channel" "${peers[0]}" peer channel fetch 0 "$work/genesis.block"; }

reachable() { on "$1" peer channel list; }

join() {
  joined "$1" "$channel" && return
  if [[ -n $(spec '.snapshot // empty') ]]; then
    on "$1" peer channel joinbysnapshot --snapshotpath "$(spec .snapshot)" || running "$1" || return
    until_done "$1 joins by snapshot" is_joined "$1" "$channel"
  else
    on "$1" peer channel join --blockpath "$block"
  fi
}
# A peer joins by one snapshot at a time.
running() { on "$1" peer channel joinbysnapshotstatus | grep -q 'in progress'; }

block=$work/genesis.block
if [[ -n $(spec '.snapshot // empty') ]]; then
  block=
elif [[ -f ${BLOCK:-/block/genesis.block} ]]; then
  block=${BLOCK:-/block/genesis.block}
fi

for peer in "${peers[@]}"; do
  until_done "$peer at $(spec --arg name "$peer" '.peers[$name].address')" reachable "$peer"
  if joined "$peer" "$channel"; then
    say "$peer is in $channel"
    continue
  fi
  if [[ -n $block && ! -f $block ]]; then
    until_done "the genesis block of $channel from its orderers" fetch
  fi
  until_done "$peer joins $channel" join "$peer"
  say "$peer joined $channel"
done

# The anchor peers that are missing in the channel's configuration, as JSON.
missing_anchors() {
  jq --argjson wanted "$(spec .anchors)" --arg msp "$(spec .mspId)" '
    ([.channel_group.groups.Application.groups[] | select(.values.MSP.value.config.name == $msp)][0]
      .values.AnchorPeers.value.anchor_peers // []) as $there
    | [$wanted[] | . as $anchor | select(any($there[]; .host == $anchor.host and .port == $anchor.port) | not)]' "$1"
}

config() {
  ordered "$channel" "${peers[0]}" peer channel fetch config "$work/config.block" &&
    configtxlator proto_decode --input "$work/config.block" --type common.Block |
    jq '.data.data[0].payload.data.config' >"$work/config.json" && [[ -s $work/config.json ]]
}

update() {
  config || return
  [[ $(missing_anchors "$work/config.json") != '[]' ]] || return 0
  jq --argjson missing "$(missing_anchors "$work/config.json")" --arg msp "$(spec .mspId)" '
    (.channel_group.groups.Application.groups[] | select(.values.MSP.value.config.name == $msp)) |= (
      .values.AnchorPeers.value.anchor_peers += $missing
      | .values.AnchorPeers.mod_policy = "Admins"
      | .values.AnchorPeers.version = (.values.AnchorPeers.version // "0"))' "$work/config.json" >"$work/wanted.json"
  local part
  for part in config wanted; do
    configtxlator proto_encode --input "$work/$part.json" --type common.Config --output "$work/$part.pb" || return
  done
  configtxlator compute_update --channel_id "$channel" --original "$work/config.pb" --updated "$work/wanted.pb" |
    configtxlator proto_decode --type common.ConfigUpdate |
    jq --arg channel "$channel" \
      '{payload: {header: {channel_header: {channel_id: $channel, type: 2}}, data: {config_update: .}}}' |
    configtxlator proto_encode --type common.Envelope --output "$work/update.pb" || return
  ordered "$channel" "${peers[0]}" peer channel update --file "$work/update.pb"
}

if [[ $(spec '.anchors // [] | length') != 0 ]]; then
  until_done "the configuration of $channel" config
  known=$(jq -r --arg msp "$(spec .mspId)" \
    'any(.channel_group.groups.Application.groups[]; .values.MSP.value.config.name == $msp)' "$work/config.json")
  [[ $known == true ]] ||
    give_up "$channel does not know the organisation $(spec .mspId): its members must add it to the channel."
  until_done "anchor peers of $(spec .mspId) in $channel" update
  say "$channel names the anchor peers $(spec '[.anchors[] | "\(.host):\(.port)"] | join(", ")')"
fi

until_done "the ConfigMap $STATUS" record "$channel"
