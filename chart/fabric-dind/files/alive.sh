#!/usr/bin/env bash
# Startup and liveness of the peer: it listens, and its daemon still has the data root that the peer began with.
#
# Fabric remembers for the life of its process which images it has built. When the daemon has lost them, only a restart
# of the peer brings its chaincode back.
set -euo pipefail

# The start time of the peer's process names the run; /tmp outlives the container.
read -r -a stat </proc/1/stat
run=/tmp/.data-root-${stat[21]}
current=/run/dind/data-root

if [[ -f $current ]]; then
  [[ -f $run ]] || cp "$current" "$run"
  cmp -s "$current" "$run" || {
    echo "the Docker daemon lost its data: the peer must restart to build its chaincode again"
    exit 1
  }
fi

exec 3<>/dev/tcp/127.0.0.1/7051
