#!/usr/bin/env bash
# Liveness of the peer: once it listened it still does, and its daemon still has the data root that the peer began with.
#
# A peer that has not listened yet is starting, which takes long with a large ledger, and longer when it is interrupted.
# Fabric remembers for the life of its process which images it has built: when the daemon has lost them, only a restart of
# the peer brings its chaincode back.
set -euo pipefail

# The start time of the peer's process names the run; /tmp outlives the container.
read -r -a stat </proc/1/stat
run=${stat[21]}
data_root=/run/dind/data-root

if [[ -f $data_root ]]; then
  [[ -f /tmp/.data-root-$run ]] || cp "$data_root" "/tmp/.data-root-$run"
  cmp -s "$data_root" "/tmp/.data-root-$run" || {
    echo "the Docker daemon lost its data: the peer stops, to build its chaincode again"
    kill -TERM 1
    exit 1
  }
fi

if (exec 3<>/dev/tcp/127.0.0.1/7051) 2>/dev/null; then
  touch "/tmp/.listened-$run"
elif [[ -f /tmp/.listened-$run ]]; then
  echo "the peer listens no longer on port 7051"
  exit 1
fi
