package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8 // of every tile: c2sp.org/tlog-tiles, "Merkle Tree"
	width  = 1 << height
)

// A folder holds a record: checkpoint, tile/LEVEL/N, tile/entries/N.
type folder string

func (f folder) read(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(string(f), filepath.FromSlash(path)))
}

// c2spPath is the path of a tile in C2SP's layout, which leaves out the height and calls data entries:
// tile/8/0/000 lies at tile/0/000, tile/8/data/000 at tile/entries/000.
func c2spPath(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", tile.H))
	if rest, isData := strings.CutPrefix(path, "data/"); isData {
		path = "entries/" + rest
	}
	return "tile/" + path
}

// bundle gives the entries of one bundle, each after its length in two bytes.
func (f folder) bundle(index, entries int64) ([][]byte, error) {
	path := c2spPath(tlog.Tile{H: height, L: -1, N: index, W: int(entries)})
	left, err := f.read(path)
	if err != nil {
		return nil, err
	}
	var found [][]byte
	for len(left) > 0 {
		if len(left) < 2 || len(left) < 2+int(binary.BigEndian.Uint16(left)) {
			return nil, fmt.Errorf("%s ends inside an entry", path)
		}
		end := 2 + int(binary.BigEndian.Uint16(left))
		found, left = append(found, left[2:end]), left[end:]
	}
	if int64(len(found)) != entries {
		return nil, fmt.Errorf("%s holds %d entries, its path says %d", path, len(found), entries)
	}
	return found, nil
}

// tiles reads each tile of a folder once.
type tiles struct {
	folder
	seen map[tlog.Tile][]byte
}

func newTiles(f folder) *tiles { return &tiles{f, map[tlog.Tile][]byte{}} }

func (t *tiles) Height() int { return height }

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(wanted))
	for i, tile := range wanted {
		if t.seen[tile] == nil {
			read, err := t.read(c2spPath(tile))
			if err != nil {
				return nil, err
			}
			t.seen[tile] = read
		}
		found[i] = t.seen[tile]
	}
	return found, nil
}

func (t *tiles) SaveTiles([]tlog.Tile, [][]byte) {}
