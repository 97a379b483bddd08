//go:build tools

// Package tools names the Fabric command that is compiled here, so that go.mod and go.sum pin it with all it needs.
package tools

import _ "github.com/hyperledger/fabric/cmd/configtxlator"
