#!/usr/bin/env bash
# Runs one command of `peer node` on the ledger of a stopped peer, once, and notes it in the volume. A Job is made anew when
# other values change, and a command that takes blocks away must not run a second time for that.
#
#   COMMAND, CHANNEL, BLOCK   what to do
#   RUN                       number of the run
set -euo pipefail

ledger=${CORE_PEER_FILESYSTEMPATH:-/var/hyperledger/production}
note=$ledger/.maintenance/$COMMAND-${CHANNEL:-all}-$RUN

say() { echo "maintenance: $*"; }

if [[ -f $note ]]; then
  say "$COMMAND has run already: $(<"$note"). Another number of maintenance.run runs it again"
  exit 0
fi
[[ -d $ledger ]] || {
  say "there is no ledger at $ledger: the peer has not run yet, or ledger.fileSystemPath is another"
  exit 1
}

words=("$COMMAND")
[[ -z ${CHANNEL:-} ]] || words+=(--channelID "$CHANNEL")
[[ $COMMAND != rollback ]] || words+=(--blockNumber "$BLOCK")

say "peer node ${words[*]}"
if ! peer node "${words[@]}" > >(tee /tmp/output) 2>&1; then
  if [[ $COMMAND == upgrade-dbs ]] && grep -qi 'up to date' /tmp/output; then
    say 'nothing is to be upgraded'
  else
    say "$COMMAND failed; the lines above say why. Nothing is noted, so another run may try again"
    exit 1
  fi
fi

# They take blocks and local databases away, and CouchDB would be ahead: the peer would not start (kv_ledger.go).
if [[ ${CORE_LEDGER_STATE_STATEDATABASE:-} == CouchDB && ($COMMAND == reset || $COMMAND == rollback) ]]; then
  say 'peer node rebuild-dbs, as the state in CouchDB is ahead now'
  peer node rebuild-dbs
fi

mkdir -p "${note%/*}"
date -u +%FT%TZ >"$note"
say "$COMMAND is done. Set maintenance.command empty, and replicas: 1"
