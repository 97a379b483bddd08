#!/usr/bin/env bash
# Queries a chaincode until FILE.stop is there, and writes a line for each query to FILE: when it ended, in milliseconds,
# "answer" or "refusal", and what was told. It goes on without the API server.
#   CORE_PEER_ADDRESS, CHANNEL, NAME, ARGS (JSON), FILE
set -euo pipefail
rm -f "$FILE" "$FILE.stop"
# shellcheck disable=SC2016 # for the shell that is left behind
nohup bash -c '
  for _ in $(seq 600); do
    [[ ! -f $FILE.stop ]] || break
    outcome=answer
    told=$(timeout 10 peer chaincode query --channelID "$CHANNEL" --name "$NAME" --ctor "$ARGS" 2>&1) || outcome=refusal
    echo "$(date +%s%3N) $outcome $(tail -n 1 <<<"$told")" >>"$FILE"
    sleep 0.1
  done
' >/dev/null 2>&1 </dev/null &
