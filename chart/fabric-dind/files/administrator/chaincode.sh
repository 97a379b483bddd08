#!/usr/bin/env bash
# Installs a chaincode package, approves its definition for the organisation, and commits it when others have approved
# it too. It does what is missing, so that it can be ended at any point and run again. Exit 3: see common.sh.
# shellcheck disable=SC2016,SC2154 # variables of jq, and those of common.sh
set -euo pipefail
# shellcheck source=/dev/null
. "${BASH_SOURCE[0]%/*}/common.sh"

name=$(spec .name)
version=$(spec .version)
sequence=$(spec .sequence)
msp=$(spec .mspId)
package=$work/package.tgz

# Tar and gzip give equal bytes for equal values, so that the package keeps its identifier.
archive() { tar --sort=name --owner=0 --group=0 --numeric-owner --mode=0644 --mtime=@0 -C "$1" -cf - "${@:2}" | gzip -n; }

# The CA of the server's certificate, as the Secret has it that an earlier try has made.
made_ca() {
  ask GET "secrets/$(spec .service.makes)" >"$work/secret" && jq -er '.data["ca.crt"]' "$work/secret" | base64 -d >"$service_ca"
}

# Makes the certificate of the server, in a Secret that goes when the ConfigMap goes, and so with the release.
make_certificate() {
  if made_ca 2>/dev/null; then return 0; fi
  local keys=$work/crypto/peerOrganizations/chaincode/peers/server.chaincode/tls uid
  spec '{PeerOrgs: [{Name: "chaincode", Domain: "chaincode", Users: {Count: 0},
    Specs: [{Hostname: "server", SANS: [.service.address | sub(":[0-9]+$"; "")]}]}]}' >"$work/crypto-config.yaml"
  rm -rf "$work/crypto"
  cryptogen generate --config="$work/crypto-config.yaml" --output="$work/crypto" || return
  uid=$(echo '{}' | patch_status | jq -r .metadata.uid) || return
  spec --arg uid "$uid" --arg status "$STATUS" --rawfile certificate "$keys/server.crt" --rawfile key "$keys/server.key" \
    --rawfile ca "$keys/ca.crt" '{
      apiVersion: "v1", kind: "Secret", type: "kubernetes.io/tls",
      metadata: {
        name: .service.makes,
        ownerReferences: [{apiVersion: "v1", kind: "ConfigMap", name: $status, uid: $uid}]
      },
      stringData: {"tls.crt": $certificate, "tls.key": $key, "ca.crt": $ca}
    }' | ask POST secrets application/json >/dev/null || return
  made_ca
}

make_service_package() {
  local root='' files
  [[ $(spec .service.tls) == false ]] || root=$(cat "$service_ca")
  mkdir -p "$work/code" "$work/package"
  spec --arg root "$root" '{
    address: .service.address, dial_timeout: "10s", tls_required: .service.tls, client_auth_required: false, root_cert: $root
  }' >"$work/code/connection.json"
  local index folder statedb=META-INF/statedb/couchdb
  while read -r index; do
    folder=$statedb/indexes
    [[ $index != */* ]] || folder=$statedb/collections/${index%/*}/indexes
    mkdir -p "$work/code/$folder"
    spec --arg index "$index" '.service.indexes[$index]' >"$work/code/$folder/${index##*/}.json"
  done < <(spec '.service.indexes // {} | keys[]')
  readarray -t files < <(cd "$work/code" && find . -type f -printf '%P\n' | sort)
  archive "$work/code" "${files[@]}" >"$work/package/code.tar.gz"
  spec '{type: "ccaas", label: "\(.name)_\(.version)"}' >"$work/package/metadata.json"
  archive "$work/package" code.tar.gz metadata.json >"$package"
}

download() {
  curl --silent --show-error --fail --location --max-time 300 --output "$package" "$(spec .url.address)"
}

service_ca=${SERVICE_CA:-/service-ca/ca.crt}
if [[ $(spec '.service // empty') ]]; then
  if [[ $(spec '.service.makes // empty') ]]; then
    service_ca=$work/service-ca.crt
    until_done "the certificate of $name's server" make_certificate
  fi
  make_service_package
elif [[ $(spec '.url // empty') ]]; then
  until_done "the package of $name from $(spec .url.address)" download
  [[ $(sha256sum <"$package") == "$(spec .url.sha256)  -" ]] ||
    give_up "The package at $(spec .url.address) has the checksum $(sha256sum <"$package" | cut -d ' ' -f 1), not that of the values."
else
  found=${PACKAGE:-/package}/$(spec .path)
  [[ -f $found ]] || give_up "There is no file $(spec .path) where the package of $name is to come from."
  cp "$found" "$package"
fi
id=$(peer lifecycle chaincode calculatepackageid "$package") ||
  give_up "What is given as the package of $name is none: make it with 'peer lifecycle chaincode package'."
say "the package of $name is $id"

announce() { jq -n --arg key "$(spec .service.key)" --arg id "$id" '{data: {($key): $id}}' | patch_status; }
if [[ $(spec '.service // empty') ]]; then
  # The server must know the identifier that the peer knows it by; its Pod waits for this key.
  until_done "the ConfigMap $STATUS" announce
fi

installed() {
  on "$1" peer lifecycle chaincode queryinstalled --output json |
    jq -e --arg id "$id" 'any(.installed_chaincodes[]?; .package_id == $id)' >/dev/null
}
install() { installed "$1" || LIMIT=600 on "$1" peer lifecycle chaincode install "$package"; }
# Peers build at the same time, each with a folder of its own for what it says.
install_on() {
  local work
  work=$(mktemp -d)
  until_done "$name is installed on $1" install "$1"
  say "$1 has $name"
}

mapfile -t peers < <(spec 'if .chosen then .install // [] else [.channels[].peers // [] | .[]] | unique end | .[]')
mapfile -t channels < <(spec '.channels[].name')
[[ ${#peers[@]} -gt 0 ]] || { say "$name: no peer of the release runs that is to have it" && exit 0; }
installing=()
for peer in "${peers[@]}"; do
  install_on "$peer" &
  installing+=($!)
done
for pid in "${installing[@]}"; do wait "$pid"; done

definition=(--name "$name" --version "$version" --sequence "$sequence")
policy=$(spec '.endorsementPolicy // empty')
case $policy in
'') ;;
/*) definition+=(--channel-config-policy "$policy") ;;
*) definition+=(--signature-policy "$policy") ;;
esac
if [[ $(spec '.collections // [] | length') != 0 ]]; then
  spec .collections >"$work/collections.json"
  definition+=(--collections-config "$work/collections.json")
fi
[[ $(spec '.init // empty') == '' ]] || definition+=(--init-required)

# Sets `number` and `committed`, the sequence and the version that a channel has committed; 0 where there is none.
look() {
  if on "$peer" peer lifecycle chaincode querycommitted --channelID "$channel" --name "$name" --output json \
    >"$work/committed" 2>"$work/why"; then
    number=$(jq .sequence "$work/committed")
    committed=$(jq -r .version "$work/committed")
  elif grep -q 'is not defined' "$work/why"; then
    number=0
    committed=
  else
    cat "$work/why" >&2
    return 1
  fi
}

approvals() {
  on "$peer" peer lifecycle chaincode checkcommitreadiness --channelID "$channel" "${definition[@]}" --output json \
    >"$work/approvals"
}
approved_package() {
  on "$peer" peer lifecycle chaincode queryapproved --channelID "$channel" --name "$name" --sequence "$sequence" \
    --output json 2>/dev/null | jq -r '.source.Type.LocalPackage.package_id // empty'
}
approve() {
  ordered "$channel" "$peer" peer lifecycle chaincode approveformyorg "${definition[@]}" --package-id "$id"
}

# Approves what is not committed yet.
approve_next() {
  approvals || return
  if [[ $(jq --arg msp "$msp" '.approvals[$msp]' "$work/approvals") == true && $(approved_package) == "$id" ]]; then
    return 0
  fi
  approve
}

# Whether something may differ from what is committed. Policies and collections are not compared here: Fabric does that
# when it is asked to approve them once more.
may_differ() {
  local default
  default=$(printf '\x12\x20/Channel/Application/Endorsement' | base64)
  [[ $(approved_package) != "$id" || -n $policy ]] || jq -e --arg version "$version" --arg policy "$default" \
    --argjson init "$(spec '.init != null')" --argjson collections "$(spec '.collections // [] | length')" \
    '.version != $version or (.init_required // false) != $init or .validation_parameter != $policy
      or $collections > 0 or ((.collections.config // []) | length) > 0' "$work/committed" >/dev/null
}

# Approves for a sequence that is committed, which is how an organisation changes its package. Fabric refuses it where
# the definition is another one.
approve_committed() {
  may_differ || return 0
  approve >"$work/said" 2>&1 && return
  grep -q 'redefine the current committed sequence' "$work/said" || { cat "$work/said" >&2 && return 1; }
  : >"$work/refused"
}

endorsers() {
  printf -- '--peerAddresses\0%s\0--tlsRootCertFiles\0%s\0' "$(spec --arg name "$peer" '.peers[$name].address')" \
    "$trust/peers/$peer.crt"
  local other
  for other in $(of_channel "$channel" '.endorsers // [] | .[].mspId'); do
    printf -- '--peerAddresses\0%s\0--tlsRootCertFiles\0%s\0' \
      "$(of_channel "$channel" '.endorsers[] | select(.mspId == $msp).address' --arg msp "$other")" \
      "$trust/endorsers/$channel/$other.crt"
  done
}

# Succeeds when the definition is committed, by whomever; else says who has not approved it, or tries to commit it.
commit() {
  local number committed waiting options
  look || return
  if ((number >= sequence)); then return 0; fi
  approvals || return
  waiting=$(jq -r --argjson needed "$(of_channel "$channel" '[$msp] + [.endorsers // [] | .[].mspId]' --arg msp "$msp")" \
    '[.approvals | to_entries[] | select(.value == false and (.key | IN($needed[]))) | .key] | join(", ")' "$work/approvals")
  if [[ -n $waiting ]]; then
    echo "for $waiting to approve sequence $sequence of $name" >&2
    return 1
  fi
  if [[ $(spec .commit) == false ]]; then
    echo "for another organisation to commit sequence $sequence of $name" >&2
    return 1
  fi
  mapfile -d '' options < <(endorsers)
  ordered "$channel" "$peer" peer lifecycle chaincode commit "${definition[@]}" "${options[@]}"
}

initialise() {
  local options
  mapfile -d '' options < <(endorsers)
  ordered "$channel" "$peer" peer chaincode invoke --name "$name" --isInit --waitForEvent \
    --ctor "$(spec '{Args: .init.args}')" "${options[@]}" >"$work/init" 2>&1 ||
    grep -q 'is already initialized' "$work/init" || { cat "$work/init" >&2 && return 1; }
}

for channel in "${channels[@]}"; do
  peer=$(of_channel "$channel" '.peers // [] | .[0] // empty')
  if [[ -z $peer ]]; then
    say "$channel: no peer of the release runs that is in it"
    continue
  fi
  until_done "$peer joins $channel" is_joined "$peer" "$channel"
  until_done "what $channel has committed of $name" look
  look
  if ((sequence < number)); then
    give_up "$channel has committed sequence $number of $name (version $committed), and the values say $sequence. Set chaincodes.$name.sequence to $number for what is there, or to $((number + 1)) for a new definition."
  elif ((sequence > number + 1)); then
    give_up "$channel has committed sequence $number of $name, and the next is $((number + 1)), not $sequence. Correct chaincodes.$name.sequence."
  elif ((sequence == number)); then
    until_done "$msp approves $name on $channel" approve_committed
    if [[ -f $work/refused ]]; then
      give_up "$channel has committed another definition as sequence $sequence of $name (version $committed): $(last_words "$work/said"). Set chaincodes.$name.sequence to $((number + 1)) to change it."
    fi
    say "$channel has $name $committed, sequence $number, as it is to be"
  else
    until_done "$msp approves $name on $channel" approve_next
    say "$msp approves $name $version, sequence $sequence, on $channel"
    until_done "$name is committed on $channel" commit
    say "$channel has $name $version, sequence $sequence"
  fi
  [[ $(spec '.init // empty') == '' ]] || until_done "$name is initialised on $channel" initialise
  until_done "the ConfigMap $STATUS" record "$channel"
done
