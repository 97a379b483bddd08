package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const account = "/var/run/secrets/kubernetes.io/serviceaccount"

// cluster is the Kubernetes API with the rights of the peer's ServiceAccount, in the namespace of the Jobs.
type cluster struct {
	base, namespace string
	client          *http.Client
}

func connect(namespace string) (*cluster, error) {
	authority, err := os.ReadFile(filepath.Join(account, "ca.crt"))
	if err != nil {
		return nil, err
	}
	if namespace == "" {
		own, err := os.ReadFile(filepath.Join(account, "namespace"))
		if err != nil {
			return nil, err
		}
		namespace = string(own)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(authority) {
		return nil, errors.New("no certificate in ca.crt of the ServiceAccount")
	}
	host := net.JoinHostPort(os.Getenv("KUBERNETES_SERVICE_HOST"), os.Getenv("KUBERNETES_SERVICE_PORT"))
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	return &cluster{"https://" + host, namespace, &http.Client{Transport: transport}}, nil
}

// call sends an object, and returns the answer's body for the caller to close.
func (c *cluster) call(ctx context.Context, method, path, contentType string, object any) (io.ReadCloser, error) {
	text, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	// Read anew for each call: the kubelet replaces the token before it expires.
	token, err := os.ReadFile(filepath.Join(account, "token"))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+strings.TrimSpace(string(token)))
	request.Header.Set("Content-Type", contentType)
	response, err := c.client.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode >= 300 {
		defer response.Body.Close()
		var status struct{ Message string }
		_ = json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&status)
		return nil, fmt.Errorf("%s: %s", response.Status, status.Message)
	}
	return response.Body, nil
}

func (c *cluster) applySecret(name, peer string, meant chaincode) error {
	path := fmt.Sprintf("/api/v1/namespaces/%s/secrets/%s?fieldManager=fabric-builder-k8s", c.namespace, name)
	body, err := c.call(context.Background(), http.MethodPatch, path, "application/apply-patch+yaml", secretOf(name, peer, meant))
	if err != nil {
		return err
	}
	return body.Close()
}

func (c *cluster) createJob(name, peer string, found image, meant chaincode) (string, error) {
	path := fmt.Sprintf("/apis/batch/v1/namespaces/%s/jobs", c.namespace)
	job := jobOf(name, peer, found, meant)
	body, err := c.call(context.Background(), http.MethodPost, path, "application/json", job)
	if err != nil {
		return "", err
	}
	defer body.Close()
	var made struct{ Metadata struct{ Name string } }
	err = json.NewDecoder(body).Decode(&made)
	return made.Metadata.Name, err
}

type status struct{ Active, Ready, Succeeded, Failed int }

type condition func(status) (bool, error)

func started(s status) (bool, error) {
	return s.Active > 0 && s.Ready > 0 && s.Succeeded == 0 && s.Failed == 0, nil
}

func ended(s status) (bool, error) {
	if s.Failed > 0 {
		return true, errors.New("the chaincode's job failed")
	}
	return s.Succeeded > 0, nil
}

// waitFor watches a Job until the condition holds; 0 is for ever.
func (c *cluster) waitFor(job string, holds condition, patience time.Duration) error {
	ctx := context.Background()
	if patience > 0 {
		limited, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		ctx = limited
	}
	for {
		done, err := c.watch(ctx, job, holds)
		if done {
			return err
		}
		// The API server ends every watch after some minutes; a failure to reach it is tried again too.
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// watch follows one Job for as long as the API server lets it, and tells whether the condition was decided.
func (c *cluster) watch(ctx context.Context, job string, holds condition) (bool, error) {
	selector := url.QueryEscape("metadata.name=" + job)
	path := fmt.Sprintf("/apis/batch/v1/namespaces/%s/jobs?watch=true&fieldSelector=%s", c.namespace, selector)
	body, err := c.call(ctx, http.MethodGet, path, "application/json", nil)
	if err != nil {
		fmt.Fprintf(os.Stderr, "run: watching job %s: %v\n", job, err)
		return false, err
	}
	defer body.Close()
	for events := json.NewDecoder(body); ; {
		var event struct {
			Type   string
			Object struct{ Status status }
		}
		if err := events.Decode(&event); err != nil {
			return false, err
		}
		if event.Type == "DELETED" {
			return true, errors.New("the job was deleted")
		}
		if event.Type == "ERROR" {
			return false, nil
		}
		if done, err := holds(event.Object.Status); done {
			return true, err
		}
	}
}
