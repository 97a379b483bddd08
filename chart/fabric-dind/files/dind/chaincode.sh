#!/bin/sh
# What the sidecar knows of chaincode, and tells the peer's probes and the next Pod.
#
#   chaincode.sh watch      beside the daemon, as long as the sidecar lives: keeps the two files below, and ends what must
#                           not run on (watch.sh)
#   chaincode.sh warm SECS  readiness of the sidecar: chaincode that ran before runs again, or SECS seconds are over since
#                           the peer is up. Fabric starts chaincode when the peer starts, and tells nobody when it is done
#
#   PEER_TELLS         true: the peer is up when its readiness probe had an answer; else when it listens
#
#   /var/lib/docker/fabric-dind-running  images of the chaincode that runs, for the next Pod
#
#   /run/dind/answered  INODE: the listening socket of the peer whose readiness probe had an answer (ready.sh)
#   /run/dind/status    what the daemon has, for the peer's liveness, which cannot ask Docker. Times are seconds since the
#                       node booted, because steps of the wall clock must not restart a peer:
#     daemon SECONDS        when this run of the daemon began
#     room SECONDS          when its full volume last had room again
#     images SECONDS SUM    when the images that are not chaincode's last changed, and their check sum
#     builds COUNT          containers that run and are not chaincode's
#     have IMAGE            images of chaincode
#     gone SECONDS IMAGE    those that vanished
set -u

ran=/var/lib/docker/fabric-dind-running
shared=/run/dind
own=/run/fabric-dind

# Seconds since the node booted.
now() { cut -d. -f1 /proc/uptime; }

# Sockets that listen on the peer's ports 7051, 7052 and 9443: port in hexadecimal, inode. The containers of a Pod share
# the network.
sockets() {
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
    awk '$4 == "0A" && $2 ~ /:(1B8B|1B8C|24E3)$/ { sub(/.*:/, "", $2); print $2, $10 }' | sort
}

listener() { sockets | sed -n '/^1B8B /{s/.* //p;q;}'; }

listens() { [ -n "$(listener)" ]; }

# Writes a file whole, or not at all.
put() { cat >"$1.new" && mv "$1.new" "$1"; }

# Running containers: the word chaincode or other, image, id.
containers() {
  timeout 10 docker ps --no-trunc --format '{{if .Label "org.hyperledger.fabric.chaincode.type"}}chaincode{{else}}other{{end}} {{.Image}} {{.ID}}'
}

of_chaincode() { awk '$1 == "chaincode" { print $2 }' | sort -u; }

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

# A build needs some hundred MiB for its layers. Between the two marks nothing changes, nor during a build, whose own
# layers come and go: chaincode cannot make the volume flicker.
measure_room() {
  [ "$1" = 0 ] || return 0
  free=$(df -Pk /var/lib/docker | awk 'NR == 2 { print $4 }')
  if [ "${free:-0}" -lt 524288 ]; then
    full=yes
  elif [ "$full" = yes ] && [ "$free" -gt 1048576 ]; then
    full=no
    roomy=$(now)
  fi
}

# Images of chaincode that vanished, without those that are there again; the last hundred are enough.
lost() {
  {
    printf '%s\n' "$own_images" | sed 's/^/there /'
    printf '%s\n' "$gone"
    printf '%s\n' "$had" | sed "s/^./gone $(now) &/"
  } | awk '
    $1 == "there" { there[$2] = 1 }
    $1 == "gone" && !($3 in there) && !seen[$3]++' | tail -n 100
}

# Fabric names an image of chaincode by two hashes, of the package and of the name.
publish() {
  images=$(timeout 10 docker images --format '{{.Repository}}:{{.Tag}}') || return 0
  images=$(printf '%s\n' "$images" | sort)
  own_images=$(printf '%s\n' "$images" | grep -E -e '-[0-9a-f]{64}-[0-9a-f]{64}:latest$')
  sum=$(printf '%s\n' "$images" | grep -vE -e '-[0-9a-f]{64}-[0-9a-f]{64}:latest$|<none>' | cksum | cut -d' ' -f1)
  builds=$(printf '%s\n' "$1" | grep -c '^other ')
  measure_room "$builds"
  this=$(cat "$own/run" 2>/dev/null)
  began=${this%% *}
  # What is there at the first look has not changed.
  [ "$sum" = "${known_sum:-$sum}" ] || changed=$(now)
  gone=$(lost)
  known_sum=$sum had=$own_images
  {
    echo "daemon ${began:-0}"
    echo "room $roomy"
    echo "images $changed $sum"
    echo "builds $builds"
    [ -z "$own_images" ] || printf '%s\n' "$own_images" | sed 's/^/have /'
    [ -z "$gone" ] || printf '%s\n' "$gone"
  } | put "$shared/status"
}

# Looks at the sockets every second and at the daemon every ten: before the peer listens things change fast, and what it
# finds when it starts must be known.
watch() {
  # shellcheck source=/dev/null
  . "${0%/*}/watch.sh"
  rm -f "$shared/status"
  full=no roomy=0 changed=0 gone='' had=''
  tick=0
  while :; do
    open=$(sockets)
    end_squatters "$open"
    case $open in 1B8B*) listening=yes ;; *) listening=no ;; esac
    [ "$listening" = yes ] || end_orphans
    if [ "$((tick % 10))" = 0 ] || [ "$listening" = no ]; then
      if up=$(containers 2>/dev/null); then
        # shellcheck disable=SC2034 # of watch.sh
        silent_since=
        remember "$(printf '%s\n' "$up" | of_chaincode)"
        publish "$up"
        end_builds "$up"
      else
        end_silence
      fi
    fi
    tick=$((tick + 1))
    sleep 1
  done
}

missing() {
  up=$(containers | of_chaincode)
  grep -vxF "${up:-none}" "$ran" 2>/dev/null
}

peer_is_up() {
  inode=$(listener)
  [ -n "$inode" ] && { [ "${PEER_TELLS:-}" != true ] || [ "$(cat "$shared/answered" 2>/dev/null)" = "$inode" ]; }
}

# The kubelet asks seldom, so the script waits within one probe. Once warm it stays so as long as the Pod lives: a
# daemon that restarts must not take the peer's gossip and other chaincode away.
warm() {
  asked=$(now)
  while [ ! -e "$shared/warm" ]; do
    if peer_is_up; then
      since=${since:-$(now)}
      if ! left=$(missing); then
        : >"$shared/warm"
      elif [ "$(now)" -ge $((since + $1)) ]; then
        echo "ready without chaincode that ran before: $left" >/proc/1/fd/2
        : >"$shared/warm"
      fi
    elif [ "$(now)" -ge $((asked + $1)) ]; then
      echo 'the peer is not up yet'
      exit 1
    fi
    sleep 0.2
  done
}

"$@"
