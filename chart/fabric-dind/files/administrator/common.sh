#!/usr/bin/env bash
# What the Jobs of channels and chaincodes share. Part of channel.sh and chaincode.sh.
#   SPEC             what the Job is about, as JSON
#   STATUS           the ConfigMap that tells what was done, NAMESPACE where it lies
# shellcheck disable=SC2016 # variables of jq
# Exit 3 means that a person has to mend something: Kubernetes then starts the Job's Pod no more.

export FABRIC_LOGGING_SPEC=error FABRIC_CFG_PATH=${FABRIC_CFG_PATH:-/etc/hyperledger/fabric}
trust=${TRUST:-/trust}
work=$(mktemp -d)
api=/var/run/secrets/kubernetes.io/serviceaccount

say() { printf '%s %s\n' "$(date -u +%T)" "$*"; }
give_up() {
  say "$* Nothing is tried again before that is mended."
  exit 3
}
spec() { jq -r "$@" <<<"$SPEC"; }
# Of a channel: of_channel CHANNEL FILTER [OPTIONS]
of_channel() { spec --arg channel "$1" "${@:3}" ".channels[] | select(.name == \$channel) | $2"; }

# Runs a command of the peer CLI against a peer of the release. 0 < /dev/null: the CLI would read what a loop reads.
on() {
  local peer=$1
  shift
  CORE_PEER_ADDRESS=$(spec --arg name "$peer" '.peers[$name].address') \
    CORE_PEER_TLS_ENABLED=$(spec --arg name "$peer" '.peers[$name].tls') \
    CORE_PEER_TLS_ROOTCERT_FILE=$trust/peers/$peer.crt timeout "${LIMIT:-60}" "$@" </dev/null
}

# The last line of what a command said, without the colours and places of Fabric's log.
last_words() { tail -n 1 "$1" | sed -E 's/\x1b\[[0-9;]*m//g; s/^Error: //' | cut -c 1-600; }

# Tries a command until it succeeds. What it is about and why it has to wait is said when the reason changes, and once a
# minute. The Job's own deadline ends it.
until_done() {
  local what=$1 said='' since=0 now=0
  shift
  until "$@" >"$work/out" 2>"$work/err"; do
    now=$SECONDS
    [[ -s $work/err ]] || cp "$work/out" "$work/err"
    local reason
    reason=$(last_words "$work/err")
    if [[ $reason != "$said" ]] || ((now - since >= 60)); then
      say "$what: waiting: ${reason:-no answer}"
      said=$reason
      since=$now
    fi
    sleep 2
  done
}

# The options that name an orderer, in the array `orderer_options`: each call of it takes the next one.
turn=0
next_orderer() {
  local channel=$1 count
  count=$(of_channel "$channel" '.orderers | length')
  orderer_options=(
    --orderer "$(of_channel "$channel" '.orderers[$n]' --argjson n $((turn % count)))"
    --tls --cafile "$trust/orderers/$channel/$((turn % count)).crt"
  )
  if [[ -f ${CLIENT_CERT:-} ]]; then
    orderer_options+=(--clientauth --certfile "$CLIENT_CERT" --keyfile "$CLIENT_KEY")
  fi
  turn=$((turn + 1))
}

# With the next orderer: ordered CHANNEL PEER COMMAND...
ordered() {
  local channel=$1 peer=$2
  shift 2
  next_orderer "$channel"
  on "$peer" "$@" --channelID "$channel" "${orderer_options[@]}"
}

joined() { on "$1" peer channel list | sed '0,/joined:/d' | grep -qxF "$2"; }
is_joined() { joined "$1" "$2" || { echo "$1 has not joined $2 yet" >&2 && false; }; }

# Asks the API server: ask METHOD PATH [CONTENT-TYPE], where there is a type with a body from standard input.
ask() {
  local body=()
  [[ $# -lt 3 ]] || body=(--header "Content-Type: $3" --data-binary @-)
  curl --silent --show-error --fail --max-time 20 --cacert "$api/ca.crt" \
    --header @<(printf 'Authorization: Bearer %s' "$(cat "$api/token")") --request "$1" "${body[@]}" \
    "https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT/api/v1/namespaces/$NAMESPACE/$2"
}

# What is to change in the ConfigMap, as a merge patch on standard input. Prints the ConfigMap.
patch_status() { ask PATCH "configmaps/$STATUS" application/merge-patch+json; }

# What a channel looks like from here: heights by peer, and committed definitions as the first peer knows them.
look_at() {
  local channel=$1 peer info first=
  local heights='{}' committed='{"chaincode_definitions":[]}'
  for peer in $(of_channel "$channel" '.peers // [] | .[]'); do
    info=$(on "$peer" peer channel getinfo --channelID "$channel" 2>/dev/null | sed 's/^Blockchain info: //') || continue
    heights=$(jq --arg peer "$peer" --argjson info "$info" '.[$peer] = ($info.height // 0)' <<<"$heights")
    [[ -n $first ]] || first=$peer
  done
  [[ -n $first ]] || return 1
  committed=$(on "$first" peer lifecycle chaincode querycommitted --channelID "$channel" --output json 2>/dev/null) || return 1
  jq -n --arg seen "$(date -u +%FT%TZ)" --argjson heights "$heights" --argjson committed "$committed" '{
    seen: $seen,
    heights: $heights,
    chaincodes: [($committed.chaincode_definitions // [])[] | {key: .name, value: {version, sequence}}] | from_entries
  }'
}

# Writes what a channel looks like into the ConfigMap, under the channel's name.
record() {
  local channel=$1 state
  state=$(look_at "$channel") || return
  jq -n --arg channel "$channel" --arg state "$state" '{data: {($channel): $state}}' | patch_status
}
