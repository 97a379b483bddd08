#!/usr/bin/env bash
# Liveness of the peer: once it listened it still does, and its daemon still has what the peer relies on.
#
# A peer that has not listened yet is starting, which takes long with a large ledger, and longer when it is interrupted.
#
# Fabric remembers for the life of its process which builds went well and which failed (core/container/build_registry.go),
# so three things are mended by a restart of the peer alone, which this probe brings about:
#   the daemon has another data root than the peer began with;
#   the image of an installed chaincode was there in this run of the peer, and is gone;
#   a chaincode that was installed when the peer started has no image, so its build failed, and what decides whether a
#   build works has changed since: the daemon restarted, its volume has room again, or another builder image is there.
set -euo pipefail

dind=/run/dind
ledger=${CORE_PEER_FILESYSTEMPATH:-/var/hyperledger/production}

# When the peer's process began; that also names the run, as /tmp outlives the container. The kernel counts in hundredths
# of a second since it booted.
read -r -a stat </proc/1/stat
began=$(($(sed -n 's/^btime //p' /proc/stat) + stat[21] / 100))
run=/tmp/.peer-${stat[21]}
mkdir -p "$run"

restart() {
  echo "$1: the peer stops, to build its chaincode again"
  kill -TERM 1
  exit 1
}

# How many seconds in a row something has been so; `still NAME no` starts anew.
still() {
  if [[ $2 == no ]]; then
    rm -f "$run/$1"
    echo 0
  else
    [[ -f $run/$1 ]] || date +%s >"$run/$1"
    echo $(($(date +%s) - $(<"$run/$1")))
  fi
}

# Packages that are installed, by their hash, without those that an external builder took.
installed() {
  local package hash
  for package in "$ledger"/lifecycle/chaincodes/*.tar.gz; do
    hash=${package%.tar.gz}
    hash=${hash##*.}
    if [[ -f $package ]] && ! compgen -G "$ledger/externalbuilder/builds/*$hash*" >/dev/null; then
      echo "$hash $package"
    fi
  done
}

# Asked of the kernel, as in ready.sh: port 7051 in the state LISTEN.
if grep -qs '^ *[0-9]*: [0-9A-F]*:1B8B [0-9A-F]*:0000 0A ' /proc/net/tcp /proc/net/tcp6; then
  touch "$run/listened"
elif [[ -f $run/listened ]]; then
  echo 'the peer listens no longer on port 7051'
  exit 1
fi

if [[ -f $dind/data-root ]]; then
  [[ -f $run/data-root ]] || cp "$dind/data-root" "$run/data-root"
  cmp -s "$dind/data-root" "$run/data-root" || restart 'the Docker daemon lost its data'
fi

if [[ -f $dind/status && -f $run/listened ]]; then
  builds=0 changed=0 have='' gone=''
  while read -r what value image; do
    case $what in
      changed) changed=$value ;;
      builds) builds=$value ;;
      have) have+=" $value" ;;
      gone) ((value <= began)) || gone+=" $image" ;;
    esac
  done <"$dind/status"
  lost=no failed=no
  while read -r hash package; do
    if [[ $have == *-$hash-* ]] || ((builds > 0)); then
      continue
    elif [[ $gone == *-$hash-* ]]; then
      lost=yes
    elif (($(stat -c %Y "$package") <= began && changed > began)); then
      failed=yes
    fi
  done < <(installed)
  # Docker's answers and Fabric's files are not of one moment, and between two builds no container runs.
  (($(still lost "$lost") < 15)) || restart 'the Docker daemon lost the image of an installed chaincode'
  (($(still failed "$failed") < 60)) || restart 'a build failed when the peer started, and its cause may be gone'
fi
