package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// endsWithin tells whether a slice expression ends within the length of what it cuts, whatever its values: no capacity
// decides then whether it panics. "Within" is `number <= len(x)`; that a number may wrap or be negative does not matter,
// for `x[:number]` panics over those with any capacity.
func (c *checked) endsWithin(n *ast.SliceExpr) bool {
	last := n.High
	if n.Max != nil {
		last = n.Max
	}
	if last == nil {
		return true
	}
	switch c.info.TypeOf(n.X).Underlying().(type) {
	case *types.Basic, *types.Array, *types.Pointer:
		return true // the length is all that there is
	}
	if !c.isWide(last) {
		return false
	}
	decl := c.declarationAround(n.Pos())
	if decl == nil {
		return false
	}
	h := c.histories[decl]
	if h == nil {
		h = &history{c: c, vars: map[types.Object]*settings{}, cuts: map[*ast.SliceExpr][]ast.Node{}, checks: map[ast.Node][]ast.Stmt{}}
		h.read(decl)
		slices.Sort(h.runs)
		c.histories[decl] = h
	}
	b := bound{h: h, x: n.X, v: c.variable(n.X), at: n.Pos(), in: functionOf(h.cuts[n])}
	if c.runsCode(last) && (b.v == nil || !h.isConstant(b.v)) {
		return false // which may set the slice while the expression is evaluated
	}
	return b.leaves(last, 0, 0) || b.isChecked(last, h.cuts[n])
}

// isWide tells of a number that it cannot wrap to one that a slice could have room for.
func (c *checked) isWide(number ast.Expr) bool {
	if c.info.Types[number].Value != nil {
		return true
	}
	t, ok := c.info.TypeOf(number).Underlying().(*types.Basic)
	if !ok {
		return false
	}
	switch t.Kind() {
	case types.Int, types.Int64, types.Uint, types.Uint64, types.Uintptr:
		return true
	}
	return false
}

// runsCode tells whether something is called that is not known to leave everything as it is.
func (c *checked) runsCode(e ast.Expr) bool {
	runs := false
	ast.Inspect(e, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && !c.info.Types[call.Fun].IsType() && !c.info.Types[call.Fun].IsBuiltin() {
			_, known := most[c.callee(call)]
			runs = runs || !known
		}
		_, literal := n.(*ast.FuncLit)
		runs = runs || literal
		return !runs
	})
	return runs
}

func (c *checked) declarationAround(pos token.Pos) ast.Decl {
	if file := c.fileAt(pos); file != nil {
		for _, decl := range file.Decls {
			if decl.Pos() <= pos && pos < decl.End() {
				return decl
			}
		}
	}
	return nil
}

// variable gives the variable that an expression is.
func (c *checked) variable(e ast.Expr) types.Object {
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		if v, ok := c.info.ObjectOf(id).(*types.Var); ok {
			return v
		}
	}
	return nil
}

// bound is a slice that is cut, at a place.
type bound struct {
	h  *history
	x  ast.Expr
	v  types.Object // nil where it is no variable
	at token.Pos
	in ast.Node // the innermost function
}

// isUnchanged tells whether a local variable has the value at the place that it had at another one, which every way
// to it has passed.
func (b bound) isUnchanged(v types.Object, since token.Pos) bool {
	if v == nil || isPackageLevel(v) || v.(*types.Var).IsField() || b.h.jumps {
		return false
	}
	if b.h.isConstant(v) {
		return true
	}
	known := b.h.vars[v]
	if b.in == nil || since < b.in.Pos() {
		return false // a function literal may run again
	}
	runs := b.runsSince(since)
	if known.addressed && runs {
		return false
	}
	for _, w := range known.writes {
		if w.in != b.in && !runs {
			continue
		}
		if w.in != b.in || since < w.at && w.at <= b.at {
			return false
		}
		for _, again := range b.h.loops {
			around := again.start <= b.at && b.at < again.end && again.start <= w.at && w.at <= again.end
			if around && since <= again.start && w.at > b.at && w.leaves != again.loop {
				return false
			}
		}
	}
	return true
}

// runsSince tells whether other code may have run, or something been written through a pointer, since another place,
// which every way to this one has passed.
func (b bound) runsSince(since token.Pos) bool {
	end := b.at
	for _, again := range b.h.loops {
		if since <= again.start && again.start <= b.at && b.at < again.end {
			end = max(end, again.end)
		}
	}
	first, _ := slices.BinarySearch(b.h.runs, since+1)
	return first < len(b.h.runs) && b.h.runs[first] <= end
}

// leaves tells whether a number is at most `len(x) - count`, by what it is made of.
func (b bound) leaves(number ast.Expr, count int64, depth int) bool {
	number = ast.Unparen(number)
	if value, ok := b.h.c.integer(number); ok {
		return value+count <= 0
	}
	switch e := number.(type) {
	case *ast.BinaryExpr:
		change, ok := b.h.c.integer(e.Y)
		if !ok || change < 0 || change > 1<<30 {
			return false
		}
		switch e.Op {
		case token.ADD:
			return b.leaves(e.X, count+change, depth)
		case token.SUB:
			return b.leaves(e.X, count-change, depth)
		case token.QUO:
			return change > 0 && count <= 0 && b.leaves(e.X, 0, depth)
		}
	case *ast.CallExpr:
		return b.callLeaves(e, count, depth)
	case *ast.Ident:
		return depth < 5 && b.variableLeaves(b.h.c.variable(e), count, depth)
	}
	return false
}

// most tells of functions how far what they give stays below the length of their first argument.
var most = map[string]int64{
	"len": 0, "copy": 0, "sort.Search": 0,
	// Nothing is found behind the last byte too.
	"bytes.Index": 0, "bytes.LastIndex": 0, "strings.Index": 0, "strings.LastIndex": 0,
	"bytes.IndexByte": 1, "bytes.IndexAny": 1, "bytes.IndexRune": 1, "bytes.IndexFunc": 1,
	"bytes.LastIndexByte": 1, "bytes.LastIndexAny": 1, "bytes.LastIndexFunc": 1,
	"strings.IndexByte": 1, "strings.IndexAny": 1, "strings.IndexRune": 1, "strings.IndexFunc": 1,
	"strings.LastIndexByte": 1, "strings.LastIndexAny": 1, "strings.LastIndexFunc": 1,
	"slices.Index": 1, "slices.IndexFunc": 1,
	"sort.SearchInts": 0, "sort.SearchStrings": 0, "sort.SearchFloat64s": 0,
}

func (b bound) callLeaves(call *ast.CallExpr, count int64, depth int) bool {
	name := b.h.c.callee(call)
	if len(call.Args) == 0 {
		return false
	}
	switch name {
	case "min":
		for _, arg := range call.Args {
			if b.leaves(arg, count, depth) {
				return true
			}
		}
		return false
	case "sort.Search":
		return count <= 0 && b.leaves(call.Args[0], 0, depth) // it gives 0 for less than nothing
	case "copy":
		return count <= 0 && slices.ContainsFunc(call.Args, func(e ast.Expr) bool { return b.isX(e, call.Pos()) })
	}
	below, ok := most[name]
	return ok && count <= below && b.isX(call.Args[0], call.Pos())
}

// isX tells whether an expression gave, where it stands, a value as long as the slice is at the place of the bound. In
// one expression with it, it may be a field too.
func (b bound) isX(e ast.Expr, pos token.Pos) bool {
	if v := b.h.c.variable(e); v != nil {
		return v == b.v && (pos >= b.at || b.isUnchanged(v, pos)) || v != b.v && b.h.areAsLong(v, b.v)
	}
	return b.v == nil && pos >= b.at && rootOf(e) != nil && !hasCall(e) &&
		types.ExprString(ast.Unparen(e)) == types.ExprString(ast.Unparen(b.x))
}

// areAsLong tells whether one of two variables that never change is a copy of all of the other, or both are of a third.
func (h *history) areAsLong(one, other types.Object) bool {
	if one == nil || other == nil {
		return false
	}
	originals := h.originals(one)
	return slices.ContainsFunc(h.originals(other), func(v types.Object) bool { return slices.Contains(originals, v) })
}

// originals gives a variable, what it is a copy of, and so on, as long as none of them changes.
func (h *history) originals(v types.Object) (found []types.Object) {
	for v != nil && !h.jumps && !v.(*types.Var).IsField() && h.isConstant(v) && len(found) < 5 {
		found = append(found, v)
		value := h.given(v)
		if value == nil {
			break
		}
		call, ok := value.(*ast.CallExpr)
		if ok && len(call.Args) == 1 {
			name := h.c.callee(call)
			isConversion := h.c.info.Types[call.Fun].IsType() && areAlike(h.c.info.TypeOf(call), h.c.info.TypeOf(call.Args[0]))
			if isConversion || name == "bytes.Clone" || name == "slices.Clone" {
				value = call.Args[0]
			}
		}
		v = h.c.variable(value)
	}
	return found
}

// areAlike tells of two types that a value has the same length in both.
func areAlike(one, other types.Type) bool {
	isText := func(t types.Type) bool {
		basic, ok := t.Underlying().(*types.Basic)
		return ok && basic.Info()&types.IsString != 0 || isBytes(t.Underlying())
	}
	return types.Identical(one.Underlying(), other.Underlying()) || isText(one) && isText(other)
}

func (b bound) variableLeaves(v types.Object, count int64, depth int) bool {
	known := b.h.vars[v]
	if v == nil || known == nil || known.addressed || isPackageLevel(v) || b.h.jumps {
		return false
	}
	if loop := known.ranges; loop != nil && len(known.writes) == 1 {
		if b.h.c.hasIndexes(loop.X) {
			return count <= 1 && b.isX(loop.X, loop.X.End())
		}
		return b.h.c.isWide(loop.X) && b.leaves(loop.X, count-1, depth+1) // `for i := range n`
	}
	if value := b.h.given(v); value != nil {
		return b.leaves(value, count, depth+1)
	}
	return count <= 0 && b.isCounter(known)
}

// hasIndexes tells whether ranging over something gives the indexes of a slice or a string, and not numbers or keys.
func (c *checked) hasIndexes(e ast.Expr) bool {
	switch t := c.info.TypeOf(e).Underlying().(type) {
	case *types.Slice:
		return true
	case *types.Basic:
		return t.Info()&types.IsString != 0
	}
	return false
}

// isCounter tells whether a variable starts at 0, and is added 1 to right after an element of the slice was reached at
// it: it was below the length then, as in `kept[n] = x; n++`.
func (b bound) isCounter(known *settings) bool {
	for _, w := range known.writes {
		switch {
		case w.in != b.in:
			return false
		case w.declares:
			zero := w.zero
			if w.value != nil {
				value, ok := b.h.c.integer(w.value)
				zero = ok && value == 0
			}
			if !zero || !b.isUnchanged(b.v, w.at) {
				return false
			}
		case !w.adds || !b.reaches(w.after, known):
			return false
		}
	}
	return len(known.writes) > 1
}

// reaches tells whether an assignment certainly indexes the slice with the variable.
func (b bound) reaches(statement ast.Stmt, counter *settings) bool {
	assignment, ok := statement.(*ast.AssignStmt)
	if !ok {
		return false
	}
	for _, e := range append(assignment.Lhs[:len(assignment.Lhs):len(assignment.Lhs)], assignment.Rhs...) {
		if index, ok := ast.Unparen(e).(*ast.IndexExpr); ok && b.v != nil && b.h.c.variable(index.X) == b.v {
			if v := b.h.c.variable(index.Index); v != nil && b.h.vars[v] == counter {
				return true
			}
		}
	}
	return false
}
