// An independent peer for the SDK's transparency log, on Go's golang.org/x/mod/sumdb.
//
//	peer check FOLDER          checks a log that the SDK wrote: checkpoint, bundles, tiles, proofs
//	peer make FOLDER SIZE      writes such a folder for the SDK to check
//	peer bench                 measures the library with a million leaves
//
// A folder holds a log in the layout of C2SP tlog-tiles and, for the two programs to agree on:
//
//	keys                       vkeys, one a line: the log, then its witness
//	proofs/INDEX.tlog-proof    C2SP tlog-proof, of the published tree
//	proofs/OLD.consistency     consistency proof of the published tree: base64 hashes; the first line is the old root
//
// The library's TileHashReader is not used: in the version of Debian 12 it takes forged tiles (CVE-2026-56865).
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const origin, witnessName = "peer.example/log", "peer.example/witness"

// memory is a tree with all hashes that the library stores.
type memory []tlog.Hash

func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		hashes[i] = m[x]
	}
	return hashes, nil
}

// witness is a key of signature type 0x04, which the library does not know.
type witness struct {
	name   string
	id     uint32
	public ed25519.PublicKey
	secret ed25519.PrivateKey
	time   uint64
}

func newWitness(name string, public ed25519.PublicKey) *witness {
	h := sha256.Sum256(append([]byte(name+"\n\x04"), public...))
	return &witness{name: name, id: binary.BigEndian.Uint32(h[:]), public: public}
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.id }
func (w *witness) vkey() string {
	return fmt.Sprintf("%s+%08x+%s", w.name, w.id, base64.StdEncoding.EncodeToString(append([]byte{4}, w.public...)))
}

func cosigned(text []byte, time uint64) []byte {
	return append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", time)), text...)
}

func (w *witness) Sign(text []byte) ([]byte, error) {
	stamp := binary.BigEndian.AppendUint64(nil, w.time)
	return append(stamp, ed25519.Sign(w.secret, cosigned(text, w.time))...), nil
}

func (w *witness) Verify(text, sig []byte) bool {
	return len(sig) == 72 && ed25519.Verify(w.public, cosigned(text, binary.BigEndian.Uint64(sig)), sig[8:])
}

func must[T any](v T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return v
}

func read(elem ...string) string { return string(must(os.ReadFile(filepath.Join(elem...)))) }

func write(content []byte, elem ...string) {
	path := filepath.Join(elem...)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		log.Fatal(err)
	}
}

func hash(base64Hash string) tlog.Hash { return must(tlog.ParseHash(base64Hash)) }

func hashes(lines string) (list []tlog.Hash) {
	for _, line := range strings.Split(strings.TrimSuffix(lines, "\n"), "\n") {
		if line != "" {
			list = append(list, hash(line))
		}
	}
	return list
}

// eachTile calls f with every tile of a tree; path is C2SP's, which has no height in it.
func eachTile(size int64, f func(tile tlog.Tile, path string)) {
	for level := 0; size>>(8*level) > 0; level++ {
		for n, count := int64(0), size>>(8*level); n*256 < count; n++ {
			tile := tlog.Tile{H: 8, L: level, N: n, W: 256}
			if count-n*256 < 256 {
				tile.W = int(count - n*256)
			}
			f(tile, strings.TrimPrefix(tile.Path(), "tile/8/"))
		}
	}
}

type checkpoint struct {
	text string
	size int64
	root tlog.Hash
}

func open(text, keys string) checkpoint {
	vkeys := strings.Fields(keys)
	parts := strings.Split(vkeys[1], "+")
	w := newWitness(parts[0], must(base64.StdEncoding.DecodeString(parts[2]))[1:])
	if w.vkey() != vkeys[1] {
		log.Fatal("wrong vkey of the witness ", vkeys[1])
	}
	signed := must(note.Open([]byte(text), note.VerifierList(must(note.NewVerifier(vkeys[0])), w)))
	if len(signed.Sigs) != 2 {
		log.Fatal("signatures: ", len(signed.Sigs))
	}
	lines := strings.Split(signed.Text, "\n")
	return checkpoint{text, must(strconv.ParseInt(lines[1], 10, 64)), hash(lines[2])}
}

func check(folder string) {
	keys := read(folder, "keys")
	head := open(read(folder, "checkpoint"), keys)
	var tree memory
	var leaves []tlog.Hash
	tiles := 0
	eachTile(head.size, func(tile tlog.Tile, path string) {
		if tile.L == 0 {
			bundle := []byte(read(folder, "tile", "entries", strings.TrimPrefix(path, "0/")))
			for i := 0; i < tile.W; i++ {
				length := int(binary.BigEndian.Uint16(bundle))
				entry := bundle[2 : 2+length]
				leaves = append(leaves, tlog.RecordHash(entry))
				tree = append(tree, must(tlog.StoredHashes(tile.N*256+int64(i), entry, tree))...)
				bundle = bundle[2+length:]
			}
			if len(bundle) != 0 {
				log.Fatal("bytes too many in the bundle beside ", path)
			}
		}
		if read(folder, "tile", path) != string(must(tlog.ReadTileData(tile, tree))) {
			log.Fatal("wrong tile ", path)
		}
		tiles++
	})
	if head.size > 0 && must(tlog.TreeHash(head.size, tree)) != head.root {
		log.Fatal("wrong root")
	}
	proofs := must(os.ReadDir(filepath.Join(folder, "proofs")))
	for _, file := range proofs {
		name, content := file.Name(), read(folder, "proofs", file.Name())
		number, kind, _ := strings.Cut(name, ".")
		n := must(strconv.ParseInt(number, 10, 64))
		if kind == "consistency" {
			all := hashes(content)
			if all[0] != must(tlog.TreeHash(n, tree)) {
				log.Fatal("wrong old root in ", name)
			}
			if err := tlog.CheckTree(all[1:], head.size, head.root, n, all[0]); err != nil {
				log.Fatal(name, ": ", err)
			}
			continue
		}
		start, cosignedHead, _ := strings.Cut(content, "\n\n")
		prefix := fmt.Sprintf("c2sp.org/tlog-proof@v1\nindex %d", n)
		if !strings.HasPrefix(start, prefix) || open(cosignedHead, keys) != head {
			log.Fatal("another proof or checkpoint in ", name)
		}
		path := hashes(strings.TrimPrefix(strings.TrimPrefix(start, prefix), "\n"))
		if err := tlog.CheckRecord(path, head.size, head.root, n, leaves[n]); err != nil {
			log.Fatal(name, ": ", err)
		}
	}
	fmt.Printf("ok: %d entries, %d tiles, %d proofs\n", head.size, tiles, len(proofs))
}

func base64Lines(hashes []tlog.Hash) string {
	var lines strings.Builder
	for _, h := range hashes {
		lines.WriteString(h.String() + "\n")
	}
	return lines.String()
}

func entry(i int64) []byte { return []byte("peer entry " + strconv.FormatInt(i, 10)) }

func makeFolder(folder string, size int64) {
	secret := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))
	w := newWitness(witnessName, secret.Public().(ed25519.PublicKey))
	w.secret, w.time = secret, 1764115200
	skey, vkey, err := note.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{8}, 64)), origin)
	if err != nil {
		log.Fatal(err)
	}
	write([]byte(vkey+"\n"+w.vkey()+"\n"), folder, "keys")
	var tree memory
	for i := int64(0); i < size; i++ {
		tree = append(tree, must(tlog.StoredHashes(i, entry(i), tree))...)
	}
	eachTile(size, func(tile tlog.Tile, path string) {
		write(must(tlog.ReadTileData(tile, tree)), folder, "tile", path)
		if tile.L == 0 {
			var bundle []byte
			for i := tile.N * 256; i < tile.N*256+int64(tile.W); i++ {
				bundle = append(binary.BigEndian.AppendUint16(bundle, uint16(len(entry(i)))), entry(i)...)
			}
			write(bundle, folder, "tile", "entries", strings.TrimPrefix(path, "0/"))
		}
	})
	root := must(tlog.TreeHash(size, tree))
	text := fmt.Sprintf("%s\n%d\n%s\n", origin, size, root)
	signed := must(note.Sign(&note.Note{Text: text}, must(note.NewSigner(skey)), w))
	write(signed, folder, "checkpoint")
	for n := int64(1); n < size; n = 2*n + 1 {
		proof := must(tlog.ProveRecord(size, n, tree))
		write([]byte(fmt.Sprintf("c2sp.org/tlog-proof@v1\nindex %d\n%s\n%s", n, base64Lines(proof), signed)),
			folder, "proofs", strconv.FormatInt(n, 10)+".tlog-proof")
		old := []tlog.Hash{must(tlog.TreeHash(n, tree))}
		write([]byte(base64Lines(append(old, must(tlog.ProveTree(size, n, tree))...))),
			folder, "proofs", strconv.FormatInt(n, 10)+".consistency")
	}
}

func bench() {
	const size, proofs = 1_000_000, 100_000
	var tree memory
	start := time.Now()
	report := func(what string, n int64) {
		spent := time.Since(start)
		fmt.Printf("%-40s %10.3f us each, %9.0f a second\n", what, float64(spent.Microseconds())/float64(n), float64(n)/spent.Seconds())
		start = time.Now()
	}
	data := make([]byte, 130)
	for i := int64(0); i < size; i++ {
		binary.BigEndian.PutUint64(data, uint64(i))
		tree = append(tree, must(tlog.StoredHashes(i, data, tree))...)
	}
	report("append an entry of 130 bytes, in memory", size)
	root := must(tlog.TreeHash(size, tree))
	made := make([]tlog.RecordProof, proofs)
	index := func(i int64) int64 { return i * 999_983 % size }
	start = time.Now()
	for i := int64(0); i < proofs; i++ {
		made[i] = must(tlog.ProveRecord(size, index(i), tree))
	}
	report("make an inclusion proof", proofs)
	for i := int64(0); i < proofs; i++ {
		leaf := tree[tlog.StoredHashIndex(0, index(i))]
		if err := tlog.CheckRecord(made[i], size, root, index(i), leaf); err != nil {
			log.Fatal(err)
		}
	}
	report("verify an inclusion proof", proofs)
	for i := int64(0); i < proofs; i++ {
		old := index(i)%(size-1) + 1
		if err := tlog.CheckTree(must(tlog.ProveTree(size, old, tree)), size, root, old, must(tlog.TreeHash(old, tree))); err != nil {
			log.Fatal(err)
		}
	}
	report("old root, consistency proof, verified", proofs)
}

func main() {
	log.SetFlags(0)
	switch {
	case len(os.Args) == 3 && os.Args[1] == "check":
		check(os.Args[2])
	case len(os.Args) == 4 && os.Args[1] == "make":
		makeFolder(os.Args[2], must(strconv.ParseInt(os.Args[3], 10, 64)))
	case len(os.Args) == 2 && os.Args[1] == "bench":
		bench()
	default:
		log.Fatal("usage: peer check FOLDER | peer make FOLDER SIZE | peer bench")
	}
}
