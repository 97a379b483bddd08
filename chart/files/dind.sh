#!/bin/sh
# Starts dockerd in the peer's Pod; the arguments are dockerd's.
set -eu

config=/etc/fabric-dind

# On cgroup v2 a privileged container has no cgroup namespace: containers made here would land at the root of the
# node's hierarchy, outside the limits of this Pod. With the Pod's own folder mounted over the root they stay below it.
# A no-op on cgroup v1, and where the runtime made a namespace.
keep_cgroups_inside() {
  root=${CGROUP_ROOT:-/sys/fs/cgroup}
  [ -f "$root/cgroup.controllers" ] || return 0
  own=$(sed -n 's/^0:://p' "${PROC_SELF_CGROUP:-/proc/self/cgroup}")
  case $own in
    / | '' | *..*) return 0 ;;
  esac
  [ -d "$root$own" ] || return 0
  mount --bind "$root$own" "$root"
}

# Docker's networks must not send larger packets than the Pod's interface takes, or downloads hang.
pod_mtu() {
  interface=$(awk '$2 == "00000000" { print $1; exit }' /proc/net/route)
  cat "/sys/class/net/${interface:-eth0}/mtu" 2>/dev/null || echo 1500
}

# CA bundles of registries, where dockerd looks for them.
trust_registries() {
  for folder in "$config"/registry-cas/*; do
    [ -d "$folder" ] || continue
    mkdir -p "/etc/docker/certs.d/${folder##*/}"
    cp "$folder/ca.crt" "/etc/docker/certs.d/${folder##*/}/ca.crt"
  done
}

# Names the data root, so that the peer's liveness probe sees when the daemon has lost it: Fabric never builds an image
# again that vanished under it, and has to be restarted.
name_data_root() {
  id=/var/lib/docker/fabric-dind-id
  [ -s "$id" ] || cat /proc/sys/kernel/random/uuid >"$id"
  cp "$id" /run/dind/data-root
}

keep_cgroups_inside
trust_registries
name_data_root
if [ "${DIND_MTU:-0}" = 0 ]; then
  DIND_MTU=$(pod_mtu)
fi
exec dockerd-entrypoint.sh dockerd \
  --config-file="$config/daemon.json" \
  --host=unix:///run/dind/docker.sock \
  --mtu="$DIND_MTU" \
  "$@"
