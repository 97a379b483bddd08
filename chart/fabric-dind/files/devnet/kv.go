// Command kv is the sample chaincode of the devnet: put KEY VALUE, get KEY, del KEY.
//
// It needs Go's standard library alone, so that peers build it without a network. Write chaincode of your own with
// github.com/hyperledger/fabric-chaincode-go instead.
package main

import "fmt"

func invoke(stub *stub, args []string) ([]byte, error) {
	switch {
	case len(args) == 3 && args[0] == "put":
		return []byte(args[2]), stub.put(args[1], []byte(args[2]))
	case len(args) == 2 && args[0] == "get":
		value, err := stub.get(args[1])
		if err == nil && value == nil {
			err = fmt.Errorf("%s is not set", args[1])
		}
		return value, err
	case len(args) == 2 && args[0] == "del":
		return nil, stub.del(args[1])
	}
	return nil, fmt.Errorf("unknown call %q: use put KEY VALUE, get KEY or del KEY", args)
}
