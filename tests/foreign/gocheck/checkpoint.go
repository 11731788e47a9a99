package main

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// openCheckpoint gives the origin and the tree that the log's key signed (c2sp.org/tlog-checkpoint):
//
//	ORIGIN
//	SIZE
//	ROOT in base64
//
//	— ORIGIN SIGNATURE
//
// (tlog.ParseTree knows only the one origin of the checksum database.)
func openCheckpoint(signed []byte, verifier note.Verifier) (origin string, tree tlog.Tree, err error) {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return "", tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 {
		return "", tlog.Tree{}, fmt.Errorf("%d lines where three are expected", len(lines)-1)
	}
	if lines[0] != verifier.Name() {
		return "", tlog.Tree{}, fmt.Errorf("origin %q, but the key is that of %q", lines[0], verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || lines[1] != strconv.FormatInt(size, 10) {
		return "", tlog.Tree{}, fmt.Errorf("no size: %q", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return "", tlog.Tree{}, err
	}
	return lines[0], tlog.Tree{N: size, Hash: root}, nil
}
