package main

import (
	"bytes"
	"cmp"
	"errors"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
)

// maxWorlds and maxExported bound the memory: most units share one world, and what a large program imports is more than
// anyone wants to have in memory. maxExported is in bytes of export data, which the importer keeps as it read it.
const (
	maxWorlds   = 4
	maxExported = 96 << 20
)

// world holds the packages read from one version of the export files. Types are only identical within one, so units that
// see other files for the same path (a test variant recompiles what imports the package under test, another module may
// have another version), directly or not, have a world of their own.
type world struct {
	name      string
	directory string // of the unit that was last checked in it
	files     map[string]string
	size      int64 // of the export data of these
	fset      *token.FileSet
	importer  types.ImporterFrom
	foreign   map[types.Object]int64 // the numbers of what is imported
}

// worlds are those that were used last, the latest at the end.
type worlds struct {
	all   []*world
	sizes map[string]int64 // of export data, by file
	warm  bool
}

func newWorlds(warm bool) *worlds {
	return &worlds{sizes: map[string]int64{}, warm: warm}
}

// firstAbroad is where the positions of what is imported begin, behind those of all that is parsed. They have a set of
// their own, which goes with the world: the names of files in it are part of the export data, and hold all of it.
var firstAbroad = 1 << min(40, strconv.IntSize-2)

// of is the world of a unit. While units of one directory are looked at, their worlds stay: what is known of an object that
// is imported must not change in between.
func (ws *worlds) of(u *unit) *world {
	name := cmp.Or(u.World, u.ID)
	directory := u.directory()
	at := slices.IndexFunc(ws.all, func(w *world) bool { return w.name == name })
	var w *world
	if at >= 0 {
		w = ws.all[at]
		ws.all = slices.Delete(ws.all, at, at+1)
	}
	if w == nil || !w.agrees(u.Imports) || w.directory != directory && ws.isTooMuch(w.size+ws.more(w, u.Imports)) {
		w = ws.create(name)
	}
	w.directory = directory
	ws.add(w, u.Imports)
	ws.all = append(ws.all, w)
	for at := 0; at < len(ws.all); {
		if (len(ws.all) > maxWorlds || ws.isTooMuch(ws.size())) && ws.all[at].directory != directory {
			ws.all = slices.Delete(ws.all, at, at+1)
		} else {
			at++
		}
	}
	return w
}

func (ws *worlds) create(name string) *world {
	w := &world{name: name, files: map[string]string{}, fset: token.NewFileSet(), foreign: map[types.Object]int64{}}
	w.fset.AddFile("", firstAbroad, 0)
	lookup := func(path string) (io.ReadCloser, error) {
		file, ok := w.files[path]
		if !ok {
			return nil, errors.New("no export data for " + path)
		}
		return os.Open(file)
	}
	w.importer = importer.ForCompiler(w.fset, "gc", lookup).(types.ImporterFrom)
	return w
}

// agrees tells whether a world has no others of the same path.
func (w *world) agrees(files map[string]string) bool {
	for path, file := range files {
		if other, ok := w.files[path]; ok && other != file {
			return false
		}
	}
	return true
}

// add tells a world where more packages are.
func (ws *worlds) add(w *world, files map[string]string) {
	w.size += ws.more(w, files)
	maps.Copy(w.files, files)
}

// more is the size of what a world has not read yet.
func (ws *worlds) more(w *world, files map[string]string) int64 {
	size := int64(0)
	for path, file := range files {
		if _, ok := w.files[path]; !ok {
			size += ws.exported(file)
		}
	}
	return size
}

func (ws *worlds) size() int64 {
	size := int64(0)
	for _, w := range ws.all {
		size += w.size
	}
	return size
}

// place is where something stands that is imported.
func (w *world) place(pos token.Pos) token.Position {
	return w.fset.PositionFor(pos, false)
}

func (ws *worlds) isTooMuch(size int64) bool {
	return size > maxExported && !ws.warm
}

// exported is the size of a package's export data: the first part of the archive that the compiler writes, in whose header
// it stands. 0 if it cannot be told, which whoever reads it will hear as well.
func (ws *worlds) exported(file string) int64 {
	size, known := ws.sizes[file]
	if !known {
		if f, err := os.Open(file); err == nil {
			const start = "!<arch>\n"
			var head [len(start) + 60]byte
			if _, err := io.ReadFull(f, head[:]); err == nil {
				field := head[len(start)+48 : len(start)+58]
				size, _ = strconv.ParseInt(string(bytes.TrimSpace(field)), 10, 64)
			}
			f.Close()
		}
		ws.sizes[file] = size
	}
	return size
}

// mapped resolves what an import declaration says to the path of the package that is meant
// (vendored packages have another).
type mapped struct {
	aliases map[string]string
	inner   types.ImporterFrom
}

func (m mapped) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if alias, ok := m.aliases[path]; ok {
		path = alias
	}
	return m.inner.ImportFrom(path, "", 0)
}
