#!/bin/sh
# Brings images into the sidecar's daemon before the peer starts. What is there already is left alone.
#
#   PRELOAD_IMAGES   a line for each image: NAME or NAME|REFERENCE TO PULL
#   PRELOAD_PULL     true: pull what neither the daemon nor a tar has
#   PRELOAD_POLICY   Fail or Ignore: what a missing image means
#   PRELOAD_TIMEOUT  seconds for one image
#
# Tars lie in /images, registry credentials in folders of /etc/fabric-dind-pull-secrets.
set -eu

say() { echo "preload: $*" >&2; }

present() { docker image inspect "$1" >/dev/null 2>&1; }

names() { printf '%s\n' "$PRELOAD_IMAGES" | sed '/^$/d; s/|.*//'; }

missing() {
  for name in $(names); do
    present "$name" || echo "$name"
  done
}

# The names in a tar that `docker save` wrote.
names_in() {
  { tar -xOf "$1" manifest.json 2>/dev/null || tar -xOf "$1" ./manifest.json 2>/dev/null; } |
    grep -o '"RepoTags":\[[^]]*\]' | sed 's/^"RepoTags"://' | tr -d '[]"' | tr ',' '\n'
}

# A tar is loaded if it holds an image that is wanted and missing.
load_tars() {
  for tar in /images/*.tar; do
    [ -f "$tar" ] || continue
    for name in $(missing); do
      if names_in "$tar" | grep -Fqx "$name"; then
        say "loading $name from ${tar##*/}"
        timeout "$PRELOAD_TIMEOUT" docker load --quiet --input "$tar" >&2 || say "${tar##*/} could not be loaded"
        break
      fi
    done
  done
}

# Each pull secret is tried in turn, and then no credentials: Docker takes one set at a time.
pull() {
  for config in /etc/fabric-dind-pull-secrets/* /nonexistent; do
    [ -d "$config" ] || [ "$config" = /nonexistent ] || continue
    if DOCKER_CONFIG=$config timeout "$PRELOAD_TIMEOUT" docker pull --quiet "$1" >&2; then
      return 0
    fi
  done
  return 1
}

pull_missing() {
  printf '%s\n' "$PRELOAD_IMAGES" | sed '/^$/d' | while IFS='|' read -r name from; do
    present "$name" && continue
    from=${from:-$name}
    present "$from" || { say "pulling $from"; pull "$from" || { say "$from could not be pulled"; continue; }; }
    [ "$from" = "$name" ] || docker tag "$from" "$name"
  done
}

load_tars
[ "$PRELOAD_PULL" != true ] || pull_missing

left=$(missing | tr '\n' ' ')
if [ -n "$left" ]; then
  say "missing: $left"
  say "chaincode that needs it can neither be built nor run in this peer"
  [ "$PRELOAD_POLICY" = Ignore ] || exit 1
fi
say "$(names | wc -l) images wanted, missing: ${left:-none}"
