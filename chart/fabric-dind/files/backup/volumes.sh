#!/bin/sh
# Makes a VolumeSnapshot of each claim in turn, and removes those that are too old.
#   CLAIMS          the claims, in order
#   PEER INSTANCE   whose they are
#   CLASS           the VolumeSnapshotClass; empty: the driver's default
#   KEEP            how many backups are kept
#   TIMEOUT         seconds for each snapshot to be ready; no backup takes three times as long
set -eu

stamp=$(date -u +%Y%m%d-%H%M%S)
mine="app.kubernetes.io/instance=$INSTANCE,fabric-dind/peer=$PEER"
# shellcheck disable=SC2086 # words
parts=$(set -- $CLAIMS && echo $#)

remove() { kubectl delete volumesnapshots -l "$mine,fabric-dind/backup=$1" --ignore-not-found; }

# A backup that lacks a part is none.
forget() {
  trap - TERM
  echo "backup $stamp failed; what it has made is removed"
  remove "$stamp" || echo "that failed, too: a later backup removes it"
  exit 1
}
trap forget TERM

make() {
  kubectl create -f - <<END
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshot
metadata:
  name: $1-$stamp
  labels:
    app.kubernetes.io/instance: $INSTANCE
    fabric-dind/peer: $PEER
    fabric-dind/backup: "$stamp"
    fabric-dind/parts: "$parts"
spec:
  ${CLASS:+volumeSnapshotClassName: $CLASS}
  source:
    persistentVolumeClaimName: $1
END
  # In the background, so that a signal ends the wait.
  kubectl wait "volumesnapshot/$1-$stamp" --for=jsonpath='{.status.readyToUse}'=true --timeout="${TIMEOUT}s" &
  wait $!
}

for claim in $CLAIMS; do
  make "$claim" || forget
done
trap - TERM
echo "backup $stamp: $CLAIMS"

there=$(kubectl get volumesnapshots -l "$mine" -o jsonpath='{range .items[*]}{.metadata.labels.fabric-dind/backup} {.metadata.labels.fabric-dind/parts} {.status.readyToUse}{"\n"}{end}')

# is_whole BACKUP: whether all its parts are ready.
is_whole() {
  wanted=$(echo "$there" | sed -n "s/^$1 \([0-9]*\) .*/\1/p" | head -n 1)
  [ "$(echo "$there" | grep -c "^$1 $wanted true\$")" = "$wanted" ]
}

# What was cut short counts for none that is kept, and goes when the Job that made it cannot live any more.
ended=$(date -u -d "@$(($(date +%s) - 3 * TIMEOUT))" +%Y%m%d%H%M%S)
whole=
for backup in $(echo "$there" | cut -d ' ' -f 1 | sort -ru); do
  if is_whole "$backup"; then
    whole="$whole $backup"
    # shellcheck disable=SC2086 # words
    [ "$(set -- $whole && echo $#)" -le "$KEEP" ] || remove "$backup"
  elif [ "$(echo "$backup" | tr -d -)" -lt "$ended" ]; then
    echo "backup $backup lacks a part"
    remove "$backup"
  fi
done
