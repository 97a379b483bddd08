#!/usr/bin/env bash
# What `helm test` asks a peer. Runs in the peer's image, which has the peer command and bash, but no curl.
set -euo pipefail

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

if [[ -d $CORE_PEER_MSPCONFIGPATH ]]; then
  # gRPC, with TLS where it is on: the certificate must be valid for the address, and the MSP must accept its own peer.
  channels=$(peer channel list 2>&1) || fail "no answer over gRPC from $CORE_PEER_ADDRESS: $channels"
  echo "gRPC answers at $CORE_PEER_ADDRESS"
else
  # An identity that the peer enrolled, or that something else put into its Pod, is nobody else's.
  (exec 3<>"/dev/tcp/${CORE_PEER_ADDRESS%:*}/${CORE_PEER_ADDRESS##*:}") || fail "nothing listens at $CORE_PEER_ADDRESS"
  echo "SKIPPED: $CORE_PEER_ADDRESS listens; nobody but the peer has an identity to ask it with"
fi

if [[ ${OPERATIONS_TLS:-false} == true ]]; then
  echo "SKIPPED: /healthz is served with TLS, which nothing in this image can ask"
  exit 0
fi

# The health of the peer includes a ping of the daemon.
exec 3<>"/dev/tcp/$OPERATIONS_HOST/9443" || fail "no operations server at $OPERATIONS_HOST:9443"
printf 'GET /healthz HTTP/1.0\r\nHost: %s\r\n\r\n' "$OPERATIONS_HOST" >&3
health=$(cat <&3)
[[ $health == *' 200 '* ]] || fail "not healthy: ${health##*$'\r\n'}"
echo "healthy, and its Docker daemon answers"
