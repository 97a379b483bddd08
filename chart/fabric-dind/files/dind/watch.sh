#!/bin/sh
# shellcheck disable=SC2154 # own is of chaincode.sh
# What `chaincode.sh watch` ends, because it must not run on. Part of chaincode.sh.
#
#   DIND_BUILD_TIMEOUT  seconds that a build may take; 0 or empty: any time

say() { echo "dind: $*" >&2; }

# A process of this container that has a socket.
holder_of() {
  # shellcheck disable=SC2012 # a shell cannot ask where links lead to for thousands of them at once
  ls -l /proc/[0-9]*/fd 2>/dev/null | awk -v socket="socket:[$1]" '
    /\/fd:$/ { n = split($1, part, "/"); pid = part[n - 1] }
    $NF == socket { print pid; exit }'
}

# Chaincode that outlived the peer's container may have taken a port of the peer, which then cannot start. The peer's
# own sockets belong to no process of this container. They are looked at again only when they are others.
end_squatters() {
  [ "$1" != "${trusted:-}" ] || return 0
  for inode in $(printf '%s\n' "$1" | cut -d' ' -f2); do
    holder=$(holder_of "$inode")
    [ -n "$holder" ] || continue
    # Among the ids in its cgroups are the Pod's own, which Docker does not know.
    ids=$(grep -oE '[0-9a-f]{64}' "/proc/$holder/cgroup" 2>/dev/null | sort -u)
    for id in $ids; do
      timeout 10 docker kill "$id" >/dev/null 2>&1 && say "container $id held a port of the peer and is ended"
    done
    return 0
  done
  trusted=$1
}

# Chaincode of a peer that runs no longer serves nobody, never comes back to the next one (Fabric gives certificates to
# each start), and could take its ports. Fabric listens long before it starts chaincode, so what runs while nothing
# listens is of an earlier peer: the containers are listed first, and only then the socket is looked for. A peer that is
# starting, however long, has chaincode only after it listens.
end_orphans() {
  ids=$(timeout 10 docker ps --quiet --no-trunc --filter label=org.hyperledger.fabric.chaincode.type) || return 0
  [ -n "$ids" ] && ! listens || return 0
  say "the peer does not run: $(echo "$ids" | wc -l) containers of chaincode end"
  # shellcheck disable=SC2086 # one or several ids
  timeout 10 docker kill $ids >/dev/null 2>&1
}

# Fabric waits for a build only so long, but leaves its container running.
end_builds() {
  [ "${DIND_BUILD_TIMEOUT:-0}" != 0 ] || return 0
  seen=$(printf '%s\n' "${seen:-}" "$1" | awk -v now="$(now)" '
    $1 == "build" { first[$2] = $3 }
    $1 == "other" { print "build", $3, ($3 in first) ? first[$3] : now }')
  for id in $(printf '%s\n' "$seen" | awk -v late="$(($(now) - DIND_BUILD_TIMEOUT))" 'NF == 3 && $3 <= late { print $2 }'); do
    say "a build runs for more than $DIND_BUILD_TIMEOUT seconds and is ended"
    timeout 10 docker rm --force "$id" >/dev/null 2>&1
  done
}

# A daemon that answered once in this run and is silent for long hangs; the supervisor starts another, and chaincode runs
# on. Liveness, which ends the container, comes later.
end_silence() {
  [ -e "$own/answered" ] || return 0
  silent_since=${silent_since:-$(now)}
  [ "$(now)" -ge $((silent_since + ${DIND_SILENT_SECONDS:-90})) ] || return 0
  say "dockerd does not answer for ${DIND_SILENT_SECONDS:-90} seconds and is killed"
  kill -KILL "$(cat "$own/daemon")"
  silent_since=
}
