#!/usr/bin/env bash
# shellcheck disable=SC2154 # began, run, dind, ledger and restarts are of peer.sh and alive.sh
# Stops a peer whose remembered builds are wrong. Part of alive.sh; asks no program for each package, there may be many.

# Packages that were there when the peer began are those it has built. Found once: a step of the clock would mislead.
if [[ ! -f $run/packages ]]; then
  from=$(($(date +%s) - $(now) + began))
  find "$ledger/lifecycle/chaincodes" -name '*.tar.gz' ! -newermt "@$from" -printf '%f\n' 2>/dev/null >"$run/packages.new" || true
  mv "$run/packages.new" "$run/packages"
fi
declare -A at_start=() have=() gone=() outside=() installed=() causes=() restarted=()
while IFS=. read -r -a part; do
  ((${#part[@]} < 4)) || at_start[${part[-3]}]=yes
done <"$run/packages"

# What may have made a build fail, and has changed in this run of the peer.
builds=0
while read -r what value further; do
  case $what in
    daemon | room) ((value <= began)) || causes[$what]=once ;;
    images) ((value <= began)) || causes[images]=$further ;;
    builds) builds=$value ;;
    have) [[ $value =~ -([0-9a-f]{64})-[0-9a-f]{64}: ]] && have[${BASH_REMATCH[1]}]=yes ;;
    gone) ((value > began)) && [[ $further =~ -([0-9a-f]{64})-[0-9a-f]{64}: ]] && gone[${BASH_REMATCH[1]}]=yes ;;
  esac
done <"$dind/status"

# Packages that an external builder took need no image.
for path in "$ledger"/externalbuilder/builds/*; do
  [[ ! ${path##*/} =~ [0-9a-f]{64} ]] || outside[${BASH_REMATCH[0]}]=yes
done

if [[ -f $restarts ]]; then
  while read -r hash cause which; do restarted["$hash $cause"]=$which; done <"$restarts"
fi

lost=no failed=no without=()
for path in "$ledger"/lifecycle/chaincodes/*.tar.gz; do
  hash=${path%.tar.gz}
  hash=${hash##*.}
  installed[$hash]=yes
  if [[ ! $hash =~ ^[0-9a-f]{64}$ || -n ${outside[$hash]:-} || -n ${have[$hash]:-} ]]; then
    continue
  elif [[ -n ${gone[$hash]:-} ]]; then
    lost=yes
  elif [[ -n ${at_start[$hash]:-} ]]; then
    without+=("$hash")
    for cause in "${!causes[@]}"; do
      [[ ${restarted["$hash $cause"]:-} == "${causes[$cause]}" ]] || failed=yes
    done
  fi
done
# While something is built, images are on their way.
((builds == 0)) || lost=no failed=no

# Remembers restarts of packages that still have no image.
remember() {
  local entry hash
  for entry in "${!restarted[@]}"; do
    hash=${entry% *}
    [[ -n ${have[$hash]:-} || -z ${installed[$hash]:-} ]] || echo "$entry ${restarted[$entry]}"
  done >"$restarts.new"
  mv "$restarts.new" "$restarts"
}

for entry in "${!restarted[@]}"; do
  if [[ -n ${have[${entry% *}]:-} ]]; then
    remember
    break
  fi
done

# Docker's answers and Fabric's files are not of one moment, and between two builds no container runs.
(($(still lost "$lost") < 15)) || restart 'the Docker daemon lost the image of an installed chaincode' 'build its chaincode again'
if (($(still failed "$failed") >= 60)); then
  for hash in "${without[@]}"; do
    for cause in "${!causes[@]}"; do restarted["$hash $cause"]=${causes[$cause]}; done
  done
  remember
  restart 'a build failed when the peer started, and its cause may be gone' 'build its chaincode again'
fi
