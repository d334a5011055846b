package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// quiet tells whether a call leaves everything as it was, whatever its operands do: what it runs sets only variables
// of its own (and, where it appends, elements that are no structs or arrays), and is code that was looked at. It may
// read anything but how full a channel is, panic, or never come back. `own` tells which variables may be set.
func (c *checked) quiet(e *ast.CallExpr, own func(ast.Expr) bool) bool {
	fun := c.info.Types[e.Fun]
	if fun.IsType() {
		return true
	}
	name := c.callee(e)
	if fun.IsBuiltin() {
		switch name {
		case "len", "cap":
			return !isChannel(c.info.TypeOf(e.Args[0])) // others fill and empty it meanwhile
		case "min", "max", "make", "new", "real", "imag", "complex", "panic":
			return true
		case "append":
			t, ok := c.info.TypeOf(e).Underlying().(*types.Slice)
			return ok && isOneWord(t.Elem())
		}
		return false
	}
	f, ok := c.calledObject(e).(*types.Func)
	if !ok || name == "" {
		return false
	}
	if f.Pkg() == c.pkg {
		return c.static(e) && c.hasBody(f.Origin(), e.Pos()) && c.quietFunction(f.Origin())
	}
	// A builder that is a variable of the function, not what a pointer in it points to.
	builder := func(e ast.Expr) bool { return own(e) && c.info.TypeOf(e).String() == "strings.Builder" }
	if strings.HasPrefix(name, "(*strings.Builder).") {
		return builder(called(e).(*ast.SelectorExpr).X)
	}
	if strings.HasPrefix(name, "fmt.Fprint") {
		to, ok := ast.Unparen(e.Args[0]).(*ast.UnaryExpr)
		return ok && to.Op == token.AND && builder(to.X) && c.formatsPlainly(e.Args[1:])
	}
	return harmless[name] || panicking[name] || formatting[name] && c.formatsPlainly(e.Args)
}

// isOneWord tells whether a value is no struct or array, whose parts may be fields.
func isOneWord(t types.Type) bool {
	return !hasParts(t) && !isParam(t)
}

// local tells whether an expression names a variable of a function.
func (c *checked) local(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := c.info.ObjectOf(id).(*types.Var)
	return ok && !v.IsField() && v.Parent() != c.pkg.Scope()
}

func (c *checked) quietFunction(f *types.Func) bool {
	if c.quietly == nil {
		c.quietly = map[types.Object]bool{}
	}
	found, known := c.quietly[f]
	if !known {
		c.quietly[f] = false // until it is known better: what calls itself is not looked through
		fd := c.functions()[f]
		found = fd != nil && fd.Body != nil && c.quietBody(fd)
		c.quietly[f] = found
	}
	return found
}

func (c *checked) quietBody(fd *ast.FuncDecl) bool {
	own := func(e ast.Expr) bool {
		id, ok := ast.Unparen(e).(*ast.Ident)
		if !ok {
			return false
		}
		obj := c.info.ObjectOf(id)
		return id.Name == "_" || obj != nil && fd.Pos() <= obj.Pos() && obj.Pos() < fd.End()
	}
	quiet := true
	ast.Inspect(fd.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.GoStmt, *ast.DeferStmt, *ast.SendStmt, *ast.SelectStmt:
			quiet = false
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				quiet = quiet && own(left)
			}
		case *ast.IncDecStmt:
			quiet = quiet && own(n.X)
		case *ast.RangeStmt:
			t := c.info.TypeOf(n.X)
			quiet = quiet && t != nil && !isParam(t) && !isFunction(t) && !isChannel(t)
			for _, e := range []ast.Expr{n.Key, n.Value} {
				quiet = quiet && (e == nil || own(e))
			}
		case *ast.UnaryExpr:
			quiet = quiet && n.Op != token.ARROW
		case *ast.CallExpr:
			quiet = quiet && c.quiet(n, own)
		}
		return quiet
	})
	return quiet
}

func isChannel(t types.Type) bool {
	_, ok := t.Underlying().(*types.Chan)
	return ok
}
