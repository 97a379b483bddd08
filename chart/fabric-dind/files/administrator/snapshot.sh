#!/usr/bin/env bash
# Has a peer write a snapshot of each channel and copies it to /backup/<peer>/<channel>/<block>; `latest` there leads to the
# newest. It can be ended at any point and run again.
#   PEER        the peer's name
#   SNAPSHOTS   the peer's folder of snapshots
#   KEEP        how many are kept of each channel
# shellcheck disable=SC2016,SC2154 # variables of jq, and those of common.sh
set -euo pipefail
# shellcheck source=/dev/null
. "${BASH_SOURCE[0]%/*}/common.sh"

# The block of the newest snapshot of a channel that the peer has finished; empty: none.
finished() { find "$SNAPSHOTS/completed/$1" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' 2>/dev/null | sort -n | tail -n 1; }

height() { on "$PEER" peer channel getinfo --channelID "$1" | sed 's/^Blockchain info: //' | jq -r .height; }

# Block 0 asks for the last one. A peer that has a request for it, or its snapshot, refuses another.
submit() {
  on "$PEER" peer snapshot submitrequest --channelID "$1" --blockNumber 0 \
    --peerAddress "$(spec --arg name "$PEER" '.peers[$name].address')" --tlsRootCertFile "$trust/peers/$PEER.crt" \
    >"$work/submitted" 2>&1 || grep -qiE 'duplicate|already' "$work/submitted" || { cat "$work/submitted" >&2 && return 1; }
}

has_reached() {
  local block
  block=$(finished "$1")
  [[ -n $block && $block -ge $2 ]] || { echo "the peer writes the snapshot of $1" >&2 && return 1; }
}

# Every file of a snapshot is as the peer signed it off.
verify() {
  jq -r '.snapshot_files_raw_hashes | to_entries[] | "\(.value)  \(.key)"' "$1/_snapshot_signable_metadata.json" |
    (cd "$1" && sha256sum --check --quiet -)
}

copy() {
  local channel=$1 block=$2 target=/backup/$PEER/$1
  if [[ ! -d $target/$block ]]; then
    rm -rf "$target"/*.partial
    mkdir -p "$target"
    cp -R "$SNAPSHOTS/completed/$channel/$block" "$target/$block.partial"
    verify "$target/$block.partial" || give_up "$channel: the copy of the snapshot at block $block is damaged."
    sync -f "$target"
    mv "$target/$block.partial" "$target/$block"
  fi
  ln -sfn "$block" "$target/latest"
  # The peer's volume is not to fill up with them.
  rm -rf "${SNAPSHOTS:?}/completed/$channel/$block"
  say "$channel: block $block is in $target/$block"
}

forget() {
  find "/backup/$PEER/$1" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*' ! -name '*.partial' -printf '%f\n' | sort -n | head -n "-$KEEP" |
    while read -r old; do
      rm -rf "/backup/$PEER/$1/$old"
      say "$1: block $old is removed"
    done
}

for channel in $(spec '.channels[].name'); do
  until_done "$channel at $PEER" height "$channel"
  last=$(($(height "$channel") - 1))
  if [[ ! -d /backup/$PEER/$channel/$last ]]; then
    until_done "$channel: a snapshot at $PEER" submit "$channel"
    until_done "$channel" has_reached "$channel" "$last"
    copy "$channel" "$(finished "$channel")"
  else
    say "$channel: block $last is there already"
  fi
  forget "$channel"
done
