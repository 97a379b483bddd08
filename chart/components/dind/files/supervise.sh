#!/bin/sh
# Runs dockerd again and again, so that chaincode outlives a daemon that dies; the arguments are dockerd's own. dind.sh
# puts it in dockerd's place behind the image's entrypoint: what that sets up (a cgroup and mount namespace among it) is
# set up once, because containers that run on cannot follow the daemon to another one, and its init reaps what dies.
#
# With live-restore containers run on while no daemon does, and the next one takes them over. When this script ends, its
# container ends, and every container in it.
#
#   /run/fabric-dind/daemon    pid of dockerd
#   /run/fabric-dind/run       when this run of dockerd began (seconds since the node booted), and its name
#   /run/fabric-dind/answered  pid of the dockerd that has answered
set -u

config=/etc/fabric-dind
own=/run/fabric-dind
cgroups=${CGROUP_ROOT:-/sys/fs/cgroup}

say() { echo "dind: $*" >&2; }

# Seconds since the node booted: steps of the wall clock do not matter.
now() { cut -d. -f1 /proc/uptime; }

# Names the data root, so that the peer's liveness probe sees when the daemon has lost it: Fabric never builds an image
# again that vanished under it, and has to be restarted.
name_data_root() {
  id=/var/lib/docker/fabric-dind-id
  [ -s "$id" ] || cat /proc/sys/kernel/random/uuid >"$id"
  cp "$id" /run/dind/data-root
}

# A killed dockerd leaves pid files, whose numbers may be those of other processes by now, and perhaps its containerd.
# Those of running containers, below containerd's folder, stay.
clean_up() {
  pid=$(cat /run/docker/containerd/containerd.pid 2>/dev/null) || pid=
  [ "$(cat "/proc/${pid:-none}/comm" 2>/dev/null)" != containerd ] || kill -KILL "$pid"
  rm -f /run/docker.pid /run/docker/containerd/containerd.pid "$own/answered"
}

# Docker's containers, those of builds too, share a number of processes; the daemon and the probes do not count.
limit_processes() {
  [ -n "${DIND_PIDS_LIMIT:-}" ] || return 0
  [ -f "$cgroups/cgroup.controllers" ] && parent=$cgroups/docker || parent=$cgroups/pids/docker
  mkdir -p "$parent" 2>/dev/null
  echo "$DIND_PIDS_LIMIT" 2>/dev/null >"$parent/pids.max" || say "processes are not limited: $parent/pids.max cannot be written"
}

start() {
  name_data_root
  clean_up
  limit_processes
  began=$(now)
  echo "$began $(cat /proc/sys/kernel/random/uuid)" >"$own/run"
  dockerd "$@" &
  daemon=$!
  echo "$daemon" >"$own/daemon"
  until_answered "$daemon" &
}

# Marks that a run of the daemon answers; ends with that run.
until_answered() {
  while kill -0 "$1" 2>/dev/null; do
    if timeout 10 docker version >/dev/null 2>&1; then
      # The run may have ended meanwhile, and another have begun.
      ! kill -0 "$1" 2>/dev/null || echo "$1" >"$own/answered"
      return
    fi
    sleep 0.1
  done
}

answered() { [ "$(cat "$own/answered" 2>/dev/null)" = "$daemon" ]; }

# A signal ends `wait` as well.
await() {
  while :; do
    wait "$daemon"
    code=$?
    kill -0 "$daemon" 2>/dev/null || return 0
    [ -z "$stopping" ] || return 0
  done
}

# What the daemon itself does without live-restore: SIGTERM to every container, SIGKILL to what is left after 10 s. Where
# the daemon cannot be asked any more, the processes are.
stop_containers() {
  tries=50
  until answered || [ "$tries" = 0 ] || ! kill -0 "$daemon" 2>/dev/null; do
    tries=$((tries - 1))
    sleep 0.1
  done
  limit=$(sed -n 's/^ *"shutdown-timeout": *\([0-9]*\).*/\1/p' "$config/daemon.json" 2>/dev/null)
  # shellcheck disable=SC2086 # one or several ids
  if answered && ids=$(timeout 5 docker ps --quiet); then
    [ -z "$ids" ] || timeout "${limit:-15}" docker stop $ids >/dev/null
  else
    shims=$(pidof containerd-shim-runc-v2 | tr ' ' ,)
    tries=100
    [ -z "$shims" ] || pkill -TERM -P "$shims"
    while [ -n "$shims" ] && [ "$tries" != 0 ] && pgrep -P "$shims" >/dev/null; do
      tries=$((tries - 1))
      sleep 0.1
    done
  fi
}

stop() {
  say 'stopping containers, then the daemon'
  stop_containers
  kill -TERM "$daemon" 2>/dev/null
  while kill -0 "$daemon" 2>/dev/null; do wait "$daemon"; done
  exit 0
}

mkdir -p "$own"
# dind.sh put this script before dockerd.
PATH=$(echo "$PATH" | sed "s|$own/bin:||")
grep -q '"live-restore"' "$config/daemon.json" 2>/dev/null || set -- --live-restore "$@"
stopping=
trap 'stopping=yes' TERM INT
failed=0
sh "$config/chaincode.sh" watch &
while :; do
  start "$@"
  await
  [ -z "$stopping" ] || stop
  # A run that never answered, or soon died, did not bring the daemon back. At the first start there is nothing to keep.
  if answered && [ $(($(now) - began)) -ge "${DIND_HEALTHY_SECONDS:-30}" ]; then failed=0; else failed=$((failed + 1)); fi
  ! answered || : >"$own/came-up"
  if [ ! -e "$own/came-up" ] || [ "$failed" -ge 5 ]; then
    say "dockerd ended with $code and does not come back: the container ends, and chaincode with it"
    exit "$((code ? code : 1))"
  fi
  say "dockerd ended with $code and is started again; chaincode runs on"
  sleep "$((failed - (failed > 0)))" &
  wait $!
  [ -z "$stopping" ] || stop
done
