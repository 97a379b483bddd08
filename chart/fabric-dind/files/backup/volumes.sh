#!/bin/sh
# Makes a VolumeSnapshot of each claim in turn, and removes those that are too old.
#   CLAIMS          the claims, in order
#   PEER INSTANCE   whose they are
#   CLASS           the VolumeSnapshotClass; empty: the driver's default
#   KEEP            how many backups are kept
#   TIMEOUT         seconds for each snapshot to be ready
set -eu

stamp=$(date -u +%Y%m%d-%H%M%S)
mine="app.kubernetes.io/instance=$INSTANCE,fabric-dind/peer=$PEER"

# A backup that lacks a part is none.
forget() {
  echo "backup $stamp failed; what it has made is removed"
  kubectl delete volumesnapshots -l "$mine,fabric-dind/backup=$stamp" --ignore-not-found
  exit 1
}

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
spec:
  ${CLASS:+volumeSnapshotClassName: $CLASS}
  source:
    persistentVolumeClaimName: $1
END
  kubectl wait "volumesnapshot/$1-$stamp" --for=jsonpath='{.status.readyToUse}'=true --timeout="${TIMEOUT}s"
}

for claim in $CLAIMS; do
  make "$claim" || forget
done
echo "backup $stamp: $CLAIMS"

kubectl get volumesnapshots -l "$mine" -o jsonpath='{range .items[*]}{.metadata.labels.fabric-dind/backup}{"\n"}{end}' |
  sort -u | head -n "-$KEEP" |
  while read -r old; do
    kubectl delete volumesnapshots -l "$mine,fabric-dind/backup=$old"
  done
