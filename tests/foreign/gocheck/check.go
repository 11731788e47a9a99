package main

import (
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A finding is what a record proved to be.
type finding struct {
	Origin   string  `json:"origin"`
	Size     int64   `json:"size"`
	Root     string  `json:"root"`
	Entries  int64   `json:"entries"`  // each proven to be included
	GrewFrom []int64 `json:"grewFrom"` // sizes of the earlier checkpoints, each proven consistent
}

func check(record folder, vkey string, earlier []string) (*finding, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, fmt.Errorf("verifier key: %w", err)
	}
	signed, err := record.read("checkpoint")
	if err != nil {
		return nil, err
	}
	origin, tree, err := openCheckpoint(signed, verifier)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	found := &finding{Origin: origin, Size: tree.N, Root: tree.Hash.String(), GrewFrom: []int64{}}
	hashes := tlog.TileHashReader(tree, newTiles(record))
	if err := checkRoot(tree, hashes); err != nil {
		return nil, err
	}
	if found.Entries, err = checkEntries(record, tree, hashes); err != nil {
		return nil, err
	}
	for _, file := range earlier {
		old, err := checkGrowth(file, verifier, tree, hashes)
		if err != nil {
			return nil, fmt.Errorf("growth since %s: %w", file, err)
		}
		found.GrewFrom = append(found.GrewFrom, old)
	}
	return found, nil
}

func checkRoot(tree tlog.Tree, hashes tlog.HashReader) error {
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil {
		return fmt.Errorf("tree: %w", err)
	}
	if root != tree.Hash {
		return fmt.Errorf("tree: the tiles have the root %v, the checkpoint %v", root, tree.Hash)
	}
	return nil
}

// checkEntries proves each entry of each bundle to lie in the tree, at its index.
func checkEntries(record folder, tree tlog.Tree, hashes tlog.HashReader) (n int64, err error) {
	for n < tree.N {
		entries, err := record.bundle(n/width, min(width, tree.N-n))
		if err != nil {
			return n, err
		}
		for _, entry := range entries {
			proof, err := tlog.ProveRecord(tree.N, n, hashes)
			if err != nil {
				return n, fmt.Errorf("entry %d: %w", n, err)
			}
			if err := tlog.CheckRecord(proof, tree.N, tree.Hash, n, tlog.RecordHash(entry)); err != nil {
				return n, fmt.Errorf("entry %d: %w", n, err)
			}
			n++
		}
	}
	return n, nil
}

func checkGrowth(file string, verifier note.Verifier, tree tlog.Tree, hashes tlog.HashReader) (int64, error) {
	signed, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	_, old, err := openCheckpoint(signed, verifier)
	if err != nil {
		return 0, err
	}
	if old.N == 0 { // every tree begins with nothing: RFC 6962 §2.1.2 proves growth from one entry on
		return 0, nil
	}
	proof, err := tlog.ProveTree(tree.N, old.N, hashes)
	if err != nil {
		return 0, err
	}
	return old.N, tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash)
}
