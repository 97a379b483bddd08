package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/api/validation/path"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/validation/field"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/core"
	"sigs.k8s.io/yaml"
)

const namespace = "fabric"

var strict = serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict).UniversalDecoder()

// check returns the errors of all objects, each with kind and name; an object is refused only once.
func check(manifests string) []string {
	found := []string{}
	seen := map[string]bool{}
	documents := utilyaml.NewYAMLReader(bufio.NewReader(strings.NewReader(manifests)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return found
		}
		var name string
		if err == nil {
			name, err = checkDocument(document)
		}
		if err == nil && name != "" && seen[name] {
			err = errors.New("is there twice")
		}
		if err != nil {
			found = append(found, fmt.Sprintf("%s: %v", name, err))
		}
		seen[name] = true
	}
}

// checkDocument returns kind and name of the object in a document of YAML, nothing for an empty document.
func checkDocument(document []byte) (name string, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	// A key that is there twice is an error here; the API server decodes JSON that has lost it.
	text, err := yaml.YAMLToJSONStrict(document)
	if err != nil || string(text) == "null" {
		return "", err
	}
	shape := &unstructured.Unstructured{}
	if err := shape.UnmarshalJSON(text); err != nil {
		return "", err
	}
	name = fmt.Sprintf("%s/%s", shape.GetKind(), shape.GetName())
	if !legacyscheme.Scheme.Recognizes(shape.GroupVersionKind()) {
		return name, checkMetadata(shape)
	}
	object, _, err := strict.Decode(text, nil, nil)
	if err != nil {
		return name, err
	}
	return name, create(object)
}

// checkMetadata is all that can be said of an object of a custom resource.
func checkMetadata(object *unstructured.Unstructured) error {
	var typed runtime.Object = object
	metadata, err := meta.Accessor(typed)
	if err != nil {
		return err
	}
	if metadata.GetNamespace() == "" {
		metadata.SetNamespace(namespace)
	}
	return validation.ValidateObjectMetaAccessor(metadata, true, path.ValidatePathSegmentName, field.NewPath("metadata")).ToAggregate()
}

// create does what the API server does before it stores a new object; `object` is of the internal version, with defaults.
func create(object runtime.Object) error {
	strategy, known := strategies[fmt.Sprintf("%T", object)]
	if !known {
		return nil
	}
	metadata, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	if strategy.NamespaceScoped() && metadata.GetNamespace() == "" {
		metadata.SetNamespace(namespace)
	}
	rest.FillObjectMetaSystemFields(metadata)
	if service, is := object.(*core.Service); is && service.Spec.ClusterIP != "" && len(service.Spec.ClusterIPs) == 0 {
		// The storage of Services does this; an address is given out before the validation.
		service.Spec.ClusterIPs = []string{service.Spec.ClusterIP}
	}
	ctx := genericapirequest.WithNamespace(context.Background(), metadata.GetNamespace())
	return rest.BeforeCreate(strategy, ctx, object)
}
