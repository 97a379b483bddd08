#!/usr/bin/env bash
# shellcheck disable=SC2034,SC2154 # variables go to and come from the parts that are read in
# Readiness of the peer: it answered once in this run, and it still listens and accepts connections.
#
# Fabric listens long before it serves: meanwhile it opens and rebuilds its ledgers. So the peer is asked for its channels
# once, with its own identity, which leaves no error in its log; afterwards the kernel is asked, because a connection
# without a TLS handshake is an error in the log each time. Waits within one probe: the kubelet asks seldom, and a restarted
# peer should be ready at once.
set -euo pipefail

# shellcheck source=/dev/null
. "${BASH_SOURCE[0]%/*}/peer.sh"

# Its certificate need not be valid for 127.0.0.1, nor need clients have one of their own.
name=${CORE_PEER_ADDRESS%:*}
ask() {
  CORE_PEER_ADDRESS=127.0.0.1:7051 \
    CORE_PEER_TLS_SERVERHOSTOVERRIDE=$name \
    CORE_PEER_TLS_CLIENTCERT_FILE=${CORE_PEER_TLS_CLIENTCERT_FILE:-${CORE_PEER_TLS_CERT_FILE:-}} \
    CORE_PEER_TLS_CLIENTKEY_FILE=${CORE_PEER_TLS_CLIENTKEY_FILE:-${CORE_PEER_TLS_KEY_FILE:-}} \
    FABRIC_LOGGING_SPEC=error timeout 6 peer channel list 2>&1
}

# Whether the peer answered. A refusal, of a certificate or of the caller, is an answer of a peer that serves.
answered() {
  local answer
  answer=$(ask) && return 0
  case $answer in
    *x509:* | *' tls: '*) ;;
    *'connection refused'* | *Unavailable* | *'deadline exceeded'*) return 1 ;;
    *'code = '* | *'bad response'*) ;;
    # Without an identity that a second process can use, as in some hardware modules, nothing can be asked. That somebody
    # accepts a connection has to do: it is an error in the peer's log, once.
    *'setting up MSP'* | *'init crypto'* | *'signing identity'* | *'getting signer'*)
      : </dev/tcp/127.0.0.1/7051 && sleep 0.2 && accepts 1B8B || return 1
      ;;
    *) return 1 ;;
  esac
  echo "the peer serves, though its own call is refused: ${answer%%$'\n'*}"
}

last=$(($(now) + 10))
until listens 1B8B; do
  if (($(now) >= last)); then
    echo 'the peer does not listen on port 7051'
    exit 1
  fi
  sleep 0.1
done

until [[ -f $run/answered ]]; do
  if answered; then
    echo "$inode" >"$run/answered"
    # For the sidecar, which shares the network and knows the socket.
    [[ ! -w /run/dind ]] || echo "$inode" >/run/dind/answered
  elif (($(now) >= last)); then
    echo 'the peer listens on port 7051, but does not answer yet'
    exit 1
  else
    sleep 0.2
  fi
done

accepts 1B8B || {
  echo 'the peer accepts no connections on port 7051'
  exit 1
}
