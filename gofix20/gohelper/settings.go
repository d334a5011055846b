package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// history is what happens to the variables of one top-level declaration, by the places in its text: in code without goto,
// those tell what has run between two of them.
type history struct {
	c      *checked
	vars   map[types.Object]*settings
	cuts   map[*ast.SliceExpr][]ast.Node // what is around it, from the outside
	checks map[ast.Node][]ast.Stmt       // by the list that they stand in: what may say something of what comes after
	loops  []repeat
	runs   []token.Pos // where other code has run, or something was written through a pointer
	jumps  bool        // a goto: what stands before something need not have run before it
}

// settings is how a variable gets its values.
type settings struct {
	addressed bool
	ranges    *ast.RangeStmt // of which it is the index
	writes    []write
}

type write struct {
	at       token.Pos // from here on it is set
	declares bool
	zero     bool     // `var v T`
	value    ast.Expr // nil: something else
	adds     bool     // v++
	after    ast.Stmt // the statement before it in its list
	in       ast.Node // the innermost function
	leaves   ast.Node // the loop that is left right after it, and can only be left by it
}

// repeat is a loop, and the part of it that runs again.
type repeat struct {
	loop       ast.Node
	start, end token.Pos
}

func functionOf(around []ast.Node) ast.Node {
	for i := len(around) - 1; i >= 0; i-- {
		switch around[i].(type) {
		case *ast.FuncLit, *ast.FuncDecl:
			return around[i]
		}
	}
	return nil
}

func (h *history) read(decl ast.Decl) {
	var around []ast.Node
	ast.Inspect(decl, func(n ast.Node) bool {
		if n == nil {
			around = around[:len(around)-1]
			return true
		}
		around = append(around, n)
		switch n := n.(type) {
		case *ast.FuncDecl:
			h.results(n.Type, n)
		case *ast.FuncLit:
			h.results(n.Type, n)
		case *ast.BranchStmt:
			h.jumps = h.jumps || n.Tok == token.GOTO
		case *ast.SliceExpr:
			h.cuts[n] = append([]ast.Node(nil), around...)
		case *ast.BlockStmt:
			h.list(n, n.List)
		case *ast.CaseClause:
			h.list(n, n.Body)
		case *ast.CommClause:
			h.list(n, n.Body)
		case *ast.ForStmt:
			start := n.Body.Pos()
			if n.Post != nil {
				start = n.Post.Pos()
			}
			if n.Cond != nil {
				start = n.Cond.Pos()
			}
			h.loops = append(h.loops, repeat{n, start, n.Body.End()})
		case *ast.RangeStmt:
			if t := h.c.info.TypeOf(n.X); t == nil || isParam(t) || isFunction(t) || isChannel(t) || n.Tok == token.ASSIGN {
				h.runs = append(h.runs, n.Body.Pos(), n.End())
			}
			h.loops = append(h.loops, repeat{n, n.Body.Pos(), n.Body.End()})
			for i, target := range []ast.Expr{n.Key, n.Value} {
				h.write(target, write{at: n.X.End(), declares: n.Tok == token.DEFINE}, around)
				if v := h.c.variable(target); v != nil && i == 0 && n.Tok == token.DEFINE {
					h.of(v).ranges = n
				}
			}
		case *ast.CallExpr:
			if h.c.runsCode(n) {
				h.runs = append(h.runs, n.End())
			}
		case *ast.SendStmt, *ast.SelectStmt:
			h.runs = append(h.runs, n.Pos(), n.End())
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if _, pointed := ast.Unparen(left).(*ast.StarExpr); pointed {
					h.runs = append(h.runs, n.End())
				}
				w := write{at: n.End()}
				if id, ok := left.(*ast.Ident); ok {
					w.declares = h.c.info.Defs[id] != nil
				}
				if len(n.Lhs) == len(n.Rhs) && (n.Tok == token.ASSIGN || n.Tok == token.DEFINE) {
					w.value = n.Rhs[i]
				}
				h.write(left, w, around)
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				w := write{at: n.End(), declares: true, zero: len(n.Values) == 0}
				if len(n.Values) == len(n.Names) {
					w.value = n.Values[i]
				}
				h.write(name, w, around)
			}
		case *ast.IncDecStmt:
			h.write(n.X, write{at: n.End(), adds: n.Tok == token.INC}, around)
		case *ast.UnaryExpr:
			if v := h.c.variable(n.X); v != nil && n.Op == token.AND {
				h.of(v).addressed = true
			}
			if n.Op == token.ARROW {
				h.runs = append(h.runs, n.End())
			}
		case *ast.SelectorExpr:
			// A method may have a pointer receiver, and so take the address of a variable that does not look like it.
			if selected := h.c.info.Selections[n]; selected != nil && selected.Kind() == types.MethodVal {
				if v := h.c.variable(n.X); v != nil {
					h.of(v).addressed = true
				}
			}
		}
		return true
	})
}

// results have a value before the body, and get another one from each return statement.
func (h *history) results(of *ast.FuncType, function ast.Node) {
	if of.Results == nil {
		return
	}
	for _, field := range of.Results.List {
		for _, name := range field.Names {
			h.write(name, write{at: of.End()}, []ast.Node{function})
		}
	}
}

func (h *history) of(v types.Object) *settings {
	found := h.vars[v]
	if found == nil {
		found = &settings{}
		h.vars[v] = found
	}
	return found
}

// list notes the statements that may say something of what comes after them in a list.
func (h *history) list(of ast.Node, statements []ast.Stmt) {
	for _, statement := range statements {
		if test, ok := statement.(*ast.IfStmt); ok && test.Else == nil && len(test.Body.List) > 0 {
			h.checks[of] = append(h.checks[of], test)
		}
	}
}

func (h *history) write(target ast.Expr, w write, around []ast.Node) {
	v := h.c.variable(target)
	if v == nil {
		return
	}
	w.in = functionOf(around)
	statement := around[len(around)-1]
	for i := len(around) - 2; i >= 0; i-- {
		var list []ast.Stmt
		switch outer := around[i].(type) {
		case *ast.ForStmt:
			if outer.Post == statement {
				w.at = outer.Body.End() // it comes behind the body that stands behind it
			}
			h.of(v).writes = append(h.of(v).writes, w)
			return
		case *ast.BlockStmt:
			list = outer.List
		case *ast.CaseClause:
			list = outer.Body
		case *ast.CommClause:
			list = outer.Body
		default:
			statement = outer
			continue
		}
		for at, one := range list {
			if ast.Node(one) != statement {
				continue
			}
			if at > 0 {
				w.after = list[at-1]
			}
			if at+2 == len(list) {
				w.leaves = left(list[at+1], around[:i])
			}
		}
		break
	}
	h.of(v).writes = append(h.of(v).writes, w)
}

// left is the innermost loop that is around a statement, if the statement leaves it.
func left(statement ast.Stmt, around []ast.Node) ast.Node {
	jump, breaks := statement.(*ast.BranchStmt)
	_, returns := statement.(*ast.ReturnStmt)
	if !returns && (!breaks || jump.Tok != token.BREAK || jump.Label != nil) {
		return nil
	}
	for i := len(around) - 1; i >= 0; i-- {
		switch around[i].(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return around[i]
		case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			if breaks {
				return nil
			}
		case *ast.FuncLit:
			return nil
		}
	}
	return nil
}

// isConstant tells whether a variable has the value that it is given where it is declared, and no other.
func (h *history) isConstant(v types.Object) bool {
	known := h.vars[v]
	if isPackageLevel(v) || known != nil && known.addressed {
		return false
	}
	return known == nil || len(known.writes) == 0 || len(known.writes) == 1 && known.writes[0].declares
}

// given is the value that a variable is declared with and keeps, if it is written.
func (h *history) given(v types.Object) ast.Expr {
	if known := h.vars[v]; v != nil && known != nil && len(known.writes) == 1 && h.isConstant(v) && known.writes[0].value != nil {
		return ast.Unparen(known.writes[0].value)
	}
	return nil
}
