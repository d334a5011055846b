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
	if fn.Pkg() != c.pkg || !c.hasBody(fn, e.Pos()) {
		return nil
	}
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
	h := &handler{c: c, decl: decl, sig: c.signature(fn), parents: map[ast.Node]ast.Node{}}
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

// bodyOf finds the declaration of a function of the package.
func (c *checked) bodyOf(fn *types.Func) *ast.FuncDecl {
	for _, decl := range c.fileAt(fn.Pos()).Decls {
		if fd, ok := decl.(*ast.FuncDecl); ok && c.info.Defs[fd.Name] == fn && fd.Body != nil {
			return fd
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
