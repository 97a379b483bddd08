#!/bin/sh
# What the sidecar knows of chaincode, and tells the peer's probes and the next Pod.
#
#   chaincode.sh watch      beside the daemon, as long as the sidecar lives: keeps the two files below
#   chaincode.sh warm SECS  readiness of the sidecar: chaincode that ran before runs again, or SECS seconds are over since
#                           the peer listens. Fabric starts chaincode when the peer starts, and tells nobody when it is done
#
#   /var/lib/docker/fabric-dind-running  images of the chaincode that runs, for the next Pod
#
#   /run/dind/status  what the daemon has, for the peer's liveness, which cannot ask Docker:
#     changed SECONDS     when something last changed that decides whether a build works: the run of the daemon, whether
#                         its volume has room, and the images that are not chaincode's
#     builds COUNT        containers that run and are not chaincode's
#     have IMAGE          images of chaincode
#     gone SECONDS IMAGE  those that vanished
set -u

ran=/var/lib/docker/fabric-dind-running
shared=/run/dind

# Port 7051 in the state LISTEN; the containers of a Pod share the network.
listens() { cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q '^ *[0-9]*: [0-9A-F]*:1B8B [0-9A-F]*:0000 0A '; }

# Writes a file whole, or not at all.
put() { cat >"$1.new" && mv "$1.new" "$1"; }

# The images of running containers, each after the word chaincode or other.
containers() {
  timeout 10 docker ps --format '{{if .Label "org.hyperledger.fabric.chaincode.type"}}chaincode{{else}}other{{end}} {{.Image}}'
}

of_chaincode() { sed -n 's/^chaincode //p' | sort -u; }

# What runs is remembered at once, what runs no longer is forgotten when that was seen twice: a peer that stops ends its
# chaincode one by one. Nothing that runs is nothing to learn from.
remember() {
  [ -n "$1" ] && listens || return 0
  known=$(cat "$ran" 2>/dev/null)
  all=$(printf '%s\n%s\n' "$known" "$1" | sed '/^$/d' | sort -u)
  [ "$1" != "${before:-}" ] || all=$1
  before=$1
  [ "$all" = "$known" ] || printf '%s\n' "$all" | put "$ran"
}

# A build needs some hundred MiB for its layers.
room() { [ "$(df -Pk /var/lib/docker | awk 'NR == 2 { print $4 }')" -gt 524288 ] && echo room || echo full; }

# Fabric names an image of chaincode by two hashes, of the package and of the name.
publish() {
  images=$(timeout 10 docker images --format '{{.Repository}}:{{.Tag}}') || return 0
  images=$(printf '%s\n' "$images" | sort)
  own=$(printf '%s\n' "$images" | grep -E -e '-[0-9a-f]{64}-[0-9a-f]{64}:latest$')
  decisive="$run $(room) $(printf '%s\n' "$images" | grep -vE -e '-[0-9a-f]{64}-[0-9a-f]{64}:latest$|<none>')"
  now=$(date +%s)
  [ "$decisive" = "${decided:-}" ] || changed=$now
  for image in $(printf '%s\n' "${had:-}" | grep -vxF "${own:-none}"); do
    gone="${gone:-}gone $now $image
"
  done
  decided=$decisive
  had=$own
  {
    echo "changed $changed"
    echo "builds $(printf '%s\n' "$1" | grep -c '^other ')"
    [ -z "$own" ] || printf '%s\n' "$own" | sed 's/^/have /'
    printf '%s' "${gone:-}"
  } | put "$shared/status"
}

watch() {
  rm -f "$shared/status"
  run=$(cat /proc/sys/kernel/random/uuid)
  while :; do
    if up=$(containers 2>/dev/null); then
      remember "$(printf '%s\n' "$up" | of_chaincode)"
      publish "$up"
    fi
    # Before the peer listens things change fast, and what it finds when it starts must be known.
    if listens; then sleep 10; else sleep 1; fi
  done
}

missing() {
  now=$(containers | of_chaincode)
  grep -vxF "${now:-none}" "$ran" 2>/dev/null
}

# The kubelet asks seldom, so the script waits within one probe. Once warm it stays so as long as the Pod lives: a
# daemon that restarts must not take the peer's gossip and other chaincode away.
warm() {
  asked=$(date +%s)
  while [ ! -e "$shared/warm" ]; do
    if listens; then
      since=${since:-$(date +%s)}
      if ! left=$(missing); then
        : >"$shared/warm"
      elif [ "$(date +%s)" -ge $((since + $1)) ]; then
        echo "ready without chaincode that ran before: $left" >/proc/1/fd/2
        : >"$shared/warm"
      fi
    elif [ "$(date +%s)" -ge $((asked + $1)) ]; then
      echo 'the peer does not listen yet'
      exit 1
    fi
    sleep 0.2
  done
}

"$@"
