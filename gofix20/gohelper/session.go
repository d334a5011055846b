package main

import (
	"bytes"
	"cmp"
	"errors"
	"go/ast"
	"go/build"
	"go/scanner"
	"go/token"
	"go/types"
	"hash/crc32"
	"maps"
	"os"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"unsafe"
)

type problem struct {
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// session is what outlives one request: the units, the overlay, and the packages that were
// checked last.
type session struct {
	arch    string
	units   map[string]*unit
	texts   map[string][]byte
	checked map[string]*checked
	order   []string
	fset    *token.FileSet
	worlds  *worlds
	sources *sources // of what is imported, where there are no export files
	linking []unit   // what was loaded at first: what is added later must not change what is told of others
	linked  map[string]bool
	joints  map[string]*joint
	beside  map[string]besideRead
	parsed  map[string]*parsed // by path: files of packages that are checked, or were before one of their texts changed
	warm    bool
	before  map[string]*checked // packages as they were before one of their texts changed
}

// parsed is a file as it was read last.
type parsed struct {
	file       *ast.File
	src        []byte // of which the file is made
	sum        uint32
	problems   []problem
	complaints []int // the offsets of the problems
	line       *lineage
	moved      []stretch // what is from earlier texts, by where it was
	blank      *[2]int   // where it is taken for empty
}

func newSession() *session {
	return &session{
		texts: map[string][]byte{}, units: map[string]*unit{}, checked: map[string]*checked{}, joints: map[string]*joint{},
	}
}

func (s *session) load(r *request) {
	s.arch = r.Arch
	s.warm = r.Warm
	if r.Warm {
		// Somebody waits for each answer, and there is one such process: memory for time.
		debug.SetGCPercent(300)
	} else {
		saveMemory()
	}
	goroot, inStandard = r.Goroot, map[string]bool{}
	s.units = map[string]*unit{}
	s.checked = map[string]*checked{}
	s.order = nil
	s.fset = token.NewFileSet()
	s.worlds = newWorlds(r.Warm)
	s.joints = map[string]*joint{}
	s.sources = nil
	s.parsed, s.before = map[string]*parsed{}, map[string]*checked{}
	s.beside = map[string]besideRead{}
	if len(r.Sources) > 0 {
		s.sources = &sources{s, r.Sources, map[string]*types.Package{}, &world{foreign: map[types.Object]int64{}}}
	}
	s.add(r)
	s.linked = nil
	s.linking = r.Units
}

// add makes more units known.
func (s *session) add(r *request) {
	known := map[string]string{}
	for i := range r.Units {
		u := &r.Units[i]
		for path, file := range u.Imports {
			u.Imports[path] = interned(known, file)
		}
		s.forget(u.ID, nil)
		s.units[u.ID] = u
	}
	for i := range r.Joints {
		s.addJoint(&r.Joints[i])
	}
}

// interned gives one string for all that are equal: the same few thousand export files are named by every unit.
func interned(known map[string]string, text string) string {
	if same, ok := known[text]; ok {
		return same
	}
	known[text] = text
	return text
}

func (s *session) overlay(path string, text []byte, drop bool) {
	if drop {
		delete(s.texts, path)
		text, _ = os.ReadFile(path) // which may well be the same
	} else {
		s.texts[path] = text
	}
	for id, c := range s.checked {
		c.besides = nil
		if sum, ok := c.sums[path]; !ok {
			c.elementing = nil // it may be a file beside the unit
		} else if sum != s.sum(path) {
			s.outdate(id)
		}
	}
	for _, j := range s.joints {
		j.outdate(path, text)
	}
}

func (s *session) sizes() types.Sizes {
	if sizes := types.SizesFor("gc", s.arch); sizes != nil {
		return sizes
	}
	return types.SizesFor("gc", build.Default.GOARCH)
}

// sum is that of the text that a file has now; 0 if it cannot be read.
func (s *session) sum(path string) uint32 {
	src, err := s.read(path)
	if err != nil {
		return 0
	}
	return crc32.ChecksumIEEE(src)
}

func (s *session) read(path string) ([]byte, error) {
	if src, laid := s.texts[path]; laid {
		return src, nil
	}
	return os.ReadFile(path)
}

// outdate forgets what a package is, since the text of a file is another. Its other files stay parsed.
func (s *session) outdate(id string) {
	if s.warm {
		s.before[id] = s.checked[id]
	}
	delete(s.checked, id)
	s.order = slices.DeleteFunc(s.order, func(other string) bool { return other == id })
}

// forget forgets a package and those of its files that no other has, nor the one that is about to be checked.
func (s *session) forget(id string, coming *checked) {
	gone := s.checked[id]
	if gone != nil {
		s.outdate(id)
	} else {
		gone = s.before[id]
	}
	delete(s.before, id)
	if gone == nil {
		return
	}
	for path := range gone.files {
		used := coming != nil && coming.files[path] != nil
		for _, some := range []map[string]*checked{s.checked, s.before} {
			for _, other := range some {
				used = used || other.files[path] != nil
			}
		}
		if !used {
			s.drop(path)
		}
	}
}

// drop gives up what was parsed of a file.
func (s *session) drop(path string) {
	if p := s.parsed[path]; p != nil {
		if p.line != nil {
			for _, tf := range p.line.files {
				s.fset.RemoveFile(tf)
			}
		}
		delete(s.parsed, path)
	}
}

// checked is one type-checked unit.
type checked struct {
	unit     *unit
	fset     *token.FileSet
	pkg      *types.Package
	info     *types.Info
	files    map[string]*ast.File
	sums     map[string]uint32 // CRC-32 of the files' texts
	numbers  map[string]int    // of the files, in their order
	problems []problem
	faults   []fault
	lines    map[string]*lineage // of the files
	blank    map[string]*[2]int
	context  *types.Context
	renewals int
	wasRight bool // there was nothing wrong with its types when it was checked whole
	now      func(token.Pos) token.Pos
	sizes    types.Sizes
	cgo      map[string]bool // files whose errors do not count

	signatures map[*types.Func]*types.Signature // of functions that were checked again
	kept       *kept

	world      *world // that it imports from
	clauses    map[types.Object]*ast.CaseClause
	effects    map[ast.Expr]effect
	portables  map[any]bool
	recursive  map[int]bool
	quietly    map[types.Object]bool
	funcs      map[types.Object]*ast.FuncDecl
	embeds     map[types.Object]bool
	needed     map[*ast.File]needs
	histories  map[ast.Decl]*history
	flowing    *flows
	handlings  map[*types.Func]*handling
	elementing *elements
	joint      *joint          // of which this is all
	linked     map[string]bool // names that other packages link to
	besides    *[]beside
	read       map[string]besideRead // shared by all
	texts      map[string][]byte
	arguments  map[*types.TypeParam][]types.Type // what the package instantiates type parameters with
	occupying  map[*types.TypeParam]bool
}

// declared is how a constant or type of the package is declared.
type declared struct {
	everywhere bool // its file is in every build, or it is a function's own: where the function is, it is the same
	typ        ast.Expr
	value      ast.Expr
}

func (s *session) check(id string) *checked {
	if c, ok := s.checked[id]; ok {
		return c
	}
	u, ok := s.units[id]
	if ok && u.Joint != "" {
		return s.joined(u.Joint).members[id]
	}
	if !ok {
		return &checked{problems: []problem{{Message: "unknown package " + id}}}
	}
	c, files, conf := s.begun(u)
	s.makeRoom(c)
	if before := s.before[id]; before == nil || !s.renew(c, before, conf) {
		c.info, c.context = newInfo(), types.NewContext()
		conf.Context, conf.DisableUnusedImportCheck = c.context, false
		c.pkg, _ = conf.Check(u.Import, c.fset, files, c.info)
		c.wasRight = len(c.faults) == 0
	}
	s.keep(c)
	return c
}

// begun is a unit of which the files are parsed.
func (s *session) begun(u *unit) (*checked, []*ast.File, *types.Config) {
	c := s.newChecked(u)
	files := s.parse(c, append(append([]string(nil), u.Files...), u.Cgo...))
	conf := s.config(c)
	if u.CgoTypes != "" {
		c.cgo[u.CgoTypes] = true
		files = append(files, s.parse(c, []string{u.CgoTypes})...)
	}
	if len(u.Cgo) > 0 && (u.CgoTypes == "" || !useCgo(conf)) {
		conf.FakeImportC = true
	}
	conf.Importer = s.importerFor(c)
	return c, files, conf
}

func (s *session) keep(c *checked) {
	c.complain()
	delete(s.before, c.unit.ID)
	for other := range s.before {
		if len(s.before) > maxChecked {
			s.forget(other, nil)
		}
	}
	s.checked[c.unit.ID] = c
	s.order = append(s.order, c.unit.ID)
}

func (s *session) newChecked(u *unit) *checked {
	c := &checked{
		unit: u, fset: s.fset, files: map[string]*ast.File{}, sums: map[string]uint32{}, numbers: map[string]int{},
		lines: map[string]*lineage{}, blank: map[string]*[2]int{}, kept: newKept(), now: s.now, cgo: map[string]bool{}, texts: s.texts, read: s.beside, effects: map[ast.Expr]effect{},
		portables: map[any]bool{}, histories: map[ast.Decl]*history{},
	}
	c.sizes = s.sizes()
	for _, path := range u.Cgo {
		c.cgo[path] = true
	}
	return c
}

func newInfo() *types.Info {
	return &types.Info{
		Types:        map[ast.Expr]types.TypeAndValue{},
		Defs:         map[*ast.Ident]types.Object{},
		Uses:         map[*ast.Ident]types.Object{},
		Implicits:    map[ast.Node]types.Object{},
		Selections:   map[*ast.SelectorExpr]*types.Selection{},
		Scopes:       map[ast.Node]*types.Scope{},
		FileVersions: map[*ast.File]string{},
		Instances:    map[*ast.Ident]types.Instance{},
	}
}

func (s *session) config(c *checked) *types.Config {
	return &types.Config{Sizes: c.sizes, GoVersion: c.unit.GoVersion, Error: c.fail}
}

// parse reads files of a unit, those that can be.
func (s *session) parse(c *checked, paths []string) []*ast.File {
	var files []*ast.File
	for _, path := range paths {
		src, err := s.read(path)
		if err != nil {
			c.fail(err)
			continue
		}
		p := s.parsed[path]
		if sum := crc32.ChecksumIEEE(src); p == nil || p.sum != sum || c.unit.Joint != "" {
			p = readFile(c.fset, path, src)
			p.sum = sum
			if !s.warm {
				p.src = nil // nothing is grafted
			}
			if c.unit.Joint == "" { // those of a joint go with it
				s.replace(path, p)
			}
		}
		c.problems = append(c.problems, p.problems...)
		if p.file != nil {
			files = append(files, p.file)
			c.numbers[path] = len(c.files)
			c.sums[path] = p.sum
			c.files[path] = p.file
			c.lines[path], c.blank[path] = p.line, p.blank
		}
	}
	return files
}

// replace puts what was parsed of a file in the place of an earlier text of it, which nobody may go on with.
func (s *session) replace(path string, p *parsed) {
	for id, c := range s.checked {
		if c.files[path] != nil {
			s.outdate(id)
		}
	}
	if old := s.parsed[path]; old == nil || !s.warm || !s.graft(old, p) {
		s.drop(path)
	}
	s.parsed[path] = p
}

// useCgo makes go/types look for what a file calls C.x as cgo has declared it, as the go command's own
// tools do. There is no other way than by name to what go/types has not exported; false if it is gone.
func useCgo(conf *types.Config) bool {
	field := reflect.ValueOf(conf).Elem().FieldByName("go115UsesCgo")
	if !field.IsValid() || field.Kind() != reflect.Bool {
		return false
	}
	*(*bool)(unsafe.Pointer(field.UnsafeAddr())) = true
	return true
}

func (c *checked) fail(err error) {
	var typed types.Error
	if !errors.As(err, &typed) {
		c.problems = append(c.problems, problem{Message: err.Error()})
		return
	}
	if c.isMoot(typed) {
		return
	}
	if c.cgo[c.place(typed.Pos).Filename] {
		return // the compiler took them; what they declare and go/types does not understand is unknown
	}
	if len(c.faults) > 0 && strings.HasPrefix(typed.Msg, "\t") {
		last := &c.faults[len(c.faults)-1]
		*last = append(*last, typed) // which it goes on with
		return
	}
	c.faults = append(c.faults, fault{typed})
}

// fault is what the type checker complains about at once, the first at the place where it is.
type fault []types.Error

// complain tells of what types are wrong, in the order of the text: in which the checker looks at it is its own business.
func (c *checked) complain() {
	at := map[token.Pos]token.Position{}
	for _, one := range c.faults {
		for _, part := range one {
			at[part.Pos] = c.place(part.Pos)
		}
	}
	slices.SortStableFunc(c.faults, func(a, b fault) int {
		p, q := at[a[0].Pos], at[b[0].Pos]
		return cmp.Or(cmp.Compare(c.numbers[p.Filename], c.numbers[q.Filename]), cmp.Compare(p.Offset, q.Offset))
	})
	for _, one := range c.faults {
		for _, part := range one {
			p := at[part.Pos]
			c.problems = append(c.problems, problem{p.Filename, p.Line, p.Column, part.Msg})
		}
	}
}

// placesOf are the offsets of a parser's complaints.
func placesOf(err error) []int {
	var list scanner.ErrorList
	if !errors.As(err, &list) {
		return nil
	}
	var found []int
	for _, e := range list {
		found = append(found, e.Pos.Offset)
	}
	return found
}

// place is where something stands, whatever //line directives say.
func (c *checked) place(pos token.Pos) token.Position {
	if int(pos) >= firstAbroad && c.world != nil {
		return c.world.place(pos)
	}
	return c.fset.PositionFor(c.now(pos), false)
}

// syntaxErrors places the parser's complaints in the text itself, whatever //line directives say.
func syntaxErrors(path string, src []byte, err error) []problem {
	var list scanner.ErrorList
	if err == nil {
		return nil
	}
	if !errors.As(err, &list) {
		return []problem{{Path: path, Message: err.Error()}}
	}
	var found []problem
	for _, e := range list {
		at := min(e.Pos.Offset, len(src))
		line := bytes.Count(src[:at], []byte("\n")) + 1
		found = append(found, problem{path, line, at - bytes.LastIndexByte(src[:at], '\n'), e.Msg})
	}
	return found
}

// identity numbers an object so that it gets the same number if the package is checked anew: by its place,
// where it is declared in the package's files, else in the order of asking (negative).
func (c *checked) identity(obj types.Object) int64 {
	if c.clauses == nil {
		c.clauses = map[types.Object]*ast.CaseClause{}
		for n, obj := range c.info.Implicits {
			if clause, ok := n.(*ast.CaseClause); ok {
				c.clauses[obj] = clause
			}
		}
	}
	pos := obj.Pos()
	if clause := c.clauses[obj]; clause != nil {
		pos = clause.Pos() // the variables of a type switch are all declared at one place
	}
	pos = c.now(pos)
	if tf := c.fset.File(pos); tf != nil {
		if number, ok := c.numbers[tf.Name()]; ok && tf == c.fset.File(c.files[tf.Name()].FileStart) {
			return int64(number)<<32 | int64(tf.Offset(pos))
		}
	}
	foreign := c.world.foreign
	number, known := foreign[obj]
	if !known {
		number = -2 - int64(len(foreign))
		foreign[obj] = number
	}
	return number
}

// importerFor is the importer of a unit; nothing is kept that was checked with one that is gone.
func (s *session) importerFor(c *checked) types.Importer {
	if s.sources != nil {
		c.world = s.sources.world
		return s.sources.of(c.unit.Imports)
	}
	c.world = s.worlds.of(c.unit)
	for id, other := range maps.Clone(s.checked) {
		if other.world != nil && !slices.Contains(s.worlds.all, other.world) {
			s.forget(id, c)
		}
	}
	return mapped{c.unit.Aliases, c.world.importer}
}

// declared tells how a constant or type of the package is declared, to tell which of them no build tag, operating system
// or architecture can change; false if it is not.
func (c *checked) declared(obj types.Object) (declared, bool) {
	decl := c.declarationAround(obj.Pos())
	if decl == nil {
		return declared{}, false
	}
	known, ok := c.kept.consts[decl]
	if !ok {
		known = map[types.Object]declared{}
		inEvery := c.inEveryBuild(c.fileAt(obj.Pos()))
		everywhere := func(obj types.Object) bool { return inEvery || obj.Parent() != c.pkg.Scope() }
		ast.Inspect(decl, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				if obj := c.info.Defs[n.Name]; obj != nil && n.TypeParams == nil {
					known[obj] = declared{everywhere(obj), n.Type, nil}
				}
			case *ast.GenDecl:
				if n.Tok == token.CONST {
					c.constants(known, n, everywhere)
				}
			}
			return true
		})
		c.kept.consts[decl] = known
	}
	found, ok := known[obj]
	return found, ok
}

func (c *checked) constants(known map[types.Object]declared, decl *ast.GenDecl, everywhere func(types.Object) bool) {
	var typ ast.Expr
	var values []ast.Expr
	for _, spec := range decl.Specs {
		spec := spec.(*ast.ValueSpec)
		if len(spec.Values) > 0 || spec.Type != nil {
			typ, values = spec.Type, spec.Values // else the last ones are repeated, with another iota
		}
		for i, name := range spec.Names {
			if obj := c.info.Defs[name]; obj != nil && i < len(values) {
				known[obj] = declared{everywhere(obj), typ, values[i]}
			}
		}
	}
}

// portable tells whether a constant expression, or a type in one, means the same in every build.
func (c *checked) portable(e ast.Expr) bool {
	found, known := c.portables[e]
	if !known {
		found = c.isPortable(e)
		c.portables[e] = found
	}
	return found
}

func (c *checked) isPortable(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.ParenExpr:
		return c.portable(e.X)
	case *ast.UnaryExpr:
		if e.Op == token.XOR && !c.isSigned(e.X) {
			return false // ^uint(0) has as many bits as a word
		}
		return c.portable(e.X)
	case *ast.BinaryExpr:
		return c.portable(e.X) && c.portable(e.Y)
	case *ast.Ident:
		return c.portableObject(c.info.Uses[e])
	case *ast.CallExpr:
		return c.portableCall(e)
	}
	// A constant or a type of another package: nothing tells how it came about.
	return false
}

func (c *checked) isSigned(e ast.Expr) bool {
	t := c.info.TypeOf(e)
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsUnsigned == 0
}

// portableCall knows the conversions, and the functions that can be constant. Not len and cap of an array, whose
// length may itself be a constant that varies, nor those of unsafe.
func (c *checked) portableCall(e *ast.CallExpr) bool {
	if !c.info.Types[e.Fun].IsType() {
		switch c.callee(e) {
		case "min", "max", "real", "imag", "complex":
		case "len":
			if len(e.Args) != 1 || c.info.Types[e.Args[0]].Value == nil {
				return false
			}
		default:
			return false
		}
	} else if !c.portable(e.Fun) {
		return false
	}
	for _, arg := range e.Args {
		if !c.portable(arg) {
			return false
		}
	}
	return true
}

func (c *checked) portableObject(obj types.Object) bool {
	if obj == nil {
		return false
	}
	if obj.Pkg() == nil {
		return true // true, false, iota and the predeclared types
	}
	found, known := c.portables[obj]
	if !known {
		c.portables[obj] = false // until it is known: what is declared by itself is an error
		decl, ours := c.declared(obj)
		found = ours && decl.everywhere && (decl.typ == nil || c.portable(decl.typ)) && (decl.value == nil || c.portable(decl.value))
		c.portables[obj] = found
	}
	return found
}
