package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
)

// elements is what go/types knows of the maps to bool of one unit: which of them can only change the type of their
// elements together, what is done to their values, and what keeps one from changing.
//
// The type checker makes a *types.Map for every map type that is written, and hands the pointer on: to the variables
// declared with it, to the values made of it, to what these are assigned to. Wherever Go asks two types to be identical
// or assignable, the pointers at the same place in both are joined. What was joined is one component. A join too few
// can do no harm beyond a fix that does not compile; what would still compile and mean something else is all in the
// places where a value becomes an interface, or leaves the view of the type checker (see escapes.go).
type elements struct {
	c       *checked
	parent  map[*types.Map]*types.Map
	written map[*types.Map]*ast.MapType
	derived map[*types.Map]bool // made by instantiating generic types and functions of the unit
	holders map[*types.Map][]holder
	uses    map[*types.Map][]elementUse
	nils    map[*types.Map]bool
	hard    map[*types.Map][]obstacle // why it cannot change
	soft    map[*types.Map][]obstacle // why a change would be seen by code that looks for it
	joined  map[[2]types.Type]bool
	stack   []ast.Node
	told    map[*ast.Ident]bool // names of generic functions and types that type arguments are written for
	strict  bool                // no type argument is inferred
	spread  map[*ast.Ident]bool // names of generic functions that take any map, in calls
	seized  []seizure
	found   map[types.Object]*types.Map // the values of ranges over such maps
	byName  map[*types.TypeName]bool    // types whose methods may be called by name
	outside map[*types.TypeName]bool    // types that other packages can come by
	methods map[string]bool             // of the interfaces that are written in the unit
	apart   map[*types.TypeParam]bool
	taken   map[*types.TypeParam]bool // those of which values become interfaces; whether their own type shows
	sets    map[*types.Map]map[*types.Map]*ast.MapType
	strays  []stray
	beyond  map[*types.Map]string // those that files beside the unit may come by, with one that does
}

// holder is a variable, field, function or type that has a map in its type.
type holder struct {
	obj   types.Object
	id    *ast.Ident
	local bool // declared in a function
	plain bool // a variable that is such a map itself
}

type elementUse struct {
	kind string // element, range, counted, literal
	node ast.Node
}

// stray is a map that an unsafe.Pointer to something else becomes: any of its type that is beside that.
type stray struct {
	m   *types.Map
	pos token.Pos
}

type obstacle struct {
	what string
	pos  token.Pos
	// beyond tells that it may be none where more packages are in view.
	beyond bool
}

func (c *checked) elementTypes() *elements {
	if c.elementing != nil {
		return c.elementing
	}
	e := c.newElements()
	c.elementing = e
	for _, file := range c.inOrder() {
		for _, decl := range file.Decls {
			one, known := c.kept.shares[decl]
			if !known {
				one = c.newElements()
				ast.Inspect(decl, one.visit)
				one.settle()
				if one.isEmpty() {
					one = nil
				}
				c.kept.shares[decl] = one
			}
			if one != nil {
				e.add(one)
			}
		}
	}
	e.instances()
	e.escapes()
	return e
}

func (c *checked) newElements() *elements {
	return &elements{
		c: c, parent: map[*types.Map]*types.Map{}, written: map[*types.Map]*ast.MapType{}, derived: map[*types.Map]bool{},
		holders: map[*types.Map][]holder{}, uses: map[*types.Map][]elementUse{}, nils: map[*types.Map]bool{},
		hard: map[*types.Map][]obstacle{}, soft: map[*types.Map][]obstacle{}, joined: map[[2]types.Type]bool{},
		told: map[*ast.Ident]bool{}, spread: map[*ast.Ident]bool{}, byName: map[*types.TypeName]bool{}, methods: map[string]bool{},
		outside: map[*types.TypeName]bool{},
		apart:   map[*types.TypeParam]bool{}, taken: map[*types.TypeParam]bool{}, found: map[types.Object]*types.Map{},
	}
}

// settle is the end of looking at one declaration: only what that came to is kept. Of the values of a type that become
// interfaces, the first is enough.
func (e *elements) settle() {
	slices.SortStableFunc(e.seized, func(a, b seizure) int { return int(a.x.Pos() - b.x.Pos()) })
	seen := map[types.Type]bool{}
	e.seized = slices.DeleteFunc(e.seized, func(one seizure) bool {
		known := seen[one.t]
		seen[one.t] = true
		return known
	})
	e.c, e.joined, e.found, e.apart = nil, nil, nil, nil
}

// isEmpty tells of what was made of one declaration that there is nothing in it to add.
func (e *elements) isEmpty() bool {
	return len(e.parent)+len(e.written)+len(e.derived)+len(e.holders)+len(e.uses)+len(e.nils)+len(e.hard)+len(e.soft)+len(e.told)+
		len(e.spread)+len(e.byName)+len(e.methods)+len(e.taken)+len(e.seized)+len(e.strays) == 0
}

// add takes in what was made of one declaration, in which alone ranges and what they find can be.
func (e *elements) add(one *elements) {
	for m, parent := range one.parent {
		e.join(parent, m)
	}
	maps.Copy(e.written, one.written)
	maps.Copy(e.derived, one.derived)
	maps.Copy(e.nils, one.nils)
	maps.Copy(e.told, one.told)
	maps.Copy(e.spread, one.spread)
	maps.Copy(e.byName, one.byName)
	maps.Copy(e.methods, one.methods)
	for p, open := range one.taken {
		e.taken[p] = e.taken[p] || open
	}
	for m, more := range one.holders {
		e.holders[m] = append(e.holders[m], more...)
	}
	for m, more := range one.uses {
		e.uses[m] = append(e.uses[m], more...)
	}
	for m, more := range one.hard {
		e.hard[m] = append(e.hard[m], more...)
	}
	for m, more := range one.soft {
		e.soft[m] = append(e.soft[m], more...)
	}
	e.seized = append(e.seized, one.seized...)
	e.strays = append(e.strays, one.strays...)
}

// inOrder gives the unit's files in their order, so that the same of several reasons is always told first.
func (c *checked) inOrder() []*ast.File {
	files := make([]*ast.File, len(c.files))
	for path, file := range c.files {
		files[c.numbers[path]] = file
	}
	return files
}

func (e *elements) find(m *types.Map) *types.Map {
	for e.parent[m] != nil {
		m = e.parent[m]
	}
	return m
}

func (e *elements) join(a, b *types.Map) {
	if a, b = e.find(a), e.find(b); a != b {
		e.parent[b] = a
	}
}

func (e *elements) refuse(m *types.Map, what string, pos token.Pos) {
	e.hard[m] = append(e.hard[m], obstacle{what, pos, false})
}

// refuseSo refuses for as long as packages are not in view.
func (e *elements) refuseSo(m *types.Map, what string, pos token.Pos) {
	e.hard[m] = append(e.hard[m], obstacle{what, pos, true})
}

func (e *elements) typeOf(x ast.Expr) types.Type {
	if t := e.c.info.TypeOf(x); t != nil {
		return types.Unalias(t)
	}
	return types.Typ[types.Invalid]
}

// mapOf is the map to bool that a type is, if it is one: of a generic type's instance, the generic type's own.
func (e *elements) mapOf(t types.Type) *types.Map {
	t = types.Unalias(t)
	named, _ := t.(*types.Named)
	if named != nil {
		t = named.Origin().Underlying()
	}
	m, ok := t.(*types.Map)
	if !ok || types.Unalias(m.Elem()) != types.Typ[types.Bool] {
		return nil
	}
	if named != nil && !e.ours(named.Obj().Pkg()) {
		e.refuseSo(m, "its type `"+types.TypeString(named, e.c.qualifier)+"` is declared elsewhere", token.NoPos)
	}
	return m
}

// within calls f with every map to bool in a type, as it is written: fields of a named struct are not part of it.
// With `names`, the maps that its named types stand for are.
func (e *elements) within(t types.Type, names bool, f func(*types.Map)) {
	seen := map[types.Type]bool{}
	var walk func(types.Type)
	walk = func(t types.Type) {
		if t == nil {
			return
		}
		t = types.Unalias(t)
		if _, basic := t.(*types.Basic); basic || seen[t] {
			return
		}
		seen[t] = true
		switch t := t.(type) {
		case *types.Named:
			for i := 0; i < t.TypeArgs().Len(); i++ {
				walk(t.TypeArgs().At(i))
			}
			if _, isStruct := t.Underlying().(*types.Struct); !isStruct && names && e.ours(t.Obj().Pkg()) {
				walk(t.Origin().Underlying())
			}
		case *types.Map:
			if m := e.mapOf(t); m != nil {
				f(m)
			}
			walk(t.Key())
			walk(t.Elem())
		case *types.Struct:
			for i := 0; i < t.NumFields(); i++ {
				walk(t.Field(i).Type())
			}
		case *types.Signature:
			walk(t.Params())
			walk(t.Results())
		case *types.Tuple:
			for i := 0; i < t.Len(); i++ {
				walk(t.At(i).Type())
			}
		case *types.Interface:
			for i := 0; i < t.NumMethods(); i++ {
				walk(t.Method(i).Type())
			}
		case *types.Pointer:
			walk(t.Elem())
		default:
			walk(element(t))
		}
	}
	walk(t)
}

// unify joins the maps at the same places of two types, one of which is used as the other. `instance` says that b is
// an instance of a: then what stands for a type parameter may differ.
func (e *elements) unify(a, b types.Type, instance bool, pos token.Pos) {
	if a == nil || b == nil {
		return
	}
	a, b = types.Unalias(a), types.Unalias(b)
	key := [2]types.Type{a, b}
	if a == b || e.joined[key] {
		return
	}
	if e.isUnknown(a, b, pos) {
		return
	}
	if _, basic := a.(*types.Basic); basic {
		return
	}
	e.joined[key] = true
	if isParam(a) || isParam(b) {
		if !instance {
			for _, t := range key {
				e.within(t, true, func(m *types.Map) { e.refuse(m, "it becomes a type parameter", pos) })
			}
		}
		return
	}
	x, named := a.(*types.Named)
	y, also := b.(*types.Named)
	if named && also && x.Origin() == y.Origin() {
		for i := 0; i < x.TypeArgs().Len() && i < y.TypeArgs().Len(); i++ {
			e.unify(x.TypeArgs().At(i), y.TypeArgs().At(i), instance, pos)
		}
		return
	}
	if one, other := e.mapOf(a), e.mapOf(b); one != nil && other != nil {
		e.join(one, other)
		if instance {
			e.derived[other] = true
		}
		return
	} else if one != nil || other != nil {
		m := one
		if m == nil {
			m = other
		}
		if base, ok := a.Underlying().(*types.Map); ok && instance && !e.strict && one == nil && e.isApart(base.Elem()) {
			e.derived[m] = true
			return
		}
		e.refuse(m, "its element type is a type parameter elsewhere", pos)
		return
	}
	if named {
		a = x.Underlying()
	}
	if also {
		b = y.Underlying()
	}
	switch a := a.(type) {
	case *types.Pointer:
		if b, ok := b.(*types.Pointer); ok {
			e.unify(a.Elem(), b.Elem(), instance, pos)
		}
	case *types.Slice:
		if b, ok := b.(*types.Slice); ok {
			e.unify(a.Elem(), b.Elem(), instance, pos)
		}
	case *types.Array:
		if b, ok := b.(*types.Array); ok {
			e.unify(a.Elem(), b.Elem(), instance, pos)
		}
	case *types.Chan:
		if b, ok := b.(*types.Chan); ok {
			e.unify(a.Elem(), b.Elem(), instance, pos)
		}
	case *types.Map:
		if b, ok := b.(*types.Map); ok {
			e.unify(a.Key(), b.Key(), instance, pos)
			e.unify(a.Elem(), b.Elem(), instance, pos)
		}
	case *types.Struct:
		if b, ok := b.(*types.Struct); ok && a.NumFields() == b.NumFields() {
			for i := 0; i < a.NumFields(); i++ {
				e.unify(a.Field(i).Type(), b.Field(i).Type(), instance, pos)
			}
		}
	case *types.Signature:
		if b, ok := b.(*types.Signature); ok {
			e.unify(a.Params(), b.Params(), instance, pos)
			e.unify(a.Results(), b.Results(), instance, pos)
		}
	case *types.Tuple:
		if b, ok := b.(*types.Tuple); ok && a.Len() == b.Len() {
			for i := 0; i < a.Len(); i++ {
				e.unify(a.At(i).Type(), b.At(i).Type(), instance, pos)
			}
		}
	}
}

// isUnknown tells whether one of two types is not known, as it may be beside cgo: then nothing is of what meets it.
func (e *elements) isUnknown(a, b types.Type, pos token.Pos) bool {
	unknown := a == types.Typ[types.Invalid] || b == types.Typ[types.Invalid]
	if unknown {
		for _, t := range [...]types.Type{a, b} {
			e.reach(t, true, map[reached]bool{}, func(m *types.Map, _ bool) { e.refuse(m, "nothing is known of what it meets", pos) })
		}
	}
	return unknown
}

// assign says that a value of type `from`, that of the expression x, becomes one of type `to`.
func (e *elements) assign(to, from types.Type, x ast.Expr) {
	if to == nil || from == nil {
		return
	}
	if b, ok := from.(*types.Basic); ok && b.Kind() != types.Invalid {
		if b.Kind() == types.UntypedNil {
			e.mayBeNil(to)
		}
		return
	}
	if types.IsInterface(to) && !isParam(to) {
		if !types.IsInterface(from) || isParam(from) {
			e.seize(from, x)
		}
		return
	}
	e.unify(to, from, false, x.Pos())
}

func (e *elements) give(to types.Type, x ast.Expr) {
	e.assign(to, e.typeOf(x), x)
}

// giveAll assigns the values of expressions, or of the one that has several, to what to(i) is the type of.
func (e *elements) giveAll(values []ast.Expr, count int, to func(int) types.Type) {
	if len(values) == count {
		for i, x := range values {
			e.give(to(i), x)
		}
		return
	}
	if len(values) != 1 {
		return
	}
	if tuple, ok := e.typeOf(values[0]).(*types.Tuple); ok {
		for i := 0; i < tuple.Len() && i < count; i++ {
			e.assign(to(i), tuple.At(i).Type(), values[0])
		}
		return
	}
	e.give(to(0), values[0]) // v, ok := m[k] where the types say nothing of the second
}

// targetType is nil for what takes anything.
func (e *elements) targetType(x ast.Expr) types.Type {
	if id, ok := x.(*ast.Ident); ok && id.Name == "_" {
		return nil
	}
	return e.typeOf(x)
}

func (e *elements) visit(n ast.Node) bool {
	if n == nil {
		e.stack = e.stack[:len(e.stack)-1]
		return true
	}
	switch n := n.(type) {
	case *ast.MapType:
		e.mapType(n)
	case *ast.InterfaceType:
		for _, field := range n.Methods.List {
			for _, name := range field.Names {
				e.methods[name.Name] = true
			}
		}
	case *ast.AssignStmt:
		e.passedOn(n)
		if n.Tok == token.ASSIGN || n.Tok == token.DEFINE {
			e.giveAll(n.Rhs, len(n.Lhs), func(i int) types.Type { return e.targetType(n.Lhs[i]) })
		}
	case *ast.ValueSpec:
		e.giveAll(n.Values, len(n.Names), func(i int) types.Type { return e.targetType(n.Names[i]) })
		if n.Type != nil {
			for _, name := range n.Names {
				// The type checker makes the type once for each of them.
				e.unify(e.typeOf(n.Type), e.typeOf(name), true, n.Pos())
			}
			if len(n.Values) == 0 {
				e.mayBeNil(e.typeOf(n.Type))
			}
		}
	case *ast.RangeStmt:
		e.ranged(n)
	case *ast.SendStmt:
		e.give(element(e.typeOf(n.Chan)), n.Value)
	case *ast.ReturnStmt:
		if results := e.results(); results != nil {
			e.giveAll(n.Results, results.Len(), func(i int) types.Type { return results.At(i).Type() })
		}
	case *ast.CompositeLit:
		e.composite(n)
	case *ast.CallExpr:
		e.call(n)
	case *ast.IndexListExpr:
		e.named(n.X)
	case *ast.IndexExpr:
		e.named(n.X)
		if m, ok := e.typeOf(n.X).Underlying().(*types.Map); ok {
			e.give(m.Key(), n.Index)
		}
	case *ast.BinaryExpr:
		if n.Op == token.EQL || n.Op == token.NEQ {
			e.compared(n.X, n.Y)
		}
	case *ast.SwitchStmt:
		if n.Tag != nil {
			for _, clause := range n.Body.List {
				for _, x := range clause.(*ast.CaseClause).List {
					e.compared(n.Tag, x)
				}
			}
		}
	case *ast.TypeSwitchStmt:
		for _, clause := range n.Body.List {
			for _, x := range clause.(*ast.CaseClause).List {
				e.asserted(x)
			}
		}
	case *ast.TypeAssertExpr:
		if n.Type != nil {
			e.asserted(n.Type)
		}
	case *ast.FuncDecl:
		e.function(n)
	case *ast.Ident:
		e.ident(n)
	}
	if x, ok := n.(ast.Expr); ok {
		e.value(x)
	}
	e.stack = append(e.stack, n)
	return true
}

// named notes that a generic function is told its types: they would have to be told anew.
func (e *elements) named(x ast.Expr) {
	var id *ast.Ident
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		id = x
	case *ast.SelectorExpr:
		id = x.Sel
	}
	if _, generic := e.c.info.Instances[id]; generic {
		e.told[id] = true
	}
}

// results are those of the function that the visited node is in.
func (e *elements) results() *types.Tuple {
	for i := len(e.stack) - 1; i >= 0; i-- {
		switch outer := e.stack[i].(type) {
		case *ast.FuncLit:
			if sig, ok := e.typeOf(outer).(*types.Signature); ok {
				return sig.Results()
			}
			return nil
		case *ast.FuncDecl:
			if fn, ok := e.c.info.Defs[outer.Name].(*types.Func); ok {
				return fn.Type().(*types.Signature).Results()
			}
			return nil
		}
	}
	return nil
}

// mapType notes a map type as it is written, and where it says what code elsewhere has to be.
func (e *elements) mapType(n *ast.MapType) {
	m, ok := e.typeOf(n).(*types.Map)
	if !ok || e.mapOf(m) == nil {
		return
	}
	e.written[m] = n
	if id, ok := ast.Unparen(n.Value).(*ast.Ident); !ok || e.c.info.Uses[id] != types.Universe.Lookup("bool") {
		e.refuse(m, "its element type is another name for bool", n.Value.Pos())
	}
	var inner ast.Node = n
	for i := len(e.stack) - 1; i >= 0; i-- {
		outer := e.stack[i]
		switch o := outer.(type) {
		case *ast.InterfaceType:
			e.refuse(m, "it is part of an interface", n.Pos())
			return
		case *ast.FuncType:
			if o.TypeParams != nil && inner == o.TypeParams {
				e.refuse(m, "it constrains a type parameter", n.Pos())
				return
			}
		case *ast.TypeSpec:
			if o.TypeParams != nil && inner == o.TypeParams {
				e.refuse(m, "it constrains a type parameter", n.Pos())
			} else if o.TypeParams != nil && o.Assign.IsValid() {
				e.refuse(m, "it is what a generic alias stands for", n.Pos())
			}
			return
		case ast.Stmt, *ast.FuncLit, *ast.FuncDecl:
			return
		}
		inner = outer
	}
}

// asserted says that a type is compared with what an interface holds, which may have come from anywhere.
func (e *elements) asserted(x ast.Expr) {
	e.within(e.typeOf(x), true, func(m *types.Map) { e.refuse(m, "an interface is asked for its type", x.Pos()) })
}

func (e *elements) ident(id *ast.Ident) {
	if obj := e.c.info.Defs[id]; obj != nil {
		e.defined(id, obj)
		return
	}
	obj := e.c.info.Uses[id]
	if obj == nil || obj.Pkg() == nil {
		return
	}
	if !e.ours(obj.Pkg()) {
		if _, isPackage := obj.(*types.PkgName); !isPackage {
			e.within(obj.Type(), false, func(m *types.Map) {
				e.refuseSo(m, "`"+obj.Name()+"` is declared in another package", id.Pos())
			})
		}
		return
	}
	if o := origin(obj); o != obj {
		e.unify(o.Type(), obj.Type(), true, id.Pos())
	}
}

func (e *elements) defined(id *ast.Ident, obj types.Object) {
	if _, isPackage := obj.(*types.PkgName); isPackage || obj.Type() == nil {
		return
	}
	local := false
	field := false
	for i, outer := range e.stack {
		switch outer := outer.(type) {
		case *ast.FuncDecl:
			// Its parameters are in nobody else's sight but by its type.
			local = id != outer.Name
		case *ast.FieldList:
			if st, ok := e.stack[i-1].(*ast.FuncType); ok && st.Results == outer {
				e.mayBeNil(obj.Type())
			}
			field = true
		}
	}
	v, isVar := obj.(*types.Var)
	t := obj.Type()
	if _, isType := obj.(*types.TypeName); isType {
		if named, ok := types.Unalias(t).(*types.Named); ok {
			t = named.Underlying()
		}
		e.within(t, false, func(m *types.Map) { e.holders[m] = append(e.holders[m], holder{obj, id, local, false}) })
		return
	}
	direct := e.mapOf(t)
	e.within(t, true, func(m *types.Map) {
		plain := isVar && !v.IsField() && !field && m == direct
		e.holders[m] = append(e.holders[m], holder{obj, id, local, plain})
		if isVar && (v.IsField() || m != direct) {
			e.nils[m] = true // what it is in may be new
		}
	})
}

func (e *elements) mayBeNil(t types.Type) {
	e.within(t, true, func(m *types.Map) { e.nils[m] = true })
}

// value looks at an expression that is a map to bool, and at what becomes of it.
func (e *elements) value(x ast.Expr) {
	tv, ok := e.c.info.Types[x]
	if !ok || tv.Type == nil {
		return
	}
	t := types.Unalias(tv.Type)
	if named, ok := t.(*types.Named); ok && named.TypeArgs().Len() > 0 && e.ours(named.Obj().Pkg()) {
		e.unify(named.Origin().Underlying(), named.Underlying(), true, x.Pos())
	}
	if lit, ok := x.(*ast.CompositeLit); ok {
		if p, ok := t.(*types.Pointer); ok && lit.Type == nil {
			t = p.Elem() // the & is left out, too
		}
	}
	m := e.mapOf(t)
	if m == nil || !tv.IsValue() {
		return
	}
	if _, paren := x.(*ast.ParenExpr); paren {
		return
	}
	if lit, ok := x.(*ast.CompositeLit); ok {
		e.uses[m] = append(e.uses[m], elementUse{"literal", lit})
	}
	switch x.(type) {
	case *ast.IndexExpr, *ast.UnaryExpr, *ast.StarExpr:
		e.nils[m] = true // what it was in may be new, or have none
	}
	at := ast.Expr(x)
	for i := len(e.stack) - 1; i >= 0; i-- {
		switch outer := e.stack[i].(type) {
		case *ast.ParenExpr:
			at = outer
			continue
		case *ast.IndexExpr:
			if outer.X == at {
				e.uses[m] = append(e.uses[m], elementUse{"element", outer})
			}
		case *ast.RangeStmt:
			if outer.X == at {
				e.uses[m] = append(e.uses[m], elementUse{"range", at})
			}
		case *ast.CallExpr:
			if len(outer.Args) > 0 && slices.Contains(outer.Args, at) {
				b, ok := e.c.calledObject(outer).(*types.Builtin)
				if ok && b.Name() == "len" || e.spread[e.c.calledName(outer)] && e.mapFunction(outer) != "Clone" {
					e.uses[m] = append(e.uses[m], elementUse{"counted", x})
				}
			}
		}
		return
	}
}

// mapFunctions are generic functions of other packages that do the same whatever the elements are.
var mapFunctions = map[string]string{
	"maps.Clone": "Clone", "maps.Copy": "Copy", "maps.Equal": "Equal", "maps.Keys": "Keys",
	"golang.org/x/exp/maps.Clone": "Clone", "golang.org/x/exp/maps.Copy": "Copy", "golang.org/x/exp/maps.Equal": "Equal",
	"golang.org/x/exp/maps.Keys": "Keys", "golang.org/x/exp/maps.Clear": "Clear",
}

// sorting functions have no use for the values that they order, but to ask these themselves.
var sorting = map[string]bool{
	"sort.Sort": true, "sort.Stable": true, "sort.IsSorted": true, "sort.Slice": true, "sort.SliceStable": true,
	"sort.SliceIsSorted": true, "container/heap.Init": true, "container/heap.Fix": true,
}

// mapFunction is the name of the function that a call calls, if it is one of those and no type is given to it.
func (e *elements) mapFunction(n *ast.CallExpr) string {
	switch ast.Unparen(n.Fun).(type) {
	case *ast.IndexExpr, *ast.IndexListExpr:
		return ""
	}
	return mapFunctions[e.c.callee(n)]
}

func (e *elements) ranged(n *ast.RangeStmt) {
	var key, value types.Type
	switch u := e.c.rangedOver(e.typeOf(n.X)).(type) {
	case *types.Slice:
		value = u.Elem()
	case *types.Array:
		value = u.Elem()
	case *types.Map:
		key, value = u.Key(), u.Elem()
	case *types.Chan:
		key = u.Elem()
	case *types.Signature:
		if u.Params().Len() == 1 {
			if yield, ok := u.Params().At(0).Type().Underlying().(*types.Signature); ok {
				if yield.Params().Len() > 0 {
					key = yield.Params().At(0).Type()
				}
				if yield.Params().Len() > 1 {
					value = yield.Params().At(1).Type()
				}
			}
		}
	}
	if n.Key != nil {
		e.assign(e.targetType(n.Key), key, n.Key)
	}
	e.mayBeNil(key)
	e.mayBeNil(value)
	if n.Value != nil {
		e.assign(e.targetType(n.Value), value, n.Value)
		if id, ok := n.Value.(*ast.Ident); ok && n.Tok == token.DEFINE && id.Name != "_" {
			e.found[e.c.info.Defs[id]] = e.mapOf(e.typeOf(n.X))
		}
	}
}

// passedOn joins two maps of which one is given what a range over the other finds.
func (e *elements) passedOn(n *ast.AssignStmt) {
	for i, left := range n.Lhs {
		index, ok := ast.Unparen(left).(*ast.IndexExpr)
		if !ok || len(n.Lhs) != len(n.Rhs) {
			continue
		}
		if id, ok := ast.Unparen(n.Rhs[i]).(*ast.Ident); ok {
			from, to := e.found[e.c.info.Uses[id]], e.mapOf(e.typeOf(index.X))
			if from != nil && to != nil {
				e.join(from, to)
			}
		}
	}
}

// rangedOver is the underlying type, that of an array behind a pointer to one.
func (c *checked) rangedOver(t types.Type) types.Type {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem().Underlying()
	}
	return t.Underlying()
}

func (e *elements) compared(x, y ast.Expr) {
	a, b := e.typeOf(x), e.typeOf(y)
	switch {
	case types.IsInterface(a) && !isParam(a):
		e.assign(a, b, y)
	case types.IsInterface(b) && !isParam(b):
		e.assign(b, a, x)
	case !e.c.info.Types[x].IsNil() && !e.c.info.Types[y].IsNil():
		e.unify(a, b, false, x.Pos())
	}
}

func (e *elements) composite(n *ast.CompositeLit) {
	t := e.typeOf(n)
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for i, elt := range n.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				if id, ok := kv.Key.(*ast.Ident); ok {
					if field, ok := e.c.info.Uses[id].(*types.Var); ok {
						e.give(field.Type(), kv.Value)
					}
				}
			} else if i < u.NumFields() {
				e.give(u.Field(i).Type(), elt)
			}
		}
	case *types.Map:
		for _, elt := range n.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				e.give(u.Key(), kv.Key)
				e.give(u.Elem(), kv.Value)
			}
		}
	default:
		for _, elt := range n.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				elt = kv.Value
			}
			e.give(element(t), elt)
		}
	}
}

func (e *elements) call(n *ast.CallExpr) {
	if e.c.info.Types[n.Fun].IsType() {
		if len(n.Args) == 1 {
			e.converted(e.typeOf(n), n.Args[0])
		}
		return
	}
	if b, ok := e.c.calledObject(n).(*types.Builtin); ok {
		e.builtin(n, b)
		return
	}
	if sorting[e.c.callee(n)] {
		return
	}
	if name := e.mapFunction(n); name != "" && len(n.Args) > 0 {
		e.spread[e.c.calledName(n)] = true
		switch name {
		case "Clone":
			e.unify(e.typeOf(n), e.typeOf(n.Args[0]), false, n.Pos())
			e.mayBeNil(e.typeOf(n))
		case "Copy", "Equal":
			e.unify(e.typeOf(n.Args[0]), e.typeOf(n.Args[1]), false, n.Pos())
		}
		return
	}
	sig, ok := e.typeOf(n.Fun).Underlying().(*types.Signature)
	if !ok {
		for _, arg := range n.Args {
			e.isUnknown(types.Typ[types.Invalid], e.typeOf(arg), arg.Pos())
		}
		return
	}
	if id := e.c.calledName(n); id != nil {
		switch ast.Unparen(n.Fun).(type) {
		case *ast.IndexExpr, *ast.IndexListExpr:
		default:
			if e.apartFrom(id) {
				e.spread[id] = true
			}
		}
	}
	last := sig.Params().Len() - 1
	to := func(i int) types.Type {
		if last < 0 {
			return nil
		}
		t := sig.Params().At(min(i, last)).Type()
		if sig.Variadic() && i >= last && !n.Ellipsis.IsValid() {
			return element(t)
		}
		return t
	}
	count := len(n.Args)
	if count == 1 {
		if tuple, ok := e.typeOf(n.Args[0]).(*types.Tuple); ok {
			count = tuple.Len()
		}
	}
	e.giveAll(n.Args, count, to)
}

func (e *elements) converted(to types.Type, x ast.Expr) {
	from := e.typeOf(x)
	if isUnsafePointer(to) {
		e.reach(from, true, map[reached]bool{}, func(m *types.Map, _ bool) { e.isUnsafe(m, x.Pos()) })
	}
	if isUnsafePointer(from) {
		given := []*types.Map{}
		if call, ok := ast.Unparen(x).(*ast.CallExpr); ok && e.c.info.Types[call.Fun].IsType() && len(call.Args) == 1 {
			e.reach(e.typeOf(call.Args[0]), true, map[reached]bool{}, func(m *types.Map, _ bool) { given = append(given, m) })
		}
		e.reach(to, true, map[reached]bool{}, func(m *types.Map, _ bool) {
			e.isUnsafe(m, x.Pos())
			if !slices.ContainsFunc(given, func(other *types.Map) bool { return types.Identical(m, other) }) {
				e.strays = append(e.strays, stray{m, x.Pos()})
			}
		})
	}
	e.assign(to, from, x)
}

func (e *elements) isUnsafe(m *types.Map, pos token.Pos) {
	e.refuse(m, "it is reached through unsafe.Pointer", pos)
}

func isUnsafePointer(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Kind() == types.UnsafePointer
}

func (e *elements) builtin(n *ast.CallExpr, b *types.Builtin) {
	if len(n.Args) == 0 {
		return
	}
	first := e.typeOf(n.Args[0])
	switch b.Name() {
	case "append":
		e.unify(e.typeOf(n), first, false, n.Pos())
		for _, arg := range n.Args[1:] {
			if n.Ellipsis.IsValid() {
				e.unify(e.typeOf(n), e.typeOf(arg), false, n.Pos())
			} else {
				e.give(element(e.typeOf(n)), arg)
			}
		}
	case "copy":
		e.unify(first, e.typeOf(n.Args[1]), false, n.Pos())
	case "delete":
		if m, ok := first.Underlying().(*types.Map); ok {
			e.give(m.Key(), n.Args[1])
		}
	case "make":
		e.unify(e.typeOf(n), first, false, n.Pos())
	case "new":
		if p, ok := e.typeOf(n).(*types.Pointer); ok {
			e.unify(p.Elem(), first, false, n.Pos())
			e.mayBeNil(p.Elem())
		}
	case "panic":
		e.give(types.NewInterfaceType(nil, nil), n.Args[0])
	}
}
