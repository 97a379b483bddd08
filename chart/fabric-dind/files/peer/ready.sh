#!/usr/bin/env bash
# Readiness of the peer: it listens. Asks the kernel, because a connection without a TLS handshake is an error in the peer's
# log each time. Waits within one probe: the kubelet asks seldom, and a restarted peer should be ready at once.
set -euo pipefail

# Port 7051 in the state LISTEN.
listens() { grep -qs '^ *[0-9]*: [0-9A-F]*:1B8B [0-9A-F]*:0000 0A ' /proc/net/tcp /proc/net/tcp6; }

for ((tries = 0; tries < 100; tries++)); do
  if listens; then exit 0; fi
  sleep 0.1
done
echo 'the peer does not listen on port 7051'
exit 1
