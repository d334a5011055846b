package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// place is somewhere that a slice can be: a variable or field (types.Object), a result of a
// function (resultOf), the contents of containers (contentsOf), or a dead end that somebody
// outside of the package sees (*outside).
//
// Variables and fields are told apart, objects that hold the same field are not; what lies in
// maps, channels, slices and behind pointers is told apart by the container's type alone. So
// two names for one container can never hide a flow.
type place any

type resultOf struct {
	function any // *types.Func or *ast.FuncLit
	index    int
}

type contentsOf string

// hidden is where values of a type come out again that a function value took, told apart by the type alone, or an
// interface, told apart by the variable or field.
type hidden struct {
	by string
	t  string
	in place
}

type outside struct {
	_ byte // pointers to what has no size may be equal
}

// sight is something that a receiver does with a slice by which it can tell whose memory it is.
type sight struct {
	// Kind is "cap", "append", "fork" (copies of it are appended to), "reslice", "write", "address", "unknown" (code that
	// is not in view), or "lock".
	Kind string `json:"kind"`
	What string `json:"what"`
	Path string `json:"path"`
	Line int    `json:"line"`
	pos  token.Pos
	// as is the type of what is looked at there, where a slice of another type cannot be meant.
	as types.Type
}

// flows is where slices go in a package, and what is done to them there.
type flows struct {
	c      *checked
	edges  map[place][]edge
	sights map[place][]sight
	goes   map[ast.Expr][]place // where an expression's value is put

	bodies    map[*types.Func]*ast.FuncDecl
	methods   map[string][]*types.Func
	literals  map[types.Object]*ast.FuncLit // variables that hold one literal, and are only called
	called    map[*ast.Ident]bool           // names in call position
	immediate map[*ast.FuncLit]bool         // called where they are written
	growth    map[*ast.CallExpr]bool        // appends whose result takes the place of what they append to
	boxed     map[*types.TypeName]bool      // types whose values become interfaces
	held      map[types.Object]bool         // variables that a literal or goroutine may use when their function is done
	elsewhere map[string]string             // names mentioned in files that are not part of this build
	leftOut   map[string]string             // methods declared there
	holding
}

func (c *checked) flow() *flows {
	if c.flowing == nil {
		f := &flows{
			c: c, edges: map[place][]edge{}, sights: map[place][]sight{}, goes: map[ast.Expr][]place{},
			bodies: map[*types.Func]*ast.FuncDecl{}, methods: map[string][]*types.Func{},
			literals: map[types.Object]*ast.FuncLit{}, called: map[*ast.Ident]bool{}, immediate: map[*ast.FuncLit]bool{}, boxed: map[*types.TypeName]bool{},
		}
		f.growth, f.held = map[*ast.CallExpr]bool{}, map[types.Object]bool{}
		f.holding = newHolding()
		f.collect()
		f.lookElsewhere()
		for _, file := range c.files {
			for _, decl := range file.Decls {
				f.declaration(decl)
			}
		}
		f.exported()
		c.flowing = f
	}
	return c.flowing
}

// collect finds the functions, the names in call position and the literals that are only called.
func (f *flows) collect() {
	writes := map[types.Object]int{}
	uses := map[types.Object]int{}
	calls := map[types.Object]int{}
	for _, file := range f.c.files {
		ast.Inspect(file, func(n ast.Node) bool {
			f.look(n)
			switch n := n.(type) {
			case *ast.FuncDecl:
				f.labels = nil
				if fn, ok := f.c.info.Defs[n.Name].(*types.Func); ok {
					f.bodies[fn] = n
					if n.Recv != nil {
						f.methods[fn.Name()] = append(f.methods[fn.Name()], fn)
					}
				}
			case *ast.CallExpr:
				if lit, ok := ast.Unparen(n.Fun).(*ast.FuncLit); ok {
					f.immediate[lit] = true
				}
				if id := f.c.calledName(n); id != nil {
					f.called[id] = true
					calls[f.c.info.Uses[id]]++
				}
			case *ast.Ident:
				if obj := f.c.info.Uses[n]; obj != nil {
					uses[obj]++
				}
			case *ast.AssignStmt:
				for i, left := range n.Lhs {
					id, ok := left.(*ast.Ident)
					if !ok {
						continue
					}
					obj := f.c.info.Defs[id]
					if obj == nil {
						obj = f.c.info.Uses[id]
						uses[obj]--
					}
					writes[obj]++
					if len(n.Lhs) == len(n.Rhs) {
						if lit, ok := ast.Unparen(n.Rhs[i]).(*ast.FuncLit); ok {
							f.literals[obj] = lit
						}
					}
				}
			case *ast.ValueSpec:
				for i, id := range n.Names {
					if len(n.Values) == len(n.Names) {
						obj := f.c.info.Defs[id]
						writes[obj]++
						if lit, ok := ast.Unparen(n.Values[i]).(*ast.FuncLit); ok {
							f.literals[obj] = lit
						}
					}
				}
			}
			return true
		})
	}
	defer f.hold()
	for obj := range f.literals {
		if obj == nil || writes[obj] != 1 || uses[obj] != calls[obj] || isPackageLevel(obj) {
			delete(f.literals, obj)
		}
	}
}

// hold finds the variables that are held by something that may run later: a goroutine, or a literal that is neither
// called where it is written, nor only called (by what does not run later itself), nor handed to a function that is
// done with it.
func (f *flows) hold() {
	once := map[ast.Node]bool{}
	for lit := range f.immediate {
		once[lit] = true
	}
	for _, lit := range f.literals {
		once[lit] = true
	}
	f.holdUnless(once)
	for known := -1; known < len(f.held); {
		known = len(f.held)
		for obj, lit := range f.literals {
			once[lit] = !f.held[obj]
		}
		f.holdUnless(once)
	}
}

func (f *flows) holdUnless(once map[ast.Node]bool) {
	for _, file := range f.c.files {
		var later []ast.Node
		var stack []ast.Node
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil {
				if len(later) > 0 && later[len(later)-1] == stack[len(stack)-1] {
					later = later[:len(later)-1]
				}
				stack = stack[:len(stack)-1]
				return false
			}
			stack = append(stack, n)
			switch n := n.(type) {
			case *ast.GoStmt:
				later = append(later, n)
			case *ast.FuncLit:
				if !once[n] {
					later = append(later, n)
				}
			case *ast.CallExpr:
				if fn, ok := f.c.calledObject(n).(*types.Func); ok && fn.Pkg() != nil && callsAtOnce[fn.Pkg().Path()] && !strings.HasSuffix(fn.Name(), "Seq") {
					for _, arg := range n.Args {
						once[ast.Unparen(arg)] = true
					}
				}
			case *ast.Ident:
				obj := f.c.info.Uses[n]
				for _, outer := range later {
					if obj != nil && (obj.Pos() < outer.Pos() || obj.Pos() >= outer.End()) {
						f.held[obj] = true
					}
				}
			}
			return true
		})
	}
}

// callsAtOnce has packages whose functions are done with a function that they are given when they return.
var callsAtOnce = map[string]bool{"bytes": true, "slices": true, "sort": true, "strings": true}

func isPackageLevel(obj types.Object) bool {
	return obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope()
}

// calledName is the identifier that names what a call calls.
func (c *checked) calledName(e *ast.CallExpr) *ast.Ident {
	switch f := called(e).(type) {
	case *ast.Ident:
		return f
	case *ast.SelectorExpr:
		return f.Sel
	}
	return nil
}

func (f *flows) declaration(decl ast.Decl) {
	fd, ok := decl.(*ast.FuncDecl)
	if !ok {
		f.walk(decl, nil, nil)
		return
	}
	fn, _ := f.c.info.Defs[fd.Name].(*types.Func)
	if fd.Body != nil && fn != nil {
		f.walk(fd.Body, fn, f.c.signature(fn))
	}
}

// walk looks at the statements and expressions of one function, whose results are `function`'s.
func (f *flows) walk(root ast.Node, function any, sig *types.Signature) {
	if sig != nil {
		for i := 0; i < sig.Results().Len(); i++ {
			f.edge(sig.Results().At(i), resultOf{function, i}, 0)
		}
	}
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			if inner, ok := f.typeOf(n).(*types.Signature); ok {
				f.walk(n.Body, n, inner)
				f.literal(n, inner)
			}
			return false
		case *ast.AssignStmt:
			f.markGrowth(n)
			f.assign(n)
		case *ast.ValueSpec:
			names := make([]ast.Expr, len(n.Names))
			for i, name := range n.Names {
				names[i] = name
			}
			f.assignAll(names, n.Values)
		case *ast.IncDecStmt:
			f.written(n.X)
		case *ast.RangeStmt:
			f.ranged(n)
		case *ast.SendStmt:
			if ch, ok := f.typeOf(n.Chan).Underlying().(*types.Chan); ok {
				f.put(n.Value, ch.Elem(), contents(f.typeOf(n.Chan)))
			}
		case *ast.ReturnStmt:
			for _, e := range n.Results {
				// What a variable held is gone when it returns.
				if call, ok := ast.Unparen(e).(*ast.CallExpr); ok && len(call.Args) > 0 {
					id, ok := ast.Unparen(call.Args[0]).(*ast.Ident)
					f.growth[call] = ok && f.leaves(id)
				}
			}
			f.returned(n, function, sig)
		case *ast.TypeSwitchStmt:
			for _, clause := range n.Body.List {
				if v, ok := f.c.info.Implicits[clause].(*types.Var); ok {
					for _, source := range inside(f.sources(switched(n)), v.Type()) {
						f.edge(source, v, many)
					}
					f.copiedTo(v.Type(), []place{v})
				}
			}
		case *ast.CompositeLit:
			f.composite(n)
		case *ast.CallExpr:
			f.call(n)
		case *ast.SliceExpr:
			f.resliced(n)
		case *ast.SelectorExpr:
			f.bound(n)
			if s := f.c.info.Selections[n]; s != nil && s.Kind() == types.MethodVal && !f.called[n.Sel] {
				f.put(n.X, nil, f.unseen("its method is used as a value", n.Pos()))
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				f.addressed(n.X)
			}
		case *ast.Ident:
			if fn, ok := f.c.info.Uses[n].(*types.Func); ok && !f.called[n] {
				f.usedAsValue(fn, n)
			}
		}
		return true
	})
}

// inside gives the places of a type's values in interfaces.
func inside(interfaces []place, t types.Type) []place {
	var found []place
	for _, at := range interfaces {
		found = append(found, hidden{"interface", spelling(t), at})
	}
	return found
}

// switched is what a type switch looks at.
func switched(n *ast.TypeSwitchStmt) ast.Expr {
	var e ast.Expr
	switch s := n.Assign.(type) {
	case *ast.AssignStmt:
		e = s.Rhs[0]
	case *ast.ExprStmt:
		e = s.X
	}
	if assertion, ok := ast.Unparen(e).(*ast.TypeAssertExpr); ok {
		return assertion.X
	}
	return e
}

func (f *flows) typeOf(e ast.Expr) types.Type {
	if t := f.c.info.TypeOf(e); t != nil {
		return types.Unalias(t)
	}
	return types.Typ[types.Invalid]
}

func (f *flows) edge(from, to place, copies int) {
	f.edges[from] = append(f.edges[from], edge{to, copies})
}

func (f *flows) see(at []place, kind, what string, pos token.Pos) {
	f.seeAs(at, kind, what, pos, nil)
}

// seeAs is see of what is done to a slice of one type: its capacity, or what is behind its length.
func (f *flows) seeAs(at []place, kind, what string, pos token.Pos, as types.Type) {
	p := f.c.place(pos)
	for _, where := range at {
		f.sights[where] = append(f.sights[where], sight{kind, what, p.Filename, p.Line, pos, as})
	}
}

// unseen is a place outside of the package, and why.
func (f *flows) unseen(what string, pos token.Pos) place {
	p := &outside{}
	q := f.c.place(pos)
	f.sights[p] = append(f.sights[p], sight{"unknown", what, q.Filename, q.Line, pos, nil})
	return p
}

func contents(t types.Type) place {
	return contentsOf(spelling(t))
}

// spelling is the same for identical types, also where the one is written with an alias ([]byte and []uint8,
// any and interface{}). Types that differ may share one: then they are taken for one.
func spelling(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return types.Typ[t.Kind()].Name()
	case *types.Pointer:
		return "*" + spelling(t.Elem())
	case *types.Slice:
		return "[]" + spelling(t.Elem())
	case *types.Array:
		return "[" + strconv.FormatInt(t.Len(), 10) + "]" + spelling(t.Elem())
	case *types.Map:
		return "map[" + spelling(t.Key()) + "]" + spelling(t.Elem())
	case *types.Chan:
		return "chan(" + strconv.Itoa(int(t.Dir())) + ") " + spelling(t.Elem())
	case *types.Named:
		name := types.TypeString(t.Origin(), nil)
		for i := 0; i < t.TypeArgs().Len(); i++ {
			name += "," + spelling(t.TypeArgs().At(i))
		}
		return name
	case *types.Struct:
		name := "struct"
		for i := 0; i < t.NumFields(); i++ {
			name += "," + t.Field(i).Name() + " " + spelling(t.Field(i).Type())
		}
		return name
	case *types.TypeParam:
		return types.TypeString(t, nil)
	case *types.Interface:
		return "interface"
	case *types.Signature:
		return "func"
	}
	return types.TypeString(t, nil)
}

// element is the type of what a container holds and a slice can be found in, or nil.
func element(t types.Type) types.Type {
	switch u := t.Underlying().(type) {
	case *types.Slice:
		return u.Elem()
	case *types.Array:
		return u.Elem()
	case *types.Pointer:
		return u.Elem()
	case *types.Map:
		return u.Elem()
	case *types.Chan:
		return u.Elem()
	}
	return nil
}

func carries(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Slice:
		return true
	case *types.Interface:
		_, param := types.Unalias(t).(*types.TypeParam)
		return param
	}
	return false
}

// link makes the contents of two types of container one, where a value of the one becomes one of
// the other (a named type, another instance, a conversion).
func (f *flows) link(one, other types.Type) {
	for depth := 0; depth < 8 && one != nil && other != nil && !types.Identical(one, other); depth++ {
		a, b := contents(one), contents(other)
		f.edge(a, b, 0)
		f.edge(b, a, 0)
		f.linkFields(one, other)
		one, other = element(one), element(other)
	}
}

func (f *flows) linkFields(one, other types.Type) {
	a, ok := one.Underlying().(*types.Struct)
	b, also := other.Underlying().(*types.Struct)
	if ok && also && a.NumFields() == b.NumFields() {
		for i := 0; i < a.NumFields(); i++ {
			if x, y := a.Field(i).Origin(), b.Field(i).Origin(); x != y {
				f.edge(x, y, 0)
				f.edge(y, x, 0)
			}
		}
	}
}

// sources are the places that an expression's slice may have come from.
func (f *flows) sources(e ast.Expr) []place {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if v, ok := f.c.info.ObjectOf(e).(*types.Var); ok {
			return []place{v.Origin()}
		}
	case *ast.SelectorExpr:
		if v, ok := f.c.info.Uses[e.Sel].(*types.Var); ok {
			return []place{v.Origin()}
		}
	case *ast.IndexExpr:
		if element(f.typeOf(e.X)) != nil || carries(f.typeOf(e.X)) {
			return []place{contents(f.pointed(e.X))}
		}
	case *ast.StarExpr:
		return []place{contents(f.typeOf(e.X))}
	case *ast.UnaryExpr:
		if e.Op == token.ARROW {
			return []place{contents(f.typeOf(e.X))}
		}
	case *ast.SliceExpr:
		return f.sources(e.X)
	case *ast.TypeAssertExpr:
		if e.Type != nil {
			return inside(f.sources(e.X), f.typeOf(e.Type))
		}
	case *ast.CallExpr:
		return f.callSources(e, 0)
	}
	return nil
}

// pointed is the type that is indexed or ranged over: of a pointer to an array, the array's.
func (f *flows) pointed(e ast.Expr) types.Type {
	t := f.typeOf(e)
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return types.Unalias(p.Elem())
	}
	return t
}

func (f *flows) callSources(e *ast.CallExpr, index int) []place {
	if f.c.info.Types[e.Fun].IsType() {
		if len(e.Args) == 1 && carries(f.typeOf(e)) {
			return f.sources(e.Args[0])
		}
		return nil
	}
	if lit := f.calledLiteral(e); lit != nil {
		return []place{resultOf{lit, index}}
	}
	switch obj := f.c.calledObject(e).(type) {
	case *types.Builtin:
		if obj.Name() == "append" && len(e.Args) > 0 {
			return f.sources(e.Args[0])
		}
	case *types.Func:
		var found []place
		for _, fn := range f.candidates(obj) {
			found = append(found, resultOf{fn, index})
		}
		if obj.Pkg() != f.c.pkg && !copies[obj.Origin().FullName()] {
			// Whatever comes back may be a part of what went in.
			for _, arg := range e.Args {
				if carries(f.typeOf(arg)) {
					found = append(found, f.sources(arg)...)
				}
			}
		}
		return found
	default:
		if sig, ok := f.typeOf(e.Fun).Underlying().(*types.Signature); ok && index < sig.Results().Len() {
			return []place{hidden{by: "result", t: spelling(sig.Results().At(index).Type())}}
		}
	}
	return nil
}

var copies = map[string]bool{"bytes.Clone": true, "slices.Clone": true, "bytes.Repeat": true, "bytes.Join": true}

// candidates are the functions of the package that a call of fn may run.
func (f *flows) candidates(fn *types.Func) []*types.Func {
	fn = fn.Origin()
	recv := fn.Type().(*types.Signature).Recv()
	if recv == nil || !types.IsInterface(recv.Type()) {
		if f.bodies[fn] == nil {
			return nil
		}
		return []*types.Func{fn}
	}
	var found []*types.Func
	for _, method := range f.methods[fn.Name()] {
		if method.Type().(*types.Signature).Params().Len() == fn.Type().(*types.Signature).Params().Len() {
			found = append(found, method)
		}
	}
	return found
}

func (f *flows) calledLiteral(e *ast.CallExpr) *ast.FuncLit {
	switch fun := ast.Unparen(e.Fun).(type) {
	case *ast.FuncLit:
		return fun
	case *ast.Ident:
		return f.literals[f.c.info.Uses[fun]]
	}
	return nil
}

// put says that the value of an expression goes to some places of type t.
func (f *flows) put(e ast.Expr, t types.Type, to ...place) {
	e = ast.Unparen(e)
	from := f.typeOf(e)
	if t == nil {
		t = from
	}
	if types.IsInterface(t) && !types.IsInterface(from) && !isParam(t) {
		out := f.unseen("it becomes an interface", e.Pos())
		to = append(inside(to, from), out)
		f.box(from, out, map[types.Type]bool{})
	}
	f.goes[e] = append(f.goes[e], to...)
	f.copied(e, to)
	if carries(from) {
		for _, source := range f.sources(e) {
			for _, target := range to {
				f.edge(source, target, f.copies(e, source))
			}
		}
	}
	f.link(from, t)
}

func isParam(t types.Type) bool {
	_, ok := types.Unalias(t).(*types.TypeParam)
	return ok
}

// box says that values of a type, and what they hold, become interfaces.
func (f *flows) box(t types.Type, out place, done map[types.Type]bool) {
	t = types.Unalias(t)
	if done[t] {
		return
	}
	done[t] = true
	if named, ok := t.(*types.Named); ok {
		f.boxed[named.Obj()] = true
	}
	if s, ok := t.Underlying().(*types.Struct); ok {
		// Their fields stay as much in view as their names say; their methods do not.
		for i := 0; i < s.NumFields(); i++ {
			f.box(s.Field(i).Type(), nil, done)
		}
		return
	}
	if elem := element(t); elem != nil {
		if out != nil {
			f.edge(contents(t), out, 0)
		}
		f.box(elem, out, done)
	}
}

func (f *flows) assign(n *ast.AssignStmt) {
	for _, left := range n.Lhs {
		f.written(left)
	}
	if n.Tok == token.ASSIGN || n.Tok == token.DEFINE {
		f.assignAll(n.Lhs, n.Rhs)
	}
}

func (f *flows) assignAll(left, right []ast.Expr) {
	if len(left) == len(right) {
		for i := range left {
			f.put(right[i], f.targetType(left[i]), f.target(left[i])...)
		}
	} else if len(right) == 1 {
		f.spread(right[0], func(i int) ([]place, types.Type) {
			if i < len(left) {
				return f.target(left[i]), f.targetType(left[i])
			}
			return nil, nil
		})
	}
}

func (f *flows) target(e ast.Expr) []place {
	if id, ok := e.(*ast.Ident); ok && id.Name == "_" {
		return nil
	}
	return f.sources(e)
}

// named is the target of what a range clause names, if it names it.
func (f *flows) named(e ast.Expr) []place {
	if e == nil {
		return nil
	}
	return f.target(e)
}

func (f *flows) targetType(e ast.Expr) types.Type {
	if id, ok := e.(*ast.Ident); ok && id.Name == "_" {
		return nil
	}
	return f.typeOf(e)
}

// spread gives the values of one expression to several places.
func (f *flows) spread(e ast.Expr, to func(int) ([]place, types.Type)) {
	e = ast.Unparen(e)
	call, ok := e.(*ast.CallExpr)
	if !ok {
		// v, ok := m[k], <-c, x.(T)
		if places, t := to(0); t != nil {
			for _, source := range f.sources(e) {
				for _, target := range places {
					f.edge(source, target, many)
				}
			}
			f.copiedTo(t, places)
			if tuple, ok := f.typeOf(e).(*types.Tuple); ok && tuple.Len() > 0 {
				f.link(tuple.At(0).Type(), t)
			}
		}
		return
	}
	tuple, ok := f.typeOf(call).(*types.Tuple)
	if !ok {
		return
	}
	for i := 0; i < tuple.Len(); i++ {
		places, t := to(i)
		if t == nil {
			continue
		}
		from := tuple.At(i).Type()
		if types.IsInterface(t) && !types.IsInterface(from) && !isParam(t) {
			out := f.unseen("it becomes an interface", e.Pos())
			places = append(inside(places, from), out)
			f.box(from, out, map[types.Type]bool{})
		}
		if carries(from) {
			for _, source := range f.callSources(call, i) {
				for _, target := range places {
					f.edge(source, target, f.copies(call, source))
				}
			}
		}
		f.link(from, t)
	}
}

// written says that a part of a slice's elements is assigned, if it is.
func (f *flows) written(e ast.Expr) {
	f.seeElements(e, "write", "its elements are written")
}

// seeElements says of the slice that an element (or a part of one) is of what is done with that.
func (f *flows) seeElements(e ast.Expr, kind, what string) {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.SelectorExpr:
			e = x.X
			continue
		case *ast.IndexExpr:
			if _, ok := f.typeOf(x.X).Underlying().(*types.Slice); ok || isParam(f.typeOf(x.X)) {
				f.see(f.sources(x.X), kind, what, x.Pos())
				return
			}
			e = x.X
			continue
		}
		return
	}
}

func (f *flows) addressed(e ast.Expr) {
	f.written(e)
	f.seeElements(e, "address", "the address of an element is taken")
	e = ast.Unparen(e)
	if t := f.typeOf(e); carries(t) {
		for _, where := range f.sources(e) {
			pointer := contents(types.NewPointer(t))
			f.edge(where, pointer, 0)
			f.edge(pointer, where, 0)
		}
	}
}

func (f *flows) ranged(n *ast.RangeStmt) {
	for _, left := range []ast.Expr{n.Key, n.Value} {
		if left != nil {
			f.written(left)
		}
	}
	value := n.Value
	switch f.typeOf(n.X).Underlying().(type) {
	case *types.Chan:
		value = n.Key
	case *types.Signature:
		// What an iterator over parts of its arguments gives (bytes.SplitSeq).
		if call, ok := ast.Unparen(n.X).(*ast.CallExpr); ok && n.Key != nil {
			for _, arg := range call.Args {
				for _, source := range append(f.sources(arg), contents(f.pointed(arg))) {
					for _, named := range []ast.Expr{n.Key, n.Value} {
						for _, target := range f.named(named) {
							f.edge(source, target, many)
						}
					}
				}
			}
		}
	}
	if value == nil {
		return
	}
	elem := element(f.pointed(n.X))
	if elem == nil {
		return
	}
	for _, target := range f.target(value) {
		f.edge(contents(f.pointed(n.X)), target, many)
	}
	if t := f.targetType(value); t != nil {
		f.copiedTo(elem, f.target(value))
		f.link(elem, t)
	}
}

func (f *flows) returned(n *ast.ReturnStmt, function any, sig *types.Signature) {
	if sig == nil {
		return
	}
	if len(n.Results) == sig.Results().Len() {
		for i, result := range n.Results {
			f.copied(result, nil)
			f.put(result, sig.Results().At(i).Type(), sig.Results().At(i))
		}
	} else if len(n.Results) == 1 {
		f.spread(n.Results[0], func(i int) ([]place, types.Type) {
			return []place{sig.Results().At(i)}, sig.Results().At(i).Type()
		})
	}
}

func (f *flows) composite(n *ast.CompositeLit) {
	t := f.typeOf(n)
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if s, ok := t.Underlying().(*types.Struct); ok {
		for i, elt := range n.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				if field, ok := f.c.info.Uses[kv.Key.(*ast.Ident)].(*types.Var); ok {
					f.put(kv.Value, field.Type(), field.Origin())
				}
			} else if i < s.NumFields() {
				f.put(elt, s.Field(i).Type(), s.Field(i).Origin())
			}
		}
		return
	}
	elem := element(t)
	if elem == nil {
		return
	}
	for _, elt := range n.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			elt = kv.Value
			if m, ok := t.Underlying().(*types.Map); ok {
				f.put(kv.Key, m.Key())
			}
		}
		f.put(elt, elem, contents(t))
	}
}

// resliced looks for slice expressions that may reach beyond the length of what they slice.
func (f *flows) resliced(n *ast.SliceExpr) {
	if !f.c.endsWithin(n) {
		f.seeAs(f.sources(n.X), "reslice", "it is sliced up to `"+types.ExprString(n.High)+"`", n.Pos(), f.typeOf(n.X))
	}
}
