module example.com/k8sbuilder

go 1.24
