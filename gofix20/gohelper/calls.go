package main

import (
	"go/ast"
	"go/types"
)

// callee is the full name of what a call calls: "len" of a builtin, "strings.Join" of a function,
// "(*bytes.Buffer).Write" of a method; empty where it calls a value.
func (c *checked) callee(e *ast.CallExpr) string {
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
	fun := ast.Unparen(e.Fun)
	switch f := fun.(type) {
	case *ast.IndexExpr:
		fun = ast.Unparen(f.X)
	case *ast.IndexListExpr:
		fun = ast.Unparen(f.X)
	}
	switch f := fun.(type) {
	case *ast.Ident:
		return c.info.Uses[f]
	case *ast.SelectorExpr:
		return c.info.Uses[f.Sel]
	}
	return nil
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

// recovers tells whether a function, when deferred, may stop a panic: only a direct call of
// recover does. Of functions of other packages it is known for the standard library only, where
// none that is exported does; nothing is known of an interface's methods.
func (c *checked) recovers(f *types.Func) bool {
	if recv := f.Type().(*types.Signature).Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return true
	}
	if f.Pkg() == nil {
		return false
	}
	if f.Pkg() != c.pkg {
		return !standard(f.Pkg().Path())
	}
	if c.recovering == nil {
		c.recovering = map[types.Object]bool{}
		for _, file := range c.files {
			for _, decl := range file.Decls {
				if fd, ok := decl.(*ast.FuncDecl); ok {
					c.recovering[c.info.Defs[fd.Name]] = fd.Body == nil || c.callsRecover(fd.Body)
				}
			}
		}
	}
	found, known := c.recovering[f.Origin()]
	return found || !known
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

func standard(path string) bool {
	for i := 0; i < len(path) && path[i] != '/'; i++ {
		if path[i] == '.' {
			return false
		}
	}
	return path != "command-line-arguments"
}

// mayCallItself tells whether a function can come back to itself through functions of its
// package. A mention counts as a call, and a call through an interface as one of every method
// of that name.
func (c *checked) mayCallItself(f *ast.FuncDecl) bool {
	if c.recursive == nil {
		c.recursive = c.findRecursion()
	}
	return c.recursive[c.info.Defs[f.Name]]
}

func (c *checked) findRecursion() map[types.Object]bool {
	methods := map[string][]types.Object{}
	bodies := map[types.Object]*ast.FuncDecl{}
	for _, file := range c.files {
		for _, decl := range file.Decls {
			fd, ok := decl.(*ast.FuncDecl)
			if !ok || fd.Body == nil {
				continue
			}
			obj := c.info.Defs[fd.Name]
			bodies[obj] = fd
			if fd.Recv != nil {
				methods[fd.Name.Name] = append(methods[fd.Name.Name], obj)
			}
		}
	}
	calls := map[types.Object][]types.Object{}
	for obj, fd := range bodies {
		ast.Inspect(fd.Body, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			used, ok := c.info.Uses[id].(*types.Func)
			if !ok {
				return true
			}
			used = used.Origin()
			if recv := used.Type().(*types.Signature).Recv(); recv != nil && types.IsInterface(recv.Type()) {
				calls[obj] = append(calls[obj], methods[used.Name()]...)
			} else if bodies[used] != nil {
				calls[obj] = append(calls[obj], used)
			}
			return true
		})
	}
	return cyclic(calls)
}

// cyclic finds the nodes of a graph that lie on a cycle (Tarjan's strongly connected components).
func cyclic(edges map[types.Object][]types.Object) map[types.Object]bool {
	index := map[types.Object]int{}
	low := map[types.Object]int{}
	on := map[types.Object]bool{}
	found := map[types.Object]bool{}
	var stack []types.Object
	var visit func(types.Object)
	visit = func(v types.Object) {
		index[v] = len(index) + 1
		low[v] = index[v]
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
