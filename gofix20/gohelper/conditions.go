package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
)

// isChecked tells whether the place is only reached where a condition says that a number is within.
func (b bound) isChecked(number ast.Expr, around []ast.Node) bool {
	if b.v == nil || b.h.jumps {
		return false
	}
	here := b
	for i := len(around) - 2; i >= 0; i-- {
		child := around[i+1]
		switch outer := around[i].(type) {
		case *ast.FuncLit:
			here.in = nil // only what never changes is known in there
		case *ast.BinaryExpr:
			if child == ast.Node(outer.Y) && (outer.Op == token.LAND || outer.Op == token.LOR) &&
				here.follows(number, outer.X, outer.Op == token.LAND, outer.X.End()) {
				return true
			}
		case *ast.IfStmt:
			if (child == ast.Node(outer.Body) || child == ast.Node(outer.Else)) &&
				here.follows(number, outer.Cond, child == ast.Node(outer.Body), outer.Cond.End()) {
				return true
			}
		case *ast.ForStmt:
			if child == ast.Node(outer.Body) && outer.Cond != nil && here.follows(number, outer.Cond, true, outer.Cond.End()) {
				return true
			}
		case *ast.SwitchStmt:
			if clause, ok := around[i+2].(*ast.CaseClause); ok && here.isCase(number, outer, clause, around[i+3]) {
				return true
			}
		}
		switch outer := around[i].(type) {
		case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
			for _, statement := range b.h.checks[outer] {
				if statement.End() > child.Pos() {
					break
				}
				if test := statement.(*ast.IfStmt); here.isLeftAfter(number, test) {
					return true
				}
			}
		}
	}
	return false
}

// isCase tells whether a number is within in a clause of a switch: over the length, or one of conditions.
func (b bound) isCase(number ast.Expr, of *ast.SwitchStmt, clause *ast.CaseClause, child ast.Node) bool {
	if len(clause.List) == 0 || child.Pos() < clause.Colon {
		return false
	}
	for i, other := range of.Body.List[1:] {
		before := of.Body.List[i].(*ast.CaseClause).Body
		if other == ast.Stmt(clause) && len(before) > 0 {
			if jump, ok := before[len(before)-1].(*ast.BranchStmt); ok && jump.Tok == token.FALLTHROUGH {
				return false
			}
		}
	}
	for _, e := range clause.List {
		if of.Tag == nil && !b.follows(number, e, true, e.End()) || of.Tag != nil && !b.says(number, of.Tag, token.EQL, e, of.Tag.End()) {
			return false
		}
	}
	return true
}

// isLeftAfter tells whether a number is within behind an `if` that leaves where it is not, or sets it to what is.
func (b bound) isLeftAfter(number ast.Expr, test *ast.IfStmt) bool {
	switch last := test.Body.List[len(test.Body.List)-1].(type) {
	case *ast.ReturnStmt:
	case *ast.BranchStmt:
		if last.Tok != token.CONTINUE && last.Tok != token.BREAK {
			return false
		}
	case *ast.ExprStmt:
		if call, ok := last.X.(*ast.CallExpr); !ok || b.h.c.callee(call) != "panic" {
			return false
		}
	case *ast.AssignStmt:
		v := b.h.c.variable(number)
		if v == nil || len(test.Body.List) > 1 || len(last.Lhs) != 1 || len(last.Rhs) != 1 || last.Tok != token.ASSIGN ||
			b.h.c.variable(last.Lhs[0]) != v || !b.isUnchanged(v, last.End()) || !b.leaves(last.Rhs[0], 0, 0) {
			return false
		}
	default:
		return false
	}
	return b.follows(number, test.Cond, false, test.End())
}

// follows tells whether a condition says, where it holds or does not, that a number is within; it still does at the
// place if nothing in it has changed since.
func (b bound) follows(number, condition ast.Expr, holds bool, since token.Pos) bool {
	switch e := ast.Unparen(condition).(type) {
	case *ast.UnaryExpr:
		return e.Op == token.NOT && b.follows(number, e.X, !holds, since)
	case *ast.BinaryExpr:
		if e.Op == token.LAND || e.Op == token.LOR {
			if (e.Op == token.LAND) != holds {
				return false
			}
			stays := b.h.isConstant(b.v) || !b.h.c.runsCode(e.Y) // which comes after e.X
			return stays && b.follows(number, e.X, holds, since) || b.follows(number, e.Y, holds, since)
		}
		op := e.Op
		if !holds {
			op = opposite[op]
		}
		return b.says(number, e.X, op, e.Y, since) || b.says(number, e.Y, mirrored[op], e.X, since)
	}
	return false
}

var opposite = map[token.Token]token.Token{
	token.LSS: token.GEQ, token.LEQ: token.GTR, token.GTR: token.LEQ, token.GEQ: token.LSS, token.EQL: token.NEQ, token.NEQ: token.EQL,
}

var mirrored = map[token.Token]token.Token{
	token.LSS: token.GTR, token.LEQ: token.GEQ, token.GTR: token.LSS, token.GEQ: token.LEQ, token.EQL: token.EQL, token.NEQ: token.NEQ,
}

// says takes `length op other`.
func (b bound) says(number, length ast.Expr, op token.Token, other ast.Expr, since token.Pos) bool {
	if since >= b.at || !b.isLength(length, since) {
		return false
	}
	least, known := b.h.c.integer(other)
	room := int64(0)
	switch {
	case op == token.GTR, op == token.NEQ && known && least == 0:
		room = 1
	case op != token.GEQ && op != token.EQL:
		return false
	}
	if wanted, ok := b.h.c.integer(number); ok {
		return known && wanted <= least+room
	}
	base, more := b.h.c.split(number)
	same, given := b.h.c.split(other)
	return more <= given+room && b.h.c.areSame(base, same) && b.stays(base, since)
}

// isLength tells whether an expression, or the value of a variable that never changes, was the length of the slice.
func (b bound) isLength(e ast.Expr, since token.Pos) bool {
	e = ast.Unparen(e)
	if value := b.h.given(b.h.c.variable(e)); value != nil {
		e, since = value, value.Pos()
	}
	call, ok := e.(*ast.CallExpr)
	return ok && b.h.c.callee(call) == "len" && b.isX(call.Args[0], since)
}

// stays tells whether a number of local variables and constants is still what it was.
func (b bound) stays(number ast.Expr, since token.Pos) bool {
	stays := true
	ast.Inspect(number, func(n ast.Node) bool {
		switch n := n.(type) {
		case nil, *ast.BinaryExpr, *ast.ParenExpr, *ast.BasicLit:
		case *ast.Ident:
			_, isConstant := b.h.c.info.Uses[n].(*types.Const)
			stays = stays && (isConstant || b.isUnchanged(b.h.c.variable(n), since))
		default:
			stays = false
		}
		return stays
	})
	return stays
}

// areSame tells whether two expressions are written alike, and name the same.
func (c *checked) areSame(one, other ast.Expr) bool {
	named := func(e ast.Expr) (found []types.Object) {
		ast.Inspect(e, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				found = append(found, c.info.ObjectOf(id))
			}
			return true
		})
		return found
	}
	return types.ExprString(one) == types.ExprString(other) && slices.Equal(named(one), named(other))
}

// split takes constants that are added to a number, or subtracted, off it.
func (c *checked) split(number ast.Expr) (ast.Expr, int64) {
	number = ast.Unparen(number)
	if e, ok := number.(*ast.BinaryExpr); ok {
		if change, ok := c.integer(e.Y); ok && -1<<30 < change && change < 1<<30 {
			base, more := c.split(e.X)
			switch e.Op {
			case token.ADD:
				return base, more + change
			case token.SUB:
				return base, more - change
			}
		}
	}
	return number, 0
}

// integer is the value of a constant that is the same in each build.
func (c *checked) integer(e ast.Expr) (int64, bool) {
	tv := c.info.Types[e]
	if tv.Value == nil || !c.portable(e) {
		return 0, false
	}
	value := constant.ToInt(tv.Value)
	if value.Kind() != constant.Int {
		return 0, false
	}
	number, exact := constant.Int64Val(value)
	return number, exact && -1<<40 < number && number < 1<<40
}
