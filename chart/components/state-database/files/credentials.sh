#!/bin/sh
# Makes the Secrets with the passwords of the peers' CouchDBs, each once: one that is there stays as it is.
#   SECRETS    their names
#   RELEASE    of which release they are
#   NAMESPACE  where
set -eu

account=${ACCOUNT:-/var/run/secrets/kubernetes.io/serviceaccount}
server=${SERVER:-https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT}

# What curl is told of a Secret. It goes through a pipe: arguments and the environment can be seen from outside.
request() {
  password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  printf 'header = "Authorization: Bearer %s"\n' "$(cat "$account/token")"
  printf 'header = "Content-Type: application/json"\n'
  printf 'data = "%s"\n' "$(
    printf '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"%s","labels":{"app.kubernetes.io/instance":"%s"}},"stringData":{"username":"admin","password":"%s"}}' \
      "$1" "$RELEASE" "$password" | sed 's/"/\\"/g'
  )"
}

for name in $SECRETS; do
  answer=$(request "$name" | curl --silent --show-error --max-time 30 --retry 5 --retry-connrefused \
    --cacert "$account/ca.crt" --write-out '\n%{http_code}' --config - \
    "$server/api/v1/namespaces/$NAMESPACE/secrets")
  case ${answer##*
} in
    201) echo "made the Secret $name" ;;
    409) echo "the Secret $name is there" ;;
    *)
      # What the API server says of a refusal has nothing of the Secret in it but its name.
      echo "the Secret $name could not be made: $answer" >&2
      exit 1
      ;;
  esac
done
