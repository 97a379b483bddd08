#!/usr/bin/env bash
# shellcheck disable=SC2034 # began is for alive.sh
# What the probes of the peer know of its process and its sockets. Part of ready.sh and alive.sh.

# When the peer's process began names its run, as /tmp outlives the container. The kernel counts in hundredths of a
# second since it booted.
read -r -a stat </proc/1/stat
began=$((stat[21] / 100))
run=/tmp/.peer-${stat[21]}
mkdir -p "$run"
# What the peer began with, as the first probe of either kind finds it.
[[ ! -f /run/dind/data-root || -f $run/data-root ]] || cp /run/dind/data-root "$run/data-root"

# Seconds since the node booted: steps of the wall clock do not matter.
now() {
  local uptime
  read -r uptime _ </proc/uptime
  echo "${uptime%.*}"
}

# The peer's socket that listens on a port, given in hexadecimal, as `inode`, and the connections that it has not accepted
# yet as `queue`; fails when there is none. Chaincode shares the Pod's network, and may take a port that the peer has left.
listens() {
  local queues
  while read -r _ _ _ _ queues _ _ _ _ inode _; do
    queue=$((16#${queues#*:}))
    if [[ -f $run/own-$1 && $(<"$run/own-$1") == "$inode" ]] || is_own; then
      echo "$inode" >"$run/own-$1"
      return 0
    fi
  done < <(grep -hs "^ *[0-9]*: [0-9A-F]*:$1 [0-9A-F]*:0000 0A " /proc/net/tcp /proc/net/tcp6)
  return 1
}

# Whether a process of this container has the socket. Where they cannot be seen, nothing is known against it.
is_own() {
  [[ -n $(find /proc/[0-9]*/fd -lname "socket:\[$inode\]" -print -quit 2>/dev/null) ]] || ! compgen -G '/proc/1/fd/*' >/dev/null
}

# A process that hangs accepts no connections, and they pile up.
accepts() {
  local tries
  for ((tries = 0; tries < 4; tries++)); do
    listens "$1" || return 1
    ((queue > 0)) || return 0
    sleep 1
  done
  return 1
}
