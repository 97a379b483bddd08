// Says what Kubernetes' own Pod Security admission says of Pods at the level `restricted`: a Pod as JSON per line of
// standard input; a JSON list of its objections per line of standard output.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

func main() {
	checks := policy.DefaultChecks()
	evaluator, err := policy.NewEvaluator(checks)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	level := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	input, output := json.NewDecoder(bufio.NewReader(os.Stdin)), json.NewEncoder(os.Stdout)
	for input.More() {
		var pod corev1.Pod
		if err := input.Decode(&pod); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		objections := []string{}
		for _, result := range evaluator.EvaluatePod(level, &pod.ObjectMeta, &pod.Spec) {
			if !result.Allowed {
				objections = append(objections, result.ForbiddenReason+": "+result.ForbiddenDetail)
			}
		}
		if err := output.Encode(objections); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
