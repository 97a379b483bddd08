package main

const (
	releaseName       = "r"
	namespace         = "fabric"
	kubernetesVersion = "1.34.0"
)
