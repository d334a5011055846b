package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// callee is the full name of what a call calls: "len" of a builtin, "strings.Join" of a function,
// "(*bytes.Buffer).Write" of a method; empty where it calls a value, and of a method expression,
// whose first argument is the receiver.
func (c *checked) callee(e *ast.CallExpr) string {
	if c.callsMethodExpr(e) {
		return ""
	}
	switch obj := c.calledObject(e).(type) {
	case *types.Builtin:
		if obj.Pkg() != nil {
			return obj.Pkg().Path() + "." + obj.Name()
		}
		return obj.Name()
	case *types.Func:
		return obj.Origin().FullName()
	}
	return ""
}

func (c *checked) calledObject(e *ast.CallExpr) types.Object {
	switch f := called(e).(type) {
	case *ast.Ident:
		return c.info.Uses[f]
	case *ast.SelectorExpr:
		return c.info.Uses[f.Sel]
	}
	return nil
}

// called is what a call calls, without parentheses and type arguments.
func called(e *ast.CallExpr) ast.Expr {
	fun := ast.Unparen(e.Fun)
	switch f := fun.(type) {
	case *ast.IndexExpr:
		fun = ast.Unparen(f.X)
	case *ast.IndexListExpr:
		fun = ast.Unparen(f.X)
	}
	return fun
}

func (c *checked) callsMethodExpr(e *ast.CallExpr) bool {
	f, ok := called(e).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	sel := c.info.Selections[f]
	return sel != nil && sel.Kind() == types.MethodExpr
}

// static tells whether a call runs exactly the function that callee names.
func (c *checked) static(e *ast.CallExpr) bool {
	f, ok := c.calledObject(e).(*types.Func)
	if !ok {
		return true
	}
	recv := f.Type().(*types.Signature).Recv()
	return recv == nil || !types.IsInterface(recv.Type())
}

// recovers tells whether a function, when code at a place defers it, may stop a panic: only a direct call of
// recover does. Of functions of other packages it is known for the standard library only, where
// none that is exported does; nothing is known of an interface's methods.
func (c *checked) recovers(f *types.Func, at token.Pos) bool {
	if recv := f.Type().(*types.Signature).Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return true
	}
	if f.Pkg() == nil {
		return false
	}
	if f.Pkg() != c.pkg {
		return !standard(f.Pkg().Path())
	}
	if !c.hasBody(f.Origin(), at) {
		return true
	}
	fd := c.functions()[f.Origin()]
	if fd == nil || fd.Body == nil {
		return true
	}
	found, known := c.kept.recovering[fd]
	if !known {
		found = c.callsRecover(fd.Body)
		c.kept.recovering[fd] = found
	}
	return found
}

// functions are the declarations of the functions of the package.
func (c *checked) functions() map[types.Object]*ast.FuncDecl {
	if c.funcs == nil {
		c.funcs = map[types.Object]*ast.FuncDecl{}
		for _, file := range c.files {
			for _, decl := range file.Decls {
				if fd, ok := decl.(*ast.FuncDecl); ok {
					c.funcs[c.info.Defs[fd.Name]] = fd
				}
			}
		}
	}
	return c.funcs
}

func (c *checked) callsRecover(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if b, ok := c.info.Uses[id].(*types.Builtin); ok && b.Name() == "recover" {
				found = true
			}
		}
		return !found
	})
	return found
}

// goroot is where the standard library is.
var goroot string

var inStandard = map[string]bool{}

// standard tells whether a package of another path than the unit's is of the standard library. Its path
// does not say so: a module may be called `app`.
func standard(path string) bool {
	if goroot == "" || path == "cmd" || strings.HasPrefix(path, "cmd/") {
		return false
	}
	found, known := inStandard[path]
	if !known {
		info, err := os.Stat(filepath.Join(goroot, "src", filepath.FromSlash(path)))
		found = err == nil && info.IsDir()
		inStandard[strings.Clone(path)] = found // else it would hold the export data that it is a part of
	}
	return found
}

// mayCallItself tells whether a function can come back to itself, through functions of its package or
// through code elsewhere that calls back. A mention counts as a call.
func (c *checked) mayCallItself(f *ast.FuncDecl) bool {
	if c.recursive == nil {
		c.recursive = c.findRecursion()
	}
	return c.recursive[c.kept.calls.node(c.info.Defs[f.Name])]
}

// callGraph has an edge from what may call to what may be called: functions (types.Object), function
// literals (*ast.FuncLit), and nodes for what is not known; all by their numbers.
type callGraph struct {
	c       *checked
	nodes   map[any]int
	common  [][2]int              // edges that are there whatever is in a body
	decls   map[ast.Decl][][2]int // those that a declaration is the reason of
	bodies  map[types.Object]bool
	methods map[string][]types.Object
	edges   [][2]int // of the declaration that is looked at
}

// anyValue calls every function of the package that is used as a value; elsewhere is the code of other
// packages, which calls these, and exported methods. otherBody is what another build may have in place of a
// function that is called, and calls everything.
const (
	anyValue  = "any value"
	elsewhere = "elsewhere"
	otherBody = "other body"
)

func (c *checked) findRecursion() map[int]bool {
	if c.kept.calls == nil {
		c.kept.calls = c.newCallGraph()
	}
	g := c.kept.calls
	g.c = c
	for _, file := range c.files {
		for _, decl := range file.Decls {
			if _, known := g.decls[decl]; known {
				continue
			}
			g.edges = nil
			if fd, ok := decl.(*ast.FuncDecl); !ok {
				g.walk(decl, nil) // what is used as a value there
			} else if fd.Body != nil {
				g.walk(fd.Body, c.info.Defs[fd.Name])
			}
			g.decls[decl] = g.edges
		}
	}
	out := make([][]int, len(g.nodes))
	add := func(edges [][2]int) {
		for _, edge := range edges {
			out[edge[0]] = append(out[edge[0]], edge[1])
		}
	}
	add(g.common)
	for _, edges := range g.decls {
		add(edges)
	}
	return cyclic(out)
}

func (c *checked) newCallGraph() *callGraph {
	g := &callGraph{
		c: c, nodes: map[any]int{}, decls: map[ast.Decl][][2]int{}, bodies: map[types.Object]bool{}, methods: map[string][]types.Object{},
	}
	g.edge(elsewhere, anyValue)
	g.edge(otherBody, elsewhere)
	for _, file := range c.files {
		for _, decl := range file.Decls {
			if fd, ok := decl.(*ast.FuncDecl); ok && fd.Body != nil {
				obj := c.info.Defs[fd.Name]
				g.bodies[obj] = true
				g.edge(otherBody, obj)
				if fd.Recv != nil {
					g.methods[fd.Name.Name] = append(g.methods[fd.Name.Name], obj)
					if fd.Name.IsExported() {
						g.edge(elsewhere, obj)
						if !c.inEveryBuild(file) {
							g.edge(elsewhere, otherBody)
						}
					}
				}
			}
		}
	}
	g.common = g.edges
	return g
}

func (g *callGraph) node(of any) int {
	number, known := g.nodes[of]
	if !known {
		number = len(g.nodes)
		g.nodes[of] = number
	}
	return number
}

func (g *callGraph) edge(from, to any) {
	g.edges = append(g.edges, [2]int{g.node(from), g.node(to)})
}

// walk adds what the code of one function or function literal may call.
func (g *callGraph) walk(root ast.Node, from any) {
	names := map[*ast.Ident]bool{}
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			g.edge(from, n)
			g.edge(anyValue, n)
			g.walk(n.Body, n)
			return false
		case *ast.CallExpr:
			if g.c.info.Types[n.Fun].IsType() {
				break
			}
			switch obj := g.c.calledObject(n).(type) {
			case *types.Builtin:
			case *types.Func:
				names[g.c.calledName(n)] = true
				if !harmless[obj.FullName()] && !g.bodies[obj.Origin()] {
					g.edge(from, elsewhere)
				}
			default:
				g.edge(from, anyValue)
			}
		case *ast.RangeStmt:
			if t := g.c.info.TypeOf(n.X); t == nil || isParam(t) || isFunction(t) {
				g.edge(from, anyValue)
			}
		case *ast.Ident:
			if used, ok := g.c.info.Uses[n].(*types.Func); ok {
				callers := []any{from}
				if !names[n] {
					callers = append(callers, anyValue)
				}
				meant := g.meant(used.Origin())
				varies := slices.ContainsFunc(append(meant[:len(meant):len(meant)], used.Origin()), func(fn types.Object) bool {
					return fn.Pkg() == g.c.pkg && !g.c.hasBody(fn, n.Pos())
				})
				for _, caller := range callers {
					for _, fn := range meant {
						g.edge(caller, fn)
					}
					if varies {
						g.edge(caller, otherBody)
					}
				}
			}
		}
		return true
	})
}

func isFunction(t types.Type) bool {
	_, ok := t.Underlying().(*types.Signature)
	return ok
}

// meant are the functions of the package that a name may stand for: of an interface's method, every
// method of that name.
func (g *callGraph) meant(f *types.Func) []types.Object {
	if recv := f.Type().(*types.Signature).Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return g.methods[f.Name()]
	}
	if g.bodies[f] {
		return []types.Object{f}
	}
	return nil
}

// cyclic finds the nodes of a graph that lie on a cycle (Tarjan's strongly connected components).
func cyclic(edges [][]int) map[int]bool {
	index := make([]int, len(edges))
	low := make([]int, len(edges))
	on := make([]bool, len(edges))
	found := map[int]bool{}
	var stack []int
	last := 0
	var visit func(int)
	visit = func(v int) {
		last++
		index[v], low[v] = last, last
		stack = append(stack, v)
		on[v] = true
		for _, w := range edges[v] {
			if w == v {
				found[v] = true
			}
			if index[w] == 0 {
				visit(w)
				low[v] = min(low[v], low[w])
			} else if on[w] {
				low[v] = min(low[v], index[w])
			}
		}
		if low[v] != index[v] {
			return
		}
		size := 0
		for i := len(stack) - 1; ; i-- {
			size++
			if stack[i] == v {
				break
			}
		}
		for _, w := range stack[len(stack)-size:] {
			on[w] = false
			if size > 1 {
				found[w] = true
			}
		}
		stack = stack[:len(stack)-size]
	}
	for v := range edges {
		if index[v] == 0 {
			visit(v)
		}
	}
	return found
}
