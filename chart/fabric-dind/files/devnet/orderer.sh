#!/bin/sh
# Starts an orderer of the devnet as the one whose number its Pod's name ends with.
#   SECRETS  folder of the keys of all orderers
set -eu
secrets=${SECRETS:-/secrets}
own=$secrets/$(hostname | sed "s/.*-//")
msp=/tmp/msp
mkdir -p "$msp/signcerts" "$msp/keystore" "$msp/cacerts" "$msp/tlscacerts"
ln -sf "$own.cert.pem" "$msp/signcerts/cert.pem"
ln -sf "$own.key.pem" "$msp/keystore/key.pem"
ln -sf "$own.cacert.pem" "$msp/cacerts/cacert.pem"
ln -sf "$own.tlscacert.pem" "$msp/tlscacerts/tlscacert.pem"
cp "${CONFIG:-/config}/config.yaml" "$msp/config.yaml"
export ORDERER_GENERAL_LOCALMSPDIR="$msp"
export ORDERER_GENERAL_TLS_CERTIFICATE="$own.tls.crt" ORDERER_GENERAL_TLS_PRIVATEKEY="$own.tls.key"
export ORDERER_GENERAL_CLUSTER_CLIENTCERTIFICATE="$own.tls.crt" ORDERER_GENERAL_CLUSTER_CLIENTPRIVATEKEY="$own.tls.key"
export ORDERER_ADMIN_TLS_CERTIFICATE="$own.tls.crt" ORDERER_ADMIN_TLS_PRIVATEKEY="$own.tls.key"
exec orderer
