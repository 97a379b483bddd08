package main

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"hash/fnv"
	"os"
	"regexp"
	"strings"
)

// object is a Kubernetes object, or a part of one.
type object = map[string]any

const folder = "/etc/hyperledger/fabric/"

var encoding = base32.StdEncoding.WithPadding(base32.NoPadding)

func labelAndHash(id string) (string, string) {
	at := strings.LastIndex(id, ":")
	return id[:max(at, 0)], id[at+1:]
}

// objectName is a DNS label of the chaincode on this peer, with room for the suffix of a Job.
func objectName(prefix, peer string, meant chaincode) string {
	hash := fnv.New64a()
	for _, part := range []string{prefix, peer, meant.PeerAddress, meant.MspID, meant.ID} {
		hash.Write([]byte(part))
	}
	sum := strings.ToLower(encoding.EncodeToString(hash.Sum(nil)))
	label, _ := labelAndHash(meant.ID)
	safe := regexp.MustCompile("[^-0-9a-z]").ReplaceAllString(strings.ToLower(label), "")
	const longest, separators, suffix = 63, 2, 6
	return prefix + "-" + safe[:min(len(safe), longest-len(prefix)-len(sum)-separators-suffix)] + "-" + sum
}

func metadataOf(name, peer string, meant chaincode) object {
	label, hash := labelAndHash(meant.ID)
	bytes, _ := hex.DecodeString(hash)
	return object{
		"name": name,
		"labels": object{
			"app.kubernetes.io/name":       "hyperledger-fabric",
			"app.kubernetes.io/component":  "chaincode",
			"app.kubernetes.io/created-by": "fabric-builder-k8s",
			"app.kubernetes.io/managed-by": "fabric-builder-k8s",
			"fabric-builder-k8s-cclabel":   label,
			"fabric-builder-k8s-cchash":    encoding.EncodeToString(bytes),
		},
		"annotations": object{
			"fabric-builder-k8s-ccid":        meant.ID,
			"fabric-builder-k8s-mspid":       meant.MspID,
			"fabric-builder-k8s-peeraddress": meant.PeerAddress,
			"fabric-builder-k8s-peerid":      peer,
		},
	}
}

func secretOf(name, peer string, meant chaincode) object {
	return object{
		"apiVersion": "v1", "kind": "Secret", "type": "Opaque",
		"metadata": metadataOf(name, peer, meant),
		"stringData": object{
			"peer.crt":       meant.RootCert,
			"client_pem.crt": meant.ClientCert,
			"client_pem.key": meant.ClientKey,
			"client.crt":     base64.StdEncoding.EncodeToString([]byte(meant.ClientCert)),
			"client.key":     base64.StdEncoding.EncodeToString([]byte(meant.ClientKey)),
		},
	}
}

func jobOf(name, peer string, found image, meant chaincode) object {
	metadata := metadataOf(name+"-"+strings.ToLower(rand.Text()[:5]), peer, meant)
	variable := func(name, value string) object { return object{"name": name, "value": value} }
	pod := object{
		"serviceAccountName": env("FABRIC_K8S_BUILDER_SERVICE_ACCOUNT", "default"),
		"restartPolicy":      "Never",
		"volumes":            []object{{"name": "certs", "secret": object{"secretName": name}}},
		"containers": []object{{
			"name":         "chaincode",
			"image":        found.Name + "@" + found.Digest,
			"volumeMounts": []object{{"name": "certs", "mountPath": strings.TrimSuffix(folder, "/"), "readOnly": true}},
			"env": []object{
				variable("CORE_CHAINCODE_ID_NAME", meant.ID),
				variable("CORE_PEER_ADDRESS", meant.PeerAddress),
				variable("CORE_PEER_TLS_ENABLED", "true"),
				variable("CORE_PEER_TLS_ROOTCERT_FILE", folder+"peer.crt"),
				variable("CORE_TLS_CLIENT_KEY_PATH", folder+"client.key"),
				variable("CORE_TLS_CLIENT_CERT_PATH", folder+"client.crt"),
				variable("CORE_TLS_CLIENT_KEY_FILE", folder+"client_pem.key"),
				variable("CORE_TLS_CLIENT_CERT_FILE", folder+"client_pem.crt"),
				variable("CORE_PEER_LOCALMSPID", meant.MspID),
			},
		}},
	}
	if role := os.Getenv("FABRIC_K8S_BUILDER_NODE_ROLE"); role != "" {
		const key = "fabric-builder-k8s-role"
		term := object{"matchExpressions": []object{{"key": key, "operator": "In", "values": []string{role}}}}
		pod["affinity"] = object{"nodeAffinity": object{
			"requiredDuringSchedulingIgnoredDuringExecution": object{"nodeSelectorTerms": []object{term}},
		}}
		pod["tolerations"] = []object{{"key": key, "operator": "Equal", "value": role, "effect": "NoSchedule"}}
	}
	return object{
		"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata,
		"spec": object{
			"backoffLimit":            0,
			"ttlSecondsAfterFinished": 300,
			"template": object{
				"metadata": object{"labels": metadata["labels"], "annotations": metadata["annotations"]},
				"spec":     pod,
			},
		},
	}
}
