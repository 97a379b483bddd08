#!/bin/sh
# Removes chaincode packages from the peer's data, each by its identifier, <label>:<hash>: the package, and what an
# external builder has made of it. Images of the daemon go by dind.prune. A package that is not there is no error.
set -eu

data=${CORE_PEER_FILESYSTEMPATH:-/var/hyperledger/production}

for id; do
  package=$data/lifecycle/chaincodes/${id%:*}.${id##*:}.tar.gz
  # Fabric's core/container/externalbuilder: SanitizeCCIDPath.
  build=$data/externalbuilder/builds/$(printf %s "$id" | tr -c 'A-Za-z0-9_.-' -)
  if [ -e "$package" ] || [ -e "$build" ]; then
    rm -rf "$package" "$build"
    echo "remove-packages: removed $id" >&2
  fi
done
