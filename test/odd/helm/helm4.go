//go:build helm4

package main

import (
	"helm.sh/helm/v4/pkg/action"
	"helm.sh/helm/v4/pkg/chart"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/loader"
	"helm.sh/helm/v4/pkg/cli"
	"helm.sh/helm/v4/pkg/cli/values"
	"helm.sh/helm/v4/pkg/getter"
	release "helm.sh/helm/v4/pkg/release/v1"
)

type loaded struct{ chart.Charter }

func load(folder string) (*loaded, error) {
	chart, err := loader.LoadDir(folder)
	return &loaded{chart}, err
}

func render(chart *loaded, file string) (string, error) {
	given, err := (&values.Options{ValueFiles: []string{file}}).MergeValues(getter.All(cli.New()))
	if err != nil {
		return "", err
	}
	install := action.NewInstall(action.NewConfiguration())
	install.DryRunStrategy, install.Replace = action.DryRunClient, true
	install.ReleaseName, install.Namespace = releaseName, namespace
	if install.KubeVersion, err = common.ParseKubeVersion(kubernetesVersion); err != nil {
		return "", err
	}
	made, err := install.Run(chart.Charter, given)
	if err != nil {
		return "", err
	}
	rendered := made.(*release.Release)
	manifests := rendered.Manifest
	for _, hook := range rendered.Hooks {
		manifests += "\n---\n" + hook.Manifest
	}
	return manifests, nil
}
