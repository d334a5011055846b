package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

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
