#!/usr/bin/env bash
# shellcheck disable=SC2154 # run is of peer.sh
# Stops a peer whose certificates were renewed: Fabric reads them when it starts. Part of alive.sh.

# Files of the identity with their sums. Beside them a Secret's folder has names that begin with two dots, for what it
# shows and showed before.
identity() {
  local folders=()
  local file
  for file in "${CORE_PEER_MSPCONFIGPATH:-}/config.yaml" "${CORE_PEER_TLS_CERT_FILE:-}" "${CORE_PEER_TLS_CLIENTCERT_FILE:-}"; do
    [[ $file == /*/* && -d ${file%/*} ]] && folders+=("${file%/*}")
  done
  ((${#folders[@]} == 0)) || find -L "${folders[@]}" -type f -size +0 ! -path '*/..*' -exec cksum {} + 2>/dev/null | sort -k 3
}

if [[ -n ${RESTART_JITTER:-} ]]; then
  found=$(identity)
  [[ -f $run/identity ]] || echo "$found" >"$run/identity"
  renewed=no
  # With a file less than at its start the peer would not come back.
  if [[ $found != "$(<"$run/identity")" && $(wc -l <<<"$found") -ge $(wc -l <"$run/identity") ]]; then
    renewed=yes
    [[ -f $run/delay ]] || echo $((${RESTART_DELAY:-0} + (RANDOM * 32768 + RANDOM) % (RESTART_JITTER + 1))) >"$run/delay"
  else
    rm -f "$run/delay"
  fi
  waits=$(still renewed "$renewed")
  if [[ $renewed == yes ]]; then
    delay=$(<"$run/delay")
    ((waits < delay)) || restart 'what is mounted as the identity of the peer has changed' 'read it'
  fi
fi
