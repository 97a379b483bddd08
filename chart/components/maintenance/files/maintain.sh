#!/usr/bin/env bash
# Runs one command of `peer node` on the ledger of a stopped peer, once, and notes it in the volume. A Job is made anew when
# other values change, and a command that takes blocks away must not run a second time for that.
#
#   COMMAND, CHANNEL, BLOCK   what to do
#   RUN                       number of the run
set -euo pipefail

ledger=${CORE_PEER_FILESYSTEMPATH:-/var/hyperledger/production}
notes=$ledger/.maintenance${CHANNEL:+/$CHANNEL}
name=$COMMAND
[[ $COMMAND != rollback ]] || name+=-$BLOCK
note=$notes/$name-$RUN
# The command has run, and CouchDB is still to be built anew. A later run goes on from there.
half=$notes/$name.half

say() { echo "maintenance: $*"; }

if [[ -f $note ]]; then
  say "$name has run already: $(<"$note"). Another number of maintenance.run runs it again"
  exit 0
fi
[[ -d $ledger ]] || {
  say "there is no ledger at $ledger: the peer has not run yet, or ledger.fileSystemPath is another"
  exit 1
}
mkdir -p "$notes"

run_command() {
  local words=("$COMMAND")
  [[ -z ${CHANNEL:-} ]] || words+=(--channelID "$CHANNEL")
  [[ $COMMAND != rollback ]] || words+=(--blockNumber "$BLOCK")
  say "peer node ${words[*]}"
  if ! peer node "${words[@]}" 2>&1 | tee /tmp/output; then
    if [[ $COMMAND == upgrade-dbs ]] && grep -qi 'up to date' /tmp/output; then
      say 'nothing is to be upgraded'
    else
      say "$COMMAND failed; the lines above say why. Nothing is noted, so another run may try again"
      exit 1
    fi
  fi
}

# Both take blocks and local databases away, and CouchDB would be ahead: the peer would not start (kv_ledger.go).
is_ahead_of_blocks() {
  [[ ${CORE_LEDGER_STATE_STATEDATABASE:-} == CouchDB && ($COMMAND == reset || $COMMAND == rollback) ]]
}

if is_ahead_of_blocks; then
  [[ -f $half ]] || {
    run_command
    date -u +%FT%TZ >"$half"
  }
  say 'peer node rebuild-dbs, as the state in CouchDB is ahead now'
  peer node rebuild-dbs || {
    say "the $COMMAND is done, but not rebuild-dbs, without which the peer does not start. Another run goes on with it"
    exit 1
  }
else
  run_command
fi

date -u +%FT%TZ >"$note"
case $COMMAND in
  # The state of all channels is built anew.
  reset | rollback | rebuild-dbs) find "$ledger/.maintenance" -name '*.half' -delete ;;
  # What was resumed may be paused again, and the other way round.
  pause) rm -f "$notes"/resume-* ;;
  resume) rm -f "$notes"/pause-* ;;
esac
say "$COMMAND is done. Set maintenance.command empty, and replicas: 1"
