#!/usr/bin/env bash
# Makes the devnet's keys, its channel's genesis block and the package of the sample chaincode, and the Secrets of peers,
# orderers and administrator. All of it is made once and kept in one Secret, which is written before any other: every
# other follows from it. So this can be ended at any point and run again. With "remove" it removes what it made.
#   SPEC       what there is to be, as JSON
#   NAMESPACE  where
# shellcheck disable=SC2016 # variables of jq
set -euo pipefail

export FABRIC_LOGGING_SPEC=error
account=${ACCOUNT:-/var/run/secrets/kubernetes.io/serviceaccount}
server=${SERVER:-https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT}
here=${BASH_SOURCE[0]%/*}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { printf '%s %s\n' "$(date -u +%T)" "$*"; }
give_up() {
  say "$*"
  exit 3
}
spec() { jq -r "$@" <<<"$SPEC"; }

name=$(spec .name)
domain=$(spec .domain)
joins=$(spec .joins)
package=$(spec .package)
mapfile -t nodes < <(spec '.peers | keys[]')
crypto=$work/kept/crypto
organisation=$crypto/peerOrganizations/$domain
orderers=$crypto/ordererOrganizations/orderer.$domain

# Asks the API server: request METHOD PATH [FILE]. Sets `code`; the answer is in $work/answer.
request() {
  local body=()
  [[ $# -lt 3 ]] || body=(--header 'Content-Type: application/json' --data-binary "@$3")
  code=$(curl --silent --show-error --max-time 30 --retry 5 --retry-connrefused --cacert "$account/ca.crt" \
    --header @<(printf 'Authorization: Bearer %s' "$(cat "$account/token")") \
    --output "$work/answer" --write-out '%{http_code}' --request "$1" "${body[@]}" \
    "$server/api/v1/namespaces/$NAMESPACE/$2")
}
refused() { give_up "The API server refuses $1: $code $(jq -r '.message // empty' "$work/answer" 2>/dev/null)"; }

# What a Secret must be labelled with to be this devnet's own.
own() { jq -e --arg name "$name" '.metadata.labels["fabric-dind/devnet"] == $name' "$work/answer" >/dev/null; }
not_own() {
  give_up "There is a Secret $1 that this devnet did not make. Remove it, or name another in identity.msp.secretName or identity.tls.secretName."
}

# A Secret of the files in a folder, each under its name: secret NAME FOLDER [VERSION]
secret() {
  local file
  for file in "$2"/*; do printf '%s %s\n' "${file##*/}" "$(base64 -w 0 "$file")"; done |
    jq -Rn --arg name "$1" --arg devnet "$name" --arg release "$(spec .release)" --arg version "${3:-}" '{
      apiVersion: "v1", kind: "Secret", type: "Opaque",
      metadata: ({name: $name, labels: {"fabric-dind/devnet": $devnet, "app.kubernetes.io/instance": $release}}
        + if $version == "" then {} else {resourceVersion: $version} end),
      data: [inputs | split(" ") | {(.[0]): .[1]}] | add
    }' >"$work/secret.json"
}

# Sees to it that a Secret holds these files: keep NAME FOLDER
keep() {
  request GET "secrets/$1"
  case $code in
  404)
    secret "$1" "$2"
    request POST secrets "$work/secret.json"
    [[ $code == 201 ]] || refused "the Secret $1"
    say "made the Secret $1"
    ;;
  200)
    own || not_own "$1"
    secret "$1" "$2" "$(jq -r .metadata.resourceVersion "$work/answer")"
    if [[ $(jq -cS .data "$work/answer") == $(jq -cS .data "$work/secret.json") ]]; then return 0; fi
    request PUT "secrets/$1" "$work/secret.json"
    [[ $code == 200 ]] || refused "the Secret $1"
    say "renewed the Secret $1"
    ;;
  *) refused "to show the Secret $1" ;;
  esac
}

# Reads what is kept. `version` is empty where nothing is.
load() {
  rm -rf "$work/kept"
  mkdir -p "$crypto"
  version=
  request GET "secrets/$name"
  case $code in
  404) return 0 ;;
  200) own || not_own "$name" ;;
  *) refused "to show the Secret $name" ;;
  esac
  version=$(jq -r .metadata.resourceVersion "$work/answer")
  local key
  while read -r key; do
    jq -r --arg key "$key" '.data[$key]' "$work/answer" | base64 -d >"$work/kept/$key"
  done < <(jq -r '.data | keys[]' "$work/answer")
  tar -xzf "$work/kept/crypto.tgz" -C "$work/kept"
}

facts() { spec -cS '{mspId, channel, joins, orderers}'; }

same_network() {
  [[ $(cat "$work/kept/facts") == "$(facts)" ]] ||
    give_up "The devnet was made as $(cat "$work/kept/facts"), and the values say $(facts). Neither can be changed later: set the values back, or uninstall, remove the Secret $name and the claims of the release, and install again."
}

# Adds what is missing: authorities, orderers, peers, administrators. A peer whose names have changed gets new keys.
make_keys() {
  local node
  for node in "${nodes[@]}"; do
    local home=$organisation/peers/$node.$domain
    if [[ -d $home && $(cat "$home/names") != "$(spec -c --arg node "$node" '.peers[$node].names')" ]]; then
      say "$node has other names: its keys are made anew"
      rm -r "$home"
    fi
  done
  spec '
    .domain as $domain
    | def node: {Hostname: .key, SANS: (.value.names + ["localhost", "127.0.0.1"])};
    {
      PeerOrgs: [{Name: .mspId, Domain: $domain, EnableNodeOUs: true, Specs: [.peers | to_entries[] | node], Users: {Count: 0}}],
      OrdererOrgs: [select(.joins == "") | {
        Name: "Orderer", Domain: "orderer.\($domain)", EnableNodeOUs: true,
        Specs: [.orderers | to_entries[] | {key: "orderer\(.key)", value: {names: [.value]}} | node]
      }]
    }' >"$work/crypto-config.yaml"
  cryptogen extend --config="$work/crypto-config.yaml" --input="$crypto" >"$work/said" 2>&1 ||
    give_up "cryptogen ends with an error: $(tail -n 1 "$work/said")"
  for node in "${nodes[@]}"; do
    spec -c --arg node "$node" '.peers[$node].names' >"$organisation/peers/$node.$domain/names"
  done
}

make_block() {
  spec --arg crypto "$crypto" -f "$here/configtx.jq" >"$work/configtx.yaml"
  configtxgen -configPath "$work" -profile Channel -channelID "$(spec .channel)" \
    -outputBlock "$work/kept/genesis.block" >"$work/said" 2>&1 ||
    give_up "configtxgen ends with an error: $(tail -n 1 "$work/said")"
}

# Tar and gzip give equal bytes for equal files, so that the package keeps its identifier.
archive() { tar --sort=name --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --mtime=@0 -C "$1" -cf - "${@:2}" | gzip -n; }

make_package() {
  mkdir -p "$work/code/src" "$work/package"
  cp "$here/kv.go" "$here/shim.go" "$work/code/src"
  printf 'module example.com/kv\n\ngo 1.20\n' >"$work/code/src/go.mod"
  archive "$work/code" src >"$work/package/code.tar.gz"
  printf '{"path":"example.com/kv","type":"golang","label":"kv_1.0"}' >"$work/package/metadata.json"
  archive "$work/package" code.tar.gz metadata.json >"$work/kept/$package"
}

content() { (cd "$work/kept" && find . -type f ! -name crypto.tgz -exec sha256sum {} + | sort); }

# Completes what is kept, and writes it. `done` stays empty where somebody else has written it meanwhile.
complete() {
  local before=
  load
  if [[ -n $version ]]; then
    same_network
    before=$(content)
  fi
  make_keys
  if [[ -z $joins && ! -s $work/kept/genesis.block ]]; then make_block; fi
  [[ -s $work/kept/$package ]] || make_package
  facts >"$work/kept/facts"
  done=1
  [[ $(content) != "$before" ]] || return 0
  tar -czf "$work/kept/crypto.tgz" -C "$work/kept" crypto
  mkdir -p "$work/state"
  find "$work/kept" -maxdepth 1 -type f -exec cp {} "$work/state" \;
  secret "$name" "$work/state" "$version"
  if [[ -n $version ]]; then request PUT "secrets/$name" "$work/secret.json"; else request POST secrets "$work/secret.json"; fi
  case $code in
  200 | 201) say "the Secret $name keeps the devnet's keys" ;;
  409) done= ;;
  *) refused "the Secret $name" ;;
  esac
}

# An MSP folder's files under the names that peers expect: msp FROM TO
msp() {
  cp "$1"/signcerts/* "$2/cert.pem"
  cp "$1"/keystore/* "$2/key.pem"
  cp "$1"/cacerts/* "$2/cacert.pem"
  cp "$1"/tlscacerts/* "$2/tlscacert.pem"
}
folder() { mktemp -d "$work/secret-XXXX"; }

keep_peers() {
  local node to
  for node in "${nodes[@]}"; do
    local home=$organisation/peers/$node.$domain
    to=$(folder)
    msp "$home/msp" "$to"
    keep "$(spec --arg node "$node" '.peers[$node].msp')" "$to"
    to=$(folder)
    cp "$home/tls/server.crt" "$to/tls.crt"
    cp "$home/tls/server.key" "$to/tls.key"
    cp "$home/tls/ca.crt" "$to/ca.crt"
    keep "$(spec --arg node "$node" '.peers[$node].tls')" "$to"
  done
}

keep_administrator() {
  local to
  to=$(folder)
  msp "$organisation/users/Admin@$domain/msp" "$to"
  cp "$organisation/users/Admin@$domain/tls/client.crt" "$to/tls.crt"
  cp "$organisation/users/Admin@$domain/tls/client.key" "$to/tls.key"
  [[ -n $joins ]] || cp "$orderers"/tlsca/*-cert.pem "$to/orderer-ca.crt"
  spec .mspId | tr -d "\n" >"$to/mspid"
  keep "$name-admin" "$to"
}

# One Secret for all orderers; the files of each have its number before their name.
keep_orderers() {
  local to home file number part
  to=$(folder)
  for number in $(spec '.orderers | keys[]'); do
    home=$orderers/orderers/orderer$number.orderer.$domain
    part=$(folder)
    msp "$home/msp" "$part"
    cp "$home/tls/server.crt" "$part/tls.crt"
    cp "$home/tls/server.key" "$part/tls.key"
    for file in "$part"/*; do cp "$file" "$to/$number.${file##*/}"; done
  done
  cp "$orderers"/tlsca/*-cert.pem "$to/ca.crt"
  cp "$orderers/users/Admin@orderer.$domain/tls/client.crt" "$to/admin.crt"
  cp "$orderers/users/Admin@orderer.$domain/tls/client.key" "$to/admin.key"
  cp "$work/kept/genesis.block" "$to/genesis.block"
  keep "$name-orderer" "$to"
}

remove() {
  local kind=$1 found=$2
  request GET "$kind/$found"
  [[ $code == 200 ]] || return 0
  [[ $kind != secrets ]] || own || return 0
  request DELETE "$kind/$found"
  case $code in
  200 | 202 | 404) say "removed $kind/$found" ;;
  *) refused "to remove $kind/$found" ;;
  esac
}

if [[ ${1:-} == remove ]]; then
  for found in $(spec '.claims[]'); do remove persistentvolumeclaims "$found"; done
  for found in $(spec '.peers[] | .msp, .tls') "$name-admin" "$name-orderer" "$name"; do remove secrets "$found"; done
  exit 0
fi

done=
for try in 1 2 3 4 5; do
  [[ $try == 1 ]] || sleep 1
  complete
  [[ -z $done ]] || break
done
[[ -n $done ]] || give_up "The Secret $name changes again and again: is the release being installed twice at once?"
keep_peers
keep_administrator
[[ -n $joins ]] || keep_orderers
