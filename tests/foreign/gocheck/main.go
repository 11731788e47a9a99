// Gocheck opens the record of an election with the tools of the Go checksum database.
//
//	gocheck RECORD VKEY [EARLIER-CHECKPOINT ...]
//
// It checks the signature of the checkpoint, the root of the tree against the tiles, the inclusion of every
// entry, and that the tree has grown from each earlier checkpoint. What it found is one line of JSON; a record
// that does not hold ends with exit status 1 and the reason.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: gocheck RECORD VKEY [EARLIER-CHECKPOINT ...]")
		os.Exit(2)
	}
	found, err := check(folder(os.Args[1]), os.Args[2], os.Args[3:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(found)
}
