#!/usr/bin/env bash
# shellcheck disable=SC2034,SC2154 # variables go to and come from the parts that are read in
# Liveness of the peer: once it listened it still does, once it answered it still does, what it read at its start is what
# is mounted, and its daemon still has what the peer relies on.
#
# A peer that has not listened yet is starting, which takes long with a large ledger, and longer when it is interrupted.
#
# Fabric remembers for the life of its process which builds went well and which failed (core/container/build_registry.go),
# so three things are mended by a restart of the peer alone, which this probe brings about:
#   the daemon has another data root than the peer began with;
#   the image of an installed chaincode was there in this run of the peer, and is gone;
#   a chaincode that was installed when the peer started has no image, so its build failed, and its cause may be gone since:
#   the daemon restarted, its full volume has room again, or other builder images are there. Each of the three restarts the
#   peer once for each package, until it has its image: chaincode that never builds must not restart it again and again.
#
#   RESTART_JITTER  seconds: the peer stops within them when what is mounted as its identity changes; empty: never
#   RESTART_DELAY   seconds before that, so that the peers of a release stop one after another
set -euo pipefail

# shellcheck source=/dev/null
. "${BASH_SOURCE[0]%/*}/peer.sh"

dind=/run/dind
ledger=${CORE_PEER_FILESYSTEMPATH:-/var/hyperledger/production}
# Restarts for failed builds: hash of the package, cause, and which. They outlive the container.
restarts=/tmp/.peer-restarts

dead() {
  echo "$1"
  exit 1
}

restart() {
  echo "$1: the peer stops, to $2"
  kill -TERM 1
  exit 1
}

# How many seconds in a row something has been so; `still NAME no` starts anew.
still() {
  if [[ $2 == no ]]; then
    rm -f "$run/$1"
    echo 0
  else
    [[ -f $run/$1 ]] || now >"$run/$1"
    echo $(($(now) - $(<"$run/$1")))
  fi
}

# An answer of any status: /healthz is 503 whenever the daemon restarts. bash knows no TLS.
operations_answer() {
  # shellcheck disable=SC2016 # for the inner bash: a connection cannot be given up otherwise
  [[ ${CORE_OPERATIONS_TLS_ENABLED:-false} == true ]] ||
    timeout 4 bash -c 'exec 3<>/dev/tcp/127.0.0.1/9443 && printf "GET /version HTTP/1.0\r\n\r\n" >&3 && read -r line <&3 && [[ $line == HTTP/* ]]' 2>/dev/null
}

if listens 1B8B; then
  touch "$run/listened"
elif [[ -f $run/listened ]]; then
  dead 'the peer listens no longer on port 7051'
fi
# Connections that wait for a peer whose ledgers are not open yet say nothing.
if [[ -f $run/answered ]] && ! accepts 1B8B; then
  dead 'the peer accepts no connections on port 7051'
fi
if accepts 24E3 && operations_answer; then
  touch "$run/operations"
elif [[ -f $run/operations ]]; then
  dead 'the operations server answers no longer on port 9443'
fi

# shellcheck source=/dev/null
. "${BASH_SOURCE[0]%/*}/identity.sh"

if [[ -f $dind/data-root ]]; then
  cmp -s "$dind/data-root" "$run/data-root" || restart 'the Docker daemon lost its data' 'build its chaincode again'
fi

if [[ -f $dind/status && -f $run/listened ]]; then
  # shellcheck source=/dev/null
  . "${BASH_SOURCE[0]%/*}/builds.sh"
fi
