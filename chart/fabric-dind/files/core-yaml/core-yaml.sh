#!/bin/sh
# Copies the configuration of the peer's image to /config and changes keys of its core.yaml.
#
# OVERLAY holds a line for each key: its path in dots, a tab, and its value as JSON, which is YAML as well. A key that is
# there is replaced, with everything below it; a new one is added below the part of its path that is there. Keys are
# compared without regard to case, as Fabric does. Comments and all other keys stay as they are.
set -eu

from=${FROM:-/etc/hyperledger/fabric}
to=${TO:-/config}

cp -R "$from"/. "$to"/
printf '%s\n' "$OVERLAY" | awk -v FS='\t' '
  # The number of leading spaces.
  function depth(line) { match(line, /^ */); return RLENGTH }

  # Puts the keys that are new below path "here" after its line, as a block of their own.
  function add(here, indent,    i, rest, parts, n, j, opened, line) {
    for (i = 1; i <= wanted; i++) {
      if (done[i] || parent[i] != here) continue
      rest = here == "" ? path[i] : substr(path[i], length(here) + 2)
      n = split(rest, parts, ".")
      line = ""
      for (j = 1; j <= n; j++) {
        line = line (j > 1 ? "." : "") tolower(parts[j])
        if (j < n && opened[line]) continue
        opened[line] = 1
        printf "%*s%s:%s\n", indent + 4 * (j - 1), "", parts[j], j == n ? " " value[i] : ""
      }
      done[i] = 1
    }
  }

  # The overlay comes first, on standard input.
  NR == FNR {
    if ($0 == "") next
    wanted++
    path[wanted] = $1
    value[wanted] = $2
    next
  }

  # core.yaml, twice: to learn which paths it has, and to print it changed.
  FNR == 1 { pass++; level = 0 }

  {
    isKey = match($0, /^ *[A-Za-z0-9_-]+:( |$)/)
    if (isKey) {
      indent = depth($0)
      while (level > 0 && indents[level] >= indent) level--
      name = $0
      sub(/^ */, "", name)
      sub(/:.*/, "", name)
      level++
      indents[level] = indent
      names[level] = (level > 1 ? names[level - 1] "." : "") tolower(name)
    }
  }

  pass == 1 { if (isKey) has[names[level]] = 1; next }

  pass == 2 && FNR == 1 {
    for (i = 1; i <= wanted; i++) {
      if (has[tolower(path[i])]) { at[tolower(path[i])] = i; done[i] = 1; continue }
      parent[i] = path[i]
      do { if (!sub(/\.[^.]*$/, "", parent[i])) parent[i] = "" } while (parent[i] != "" && !has[tolower(parent[i])])
    }
  }

  # Below a key that was replaced: everything that is indented deeper, or a list at its own depth.
  skipping && /^ *(#|$)/ { print; next }
  skipping && (depth($0) > skipped || (depth($0) == skipped && $0 ~ /^ *-/)) { next }
  { skipping = 0 }

  isKey && (names[level] in at) {
    printf "%*s%s: %s\n", indents[level], "", name, value[at[names[level]]]
    skipping = 1
    skipped = indents[level]
    next
  }

  { print }

  isKey {
    for (i = 1; i <= wanted; i++) {
      if (!done[i] && tolower(parent[i]) == names[level]) {
        add(parent[i], indents[level] + 4)
      }
    }
  }

  END { add("", 0) }
' - "$from/core.yaml" "$from/core.yaml" >"$to/core.yaml"
