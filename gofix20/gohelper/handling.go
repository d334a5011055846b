package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// handling is what a function of the package does with memory: where that of its results is from, and what
// becomes of that of its parameters. Only what can be said for sure is told; a rule takes nothing for no answer.
type handling struct {
	// origins has, for each result, the full name of the function of another package that made its memory for
	// this call, and gave it to nobody else; empty where it is not known.
	origins []string
	// passes has what becomes of parameters, and of pieces of them.
	passes []passing
}

// passing says of a parameter (the one of that index) that it is put somewhere: into the "receiver", into what is
// a "result", "stored" for good, or that a "part" of it is returned.
type passing struct {
	Index int    `json:"index"`
	Kind  string `json:"kind"`
}

// handled gives the handling of a function that a call runs for certain; nil if that is not in view.
func (c *checked) handled(e *ast.CallExpr) *handling {
	fn, ok := c.calledObject(e).(*types.Func)
	if !ok || c.callsMethodExpr(e) {
		return nil
	}
	fn = fn.Origin()
	if known, ok := c.handlings[fn]; ok {
		return known
	}
	if c.handlings == nil {
		c.handlings = map[*types.Func]*handling{}
	}
	c.handlings[fn] = nil // for a function that calls itself
	decl := c.bodyOf(fn)
	if decl == nil {
		return nil
	}
	h := &handler{c: c, decl: decl, sig: fn.Type().(*types.Signature), parents: map[ast.Node]ast.Node{}}
	h.look()
	found := &handling{}
	for i := 0; i < h.sig.Results().Len(); i++ {
		found.origins = append(found.origins, h.originOfResult(i))
	}
	for i := 0; i < h.sig.Params().Len(); i++ {
		for _, kind := range h.passed(h.sig.Params().At(i)) {
			found.passes = append(found.passes, passing{i, kind})
		}
	}
	c.handlings[fn] = found
	return found
}

// bodyOf finds the declaration of a function of the package that is the same in every build.
func (c *checked) bodyOf(fn *types.Func) *ast.FuncDecl {
	if fn.Pkg() != c.pkg {
		return nil
	}
	for path, file := range c.files {
		if fn.Pos() < file.FileStart || fn.Pos() >= file.FileEnd || !inEveryBuild(path, file) {
			continue
		}
		for _, decl := range file.Decls {
			if fd, ok := decl.(*ast.FuncDecl); ok && c.info.Defs[fd.Name] == fn && fd.Body != nil {
				return fd
			}
		}
	}
	return nil
}

// handler looks at one function.
type handler struct {
	c       *checked
	decl    *ast.FuncDecl
	sig     *types.Signature
	parents map[ast.Node]ast.Node
	uses    map[types.Object][]*ast.Ident
	returns []*ast.ReturnStmt // of the function itself
	inner   map[ast.Node]bool // identifiers in function literals
}

func (h *handler) look() {
	h.uses, h.inner = map[types.Object][]*ast.Ident{}, map[ast.Node]bool{}
	var stack []ast.Node
	ast.Inspect(h.decl.Body, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return false
		}
		if len(stack) > 0 {
			h.parents[n] = stack[len(stack)-1]
		}
		stack = append(stack, n)
		literal := slices.ContainsFunc(stack, func(n ast.Node) bool { _, ok := n.(*ast.FuncLit); return ok })
		switch n := n.(type) {
		case *ast.Ident:
			h.inner[n] = literal
			if obj := h.c.info.ObjectOf(n); obj != nil {
				h.uses[obj] = append(h.uses[obj], n)
			}
		case *ast.ReturnStmt:
			if !literal {
				h.returns = append(h.returns, n)
			}
		}
		return true
	})
}

// neutral is what a value without memory comes from: nil, a constant.
const neutral = "-"

func (h *handler) originOfResult(i int) string {
	result := h.sig.Results().At(i)
	if !holdsMemory(result.Type()) {
		return ""
	}
	found := neutral
	for _, r := range h.returns {
		switch {
		case len(r.Results) == 0:
			found = joined(found, h.originOfVariable(result, 0))
		case len(r.Results) == h.sig.Results().Len():
			found = joined(found, h.origin(r.Results[i], 0))
		default:
			found = joined(found, h.originOfCall(r.Results[0], i, 0))
		}
	}
	if found == neutral || len(h.uses[result]) > 0 && h.originOfVariable(result, 0) == "" {
		return ""
	}
	return found
}

func joined(one, other string) string {
	if one == neutral || one == other {
		return other
	}
	if other == neutral {
		return one
	}
	return ""
}

func holdsMemory(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Info()&types.IsString != 0
	case *types.Slice:
		return isBytes(u)
	}
	return false
}

func (h *handler) origin(e ast.Expr, depth int) string {
	e = ast.Unparen(e)
	if tv := h.c.info.Types[e]; tv.IsNil() || tv.Value != nil {
		return neutral
	}
	switch e := e.(type) {
	case *ast.CallExpr:
		return h.originOfCall(e, 0, depth)
	case *ast.Ident:
		if v, ok := h.c.info.Uses[e].(*types.Var); ok && v.Parent() != v.Pkg().Scope() {
			return h.originOfVariable(v, depth)
		}
	}
	return ""
}

func (h *handler) originOfCall(e ast.Expr, index, depth int) string {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return ""
	}
	if h.c.info.Types[call.Fun].IsType() {
		if isString(h.c.info.TypeOf(call.Args[0])) && !isString(h.c.info.TypeOf(call)) {
			return "" // new memory, of a capacity that the compiler chooses
		}
		return h.origin(call.Args[0], depth)
	}
	if own := h.c.handled(call); own != nil {
		return own.origins[index]
	}
	fn, ok := h.c.calledObject(call).(*types.Func)
	if !ok || fn.Pkg() == h.c.pkg || !h.c.static(call) {
		return ""
	}
	if index > 0 {
		return ""
	}
	if trims(fn.FullName()) {
		return h.origin(call.Args[0], depth)
	}
	return fn.FullName()
}

func trims(name string) bool {
	return strings.HasPrefix(name, "strings.Trim") || strings.HasPrefix(name, "bytes.Trim")
}

// originOfVariable looks at all that a variable is assigned, and, of a slice, whether it is only read and returned.
func (h *handler) originOfVariable(v *types.Var, depth int) string {
	for i := 0; i < h.sig.Params().Len(); i++ {
		if v == h.sig.Params().At(i) {
			return ""
		}
	}
	if depth > 4 || !holdsMemory(v.Type()) {
		return ""
	}
	found := neutral
	_, slice := v.Type().Underlying().(*types.Slice)
	returned := map[ast.Node]bool{}
	for _, id := range h.uses[v] {
		value, index, written := h.assigned(id)
		switch {
		case written && value == nil:
			return ""
		case written && index < 0:
			found = joined(found, h.origin(value, depth+1))
		case written:
			found = joined(found, h.originOfCall(value, index, depth+1))
		case slice:
			if at := h.readsOnly(id); at == nil || returned[at] {
				return ""
			} else if _, ok := at.(*ast.ReturnStmt); ok {
				returned[at] = true
			}
		default:
			if unary, ok := h.parents[id].(*ast.UnaryExpr); ok && unary.Op == token.AND {
				return ""
			}
		}
	}
	return found
}

// assigned tells what a variable is assigned at a place: an expression, or (from 0 on) one of its results.
func (h *handler) assigned(id *ast.Ident) (value ast.Expr, index int, written bool) {
	var left []ast.Expr
	var right []ast.Expr
	switch n := h.parents[id].(type) {
	case *ast.AssignStmt:
		left, right = n.Lhs, n.Rhs
		if n.Tok != token.ASSIGN && n.Tok != token.DEFINE {
			right = nil
		}
	case *ast.ValueSpec:
		for _, name := range n.Names {
			left = append(left, name)
		}
		right = n.Values
		if len(right) == 0 && slices.Contains(n.Names, id) {
			return nil, 0, false // a zero value
		}
	case *ast.RangeStmt:
		return nil, 0, n.Key == id || n.Value == id
	default:
		return nil, 0, false
	}
	at := slices.Index(left, ast.Expr(id))
	switch {
	case at < 0:
		return nil, 0, false
	case len(left) == len(right):
		return right[at], -1, true
	case len(right) == 1:
		return right[0], at, true
	}
	return nil, 0, true
}

// readsOnly tells where a use of a slice ends that only reads it (or returns it); nil if it does anything else.
func (h *handler) readsOnly(id *ast.Ident) ast.Node {
	var n ast.Node = id
	if h.inner[id] {
		return nil // at any time
	}
	for {
		switch p := h.parents[n].(type) {
		case *ast.ParenExpr:
			n = p
			continue
		case *ast.ReturnStmt, *ast.BinaryExpr:
			return p
		case *ast.ValueSpec:
			if len(p.Values) == 0 {
				return p
			}
		case *ast.CallExpr:
			if tv := h.c.info.Types[p.Fun]; tv.IsType() && isString(h.c.info.TypeOf(p)) {
				return p
			}
			if b, ok := h.c.calledObject(p).(*types.Builtin); ok && b.Name() == "len" {
				return p
			}
			if fn, ok := h.c.calledObject(p).(*types.Func); ok && trims(fn.FullName()) && p.Args[0] == n {
				n = p
				continue
			}
		case *ast.IndexExpr:
			if unary, ok := h.parents[p].(*ast.BinaryExpr); ok {
				return unary
			}
		}
		return nil
	}
}

func isString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// passed tells what becomes of a parameter that is not assigned anything else.
func (h *handler) passed(p *types.Var) []string {
	if !holdsMemory(p.Type()) {
		return nil
	}
	var found []string
	for _, id := range h.uses[p] {
		if _, _, written := h.assigned(id); written {
			return nil
		}
		for _, kind := range h.goes(id, "part") {
			if !slices.Contains(found, kind) {
				found = append(found, kind)
			}
		}
	}
	return found
}

// goes tells where the value of an expression is put; `as` is what it is where it is returned.
func (h *handler) goes(n ast.Expr, as string) []string {
	switch p := h.parents[n].(type) {
	case *ast.ParenExpr:
		return h.goes(p, as)
	case *ast.UnaryExpr:
		if p.Op == token.AND {
			return h.goes(p, as)
		}
	case *ast.SliceExpr:
		if p.X == n {
			return h.goes(p, as)
		}
	case *ast.ReturnStmt:
		if slices.Contains(h.returns, p) {
			return []string{as}
		}
	case *ast.SendStmt:
		if p.Value == n {
			return []string{"stored"}
		}
	case *ast.KeyValueExpr:
		if lit, ok := h.parents[p].(*ast.CompositeLit); ok {
			return h.goes(lit, "result")
		}
	case *ast.CompositeLit:
		if p.Type != n {
			return h.goes(p, "result")
		}
	case *ast.IndexExpr:
		if p.Index == n && h.isTarget(p) {
			if _, ok := h.c.info.TypeOf(p.X).Underlying().(*types.Map); ok {
				return h.into(p.X)
			}
		}
	case *ast.AssignStmt:
		return h.assignedTo(p, n, as)
	case *ast.CallExpr:
		return h.given(p, n, as)
	}
	return nil
}

func (h *handler) isTarget(e ast.Expr) bool {
	switch p := h.parents[e].(type) {
	case *ast.AssignStmt:
		return slices.Contains(p.Lhs, e)
	case *ast.IncDecStmt:
		return true
	}
	return false
}

func (h *handler) assignedTo(n *ast.AssignStmt, value ast.Expr, as string) []string {
	at := slices.Index(n.Rhs, value)
	if at < 0 || len(n.Lhs) != len(n.Rhs) || n.Tok != token.ASSIGN && n.Tok != token.DEFINE {
		return nil
	}
	return h.into(n.Lhs[at])
}

// into tells whose a place is that something is put into: where a variable of the function's own goes is not followed,
// but for what it returns.
func (h *handler) into(place ast.Expr) []string {
	direct := true
	for {
		switch e := ast.Unparen(place).(type) {
		case *ast.SelectorExpr:
			if v, ok := h.c.info.Uses[e.Sel].(*types.Var); ok && !v.IsField() {
				return []string{"stored"} // a variable of another package
			}
			place, direct = e.X, false
			continue
		case *ast.IndexExpr:
			place, direct = e.X, false
			continue
		case *ast.StarExpr:
			place, direct = e.X, false
			continue
		case *ast.Ident:
			v, ok := h.c.info.ObjectOf(e).(*types.Var)
			switch {
			case !ok || e.Name == "_":
				return nil
			case isPackageLevel(v):
				return []string{"stored"}
			case direct:
				return nil
			case v == h.sig.Recv():
				return []string{"receiver"}
			}
			for i := 0; i < h.sig.Params().Len(); i++ {
				if v == h.sig.Params().At(i) {
					return []string{"stored"}
				}
			}
			for _, id := range h.uses[v] {
				if r, ok := h.parents[id].(*ast.ReturnStmt); ok && slices.Contains(h.returns, r) {
					return []string{"result"}
				}
			}
		}
		return nil
	}
}

// given tells what becomes of the argument of a call.
func (h *handler) given(call *ast.CallExpr, n ast.Expr, as string) []string {
	at := slices.Index(call.Args, n)
	if at < 0 {
		return nil
	}
	if h.c.info.Types[call.Fun].IsType() {
		if isString(h.c.info.TypeOf(call)) == isString(h.c.info.TypeOf(n)) {
			return h.goes(call, as)
		}
		return nil // a copy
	}
	if b, ok := h.c.calledObject(call).(*types.Builtin); ok {
		if b.Name() == "append" && at > 0 && !call.Ellipsis.IsValid() {
			return h.goes(call, "result")
		}
		return nil
	}
	if trims(h.c.callee(call)) && at == 0 {
		return h.goes(call, as)
	}
	own := h.c.handled(call)
	if own == nil {
		return nil
	}
	var found []string
	for _, one := range own.passes {
		switch {
		case one.Index != at:
		case one.Kind == "stored":
			found = append(found, "stored")
		case one.Kind == "receiver":
			if selector, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
				found = append(found, h.into(selector)...)
			}
		case one.Kind == "part":
			found = append(found, h.goes(call, as)...)
		default:
			found = append(found, h.goes(call, "result")...)
		}
	}
	return found
}
