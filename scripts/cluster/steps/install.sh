#!/usr/bin/env bash
# Installs a chaincode package on a peer; does nothing when it is there.
#   CORE_PEER_ADDRESS, PACKAGE (file), PACKAGE_ID
set -euo pipefail
peer lifecycle chaincode queryinstalled | grep -q "$PACKAGE_ID" || peer lifecycle chaincode install "$PACKAGE"
