module fabric-dind/odd/helm

go 1.24.0

require helm.sh/helm/v4 v4.3.1
