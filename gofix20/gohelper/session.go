package main

import (
	"errors"
	"go/ast"
	"go/build"
	"go/build/constraint"
	"go/importer"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// maxChecked bounds the memory: questions come package by package, so old ones can go.
const maxChecked = 4

type problem struct {
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// session is what outlives one request: the units, the overlay, and the packages that were
// checked last.
type session struct {
	arch     string
	units    map[string]*unit
	texts    map[string][]byte
	checked  map[string]*checked
	order    []string
	fset     *token.FileSet
	imports  map[string]types.Importer // by the set of export files, see importerFor
	exported map[string]*exportData
}

func newSession() *session {
	return &session{texts: map[string][]byte{}, units: map[string]*unit{}, checked: map[string]*checked{}}
}

func (s *session) load(arch string, units []unit) {
	s.arch = arch
	s.units = map[string]*unit{}
	s.checked = map[string]*checked{}
	s.order = nil
	s.fset = token.NewFileSet()
	s.exported = map[string]*exportData{}
	for i := range units {
		s.units[units[i].ID] = &units[i]
	}
}

func (s *session) overlay(path string, text []byte, drop bool) {
	if drop {
		delete(s.texts, path)
	} else {
		s.texts[path] = text
	}
	for id, c := range s.checked {
		if _, ok := c.files[path]; ok {
			delete(s.checked, id)
		}
	}
}

// checked is one type-checked unit.
type checked struct {
	unit     *unit
	fset     *token.FileSet
	pkg      *types.Package
	info     *types.Info
	files    map[string]*ast.File
	problems []problem
	sizes    types.Sizes

	consts     map[*types.Const]constDecl
	recovering map[types.Object]bool
	recursive  map[types.Object]bool
	embeds     map[types.Object]bool
	assigned   map[types.Object][]ast.Expr
	flowing    *flows
	receivers  map[*types.TypeParam]*types.TypeParam
}

type constDecl struct {
	portable bool // its file is in every build
	value    ast.Expr
}

func (s *session) check(id string) *checked {
	if c, ok := s.checked[id]; ok {
		return c
	}
	u, ok := s.units[id]
	if !ok {
		return &checked{problems: []problem{{Message: "unknown package " + id}}}
	}
	c := &checked{unit: u, fset: s.fset, files: map[string]*ast.File{}}
	c.sizes = types.SizesFor("gc", s.arch)
	if c.sizes == nil {
		c.sizes = types.SizesFor("gc", build.Default.GOARCH)
	}
	var files []*ast.File
	for _, list := range [][]string{u.Files, u.Cgo} {
		for _, path := range list {
			var src any
			if text, ok := s.texts[path]; ok {
				src = text
			}
			f, err := parser.ParseFile(c.fset, path, src, parser.ParseComments|parser.SkipObjectResolution)
			c.fail(err)
			if f != nil {
				files = append(files, f)
				c.files[path] = f
			}
		}
	}
	c.info = &types.Info{
		Types:        map[ast.Expr]types.TypeAndValue{},
		Defs:         map[*ast.Ident]types.Object{},
		Uses:         map[*ast.Ident]types.Object{},
		Implicits:    map[ast.Node]types.Object{},
		Selections:   map[*ast.SelectorExpr]*types.Selection{},
		Scopes:       map[ast.Node]*types.Scope{},
		FileVersions: map[*ast.File]string{},
		Instances:    map[*ast.Ident]types.Instance{},
	}
	conf := types.Config{
		Importer:    s.importerFor(u),
		Sizes:       c.sizes,
		FakeImportC: len(u.Cgo) > 0,
		GoVersion:   u.GoVersion,
		Error:       c.fail,
	}
	c.pkg, _ = conf.Check(u.Import, c.fset, files, c.info)
	if len(s.order) >= maxChecked {
		delete(s.checked, s.order[0])
		s.order = s.order[1:]
	}
	s.checked[id] = c
	s.order = append(s.order, id)
	return c
}

func (c *checked) fail(err error) {
	var list scanner.ErrorList
	var typed types.Error
	switch {
	case err == nil:
	case errors.As(err, &list):
		for _, e := range list {
			c.problems = append(c.problems, problem{e.Pos.Filename, e.Pos.Line, e.Pos.Column, e.Msg})
		}
	case errors.As(err, &typed):
		p := c.fset.PositionFor(typed.Pos, false)
		c.problems = append(c.problems, problem{p.Filename, p.Line, p.Column, typed.Msg})
	default:
		c.problems = append(c.problems, problem{Message: err.Error()})
	}
}

// exportData holds the packages read from one version of the export files. Types are only
// identical within one such world, so units that see other files for the same path (a test
// variant recompiles what imports the package under test) get a world of their own.
type exportData struct {
	files    map[string]string
	importer types.ImporterFrom
}

func (s *session) importerFor(u *unit) types.Importer {
	aliases := u.Aliases
	for _, world := range s.exported {
		if compatible(world.files, u.Imports) {
			for path, file := range u.Imports {
				world.files[path] = file
			}
			return mapped{aliases, world.importer}
		}
	}
	world := &exportData{files: map[string]string{}}
	for path, file := range u.Imports {
		world.files[path] = file
	}
	lookup := func(path string) (io.ReadCloser, error) {
		file, ok := world.files[path]
		if !ok {
			return nil, errors.New("no export data for " + path)
		}
		return os.Open(file)
	}
	world.importer = importer.ForCompiler(s.fset, "gc", lookup).(types.ImporterFrom)
	s.exported[u.ID] = world
	return mapped{aliases, world.importer}
}

func compatible(have, want map[string]string) bool {
	for path, file := range want {
		if other, ok := have[path]; ok && other != file {
			return false
		}
	}
	return true
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

// constants finds the declarations of the package's constants, to tell which of them no build
// tag, operating system or architecture can change.
func (c *checked) constants() map[*types.Const]constDecl {
	if c.consts != nil {
		return c.consts
	}
	c.consts = map[*types.Const]constDecl{}
	for path, f := range c.files {
		portable := inEveryBuild(path, f)
		ast.Inspect(f, func(n ast.Node) bool {
			decl, ok := n.(*ast.GenDecl)
			if !ok || decl.Tok != token.CONST {
				return true
			}
			var values []ast.Expr
			for _, spec := range decl.Specs {
				spec := spec.(*ast.ValueSpec)
				if len(spec.Values) > 0 || spec.Type != nil {
					values = spec.Values // else the last ones are repeated, with another iota
				}
				for i, name := range spec.Names {
					if obj, ok := c.info.Defs[name].(*types.Const); ok && i < len(values) {
						c.consts[obj] = constDecl{portable, values[i]}
					}
				}
			}
			return true
		})
	}
	return c.consts
}

// portable tells whether a constant expression has the same value in every build.
func (c *checked) portable(e ast.Expr) bool {
	ok := true
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			// A constant of another package: nothing tells how it came about.
			if _, isConst := c.info.Uses[n.Sel].(*types.Const); isConst {
				ok = false
			}
		case *ast.CallExpr:
			// len of an array constant and conversions are fine; unsafe.Sizeof is not.
			if name := c.callee(n); strings.HasPrefix(name, "unsafe.") {
				ok = false
			}
			if id, is := ast.Unparen(n.Fun).(*ast.Ident); is && (id.Name == "len" || id.Name == "cap") {
				ok = false // of an array whose length may itself be a constant that varies
			}
		case *ast.Ident:
			obj, isConst := c.info.Uses[n].(*types.Const)
			if !isConst || obj.Pkg() == nil {
				break // true, false, iota
			}
			decl, known := c.constants()[obj]
			if !known || !decl.portable || !c.portable(decl.value) {
				ok = false
			}
		}
		return ok
	})
	return ok
}

// inEveryBuild tells whether no constraint can leave a file out.
func inEveryBuild(path string, f *ast.File) bool {
	for _, group := range f.Comments {
		if group.Pos() > f.Package {
			break
		}
		for _, comment := range group.List {
			if constraint.IsGoBuild(comment.Text) || constraint.IsPlusBuild(comment.Text) {
				return false
			}
		}
	}
	name := strings.TrimSuffix(filepath.Base(path), ".go")
	name = strings.TrimSuffix(name, "_test")
	// Any suffix may be a system or an architecture that this version of Go does not know yet;
	// a name without one certainly is not constrained, and match says of the others whether
	// some other build would leave them out.
	for _, goos := range [...]string{"linux", "plan9"} {
		for _, goarch := range [...]string{"amd64", "wasm"} {
			ctx := build.Context{GOOS: goos, GOARCH: goarch, Compiler: "gc", OpenFile: func(string) (io.ReadCloser, error) {
				return io.NopCloser(strings.NewReader("package p\n")), nil
			}}
			if match, err := ctx.MatchFile("", name+".go"); err != nil || !match {
				return false
			}
		}
	}
	return true
}
