package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// Appending to two copies of one slice writes to the same memory if there is room, and does not if there is none:
// so the capacity can be told. This file counts the appends that one value may see, over all that hold it.

// many is the number of all counts greater than one.
const many = 2

// edge is a way that slices go. A value that moves, or has two names for one place, is not copied.
type edge struct {
	to     place
	copies int // 0 where it moves, 1, or many
}

// grown is an append that is assigned back, by the variable that it begins with.
type grown struct {
	root types.Object
	name string
	pos  token.Pos
	as   types.Type
}

// another tells whether an append is not the growth of a slice itself, but of what may be a copy of it.
func (one grown) another(own grown) bool {
	same := one.root != nil && one.root == own.root && one.name == own.name
	return !same && sameElements(one.as, own.as)
}

// holding is what has to be known of variables before anything is followed.
type holding struct {
	moved   map[*ast.Ident]bool         // mentions in statements after which nobody has what the variable held
	last    map[types.Object]*ast.Ident // the last mention of a local
	results map[types.Object]bool       // named results, which are mentioned once more when the function ends
	given   map[types.Object]bool       // parameters, receivers and results
	shared  map[types.Object]bool       // locals that a function literal mentions, or whose address is taken
	spoiled map[types.Object]bool       // structs that more is done with than reading their fields
	read    map[*ast.Ident]bool         // structs of which a field is read
	stays   map[ast.Expr]bool           // appends and slice expressions that are assigned to what they begin with
	repeats [][2]token.Pos              // what may run more than once: loops, literals, and up to a goto
	labels  []*ast.LabeledStmt          // of the function
	forked  map[place]bool              // fields of structs that are copied, and what is in such arrays
	grown   map[place][]grown           // appends that are assigned back
}

func newHolding() holding {
	return holding{
		moved: map[*ast.Ident]bool{}, last: map[types.Object]*ast.Ident{}, results: map[types.Object]bool{},
		given:  map[types.Object]bool{},
		shared: map[types.Object]bool{}, spoiled: map[types.Object]bool{}, read: map[*ast.Ident]bool{},
		stays: map[ast.Expr]bool{}, forked: map[place]bool{}, grown: map[place][]grown{},
	}
}

// look collects what one node says of the variables in it.
func (f *flows) look(n ast.Node) {
	switch n := n.(type) {
	case *ast.ForStmt:
		f.repeats = append(f.repeats, [2]token.Pos{n.Body.Pos(), n.Body.End()})
		for _, part := range []ast.Node{n.Cond, n.Post} {
			if part != nil && part != ast.Expr(nil) && part != ast.Stmt(nil) {
				f.repeats = append(f.repeats, [2]token.Pos{part.Pos(), part.End()})
			}
		}
	case *ast.RangeStmt:
		f.repeats = append(f.repeats, [2]token.Pos{n.Body.Pos(), n.Body.End()})
		if n.Tok == token.ASSIGN {
			f.spoil(n.Key, false)
			f.spoil(n.Value, false)
		}
	case *ast.FuncDecl:
		f.give(n.Recv)
	case *ast.FuncType:
		f.give(n.Params)
		for _, result := range f.give(n.Results) {
			f.results[result] = true
		}
	case *ast.FuncLit:
		f.repeats = append(f.repeats, [2]token.Pos{n.Pos(), n.End()})
		f.eachName(n, func(id *ast.Ident, obj types.Object) {
			if obj.Pos() < n.Pos() || obj.Pos() >= n.End() {
				f.shared[obj] = true
			}
		})
	case *ast.LabeledStmt:
		f.labels = append(f.labels, n)
	case *ast.BranchStmt:
		if n.Tok == token.GOTO {
			for _, label := range f.labels {
				if label.Label.Name == n.Label.Name && label.Pos() < n.Pos() {
					f.repeats = append(f.repeats, [2]token.Pos{label.Pos(), n.End()})
				}
			}
		}
	case *ast.ReturnStmt:
		f.moves(n.Results, nil)
	case *ast.AssignStmt:
		for _, left := range n.Lhs {
			if _, plain := ast.Unparen(left).(*ast.Ident); !plain {
				f.spoil(left, false)
			}
		}
		if n.Tok == token.ASSIGN {
			f.moves(n.Rhs, n.Lhs)
		}
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			f.spoil(n.X, true)
		}
	case *ast.SliceExpr:
		if _, array := f.typeOf(n.X).Underlying().(*types.Array); array {
			f.spoil(n.X, true)
		}
	case *ast.SelectorExpr:
		f.selected(n)
	case *ast.CallExpr:
		if fn, ok := f.c.calledObject(n).(*types.Func); ok && roleOf(fn.Origin(), fn.Type().(*types.Signature)) == printing {
			for _, arg := range n.Args {
				if id, ok := ast.Unparen(arg).(*ast.Ident); ok {
					f.read[id] = true
				}
			}
		}
	case *ast.Ident:
		if obj, ok := f.c.info.Uses[n].(*types.Var); ok && !obj.IsField() {
			if hasParts(obj.Type()) && !f.read[n] {
				f.spoiled[obj] = true
			}
			if was := f.last[obj]; was == nil || was.Pos() < n.Pos() {
				f.last[obj] = n
			}
		}
	}
}

// give notes the variables that a function starts with.
func (f *flows) give(fields *ast.FieldList) []types.Object {
	var found []types.Object
	if fields != nil {
		for _, field := range fields.List {
			for _, name := range field.Names {
				found = append(found, f.c.info.Defs[name])
				f.given[f.c.info.Defs[name]] = true
			}
		}
	}
	return found
}

// selected says what `x.f` does to x.
func (f *flows) selected(n *ast.SelectorExpr) {
	selection := f.c.info.Selections[n]
	if selection == nil {
		return
	}
	id, ok := ast.Unparen(n.X).(*ast.Ident)
	if selection.Kind() == types.FieldVal {
		if ok {
			f.read[id] = true
		}
		return
	}
	fn, _ := selection.Obj().(*types.Func)
	if fn == nil || isPointer(f.typeOf(n.X)) {
		return
	}
	if _, pointer := fn.Type().(*types.Signature).Recv().Type().Underlying().(*types.Pointer); pointer {
		f.spoil(n.X, true)
	} else if ok && f.called[n.Sel] {
		f.read[id] = true // the copy is the method's receiver, which is looked at by itself
	}
}

// spoil says of the variable of which an expression is a part that it is written, or that its address is taken.
func (f *flows) spoil(e ast.Expr, address bool) {
	for e != nil {
		switch x := e.(type) {
		case *ast.Ident:
			if obj := f.c.info.ObjectOf(x); obj != nil {
				f.spoiled[obj] = true
				f.shared[obj] = f.shared[obj] || address
			}
			return
		case *ast.ParenExpr:
			e = x.X
		case *ast.SelectorExpr:
			if e = x.X; isPointer(f.typeOf(e)) {
				return
			}
		case *ast.IndexExpr:
			if e = x.X; !hasParts(f.typeOf(e)) {
				return
			}
		default:
			return
		}
	}
}

// rootOf is the variable that a part of one is named after.
func rootOf(e ast.Expr) *ast.Ident {
	for e != nil {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.ParenExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		default:
			return nil
		}
	}
	return nil
}

func (f *flows) eachName(n ast.Node, do func(*ast.Ident, types.Object)) {
	ast.Inspect(n, func(inner ast.Node) bool {
		if call, ok := inner.(*ast.CallExpr); ok && f.c.callee(call) == "len" {
			return false
		}
		if id, ok := inner.(*ast.Ident); ok {
			if obj, ok := f.c.info.Uses[id].(*types.Var); ok && !obj.IsField() {
				do(id, obj)
			}
		}
		return true
	})
}

// moves finds the names among some values that are mentioned once and die there: in a return statement all, in an
// assignment those that it sets.
func (f *flows) moves(values, targets []ast.Expr) {
	mentions := map[types.Object][]*ast.Ident{}
	for _, value := range values {
		f.eachName(value, func(id *ast.Ident, obj types.Object) { mentions[obj] = append(mentions[obj], id) })
	}
	set := map[types.Object]int{}
	for _, target := range targets {
		if id, ok := ast.Unparen(target).(*ast.Ident); ok {
			set[f.c.info.ObjectOf(id)] += 1
		} else {
			f.eachName(target, func(_ *ast.Ident, obj types.Object) { set[obj] += many })
		}
	}
	for obj, names := range mentions {
		if len(names) == 1 && !isPackageLevel(obj) && (targets == nil || set[obj] == 1) {
			f.moved[names[0]] = true
		}
	}
}

// hasParts tells whether a value is a struct or an array, which a copy copies part by part.
func hasParts(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
		return true
	}
	return false
}

// copies tells how often a value of `source` may be left behind where an expression takes it.
func (f *flows) copies(e ast.Expr, source place) int {
	if f.stays[ast.Unparen(e)] {
		return 0
	}
	switch source := source.(type) {
	case resultOf:
		return 0 // each call gives its own, or what it got from somewhere else
	case hidden:
		if source.by == "result" {
			return 0
		}
	case *types.Var:
		if source.IsField() || isPackageLevel(source) {
			return many
		}
		var name *ast.Ident
		f.eachName(e, func(id *ast.Ident, obj types.Object) {
			if name == nil && obj == source {
				name = id
			}
		})
		if name == nil {
			return many
		}
		switch {
		case f.leaves(name):
			return 0
		case f.isRepeated(name.Pos(), source.Pos()):
			return many
		}
		return 1
	}
	return many
}

// leaves tells whether nobody uses what a variable holds after it was mentioned there.
func (f *flows) leaves(name *ast.Ident) bool {
	obj := f.c.info.Uses[name]
	if obj == nil || f.shared[obj] || isPackageLevel(obj) {
		return false
	}
	return f.moved[name] || f.last[obj] == name && !f.results[obj] && !f.isRepeated(name.Pos(), obj.Pos())
}

// isRepeated tells whether something may run more than once in the life of a variable.
func (f *flows) isRepeated(at, declared token.Pos) bool {
	for _, again := range f.repeats {
		if again[0] <= at && at < again[1] && (declared < again[0] || again[1] <= declared) {
			return true
		}
	}
	return false
}

// copied marks the fields of a struct that an expression copies, unless only their values are looked at.
func (f *flows) copied(e ast.Expr, to []place) {
	e = ast.Unparen(e)
	t := f.typeOf(e)
	if !hasParts(t) {
		return
	}
	switch e := e.(type) {
	case *ast.CompositeLit:
		return
	case *ast.CallExpr:
		if f.c.info.Types[e.Fun].IsType() && len(e.Args) == 1 {
			f.copied(e.Args[0], nil)
			f.fork(t, 0)
		}
		return
	case *ast.Ident:
		if f.leaves(e) {
			return
		}
	}
	f.copiedTo(t, to)
}

func (f *flows) copiedTo(t types.Type, to []place) {
	for _, target := range to {
		if v, ok := target.(*types.Var); ok && !v.IsField() && !isPackageLevel(v) && !f.spoiled[v] {
			continue
		}
		switch target.(type) {
		case *outside, hidden:
			continue // what comes out again is a copy there
		}
		f.fork(t, 0)
	}
	if len(to) == 0 {
		f.fork(t, 0)
	}
}

func (f *flows) fork(of types.Type, depth int) {
	if of == nil || depth > 8 {
		return
	}
	switch t := of.Underlying().(type) {
	case *types.Struct:
		for i := 0; i < t.NumFields(); i++ {
			f.forked[t.Field(i).Origin()] = true
			f.fork(t.Field(i).Type(), depth+1)
		}
	case *types.Array:
		f.forked[contents(of)] = true
		f.fork(t.Elem(), depth+1)
	}
}

// isOwn tells of what an append appends to that nobody else has it, or that it is assigned back.
func (f *flows) isOwn(call *ast.CallExpr, sources []place) bool {
	if f.growth[call] {
		return true
	}
	for _, source := range sources {
		if _, ok := source.(resultOf); !ok {
			return false
		}
	}
	_, called := ast.Unparen(call.Args[0]).(*ast.CallExpr)
	return called
}

// appending tells of a function that is not in view that it appends to its first argument.
func appending(fn *types.Func) bool {
	if fn.Pkg() == nil || !standard(fn.Pkg().Path()) {
		return false
	}
	name := fn.FullName()
	return strings.HasPrefix(fn.Name(), "Append") || fn.Name() == "Sum" || name == "slices.Insert" || name == "slices.Replace"
}

// duplicating functions copy what is in a container to another one.
var duplicating = map[string]bool{
	"slices.Clone": true, "slices.Concat": true, "slices.Repeat": true, "slices.Insert": true, "slices.Replace": true,
	"slices.Values": true, "slices.All": true, "slices.Backward": true, "slices.AppendSeq": true, "slices.Collect": true,
	"maps.Clone": true, "maps.Copy": true, "maps.Values": true, "maps.All": true, "maps.Collect": true, "maps.Insert": true,
}

// appended says of what an expression is a part of that it is appended to.
func (f *flows) appended(call *ast.CallExpr, to []place) {
	if isFull(call.Args[0]) {
		return
	}
	sources := f.sources(call.Args[0])
	what := "it is appended to"
	if f.isOwn(call, sources) {
		f.grows(call, sources)
	} else {
		what = "it is appended to without the result being assigned back"
	}
	f.seeAs(append(sources, to...), "append", what, call.Pos(), f.typeOf(call.Args[0]))
}

// isFull tells whether an expression is `x[:i:i]`: what is appended to that never comes into the memory behind it.
func isFull(e ast.Expr) bool {
	cut, ok := ast.Unparen(e).(*ast.SliceExpr)
	return ok && cut.Max != nil && !hasCall(cut.Max) && types.ExprString(cut.High) == types.ExprString(cut.Max)
}

// grows notes an append that is assigned back.
func (f *flows) grows(call *ast.CallExpr, sources []place) {
	var root types.Object
	if id := rootOf(call.Args[0]); id != nil {
		root = f.c.info.ObjectOf(id)
	}
	for _, source := range sources {
		f.grown[source] = append(f.grown[source], grown{root, types.ExprString(ast.Unparen(call.Args[0])), call.Pos(), f.typeOf(call.Args[0])})
	}
}

// branches counts the appends that what an expression gives may see, those to the variable itself left out.
func (f *flows) branches(e ast.Expr, start []place, reached map[place]bool) (int, token.Pos) {
	base := ast.Unparen(e)
	if call, ok := base.(*ast.CallExpr); ok && len(call.Args) > 0 {
		base = call.Args[0]
	}
	own := grown{name: types.ExprString(ast.Unparen(base)), as: f.typeOf(e)}
	if id := rootOf(base); id != nil {
		own.root = f.c.info.ObjectOf(id)
	}
	sources := f.sources(e)
	for _, source := range sources {
		reached[source] = true
		for _, next := range f.edges[source] {
			if !reached[next.to] {
				f.reach(next.to, reached)
			}
		}
	}
	counts := map[place]int{}
	for changed := true; changed; {
		changed = false
		for at := range reached {
			if n := f.count(at, counts, own); n > counts[at] {
				counts[at] = n
				changed = true
			}
		}
	}
	most := 0
	for _, at := range append(sources, start...) {
		most = max(most, counts[at])
	}
	if most < many {
		return most, token.NoPos
	}
	first := token.NoPos
	for at := range reached {
		for _, one := range f.grown[at] {
			if one.another(own) && (first == token.NoPos || f.c.before(one.pos, first)) {
				first = one.pos
			}
		}
	}
	return most, first
}

func (f *flows) count(at place, counts map[place]int, own grown) int {
	here := 0
	for _, one := range f.grown[at] {
		if one.another(own) {
			here = 1
			if f.forked[at] {
				here = many
			}
		}
	}
	copied := 0
	for _, next := range f.edges[at] {
		n := counts[next.to]
		if next.copies == 0 {
			here = max(here, n)
		} else {
			copied += n * next.copies
		}
	}
	return min(here+copied, many)
}

func (f *flows) reach(at place, reached map[place]bool) {
	work := []place{at}
	for len(work) > 0 {
		at := work[len(work)-1]
		work = work[:len(work)-1]
		if reached[at] {
			continue
		}
		reached[at] = true
		for _, next := range f.edges[at] {
			work = append(work, next.to)
		}
	}
}
