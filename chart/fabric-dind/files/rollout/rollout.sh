#!/bin/sh
# Restarts the changed peers of a release one after the other.
#
#   SELECTOR  labels of the release's StatefulSets
#   TIMEOUT   seconds for one peer to become ready again
set -eu

say() { echo "rollout: $*"; }

of() { kubectl get "$1" "$2" --ignore-not-found --output "jsonpath={$3}"; }

# wait_until WHAT COMMAND...: every second, until COMMAND succeeds or the time is over.
wait_until() {
  what=$1
  shift
  left=$TIMEOUT
  until "$@"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || {
      say "$what: not within $TIMEOUT seconds; the peers after it are left as they are"
      exit 1
    }
    sleep 1
  done
}

observed() { [ "$(of statefulset "$1" .metadata.generation)" = "$(of statefulset "$1" .status.observedGeneration)" ]; }
revision() { of pod "$1-0" '.metadata.labels.controller-revision-hash'; }
ready() {
  [ "$(revision "$1")" = "$2" ] &&
    [ "$(of pod "$1-0" '.status.conditions[?(@.type=="Ready")].status')" = True ]
}

for peer in $(kubectl get statefulsets --selector "$SELECTOR" --output 'jsonpath={.items[*].metadata.name}'); do
  wait_until "$peer is seen by its controller" observed "$peer"
  if [ "$(of statefulset "$peer" .spec.replicas)" = 0 ]; then
    say "$peer is stopped"
    continue
  fi
  wanted=$(of statefulset "$peer" .status.updateRevision)
  if [ "$(revision "$peer")" = "$wanted" ]; then
    say "$peer is unchanged"
  else
    say "restarting $peer"
    kubectl delete pod "$peer-0" --ignore-not-found --wait >/dev/null
  fi
  # Also an unchanged peer: the next one must not stop while this one is down.
  wait_until "$peer is ready" ready "$peer" "$wanted"
  say "$peer is ready"
done
