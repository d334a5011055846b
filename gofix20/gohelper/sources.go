package main

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/types"
	"os"
	"strings"
)

// source is a package that is read from its files where nobody has compiled it: to compile all that some
// code imports for another system takes a minute, to read its declarations a second.
type source struct {
	Files []string          `json:"files"`
	Map   map[string]string `json:"map"` // from an import path as written to the name of what is meant, where they differ
}

// sources imports packages by the names that the go command gives them, a test's variants included.
type sources struct {
	s      *session
	known  map[string]source
	loaded map[string]*types.Package // nil while it is being read
	world  *world                    // they are read into: their positions are those of files that are parsed
}

// of is the importer of a unit or package that means names by paths.
func (w *sources) of(names map[string]string) types.Importer {
	return sourceImporter{w, names}
}

type sourceImporter struct {
	sources *sources
	names   map[string]string
}

func (i sourceImporter) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if name, ok := i.names[path]; ok {
		path = name
	}
	return i.sources.load(path)
}

func (w *sources) load(name string) (*types.Package, error) {
	pkg, ok := w.loaded[name]
	if ok && pkg == nil {
		return nil, errors.New(name + " imports itself, or does not compile")
	} else if ok {
		return pkg, nil
	}
	src, ok := w.known[name]
	if !ok {
		return nil, errors.New("no source of " + name)
	}
	w.loaded[name] = nil
	var files []*ast.File
	for _, path := range src.Files {
		text, laid := w.s.texts[path]
		if !laid {
			var err error
			if text, err = os.ReadFile(path); err != nil {
				return nil, err
			}
		}
		f, err := parser.ParseFile(w.s.fset, path, text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	conf := types.Config{Importer: w.of(src.Map), Sizes: w.s.sizes(), IgnoreFuncBodies: true}
	path, _, _ := strings.Cut(name, " ")
	pkg, err := conf.Check(path, w.s.fset, files, nil)
	if err != nil {
		return nil, err
	}
	w.loaded[name] = pkg
	return pkg, nil
}
