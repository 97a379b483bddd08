// Says what a kube-apiserver 1.34 says of objects that are to be created: one text of YAML documents per line of standard
// input, as a JSON string; a JSON list of errors per line of standard output.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	input, output := json.NewDecoder(bufio.NewReader(os.Stdin)), json.NewEncoder(os.Stdout)
	for input.More() {
		var manifests string
		err := input.Decode(&manifests)
		if err == nil {
			err = output.Encode(check(manifests))
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
