// Renders the chart as `helm template` does, by the Helm that it is linked with: a document of values per line of standard
// input, as a JSON string, an answer per line of standard output.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
)

type answer struct {
	// The manifests, documents of YAML; empty where Helm refuses the values.
	Manifests string `json:"manifests"`
	// Helm's words where it refuses the values.
	Refusal string `json:"refusal"`
}

// template renders the chart with the values of a file; a panic is a refusal that says so.
func template(chart *loaded, file string) (manifests string, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	return render(chart, file)
}

func run(folder string) error {
	log.SetOutput(io.Discard) // Warnings of values that are merged; Helm goes on.
	chart, err := load(folder)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "odd-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	file := filepath.Join(work, "values.yaml")
	input, output := json.NewDecoder(bufio.NewReader(os.Stdin)), json.NewEncoder(os.Stdout)
	for input.More() {
		var document string
		if err := input.Decode(&document); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
			return err
		}
		var given answer
		given.Manifests, err = template(chart, file)
		if err != nil {
			given = answer{Refusal: err.Error()}
		}
		if err := output.Encode(given); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
