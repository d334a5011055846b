package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"hash/crc32"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// seizure is a value that becomes an interface: code that is not in view may ask what type it has, and print, encode
// or compare all that is in it.
type seizure struct {
	t types.Type
	x ast.Expr
}

func (e *elements) seize(t types.Type, x ast.Expr) {
	if _, basic := types.Unalias(t).(*types.Basic); !basic {
		e.seized = append(e.seized, seizure{t, x})
	}
}

type reached struct {
	t    types.Type
	open bool
}

// reach calls f with every map to bool that code finds in a value of a type without naming its fields. `open` says
// that the map's type can be told; behind an unexported field of a named struct, only printing shows it.
func (e *elements) reach(t types.Type, open bool, done map[reached]bool, f func(m *types.Map, open bool)) {
	if t == nil {
		return
	}
	t = types.Unalias(t)
	if _, basic := t.(*types.Basic); basic || done[reached{t, open}] {
		return
	}
	done[reached{t, open}] = true
	switch t := t.(type) {
	case *types.Named:
		for i := 0; i < t.TypeArgs().Len(); i++ {
			e.reach(t.TypeArgs().At(i), open, done, f)
		}
		if !e.ours(t.Obj().Pkg()) {
			return
		}
		e.byName[t.Obj()] = true
		for i := 0; open && i < t.Origin().NumMethods(); i++ {
			// Templates and reflect call methods by their names, and look at the fields of what these return.
			if method := t.Origin().Method(i); method.Exported() {
				e.reach(method.Type().(*types.Signature).Results(), open, done, f)
			}
		}
		u, ok := t.Origin().Underlying().(*types.Struct)
		if !ok {
			e.reach(t.Origin().Underlying(), open, done, f)
			return
		}
		for i := 0; i < u.NumFields(); i++ {
			field := u.Field(i)
			e.reach(field.Type(), open && (field.Exported() || field.Embedded()), done, f)
		}
	case *types.Map:
		if m := e.mapOf(t); m != nil {
			f(m, open)
		}
		e.reach(t.Key(), open, done, f)
		e.reach(t.Elem(), open, done, f)
	case *types.Struct:
		for i := 0; i < t.NumFields(); i++ {
			e.reach(t.Field(i).Type(), open, done, f)
		}
	case *types.Signature:
		e.reach(t.Params(), open, done, f)
		e.reach(t.Results(), open, done, f)
	case *types.Tuple:
		for i := 0; i < t.Len(); i++ {
			e.reach(t.At(i).Type(), open, done, f)
		}
	case *types.TypeParam:
		e.taken[t] = e.taken[t] || open
	case *types.Interface:
	default:
		e.reach(element(t), open, done, f)
	}
}

// instances looks at what type parameters stand for: what generic code does with a map to bool, or to what it holds,
// is not in view, but for functions that do the same with any map.
func (e *elements) instances() {
	for id, instance := range e.c.info.Instances {
		obj := e.c.info.Uses[id]
		switch obj := obj.(type) {
		case *types.Func:
			if e.ours(obj.Pkg()) {
				joined := e.joined
				if e.told[id] {
					// The instance may be one that was inferred elsewhere, too.
					e.strict, e.joined = true, map[[2]types.Type]bool{}
				}
				e.unify(obj.Origin().Type(), instance.Type, true, id.Pos())
				e.strict, e.joined = false, joined
			}
		case *types.TypeName:
			if named, ok := types.Unalias(instance.Type).(*types.Named); ok && e.ours(obj.Pkg()) {
				e.unify(named.Origin().Underlying(), named.Underlying(), true, id.Pos())
			}
		}
		if e.spread[id] || obj == nil {
			continue
		}
		for i := 0; i < instance.TypeArgs.Len(); i++ {
			arg := instance.TypeArgs.At(i)
			e.within(arg, true, func(m *types.Map) {
				what := "it is what a type parameter of `" + obj.Name() + "` stands for"
				e.hard[m] = append(e.hard[m], obstacle{what, id.Pos(), !e.ours(obj.Pkg())})
			})
			if obj.Pkg() != nil && !e.ours(obj.Pkg()) && !incurious[obj.Pkg().Path()] {
				e.reach(arg, true, map[reached]bool{}, func(m *types.Map, open bool) {
					e.seen(m, open, "it is part of what `"+obj.Name()+"` is given", id.Pos())
				})
			}
		}
	}
}

// incurious packages have generic functions and types that move values, and look at none.
var incurious = map[string]bool{"slices": true, "maps": true, "sync": true, "sync/atomic": true, "iter": true, "cmp": true, "context": true}

func (e *elements) seen(m *types.Map, open bool, what string, pos token.Pos) {
	if open {
		e.refuse(m, what, pos)
	} else {
		e.soft[m] = append(e.soft[m], obstacle{what, pos, false})
	}
}

// apartFrom tells whether a generic function of the package does the same with any map.
func (e *elements) apartFrom(id *ast.Ident) bool {
	fn, ok := e.c.info.Uses[id].(*types.Func)
	if !ok || !e.ours(fn.Pkg()) {
		return false
	}
	params := fn.Type().(*types.Signature).TypeParams()
	args := e.c.info.Instances[id].TypeArgs
	for i := 0; i < params.Len() && i < args.Len(); i++ {
		found := false
		e.within(args.At(i), true, func(*types.Map) { found = true })
		if found && !(e.isApart(params.At(i)) && e.elementsApart(params.At(i), params, args)) {
			return false
		}
	}
	return params.Len() > 0
}

// elementsApart tells whether nobody looks at the elements of what p stands for: with `M ~map[K]V`, they are V's.
func (e *elements) elementsApart(p *types.TypeParam, params *types.TypeParamList, args *types.TypeList) bool {
	for i := 0; i < params.Len() && i < args.Len(); i++ {
		q := params.At(i)
		if types.Unalias(args.At(i)) == types.Typ[types.Bool] && constrains(p.Constraint(), q) && !e.isApart(q) {
			return false
		}
	}
	return true
}

// constrains tells whether a type parameter is part of the constraint of another one.
func constrains(t types.Type, q *types.TypeParam) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Interface:
		for i := 0; i < t.NumEmbeddeds(); i++ {
			if constrains(t.EmbeddedType(i), q) {
				return true
			}
		}
		for i := 0; i < t.NumExplicitMethods(); i++ {
			if mentions(t.ExplicitMethod(i).Type(), q) {
				return true
			}
		}
		return false
	case *types.Union:
		for i := 0; i < t.Len(); i++ {
			if mentions(t.Term(i).Type(), q) {
				return true
			}
		}
		return false
	}
	return mentions(t, q)
}

// isApart tells whether a type is a type parameter of a function that never looks at a value of it, nor names it: it
// ranges over keys, takes the length, deletes, and asks what is there.
func (e *elements) isApart(t types.Type) bool {
	p, ok := types.Unalias(t).(*types.TypeParam)
	if !ok {
		return false
	}
	known, ok := e.apart[p]
	if !ok {
		known = e.looksAtNone(p)
		e.apart[p] = known
	}
	return known
}

func (e *elements) looksAtNone(p *types.TypeParam) bool {
	var fd *ast.FuncDecl
	for _, file := range e.c.files {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Pos() <= p.Obj().Pos() && p.Obj().Pos() < f.End() {
				fd = f
			}
		}
	}
	if fd == nil || fd.Body == nil || fd.Recv != nil {
		return false
	}
	fn, _ := e.c.info.Defs[fd.Name].(*types.Func)
	if fn == nil || mentions(fn.Type().(*types.Signature).Results(), p) {
		return false
	}
	good := true
	var stack []ast.Node
	ast.Inspect(fd.Body, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		if x, ok := n.(ast.Expr); ok && good {
			if tv, ok := e.c.info.Types[x]; ok && tv.Type != nil && mentions(tv.Type, p) {
				good = !tv.IsType() && len(stack) > 0 && e.asksForKeys(x, stack[len(stack)-1])
			}
		}
		if id, ok := n.(*ast.Ident); ok && id.Name != "_" {
			if obj := e.c.info.Defs[id]; obj != nil && obj.Type() != nil && mentions(obj.Type(), p) {
				good = false
			}
		}
		stack = append(stack, n)
		return true
	})
	return good
}

func (e *elements) asksForKeys(x ast.Expr, parent ast.Node) bool {
	blank := func(y ast.Expr) bool {
		id, ok := y.(*ast.Ident)
		return y == nil || ok && id.Name == "_"
	}
	switch parent := parent.(type) {
	case *ast.RangeStmt:
		return parent.X == x && blank(parent.Value)
	case *ast.CallExpr:
		if parent.Fun == x {
			return true // what it does with its arguments is asked of these
		}
		b, ok := e.c.calledObject(parent).(*types.Builtin)
		name := e.mapFunction(parent)
		return ok && (b.Name() == "len" || b.Name() == "delete" || b.Name() == "clear") || name == "Keys" || name == "Clear"
	case *ast.AssignStmt:
		return len(parent.Lhs) == 2 && len(parent.Rhs) == 1 && x == parent.Rhs[0] && blank(parent.Lhs[0])
	case *ast.IndexExpr:
		return parent.X == x // its own type says what becomes of the element
	case *ast.SelectorExpr:
		return parent.Sel == x
	}
	return false
}

func mentions(t types.Type, p *types.TypeParam) bool {
	if t == nil {
		return false
	}
	switch t := types.Unalias(t).(type) {
	case *types.TypeParam:
		return t == p
	case *types.Tuple:
		for i := 0; i < t.Len(); i++ {
			if mentions(t.At(i).Type(), p) {
				return true
			}
		}
	case *types.Signature:
		return mentions(t.Params(), p) || mentions(t.Results(), p)
	case *types.Named:
		for i := 0; i < t.TypeArgs().Len(); i++ {
			if mentions(t.TypeArgs().At(i), p) {
				return true
			}
		}
	case *types.Map:
		return mentions(t.Key(), p) || mentions(t.Elem(), p)
	case *types.Struct:
		for i := 0; i < t.NumFields(); i++ {
			if mentions(t.Field(i).Type(), p) {
				return true
			}
		}
	case *types.Interface:
	default:
		if elem := element(t); elem != nil {
			return mentions(elem, p)
		}
	}
	return false
}

// function looks at a declaration of a function that something outside of Go's view may call.
func (e *elements) function(n *ast.FuncDecl) {
	fn, ok := e.c.info.Defs[n.Name].(*types.Func)
	if !ok {
		return
	}
	what := ""
	if n.Body == nil {
		what = "`" + fn.Name() + "` has no Go body"
	}
	if n.Doc != nil {
		for _, comment := range n.Doc.List {
			if strings.HasPrefix(comment.Text, "//export ") || strings.HasPrefix(comment.Text, "//go:wasmexport ") {
				what = "`" + fn.Name() + "` is called from outside of Go"
			}
		}
	}
	if what != "" {
		e.within(fn.Type(), true, func(m *types.Map) { e.refuse(m, what, n.Pos()) })
	}
}

// escapes finds everything by which values come into the sight of code that the unit does not have.
func (e *elements) escapes() {
	done := map[reached]bool{}
	for _, s := range e.seized { // in the order of the text: what an earlier one reaches, a later one need not
		e.reach(s.t, true, done, func(m *types.Map, open bool) {
			e.seen(m, open, e.becoming(s), s.x.Pos())
		})
	}
	e.parameters()
	e.linked()
	e.exported()
	for _, file := range e.c.inOrder() {
		for _, decl := range file.Decls {
			if fd, ok := decl.(*ast.FuncDecl); ok && fd.Recv != nil {
				e.method(fd)
			}
		}
	}
	for _, one := range e.strays {
		for m := range e.written {
			if types.Identical(m, one.m) {
				e.isUnsafe(m, one.pos)
			}
		}
	}
	for m := range e.uses {
		if e.written[m] == nil && !e.derived[m] {
			e.refuseSo(m, "it comes from another package", e.uses[m][0].node.Pos())
		}
	}
	for m := range e.parent {
		if e.written[m] == nil && !e.derived[m] {
			e.refuseSo(m, "it comes from, or goes to, another package", token.NoPos)
		}
	}
	for _, m := range e.parent {
		if e.written[m] == nil && !e.derived[m] {
			e.refuseSo(m, "it comes from, or goes to, another package", token.NoPos)
		}
	}
}

// parameters follows type parameters, of which values become interfaces, to what they stand for.
func (e *elements) parameters() {
	for known := map[*types.TypeParam]bool(nil); !maps.Equal(known, e.taken); {
		known = maps.Clone(e.taken)
		for p := range known {
			for _, arg := range e.c.argumentsFor(p) {
				e.reach(arg, e.taken[p], map[reached]bool{}, func(m *types.Map, open bool) {
					e.seen(m, open, "generic code turns it into an interface", p.Obj().Pos())
				})
			}
		}
	}
}

func (e *elements) becoming(s seizure) string {
	return "`" + shortened(types.ExprString(s.x)) + "` becomes an interface"
}

func shortened(text string) string {
	if len(text) > 40 {
		return text[:37] + "…"
	}
	return text
}

// method refuses to change the signature of a method that an interface, here or elsewhere, may know it by.
func (e *elements) method(fd *ast.FuncDecl) {
	fn, ok := e.c.info.Defs[fd.Name].(*types.Func)
	if !ok {
		return
	}
	sig := fn.Type().(*types.Signature)
	name := receiverType(sig)
	here := e.methods[fn.Name()] || fn.Exported() && (name == nil || e.byName[name])
	if !here && !(fn.Exported() && e.outside[name]) {
		return
	}
	for _, tuple := range [...]*types.Tuple{sig.Params(), sig.Results()} {
		e.within(tuple, false, func(m *types.Map) {
			what := "it is part of method `" + fn.Name() + "`, which interfaces may match"
			e.hard[m] = append(e.hard[m], obstacle{what, fd.Pos(), !here})
		})
	}
}

// linked refuses what other packages, C code or assembly may reach by its name in the program.
func (e *elements) linked() {
	for _, c := range e.parts() {
		names := map[string]token.Pos{}
		for _, file := range c.files {
			for _, group := range file.Comments {
				for _, comment := range group.List {
					if !strings.HasPrefix(comment.Text, "//go:linkname") {
						continue
					}
					if fields := strings.Fields(comment.Text); len(fields) > 1 && fields[0] == "//go:linkname" {
						names[fields[1]] = comment.Pos()
					}
				}
			}
		}
		pkg := c.pkg
		path := pkg.Path()
		if pkg.Name() == "main" {
			path = "main"
		}
		for target := range e.c.linked {
			if name, ok := strings.CutPrefix(target, path+"."); ok {
				names[name] = token.NoPos
			}
		}
		for name, pos := range names {
			if obj := pkg.Scope().Lookup(name); obj != nil {
				e.within(obj.Type(), true, func(m *types.Map) { e.refuse(m, "`"+name+"` is linked by name", pos) })
			}
		}
	}
}

var linkname = regexp.MustCompile(`(?m)^//go:linkname[ \t]+\S+[ \t]+(\S+)`)

// linkedNames are the names that files of the session, and of a joint, link to, with their packages: who declares a map
// of its own for one has to be of the units that were looked for such maps.
func (s *session) linkedNames(j *joint) map[string]bool {
	if s.linked == nil {
		s.linked = map[string]bool{}
		s.addLinked(s.linked, s.linking)
	}
	if j == nil {
		return s.linked
	}
	found := maps.Clone(s.linked)
	s.addLinked(found, j.Units)
	return found
}

func (s *session) addLinked(to map[string]bool, units []unit) {
	for i := range units {
		for _, path := range units[i].Files {
			src := s.texts[path]
			if src == nil {
				src, _ = os.ReadFile(path)
			}
			if bytes.Contains(src, []byte("//go:linkname")) {
				for _, found := range linkname.FindAllSubmatch(src, -1) {
					to[string(found[1])] = true
				}
			}
		}
	}
}

// exported finds what importers can name. Nobody imports a program, but somebody may have been told its names.
func (e *elements) exported() {
	for _, c := range e.parts() {
		pkg := c.pkg
		external := e.c.joint == nil && e.c.hasExternalTests()
		by := ""
		if e.c.joint != nil {
			member := e.c.joint.own[pkg]
			if member.External || member.Closed {
				continue
			}
			if member.Opened != "" {
				by = ", and " + member.Opened + " of another module may use it"
			}
		}
		program := pkg.Name() == "main" && !external
		x := &exposure{e: e, done: map[types.Type]bool{}, program: program, by: by}
		for _, name := range pkg.Scope().Names() {
			obj := pkg.Scope().Lookup(name)
			path := e.c.place(obj.Pos()).Filename
			if !obj.Exported() || strings.HasSuffix(path, "_test.go") && !external {
				continue
			}
			x.name, x.pos = name, obj.Pos()
			x.open(obj.Type())
		}
	}
}

type exposure struct {
	e       *elements
	done    map[types.Type]bool
	name    string
	pos     token.Pos
	program bool
	by      string
}

func (x *exposure) open(t types.Type) {
	if t == nil {
		return
	}
	t = types.Unalias(t)
	if _, basic := t.(*types.Basic); basic || x.done[t] {
		return
	}
	x.done[t] = true
	switch t := t.(type) {
	case *types.Named:
		for i := 0; i < t.TypeArgs().Len(); i++ {
			x.open(t.TypeArgs().At(i))
		}
		if !x.e.ours(t.Obj().Pkg()) {
			return
		}
		if !x.program {
			x.e.outside[t.Obj()] = true
		}
		for i := 0; i < t.Origin().NumMethods(); i++ {
			if method := t.Origin().Method(i); method.Exported() {
				x.open(method.Type())
			}
		}
		x.under(t.Origin().Underlying(), false)
	default:
		x.under(t, true)
	}
}

func (x *exposure) under(t types.Type, literal bool) {
	switch t := t.(type) {
	case *types.Map:
		if m := x.e.mapOf(t); m != nil {
			if x.program {
				x.e.seen(m, false, "`"+x.name+"` is exported", x.pos)
			} else {
				x.e.refuseSo(m, "`"+x.name+"` is exported"+x.by, x.pos)
			}
		}
		x.open(t.Key())
		x.open(t.Elem())
	case *types.Struct:
		for i := 0; i < t.NumFields(); i++ {
			field := t.Field(i)
			if literal || field.Exported() || field.Embedded() {
				x.open(field.Type())
			} else if !x.program {
				// Others may have such a value printed, though they cannot name what is in it.
				known := x.e.byName
				x.e.byName = x.e.outside
				x.e.reach(field.Type(), false, map[reached]bool{}, func(m *types.Map, _ bool) {
					x.e.seen(m, false, "`"+x.name+"` is exported", x.pos)
				})
				x.e.byName = known
			}
		}
	case *types.Signature:
		x.open(t.Params())
		x.open(t.Results())
	case *types.Tuple:
		for i := 0; i < t.Len(); i++ {
			x.open(t.At(i).Type())
		}
	case *types.Interface:
		for i := 0; i < t.NumMethods(); i++ {
			x.open(t.Method(i).Type())
		}
	case *types.TypeParam:
	default:
		x.open(element(t))
	}
}

// beside is a file of the unit's directory that the unit does not have, and the names in it.
type beside struct {
	path  string
	test  bool            // a test of the package itself
	xtest bool            // of the external test package
	names map[string]bool // identifiers
	after map[string]bool // those behind a dot, or before a colon
	typed map[string]bool // those by which a struct can be made, or converted, without naming its fields
}

var assemblyName = regexp.MustCompile(`·([\pL_][\pL\pN_]*)`)

// filesBeside are the other files of the package: those of other systems and build tags, and tests where the unit is
// without. A later analysis under such a file's own configuration would take their place.
func (c *checked) filesBeside() []beside {
	if c.besides != nil {
		return *c.besides
	}
	found := []beside{}
	if c.joint != nil {
		for _, path := range c.joint.Beside {
			if one, ok := c.besideAt(path); ok {
				found = append(found, one)
			}
		}
		c.besides = &found
		return found
	}
	directories := map[string]bool{}
	for path := range c.files {
		if !c.cgo[path] || path != c.unit.CgoTypes {
			directories[filepath.Dir(path)] = true
		}
	}
	for directory := range directories {
		entries, _ := os.ReadDir(directory)
		for _, entry := range entries {
			path := filepath.Join(directory, entry.Name())
			if entry.IsDir() || c.files[path] != nil {
				continue
			}
			if one, ok := c.besideAt(path); ok {
				found = append(found, one)
			}
		}
	}
	slices.SortFunc(found, func(a, b beside) int { return strings.Compare(a.path, b.path) })
	c.besides = &found
	return found
}

// besideRead is what was made of a file, for a package of that name or for a joint.
type besideRead struct {
	sum uint32
	pkg string
	one beside
	ok  bool
}

// besideAt reads a file; it is none if it says nothing that could be of the unit, or of what a joint has. To parse all
// tests of a package takes longer than to check the types of a file of it, and they seldom change.
func (c *checked) besideAt(path string) (beside, bool) {
	src := c.texts[path]
	if src == nil {
		src, _ = os.ReadFile(path)
	}
	sum, pkg := crc32.ChecksumIEEE(src), ""
	if c.joint == nil {
		pkg = c.pkg.Name()
	}
	known, has := c.read[path]
	if !has || known.sum != sum || known.pkg != pkg {
		known = besideRead{sum: sum, pkg: pkg}
		known.one, known.ok = c.besideIn(path, src)
		c.read[path] = known
	}
	return known.one, known.ok
}

func (c *checked) besideIn(path string, src []byte) (beside, bool) {
	one := beside{path: path, names: map[string]bool{}, after: map[string]bool{}, typed: map[string]bool{}}
	switch filepath.Ext(path) {
	case ".s":
		for _, name := range assemblyName.FindAllSubmatch(src, -1) {
			one.names[string(name[1])] = true
		}
	case ".go":
		file, _ := parser.ParseFile(token.NewFileSet(), path, src, parser.SkipObjectResolution)
		if file == nil {
			return one, false
		}
		if c.joint == nil {
			test := strings.HasSuffix(path, "_test.go")
			one.test = test && file.Name.Name == c.pkg.Name()
			one.xtest = test && file.Name.Name == c.pkg.Name()+"_test"
			if file.Name.Name != c.pkg.Name() && !one.xtest {
				return one, false
			}
		}
		one.collect(file)
	default:
		return one, false
	}
	return one, true
}

func (b *beside) collect(file *ast.File) {
	typed := func(n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				b.typed[id.Name] = true
			}
			return true
		})
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			typed(n.Fun)
		case *ast.TypeSpec:
			typed(n.Type)
		case *ast.CompositeLit:
			if n.Type != nil && positional(n) {
				typed(n.Type)
			}
		case *ast.SelectorExpr:
			b.after[n.Sel.Name] = true
		case *ast.InterfaceType:
			for _, method := range n.Methods.List {
				for _, name := range method.Names {
					b.after[name.Name] = true
				}
			}
		case *ast.KeyValueExpr:
			if id, ok := n.Key.(*ast.Ident); ok {
				b.after[id.Name] = true
			}
		case *ast.Ident:
			b.names[n.Name] = true
		}
		return true
	})
}

// positional tells whether a literal, or one in it, gives values without names or keys.
func positional(lit *ast.CompositeLit) bool {
	found := false
	ast.Inspect(lit, func(n ast.Node) bool {
		if inner, ok := n.(*ast.CompositeLit); ok {
			for _, elt := range inner.Elts {
				if _, keyed := elt.(*ast.KeyValueExpr); !keyed {
					found = true
				}
			}
		}
		return !found
	})
	return found
}

func (c *checked) hasExternalTests() bool {
	return slices.ContainsFunc(c.filesBeside(), func(b beside) bool { return b.xtest })
}

func isStruct(t types.Type) bool {
	_, is := t.Underlying().(*types.Struct)
	return is
}

// unknown are the maps that code in files beside the unit may come by, with the first of the files: whatever they
// have comes from what they name.
func (e *elements) unknown() map[*types.Map]string {
	if e.beyond != nil {
		return e.beyond
	}
	e.beyond = map[*types.Map]string{}
	for _, file := range e.c.filesBeside() {
		if file.test || file.xtest {
			continue
		}
		done := map[types.Type]bool{}
		for name := range file.names {
			if obj := e.c.pkg.Scope().Lookup(name); obj != nil {
				e.everything(obj.Type(), done, func(m *types.Map) {
					if e.beyond[m] == "" {
						e.beyond[m] = filepath.Base(file.path)
					}
				})
			}
		}
	}
	return e.beyond
}

// everything calls f with every map to bool that can be come by from a value of a type.
func (e *elements) everything(t types.Type, done map[types.Type]bool, f func(*types.Map)) {
	if t == nil {
		return
	}
	t = types.Unalias(t)
	if _, basic := t.(*types.Basic); basic || done[t] {
		return
	}
	done[t] = true
	switch t := t.(type) {
	case *types.Named:
		for i := 0; i < t.TypeArgs().Len(); i++ {
			e.everything(t.TypeArgs().At(i), done, f)
		}
		if e.ours(t.Obj().Pkg()) {
			for i := 0; i < t.Origin().NumMethods(); i++ {
				e.everything(t.Origin().Method(i).Type(), done, f)
			}
			e.everything(t.Origin().Underlying(), done, f)
		}
	case *types.Map:
		if m := e.mapOf(t); m != nil {
			f(m)
		}
		e.everything(t.Key(), done, f)
		e.everything(t.Elem(), done, f)
	case *types.Struct:
		for i := 0; i < t.NumFields(); i++ {
			e.everything(t.Field(i).Type(), done, f)
		}
	case *types.Signature:
		e.everything(t.Params(), done, f)
		e.everything(t.Results(), done, f)
	case *types.Tuple:
		for i := 0; i < t.Len(); i++ {
			e.everything(t.At(i).Type(), done, f)
		}
	case *types.Interface:
		for i := 0; i < t.NumMethods(); i++ {
			e.everything(t.Method(i).Type(), done, f)
		}
	case *types.TypeParam:
	default:
		e.everything(element(t), done, f)
	}
}

// mention is a file beside the unit that names one of a component's declarations, and its name.
func (c *checked) mention(held []holder, external bool) (beside, string) {
	for _, file := range c.filesBeside() {
		if file.xtest != external {
			continue
		}
		for _, one := range held {
			v, isVar := one.obj.(*types.Var)
			fn, isFunc := one.obj.(*types.Func)
			names := file.names
			if isVar && v.IsField() || isFunc && fn.Type().(*types.Signature).Recv() != nil {
				names = file.after
			} else if _, isType := one.obj.(*types.TypeName); isType && isStruct(one.obj.Type()) {
				names = file.typed
			}
			if c.joint != nil && !one.obj.Exported() && filepath.Dir(c.place(one.id.Pos()).Filename) != filepath.Dir(file.path) {
				continue
			}
			if !one.local && names[one.obj.Name()] {
				return file, one.obj.Name()
			}
		}
	}
	return beside{}, ""
}
