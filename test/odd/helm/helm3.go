//go:build !helm4

package main

import (
	"helm.sh/helm/v3/pkg/action"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/cli"
	"helm.sh/helm/v3/pkg/cli/values"
	"helm.sh/helm/v3/pkg/getter"
)

type loaded = chart.Chart

func load(folder string) (*loaded, error) {
	return loader.LoadDir(folder)
}

func render(chart *loaded, file string) (string, error) {
	given, err := (&values.Options{ValueFiles: []string{file}}).MergeValues(getter.All(cli.New()))
	if err != nil {
		return "", err
	}
	install := action.NewInstall(&action.Configuration{Log: func(string, ...any) {}})
	install.DryRun, install.DryRunOption, install.ClientOnly, install.Replace = true, "client", true, true
	install.ReleaseName, install.Namespace = releaseName, namespace
	if install.KubeVersion, err = chartutil.ParseKubeVersion(kubernetesVersion); err != nil {
		return "", err
	}
	release, err := install.Run(chart, given)
	if err != nil {
		return "", err
	}
	manifests := release.Manifest
	for _, hook := range release.Hooks {
		manifests += "\n---\n" + hook.Manifest
	}
	return manifests, nil
}
