// Command builder is a small stand-in for fabric-builder-k8s: an external
// builder of Fabric that runs chaincode packages of type k8s as Kubernetes
// Jobs. It is bin/detect, bin/build, bin/release and bin/run at once, told apart
// by the name it is called by. Objects, names and API calls are those of
// fabric-builder-k8s 0.15 (internal/builder/run.go, internal/util/k8s.go);
// left out are its CouchDB indexes, kubeconfig, name servers and annotations.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// image is the package's image.json.
type image struct {
	Name   string `json:"name"`
	Digest string `json:"digest"`
}

// chaincode is chaincode.json of the run metadata folder, as Fabric writes it
// (core/container/externalbuilder, RunConfig). The certificates are PEM texts.
type chaincode struct {
	ID          string `json:"chaincode_id"`
	PeerAddress string `json:"peer_address"`
	ClientCert  string `json:"client_cert"`
	ClientKey   string `json:"client_key"`
	RootCert    string `json:"root_cert"`
	MspID       string `json:"mspid"`
}

func read(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

func readImage(folder string) (image, error) {
	var found image
	if err := read(filepath.Join(folder, "image.json"), &found); err != nil {
		return image{}, err
	}
	if found.Name == "" || !regexp.MustCompile(`^sha256:[0-9a-f]{64}$`).MatchString(found.Digest) {
		return image{}, errors.New("image.json needs a name and a digest of the form sha256:<64 hexadecimal digits>")
	}
	return found, nil
}

// detect SOURCE METADATA: packages of type k8s are ours.
func detect(args []string) error {
	var metadata struct {
		Type string `json:"type"`
	}
	if err := read(filepath.Join(args[1], "metadata.json"), &metadata); err != nil {
		return err
	}
	if metadata.Type != "k8s" {
		return fmt.Errorf("type %q is not k8s", metadata.Type)
	}
	return nil
}

// build SOURCE METADATA OUTPUT: there is nothing to build, so the image's name is all that is kept.
func build(args []string) error {
	found, err := readImage(args[0])
	if err != nil {
		return err
	}
	text, err := json.Marshal(found)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(args[2], "image.json"), text, 0o644)
}

// release BUILD RELEASE: nothing is handed to the peer.
func release([]string) error { return nil }

func env(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

// runJob BUILD METADATA: makes Secret and Job, and stays until the Job has ended. Like the builder it stands for it
// minds no signal: a peer that stops ends this process alone, and the Job ends when its chaincode loses the peer.
func runJob(args []string) error {
	found, err := readImage(args[0])
	if err != nil {
		return err
	}
	var meant chaincode
	if err := read(filepath.Join(args[1], "chaincode.json"), &meant); err != nil {
		return err
	}
	peer := os.Getenv("CORE_PEER_ID")
	if peer == "" {
		return errors.New("CORE_PEER_ID is not set")
	}
	patience, err := time.ParseDuration(env("FABRIC_K8S_BUILDER_START_TIMEOUT", "3m"))
	if err != nil {
		return err
	}
	cluster, err := connect(os.Getenv("FABRIC_K8S_BUILDER_NAMESPACE"))
	if err != nil {
		return err
	}
	name := objectName(env("FABRIC_K8S_BUILDER_OBJECT_NAME_PREFIX", "hlfcc"), peer, meant)
	if err := cluster.applySecret(name, peer, meant); err != nil {
		return fmt.Errorf("secret %s: %w", name, err)
	}
	job, err := cluster.createJob(name, peer, found, meant)
	if err != nil {
		return fmt.Errorf("job %s: %w", name, err)
	}
	fmt.Fprintf(os.Stderr, "chaincode %s runs as job %s\n", meant.ID, job)
	if err := cluster.waitFor(job, started, patience); err != nil {
		return fmt.Errorf("job %s did not start: %w", job, err)
	}
	return cluster.waitFor(job, ended, 0)
}

func main() {
	commands := map[string]struct {
		arguments int
		do        func([]string) error
	}{"detect": {2, detect}, "build": {3, build}, "release": {2, release}, "run": {2, runJob}}
	name := filepath.Base(os.Args[0])
	command, known := commands[name]
	if !known || len(os.Args)-1 != command.arguments {
		fmt.Fprintf(os.Stderr, "%s: not a command of the builder, or not its number of arguments\n", name)
		os.Exit(2)
	}
	if err := command.do(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}
