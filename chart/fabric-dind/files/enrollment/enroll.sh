#!/usr/bin/env bash
# Enrols the peer at its Fabric CA, for MSP and TLS, and renews both before they end.
#
#   IDENTITY          folder of the peer's identity: `current` is a link to the newest that is whole
#   URL, CA_NAME      the CA, its certificate in /ca/msp.crt; TLS_URL, TLS_CA_NAME, /ca/tls.crt: that of TLS
#   ENROLL_USER, ENROLL_PASSWORD, TLS_ENROLL_USER, TLS_ENROLL_PASSWORD
#   HOSTS             host names for the certificates, by commas
#   NAMES, ATTRIBUTES further parts of the subject; attributes to ask for
#   RENEW_BEFORE      seconds before its end that a certificate is renewed; 0: never
#   NODE_OUS          a config.yaml to put into the MSP; empty: none
#
# The image has a shell and coreutils, and no openssl.
set -euo pipefail

identity=${IDENTITY:-/identity}
current=$identity/current
export FABRIC_CA_CLIENT_HOME=/tmp/client
umask 077

say() { echo "enrollment: $*"; }

# An @ or : in a password would end the part of the address in which it stands.
encoded() {
  printf %s "$1" | od -An -v -tx1 | tr -d '\n' | sed 's/ \(..\)/%\1/g'
}

# https://NAME:PASSWORD@HOST of an address. It goes to the client by the environment: arguments are for all to see.
address() { echo "https://$(encoded "$2"):$(encoded "$3")@${1#https://}"; }

# When the first certificate of a file ends, in seconds since 1970: the second time in its validity.
ends() {
  local hex time
  hex=$(sed -n '/BEGIN CERTIFICATE/,/END CERTIFICATE/p' "$1" | sed '/END CERTIFICATE/q' | grep -v CERTIFICATE |
    base64 -d | od -An -v -tx1 | tr -d ' \n')
  # UTCTime (17, 13 digits' bytes) until 2049, GeneralizedTime (18, 15) from 2050 on; a time is digits and a Z.
  time=$(echo "$hex" | sed -n 's/^.*30[0-9a-f]\{2\}\(170d\(3[0-9]\)\{12\}5a\|180f\(3[0-9]\)\{14\}5a\)\(170d\(3[0-9]\)\{12\}5a\|180f\(3[0-9]\)\{14\}5a\).*$/\4/p')
  case $time in
    170d*) time=20$(echo "${time#170d}" | sed 's/3\([0-9]\)/\1/g; s/5a$//') ;;
    180f*) time=$(echo "${time#180f}" | sed 's/3\([0-9]\)/\1/g; s/5a$//') ;;
    *) return 1 ;;
  esac
  # shellcheck disable=SC2001 # no glob can say it
  date -u -d "$(echo "$time" | sed 's/^\(....\)\(..\)\(..\)\(..\)\(..\)\(..\)$/\1-\2-\3 \4:\5:\6/')" +%s
}

# Each certificate of a bundle as a file of its own: Fabric reads the first of each.
split() {
  mkdir -p "$2"
  local part=0 line
  while IFS= read -r line; do
    case $line in *'BEGIN CERTIFICATE'*) part=$((part + 1)) ;; esac
    [ -z "$line" ] || echo "$line" >>"$2/$part.pem"
  done <"$1"
}

# client WHAT FOLDER CA URL NAME ARGUMENTS: enroll or reenroll, into an MSP folder. It ends with 124 for a CA that takes calls
# and does not answer: the client itself would wait for ever (fabric-ca, lib/client.go).
client() {
  local what=$1 folder=$2 ca=$3 url=$4 name=$5 failed=0
  shift 5
  FABRIC_CA_CLIENT_URL=$url timeout 60 fabric-ca-client "$what" --mspdir "$folder" --tls.certfiles "$ca" \
    ${name:+--caname "$name"} ${HOSTS:+--csr.hosts "$HOSTS"} ${NAMES:+--csr.names "$NAMES"} "$@" 2>&1 |
    sed "s/^/enrollment: $what: /" >&2 || failed=$?
  [ "$failed" != 124 ] || say "$url does not answer within a minute"
  return "$failed"
}

# Whether the identity that there is may ask for the next. The client asks for no attributes then (fabric-ca,
# command/reenroll.go), and the new certificate would be without.
renews_itself() {
  [ -f "$current/client/$1/signcerts/cert.pem" ] && { [ "$1" != msp ] || [ -z "${ATTRIBUTES:-}" ]; }
}

# obtain KIND URL CA NAME USER PASSWORD ARGUMENTS: by the identity that there is, else by name and password.
obtain() {
  local kind=$1 url=$2 ca=$3 name=$4 user=$5 password=$6 failed=0
  shift 6
  local folder=/tmp/$kind
  rm -rf "$folder"
  if renews_itself "$kind"; then
    cp -R "$current/client/$kind" "$folder"
    client reenroll "$folder" "$ca" "$url" "$name" "$@" || failed=$?
    case $failed in
      0) return ;;
      124) return 1 ;;
    esac
    say "the CA does not renew the $kind certificate; asking with name and password"
    rm -rf "$folder"
  fi
  client enroll "$folder" "$ca" "$(address "$url" "$user" "$password")" "$name" "$@"
}

newest_key() {
  # shellcheck disable=SC2012 # the client names keys itself
  ls -t "$1"/keystore/*_sk | sed -n 1p
}

# The folder of the peer, from what the client wrote.
lay_out() {
  local to=$1 kind
  mkdir -p "$to/msp/signcerts" "$to/msp/keystore" "$to/tls" "$to/client"
  cp /tmp/msp/signcerts/cert.pem "$to/msp/signcerts/cert.pem"
  cp "$(newest_key /tmp/msp)" "$to/msp/keystore/key.pem"
  cat /tmp/msp/cacerts/*.pem >"/tmp/roots" && split /tmp/roots "$to/msp/cacerts"
  if ls /tmp/msp/intermediatecerts/*.pem >/dev/null 2>&1; then
    cat /tmp/msp/intermediatecerts/*.pem >/tmp/between && split /tmp/between "$to/msp/intermediatecerts"
  fi
  [ -z "${NODE_OUS:-}" ] || cp "$NODE_OUS" "$to/msp/config.yaml"
  cat /tmp/tls/tlscacerts/*.pem >/tmp/roots && split /tmp/roots "$to/msp/tlscacerts"
  cat /tmp/tls/tlscacerts/*.pem >"$to/tls/ca.crt"
  cat /tmp/tls/signcerts/cert.pem >"$to/tls/server.crt"
  if ls /tmp/tls/tlsintermediatecerts/*.pem >/dev/null 2>&1; then
    cat /tmp/tls/tlsintermediatecerts/*.pem >/tmp/between && split /tmp/between "$to/msp/tlsintermediatecerts"
    cat /tmp/tls/tlsintermediatecerts/*.pem >>"$to/tls/server.crt"
  fi
  cp "$(newest_key /tmp/tls)" "$to/tls/server.key"
  for kind in msp tls; do
    mkdir -p "$to/client/$kind/signcerts" "$to/client/$kind/keystore"
    cp "/tmp/$kind/signcerts/cert.pem" "$to/client/$kind/signcerts/"
    cp "$(newest_key "/tmp/$kind")" "$to/client/$kind/keystore/"
  done
}

# What the certificates are to be: another value asks for new ones.
facts() { printf '%s\n' "$URL" "${CA_NAME:-}" "$TLS_URL" "${TLS_CA_NAME:-}" "$ENROLL_USER" "$TLS_ENROLL_USER" "$HOSTS" "${NAMES:-}" "${ATTRIBUTES:-}"; }

# A new identity beside the old one, which stays until the new one is whole.
renew() {
  local stamp
  obtain msp "$URL" /ca/msp.crt "${CA_NAME:-}" "$ENROLL_USER" "$ENROLL_PASSWORD" \
    ${ATTRIBUTES:+--enrollment.attrs "$ATTRIBUTES"}
  obtain tls "$TLS_URL" /ca/tls.crt "${TLS_CA_NAME:-}" "$TLS_ENROLL_USER" "$TLS_ENROLL_PASSWORD" \
    --enrollment.profile tls
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  rm -rf "$identity/.new" "${identity:?}/$stamp"
  lay_out "$identity/.new"
  facts >"$identity/.new/facts"
  mv "$identity/.new" "$identity/$stamp"
  ln -sfn "$stamp" "$identity/.link"
  mv -T "$identity/.link" "$current"
  find "$identity" -mindepth 1 -maxdepth 1 -type d -name '2*' ! -name "$stamp" -exec rm -rf {} +
  rm -rf /tmp/msp /tmp/tls /tmp/roots /tmp/between
  say "enrolled; the certificates end at $(told msp/signcerts/cert.pem) and $(told tls/server.crt) (TLS)"
}

told() { date -u -d "@$(ends "$current/$1")" +%FT%TZ; }

# lasts SECONDS: whether there is an identity that does not end within them.
lasts() {
  local file end now
  now=$(date +%s)
  for file in "$current/msp/signcerts/cert.pem" "$current/tls/server.crt"; do
    end=$(ends "$file" 2>/dev/null) || return 1
    [ "$((end - now))" -gt "$1" ] || return 1
  done
}

is_wanted() { [ "$(facts)" = "$(cat "$current/facts" 2>/dev/null)" ]; }

if [ "${1:-}" = once ]; then
  renew
  exit
fi

# What is there serves, whatever the CA does meanwhile.
serve() {
  local pause=5
  if is_wanted && lasts 0; then touch /tmp/ready; fi
  while :; do
    if is_wanted && lasts "${RENEW_BEFORE:-0}"; then
      touch /tmp/ready
      pause=5
      sleep 60
    # A process of its own: within a condition, bash would go on after a command that failed.
    elif bash "$0" once; then
      touch /tmp/ready
      pause=5
      lasts "${RENEW_BEFORE:-0}" || {
        say "the CA gives certificates that live less than renewBefore ($RENEW_BEFORE s): they are renewed once an hour"
        sleep 3600
      }
    else
      if lasts 0; then
        touch /tmp/ready
        say "nothing new; the identity that is there serves on, and the CA is asked again in $pause s"
      else
        say "no identity yet; the CA is asked again in $pause s"
      fi
      sleep "$pause"
      pause=$((pause < 300 ? pause * 2 : 300))
    fi
  done
}

mkdir -p "$FABRIC_CA_CLIENT_HOME"
# The process that takes the signal only waits: bash 5.2 fails when a trap's turn comes while it reads a $(…).
trap 'exit 0' TERM INT
serve &
wait $!
