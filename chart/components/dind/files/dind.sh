#!/bin/sh
# Starts dockerd in the peer's Pod, with supervise.sh in its place; the arguments are dockerd's.
set -eu

config=/etc/fabric-dind
own=/run/fabric-dind

# On cgroup v2 a privileged container has no cgroup namespace: containers made here would land at the root of the
# node's hierarchy, outside the limits of this Pod. With the Pod's own folder mounted over the root they stay below it.
# A no-op on cgroup v1, and where the runtime made a namespace.
keep_cgroups_inside() {
  root=${CGROUP_ROOT:-/sys/fs/cgroup}
  [ -f "$root/cgroup.controllers" ] || return 0
  group=$(sed -n 's/^0:://p' "${PROC_SELF_CGROUP:-/proc/self/cgroup}")
  case $group in
    / | '' | *..*) return 0 ;;
  esac
  [ -d "$root$group" ] || return 0
  mount --bind "$root$group" "$root"
}

# The interface of the default route.
pod_interface() { awk '$2 == "00000000" { name = $1; exit } END { print name ? name : "eth0" }' /proc/net/route; }

# Docker's networks must not send larger packets than the Pod's interface takes, or downloads hang.
pod_mtu() { cat "/sys/class/net/$(pod_interface)/mtu" 2>/dev/null || echo 1500; }

# CA bundles of registries, where dockerd looks for them.
trust_registries() {
  for folder in "$config"/registry-cas/*; do
    [ -d "$folder" ] || continue
    mkdir -p "/etc/docker/certs.d/${folder##*/}"
    cp "$folder/ca.crt" "/etc/docker/certs.d/${folder##*/}/ca.crt"
  done
}

# Ulimits of containers, within those of the sidecar: no container starts with a hard limit beyond the node's.
ulimits() {
  for limit in ${DIND_ULIMITS:-}; do
    case ${limit%%=*} in
      core) of='Max core file size' ;;
      fsize) of='Max file size' ;;
      memlock) of='Max locked memory' ;;
      nofile) of='Max open files' ;;
      nproc) of='Max processes' ;;
      stack) of='Max stack size' ;;
      *) of= ;;
    esac
    soft=${limit#*=}
    hard=${soft#*:}
    soft=${soft%:*}
    most=$(awk -v of="$of" 'of != "" && index($0, of) == 1 { print $(NF - 1) }' /proc/self/limits)
    case $most in
      '' | unlimited) ;;
      *)
        if [ "$hard" -gt "$most" ] || [ "$hard" -lt 0 ]; then
          echo "dind: the node allows ${limit%%=*} $most; $limit is lowered to it" >&2
          hard=$most
        fi
        [ "$hard" -lt 0 ] || { [ "$soft" -le "$hard" ] && [ "$soft" -ge 0 ]; } || soft=$hard
        ;;
    esac
    echo "--default-ulimit=${limit%%=*}=$soft:$hard"
  done
}

# Metrics at the Pod's address, for other Pods alone: what runs in this Pod, chaincode above all, reaches that address by
# another interface than the Pod's own, and is turned away. Where that cannot be had there are no metrics. The API stays
# on the socket.
offer_metrics() {
  [ -n "${DIND_METRICS_PORT:-}" ] || return 0
  case $POD_IP in
    *:*) address="[$POD_IP]" iptables=ip6tables ;;
    *) address=$POD_IP iptables=iptables ;;
  esac
  rule="INPUT ! -i $(pod_interface) -p tcp --dport $DIND_METRICS_PORT -j DROP"
  for program in "$iptables" "/usr/local/sbin/.iptables-legacy/$iptables"; do
    # shellcheck disable=SC2086 # a rule is several words
    if "$program" -C $rule 2>/dev/null || "$program" -I $rule 2>/dev/null; then
      echo "--metrics-addr=$address:$DIND_METRICS_PORT"
      return 0
    fi
  done
  echo "dind: no metrics, because iptables cannot keep chaincode from them" >&2
}

tell_disk_use() {
  df -Pk /var/lib/docker | awk 'NR == 2 { printf "dind: data of Docker: %d MiB used, %d MiB free\n", $3 / 1024, $4 / 1024 }' >&2
}

# The image's entrypoint ends with dockerd, which it looks for in PATH: it finds the supervisor there.
take_dockerds_place() {
  mkdir -p "$own/bin"
  printf '#!/bin/sh\nexec sh %s/supervise.sh "$@"\n' "$config" >"$own/bin/dockerd"
  chmod 755 "$own/bin/dockerd"
  PATH=$own/bin:$PATH
}

keep_cgroups_inside
tell_disk_use
trust_registries
take_dockerds_place
if [ "${DIND_MTU:-0}" = 0 ]; then
  DIND_MTU=$(pod_mtu)
fi
# Where the init of the image's entrypoint is not the first process it reaps only what it is asked to.
export PATH TINI_SUBREAPER=1
# shellcheck disable=SC2046 # none, one or several words
exec dockerd-entrypoint.sh dockerd \
  --config-file="$config/daemon.json" \
  --host=unix:///run/dind/docker.sock \
  --mtu="$DIND_MTU" \
  $(ulimits) \
  $(offer_metrics) \
  "$@"
