package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
)

// lengths tells of one top-level declaration which slice expressions end within the length of what they cut, whatever
// its values: no capacity decides then whether they panic. "Within" is `number <= len(x)`; that a number may wrap or be
// negative does not matter, for `x[:number]` panics over those with any capacity.
type lengths struct {
	c      *checked
	vars   map[types.Object]*settings
	cuts   map[*ast.SliceExpr][]ast.Node // what is around it, from the outside
	checks map[ast.Node][]ast.Stmt       // by the list that they stand in: what may say something of what comes after
	loops  []repeat
	jumps  bool // a goto: what stands before something need not have run before it
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

// endsWithin tells whether a slice expression ends within the length of what it cuts.
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
	l := c.lengths[decl]
	if l == nil {
		l = &lengths{c: c, vars: map[types.Object]*settings{}, cuts: map[*ast.SliceExpr][]ast.Node{}, checks: map[ast.Node][]ast.Stmt{}}
		l.read(decl)
		c.lengths[decl] = l
	}
	b := bound{l: l, x: n.X, v: c.variable(n.X), at: n.Pos(), in: functionOf(l.cuts[n])}
	if c.runsCode(last) && (b.v == nil || !l.isConstant(b.v)) {
		return false // which may set the slice while the expression is evaluated
	}
	return b.leaves(last, 0, 0) || b.isChecked(last, l.cuts[n])
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
func (c *checked) runsCode(number ast.Expr) bool {
	runs := false
	ast.Inspect(number, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && !c.info.Types[call.Fun].IsType() {
			name := c.callee(call)
			_, known := most[name]
			runs = runs || !known && name != "min" && name != "max" && name != "cap"
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

func functionOf(around []ast.Node) ast.Node {
	for i := len(around) - 1; i >= 0; i-- {
		switch around[i].(type) {
		case *ast.FuncLit, *ast.FuncDecl:
			return around[i]
		}
	}
	return nil
}

func (l *lengths) read(decl ast.Decl) {
	var around []ast.Node
	ast.Inspect(decl, func(n ast.Node) bool {
		if n == nil {
			around = around[:len(around)-1]
			return true
		}
		around = append(around, n)
		switch n := n.(type) {
		case *ast.FuncDecl:
			l.results(n.Type, n)
		case *ast.FuncLit:
			l.results(n.Type, n)
		case *ast.BranchStmt:
			l.jumps = l.jumps || n.Tok == token.GOTO
		case *ast.SliceExpr:
			l.cuts[n] = append([]ast.Node(nil), around...)
		case *ast.BlockStmt:
			l.list(n, n.List)
		case *ast.CaseClause:
			l.list(n, n.Body)
		case *ast.CommClause:
			l.list(n, n.Body)
		case *ast.ForStmt:
			start := n.Body.Pos()
			if n.Post != nil {
				start = n.Post.Pos()
			}
			if n.Cond != nil {
				start = n.Cond.Pos()
			}
			l.loops = append(l.loops, repeat{n, start, n.Body.End()})
		case *ast.RangeStmt:
			l.loops = append(l.loops, repeat{n, n.Body.Pos(), n.Body.End()})
			for i, target := range []ast.Expr{n.Key, n.Value} {
				l.write(target, write{at: n.X.End(), declares: n.Tok == token.DEFINE}, around)
				if v := l.c.variable(target); v != nil && i == 0 && n.Tok == token.DEFINE {
					l.of(v).ranges = n
				}
			}
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				w := write{at: n.End()}
				if id, ok := left.(*ast.Ident); ok {
					w.declares = l.c.info.Defs[id] != nil
				}
				if len(n.Lhs) == len(n.Rhs) && (n.Tok == token.ASSIGN || n.Tok == token.DEFINE) {
					w.value = n.Rhs[i]
				}
				l.write(left, w, around)
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				w := write{at: n.End(), declares: true, zero: len(n.Values) == 0}
				if len(n.Values) == len(n.Names) {
					w.value = n.Values[i]
				}
				l.write(name, w, around)
			}
		case *ast.IncDecStmt:
			l.write(n.X, write{at: n.End(), adds: n.Tok == token.INC}, around)
		case *ast.UnaryExpr:
			if v := l.c.variable(n.X); v != nil && n.Op == token.AND {
				l.of(v).addressed = true
			}
		case *ast.SelectorExpr:
			// A method may have a pointer receiver, and so take the address of a variable that does not look like it.
			if selected := l.c.info.Selections[n]; selected != nil && selected.Kind() == types.MethodVal {
				if v := l.c.variable(n.X); v != nil {
					l.of(v).addressed = true
				}
			}
		}
		return true
	})
}

// results have a value before the body, and get another one from each return statement.
func (l *lengths) results(of *ast.FuncType, function ast.Node) {
	if of.Results == nil {
		return
	}
	for _, field := range of.Results.List {
		for _, name := range field.Names {
			l.write(name, write{at: of.End()}, []ast.Node{function})
		}
	}
}

func (l *lengths) of(v types.Object) *settings {
	found := l.vars[v]
	if found == nil {
		found = &settings{}
		l.vars[v] = found
	}
	return found
}

// list notes the statements that may say something of what comes after them in a list.
func (l *lengths) list(of ast.Node, statements []ast.Stmt) {
	for _, statement := range statements {
		if test, ok := statement.(*ast.IfStmt); ok && test.Else == nil && len(test.Body.List) > 0 {
			l.checks[of] = append(l.checks[of], test)
		}
	}
}

func (l *lengths) write(target ast.Expr, w write, around []ast.Node) {
	v := l.c.variable(target)
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
			l.of(v).writes = append(l.of(v).writes, w)
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
	l.of(v).writes = append(l.of(v).writes, w)
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
func (l *lengths) isConstant(v types.Object) bool {
	known := l.vars[v]
	if isPackageLevel(v) || known != nil && known.addressed {
		return false
	}
	return known == nil || len(known.writes) == 0 || len(known.writes) == 1 && known.writes[0].declares
}

// given is the value that a variable is declared with and keeps, if it is written.
func (l *lengths) given(v types.Object) ast.Expr {
	if known := l.vars[v]; v != nil && known != nil && len(known.writes) == 1 && l.isConstant(v) && known.writes[0].value != nil {
		return ast.Unparen(known.writes[0].value)
	}
	return nil
}

// bound is a slice that is cut, at a place.
type bound struct {
	l  *lengths
	x  ast.Expr
	v  types.Object // nil where it is no variable
	at token.Pos
	in ast.Node // the innermost function
}

// isUnchanged tells whether a local variable has the value at the place that it had at another one, which every way
// to it has passed.
func (b bound) isUnchanged(v types.Object, since token.Pos) bool {
	if v == nil || isPackageLevel(v) || v.(*types.Var).IsField() || b.l.jumps {
		return false
	}
	if b.l.isConstant(v) {
		return true
	}
	known := b.l.vars[v]
	if known.addressed || b.in == nil || since < b.in.Pos() {
		return false // a function literal may run again
	}
	for _, w := range known.writes {
		if w.in != b.in || since < w.at && w.at <= b.at {
			return false
		}
		for _, again := range b.l.loops {
			around := again.start <= b.at && b.at < again.end && again.start <= w.at && w.at <= again.end
			if around && since <= again.start && w.at > b.at && w.leaves != again.loop {
				return false
			}
		}
	}
	return true
}

// leaves tells whether a number is at most `len(x) - count`, by what it is made of.
func (b bound) leaves(number ast.Expr, count int64, depth int) bool {
	number = ast.Unparen(number)
	if value, ok := b.l.c.integer(number); ok {
		return value+count <= 0
	}
	switch e := number.(type) {
	case *ast.BinaryExpr:
		change, ok := b.l.c.integer(e.Y)
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
		return depth < 5 && b.variableLeaves(b.l.c.variable(e), count, depth)
	}
	return false
}

// most tells of functions how far what they give stays below the length of their first argument.
var most = map[string]int64{
	"len": 0, "copy": 0,
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
	name := b.l.c.callee(call)
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
		return b.leaves(call.Args[0], count, depth)
	}
	below, ok := most[name]
	return ok && count <= below && b.isX(call.Args[0], call.Pos())
}

// isX tells whether an expression gave, where it stands, a value as long as the slice is at the place of the bound. In
// one expression with it, it may be a field too.
func (b bound) isX(e ast.Expr, pos token.Pos) bool {
	if v := b.l.c.variable(e); v != nil {
		return v == b.v && (pos >= b.at || b.isUnchanged(v, pos)) || v != b.v && b.l.areAsLong(v, b.v)
	}
	return b.v == nil && pos >= b.at && rootOf(e) != nil && !hasCall(e) &&
		types.ExprString(ast.Unparen(e)) == types.ExprString(ast.Unparen(b.x))
}

// areAsLong tells whether one of two variables that never change is a copy of all of the other, or both are of a third.
func (l *lengths) areAsLong(one, other types.Object) bool {
	if one == nil || other == nil {
		return false
	}
	originals := l.originals(one)
	return slices.ContainsFunc(l.originals(other), func(v types.Object) bool { return slices.Contains(originals, v) })
}

// originals gives a variable, what it is a copy of, and so on, as long as none of them changes.
func (l *lengths) originals(v types.Object) (found []types.Object) {
	for v != nil && !l.jumps && !v.(*types.Var).IsField() && l.isConstant(v) && len(found) < 5 {
		found = append(found, v)
		value := l.given(v)
		if value == nil {
			break
		}
		call, ok := value.(*ast.CallExpr)
		if ok && len(call.Args) == 1 {
			name := l.c.callee(call)
			isConversion := l.c.info.Types[call.Fun].IsType() && areAlike(l.c.info.TypeOf(call), l.c.info.TypeOf(call.Args[0]))
			if isConversion || name == "bytes.Clone" || name == "slices.Clone" {
				value = call.Args[0]
			}
		}
		v = l.c.variable(value)
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
	known := b.l.vars[v]
	if v == nil || known == nil || known.addressed || isPackageLevel(v) || b.l.jumps {
		return false
	}
	if loop := known.ranges; loop != nil && len(known.writes) == 1 {
		if b.l.c.hasIndexes(loop.X) {
			return count <= 1 && b.isX(loop.X, loop.X.End())
		}
		return b.l.c.isWide(loop.X) && b.leaves(loop.X, count-1, depth+1) // `for i := range n`
	}
	if value := b.l.given(v); value != nil {
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
				value, ok := b.l.c.integer(w.value)
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
		if index, ok := ast.Unparen(e).(*ast.IndexExpr); ok && b.v != nil && b.l.c.variable(index.X) == b.v {
			if v := b.l.c.variable(index.Index); v != nil && b.l.vars[v] == counter {
				return true
			}
		}
	}
	return false
}

// isChecked tells whether the place is only reached where a condition says that a number is within.
func (b bound) isChecked(number ast.Expr, around []ast.Node) bool {
	if b.v == nil || b.l.jumps {
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
			for _, statement := range b.l.checks[outer] {
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
		if call, ok := last.X.(*ast.CallExpr); !ok || b.l.c.callee(call) != "panic" {
			return false
		}
	case *ast.AssignStmt:
		v := b.l.c.variable(number)
		if v == nil || len(test.Body.List) > 1 || len(last.Lhs) != 1 || len(last.Rhs) != 1 || last.Tok != token.ASSIGN ||
			b.l.c.variable(last.Lhs[0]) != v || !b.isUnchanged(v, last.End()) || !b.leaves(last.Rhs[0], 0, 0) {
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
			return (e.Op == token.LAND) == holds && (b.follows(number, e.X, holds, since) || b.follows(number, e.Y, holds, since))
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
	least, known := b.l.c.integer(other)
	room := int64(0)
	switch {
	case op == token.GTR, op == token.NEQ && known && least == 0:
		room = 1
	case op != token.GEQ && op != token.EQL:
		return false
	}
	if wanted, ok := b.l.c.integer(number); ok {
		return known && wanted <= least+room
	}
	base, more := b.l.c.split(number)
	same, given := b.l.c.split(other)
	return more <= given+room && b.l.c.areSame(base, same) && b.stays(base, since)
}

// isLength tells whether an expression, or the value of a variable that never changes, was the length of the slice.
func (b bound) isLength(e ast.Expr, since token.Pos) bool {
	e = ast.Unparen(e)
	if value := b.l.given(b.l.c.variable(e)); value != nil {
		e, since = value, value.Pos()
	}
	call, ok := e.(*ast.CallExpr)
	return ok && b.l.c.callee(call) == "len" && b.isX(call.Args[0], since)
}

// stays tells whether a number of local variables and constants is still what it was.
func (b bound) stays(number ast.Expr, since token.Pos) bool {
	stays := true
	ast.Inspect(number, func(n ast.Node) bool {
		switch n := n.(type) {
		case nil, *ast.BinaryExpr, *ast.ParenExpr, *ast.BasicLit:
		case *ast.Ident:
			_, isConstant := b.l.c.info.Uses[n].(*types.Const)
			stays = stays && (isConstant || b.isUnchanged(b.l.c.variable(n), since))
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
