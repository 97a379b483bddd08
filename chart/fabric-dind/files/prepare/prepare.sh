#!/bin/sh
# Gets everything ready for the peer, before it starts and never beside it: the owner of its ledger, and the images of
# the daemon. What is right already is left alone.
#
#   LEDGER_OWNER     uid:gid that /var/hyperledger is to belong to; empty: leave it
#   LEDGER_OWN_ALL   true: and everything in it, where its root folder belongs to somebody else
#   SNAPSHOTS        a folder with a volume of its own that is to belong to the same; empty: there is none
#   STATE_DATABASE   where the peer keeps its state, Fabric's ledger.state.stateDatabase; empty: goleveldb
#   COUCHDB_OWNER    uid:gid that CouchDB's data in /couchdb is to belong to; empty: it is not there
#   COUCHDB_APART    true: that data has a volume of its own, which may be that of another ledger
#   PRUNE            what to remove from the daemon, one word each: containers, images, build-cache
#   PRUNE_UNTIL      remove only what is older, e.g. 24h; empty: whatever its age
#   LEDGER           the peer's data, Fabric's peer.fileSystemPath; empty: /var/hyperledger/production
#   PRUNE_KEEP       images of a chaincode label to keep, newest first; 0 or empty: all
#   PRUNE_MAX_SIZE   bytes beyond which the daemon's data is made smaller; 0 or empty: never
#   PRELOAD_IMAGES   a line for each image: NAME|REFERENCE TO PULL; none: leave the daemon's images
#   PRELOAD_PULL     true: pull what neither the daemon nor a tar has, or has with another digest than is wanted
#   PRELOAD_REFRESH  true: pull tags anew at each start; where the registry does not answer, what is there will do
#   PRELOAD_POLICY   Fail or Ignore: what a missing image means
#   PRELOAD_TIMEOUT  seconds for one image
#   PRELOAD_DISCARD  true: the tars are copies, and go when they are loaded
#
# Tars lie in /images, registry credentials in folders of /etc/fabric-dind-pull-secrets.
set -eu

ledger=${LEDGER:-/var/hyperledger/production}

say() { echo "prepare: $*" >&2; }

# own OWNER FOLDER
own() { [ "$(stat -c %u:%g "$2")" = "$1" ] || chown "$1" "$2"; }

# Snapshots' folder, and those on the way to it, which the runtime made in a new ledger, as root: for their volume, or for
# one that they had before.
own_snapshots() {
  if [ -z "${SNAPSHOTS:-}" ]; then
    [ ! -d "$ledger/snapshots" ] || own "$LEDGER_OWNER" "$ledger/snapshots"
    return
  fi
  own "$LEDGER_OWNER" "$SNAPSHOTS"
  folder=${SNAPSHOTS%/*}
  while [ "${folder#/var/hyperledger/}" != "$folder" ]; do
    own "$LEDGER_OWNER" "$folder"
    folder=${folder%/*}
  done
}

# The root folder comes last: what is interrupted begins again.
own_ledger() {
  [ -n "${LEDGER_OWNER:-}" ] || return 0
  own_snapshots
  if [ "${LEDGER_OWN_ALL:-}" = true ] && [ "$(stat -c %u:%g /var/hyperledger)" != "$LEDGER_OWNER" ]; then
    say "everything in the ledger's volume is made to belong to $LEDGER_OWNER"
    find /var/hyperledger -mindepth 1 -path /var/hyperledger/couchdb -prune -o -mindepth 1 -exec chown -h "$LEDGER_OWNER" {} +
  fi
  own "$LEDGER_OWNER" /var/hyperledger
}

# Fabric builds the state anew in the other database, and there a transaction of old may have another outcome than in all
# other peers (fabric docs: couchdb_as_state_database, "cannot be converted at a later time").
same_database() {
  case ${STATE_DATABASE:-goleveldb} in
    CouchDB) other=stateLeveldb was=goleveldb ;;
    *) other=couchdbRedoLogs was=CouchDB ;;
  esac
  if [ -e "$ledger/ledgersData/$other" ]; then
    say "this ledger was made with stateDatabase.type $was, and cannot be converted. Set it back, or join the channels anew with a new ledger"
    exit 1
  fi
}

# CouchDB's data under a ledger that it does not belong to makes the peer's state differ from that of all others, without
# a word. Both have one mark, which is written when both are new or are adopted.
same_ledger() {
  [ "${COUCHDB_APART:-}" = true ] || return 0
  mine=$(cat "$ledger/.couchdb" 2>/dev/null || true)
  theirs=$(cat /couchdb/.ledger 2>/dev/null || true)
  used=no
  for folder in /couchdb/shards /couchdb/_dbs.couch; do [ ! -e "$folder" ] || used=yes; done
  if [ "$theirs" != "$mine" ] && { [ -n "$theirs" ] || [ $used = yes ]; } ||
    { [ -z "$theirs$mine" ] && [ $used = yes ] && [ ! -e "$ledger/ledgersData" ]; }; then
    say "CouchDB's volume has the data of another ledger. Give CouchDB an empty claim: the peer fills it from its blocks"
    exit 1
  fi
  [ -n "$mine" ] || mine=$(cat /proc/sys/kernel/random/uuid)
  echo "$mine" >/couchdb/.ledger
  if [ ! -e "$ledger" ]; then
    mkdir -p "$ledger"
    [ -z "${LEDGER_OWNER:-}" ] || chown "$LEDGER_OWNER" "$ledger"
  fi
  echo "$mine" >"$ledger/.couchdb"
}

own_identity() { [ -z "${IDENTITY_OWNER:-}" ] || own "$IDENTITY_OWNER" /identity; }

own_couchdb() {
  [ -n "${COUCHDB_OWNER:-}" ] || return 0
  same_ledger
  own "$COUCHDB_OWNER" /couchdb
}

# Only what no peer needs: stopped containers, and images without a name. Fabric rebuilds nothing that vanishes under a
# running peer, but none is running now.
prune() {
  for what in ${PRUNE:-}; do
    case $what in
      containers) docker container prune --force ${PRUNE_UNTIL:+--filter "until=$PRUNE_UNTIL"} ;;
      images) docker image prune --force ${PRUNE_UNTIL:+--filter "until=$PRUNE_UNTIL"} ;;
      build-cache) docker builder prune --force ${PRUNE_UNTIL:+--filter "until=$PRUNE_UNTIL"} ;;
    esac >&2 || say "pruning $what failed"
  done
}

# Fabric names an image <network>-<peer>-<label>-<hash of the package>-<hash of the name>; docker lists the newest first.
chaincode_images() { docker images --filter label=org.hyperledger.fabric.chaincode.type --format '{{.Repository}}'; }

# Packages that the peer has: hash of a package, or name and version in the legacy lifecycle, which Fabric puts into the
# name of the image as they are, in small letters.
packages() {
  find "$ledger/lifecycle/chaincodes" -name '*.tar.gz' | sed -n 's/.*\.\([0-9a-f]*\)\.tar\.gz$/package \1/p'
  find "$ledger/chaincodes" -type f 2>/dev/null | tr '[:upper:]' '[:lower:]' |
    sed 's|.*/||; s/[^a-z0-9_.-]/-/g; s/^\([^.]*\)\./\1-/; s/^/legacy /'
}

# Of image names, those whose package the peer does not have. It builds every package that it has when it starts, also
# one that no channel uses any more: removing such an image would free nothing and cost a build at each start.
not_installed() {
  # Packages that cannot be seen may be there.
  [ -r "$ledger/lifecycle/chaincodes" ] && { [ -r "$ledger/chaincodes" ] || [ ! -e "$ledger/chaincodes" ]; } || return 0
  { packages; sed 's/^/image /'; } | awk '
    $1 == "package" { have[$2] }
    $1 == "legacy" { legacy["-" $2] }
    $1 == "image" {
      n = split($2, part, "-")
      if (length(part[n - 1]) == 64) { if (!(part[n - 1] in have)) print $2; next }
      name = substr($2, 1, length($2) - length(part[n]) - 1)
      found = 0
      for (end in legacy) if (substr(name, length(name) - length(end) + 1) == end) found = 1
      if (!found) print $2
    }'
}

remove() {
  while read -r image; do
    say "removing $image"
    docker image rm "$image" >/dev/null 2>&1 || say "$image could not be removed"
  done
}

prune_labels() {
  [ "${PRUNE_KEEP:-0}" != 0 ] || return 0
  chaincode_images |
    awk -v keep="$PRUNE_KEEP" '{
      # In the legacy lifecycle a version takes the place of the hash of the package.
      label = $0
      sub(/-[^-]*-[^-]*$/, "", label)
      if (++seen[label] > keep) print
    }' | not_installed | remove
}

# Bytes of all that the daemon keeps; docker tells them in decimal units.
daemon_size() {
  docker system df --format '{{.Size}}' | awk '{
    unit = $1
    gsub(/[0-9.]/, "", unit)
    sum += $1 * (unit == "kB" ? 1e3 : unit == "MB" ? 1e6 : unit == "GB" ? 1e9 : unit == "TB" ? 1e12 : 1)
  } END { printf "%.0f", sum }'
}

fits() { [ "$(daemon_size)" -le "$PRUNE_MAX_SIZE" ]; }

# Images that nobody asks for, such as builders of an earlier Fabric version.
unasked() {
  docker images --format '{{.Repository}}:{{.Tag}} {{.Repository}}' |
    awk -v asked="$(printf '%s\n' "$PRELOAD_IMAGES" | tr '|\n' '  ')" -v own="$(chaincode_images | tr '\n' ' ')" '
      BEGIN { asked = " " asked " "; own = " " own " " }
      !index(asked, " " $1 " ") && !index(own, " " $2 " ") { print $1 }'
}

# The cheapest first: what is made again for nothing, then images that nobody asks for, then those of chaincode that the
# peer does not have any more, the oldest first.
shrink() {
  [ "${PRUNE_MAX_SIZE:-0}" != 0 ] || return 0
  fits && return 0
  PRUNE='containers images build-cache' PRUNE_UNTIL='' prune
  {
    [ -z "${PRELOAD_IMAGES:-}" ] || unasked
    chaincode_images | not_installed | tac
  } | while read -r image; do
    fits && break
    echo "$image" | remove
  done
  fits || say "the daemon keeps $(daemon_size) bytes, more than $PRUNE_MAX_SIZE, and nothing of it can be spared"
}

present() { docker image inspect "$1" >/dev/null 2>&1; }

names() { printf '%s\n' "$PRELOAD_IMAGES" | sed '/^$/d; s/|.*//'; }

missing() {
  for name in $(names); do
    present "$name" || echo "$name"
  done
}

# Whether NAME is what FROM says by a digest.
exact() {
  case $2 in
    *@sha256:*) docker image inspect --format '{{join .RepoDigests " "}}' "$1" 2>/dev/null | grep -qF "@${2#*@}" ;;
  esac
}

# Names whose image is there with another digest than is wanted, or may have changed where it comes from.
outdated() {
  [ "$PRELOAD_PULL" = true ] || return 0
  printf '%s\n' "$PRELOAD_IMAGES" | sed '/^$/d' | while IFS='|' read -r name from; do
    case $from in
      *@sha256:*) exact "$name" "$from" || echo "$name" ;;
      *) [ "${PRELOAD_REFRESH:-}" != true ] || echo "$name" ;;
    esac
  done
}

# The names in a tar that `docker save` wrote.
names_in() {
  { tar -xOf "$1" manifest.json 2>/dev/null || tar -xOf "$1" ./manifest.json 2>/dev/null; } |
    grep -o '"RepoTags":\[[^]]*\]' | sed 's/^"RepoTags"://' | tr -d '[]"' | tr ',' '\n'
}

# A tar is loaded if it holds an image that is wanted and missing.
load_tars() {
  for tar in /images/*.tar; do
    [ -f "$tar" ] || continue
    for name in $(missing); do
      if names_in "$tar" | grep -Fqx "$name"; then
        say "loading $name from ${tar##*/}"
        timeout "$PRELOAD_TIMEOUT" docker load --quiet --input "$tar" >&2 || say "${tar##*/} could not be loaded"
        break
      fi
    done
    [ "${PRELOAD_DISCARD:-}" != true ] || rm "$tar"
  done
}

# Each pull secret is tried in turn, then no credentials: Docker takes one set at a time.
pull() {
  for config in /etc/fabric-dind-pull-secrets/* /nonexistent; do
    [ -d "$config" ] || [ "$config" = /nonexistent ] || continue
    if DOCKER_CONFIG=$config timeout "$PRELOAD_TIMEOUT" docker pull --quiet "$1" >&2; then
      return 0
    fi
  done
  return 1
}

pull_wanted() {
  old=" $(outdated | tr '\n' ' ')"
  printf '%s\n' "$PRELOAD_IMAGES" | sed '/^$/d' | while IFS='|' read -r name from; do
    case $old in
      *" $name "*) fresh=yes ;;
      *) fresh=no ;;
    esac
    [ $fresh = no ] && present "$name" && continue
    case $from in
      *@sha256:*) fresh=no ;;
    esac
    if [ $fresh = yes ] || ! present "$from"; then
      say "pulling $from"
      if ! pull "$from"; then
        say "$from could not be pulled"
        continue
      fi
    fi
    [ "$from" = "$name" ] || docker tag "$from" "$name"
  done
}

preload() {
  [ -n "${PRELOAD_IMAGES:-}" ] || return 0
  # One question for all of them: usually nothing is missing, and a restarted peer should not wait.
  # shellcheck disable=SC2046 # names have no spaces
  if docker image inspect $(names) >/dev/null 2>&1 && [ -z "$(outdated)" ]; then
    say "all $(names | wc -l) images are there"
    [ "${PRELOAD_DISCARD:-}" != true ] || rm -f /images/*.tar
    return 0
  fi
  load_tars
  [ "$PRELOAD_PULL" != true ] || pull_wanted
  left=$(missing | tr '\n' ' ')
  if [ -n "$left" ]; then
    say "missing: $left- chaincode that needs it can neither be built nor run in this peer"
    [ "$PRELOAD_POLICY" = Ignore ] || exit 1
  else
    say "all $(names | wc -l) images are there now"
  fi
}

own_ledger
own_identity
same_database
own_couchdb
prune
prune_labels
shrink
preload
