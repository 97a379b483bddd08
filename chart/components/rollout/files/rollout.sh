#!/bin/sh
# Restarts the changed peers of a release one after the other. Every question is asked again when it fails, and an empty
# answer is none: a rollout that did nothing must not look like one that had nothing to do.
#
#   PEERS     names of the release's StatefulSets; empty: those that SELECTOR finds
#   SELECTOR  labels of the release's StatefulSets
#   TIMEOUT   seconds for one peer to become ready again
set -eu

say() { echo "rollout: $*"; }

fail() {
  say "$*; the peers after it are left as they are"
  exit 1
}

# Seconds since the node booted: steps of the wall clock do not matter.
now() {
  read -r uptime _ </proc/uptime
  echo "${uptime%.*}"
}

# ask WORDS...: kubectl, tried again for a minute: the API server may be restarting. With --request-timeout kubectl would
# ask localhost: only without any setting it takes the cluster that its Pod runs in.
ask() {
  tries=${TRIES:-20}
  until answer=$(timeout 15 kubectl "$@"); do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 3
  done
  printf '%s\n' "$answer"
}

# Words about a StatefulSet: its generation, the one that its controller has seen, replicas, and the revision of its Pod.
state_of() {
  ask get statefulset "$1" --output \
    'jsonpath={.metadata.generation} {.status.observedGeneration} {.spec.replicas} {.status.updateRevision}'
}

# Words about its Pod: revision, whether it is ready, and when it was deleted; none while there is no Pod.
pod_of() {
  ask get pod "$1-0" --ignore-not-found --output \
    'jsonpath={.metadata.labels.controller-revision-hash} {.status.conditions[?(@.type=="Ready")].status} {.metadata.deletionTimestamp}'
}

# wait_until WHAT COMMAND...: every second, until COMMAND succeeds or the time is over.
wait_until() {
  what=$1
  shift
  last=$(($(now) + TIMEOUT))
  until "$@"; do
    [ "$(now)" -lt "$last" ] || fail "$what: not within $TIMEOUT seconds"
    sleep 1
  done
}

# Leaves the words of a StatefulSet whose controller has seen its newest generation.
observed() {
  state=$(state_of "$1") || return 1
  # shellcheck disable=SC2086 # words
  set -- $state
  [ $# = 4 ] && [ "$1" = "$2" ] || return 1
  replicas=$3 wanted=$4
}

ready() {
  pod=$(pod_of "$1") || return 1
  [ "${pod% }" = "$2 True" ]
}

if [ -z "${PEERS:-}" ]; then
  PEERS=$(ask get statefulsets --selector "$SELECTOR" --output 'jsonpath={.items[*].metadata.name}') ||
    fail 'the API server does not tell the peers of the release'
fi
[ -n "$PEERS" ] || fail "no StatefulSet has the labels $SELECTOR: nothing was restarted"
for peer in $PEERS; do
  wait_until "$peer is seen by its controller" observed "$peer"
  if [ "$replicas" = 0 ]; then
    say "$peer is stopped"
    continue
  fi
  pod=$(pod_of "$peer") || fail "the API server does not tell the Pod of $peer"
  if [ "${pod%% *}" = "$wanted" ]; then
    say "$peer is unchanged"
  else
    say "restarting $peer"
    ask delete pod "$peer-0" --ignore-not-found --wait=false >/dev/null || fail "the Pod of $peer could not be deleted"
  fi
  # Also an unchanged peer: the next one must not stop while this one is down.
  wait_until "$peer is ready" ready "$peer" "$wanted"
  say "$peer is ready"
done
