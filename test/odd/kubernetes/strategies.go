package main

import (
	"fmt"

	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/apis/apps"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	"k8s.io/kubernetes/pkg/apis/batch"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/apis/networking"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	"k8s.io/kubernetes/pkg/apis/rbac"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	"k8s.io/kubernetes/pkg/capabilities"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
)

// strategies of the kinds that the chart makes, by internal type.
var strategies = map[string]rest.RESTCreateStrategy{}

func of(object any, strategy rest.RESTCreateStrategy) {
	strategies[fmt.Sprintf("%T", object)] = strategy
}

func init() {
	capabilities.Setup(true, 0) // Privileged containers, which is kube-apiserver's --allow-privileged.
	of(&apps.StatefulSet{}, statefulset.Strategy)
	of(&batch.Job{}, job.Strategy)
	of(&core.ConfigMap{}, configmap.Strategy)
	of(&core.PersistentVolumeClaim{}, persistentvolumeclaim.Strategy)
	of(&core.Pod{}, pod.Strategy)
	of(&core.Secret{}, secret.Strategy)
	of(&core.Service{}, service.Strategy)
	of(&core.ServiceAccount{}, serviceaccount.Strategy)
	of(&networking.NetworkPolicy{}, networkpolicy.Strategy)
	of(&rbac.Role{}, role.Strategy)
	of(&rbac.RoleBinding{}, rolebinding.Strategy)
}
