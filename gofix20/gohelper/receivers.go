package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
)

// receivers tells what becomes of the value of an expression, from where it is put: everything
// that its receivers do by which they can tell whose memory it is.
type receivers struct {
	// Known is false where the expression's value is not put anywhere that was understood.
	Known bool `json:"known"`
	// Kept tells that it reaches a field, a package variable, a container or a result.
	Kept   bool    `json:"kept"`
	Sights []sight `json:"sights"`
}

func (s *session) receivers(r *request) reply {
	c := s.check(r.Unit)
	file := c.files[r.Path]
	if file == nil || c.pkg == nil || len(c.problems) > 0 {
		return reply{Receivers: &receivers{}}
	}
	f := c.flow()
	tf := c.fset.File(file.FileStart)
	from, to := tf.Pos(r.Spans[0][0]), tf.Pos(r.Spans[0][1])
	var wanted ast.Expr
	ast.Inspect(file, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok && wanted == nil && c.now(e.Pos()) == from && c.now(e.End()) == to {
			wanted = ast.Unparen(e)
		}
		return wanted == nil
	})
	if wanted == nil || len(f.goes[wanted]) == 0 {
		return reply{Receivers: &receivers{}}
	}
	found := f.follow(f.goes[wanted])
	if n, pos := f.branches(wanted, f.goes[wanted], map[place]bool{}); n >= many {
		p := f.c.place(pos)
		found.Sights = append(found.Sights, sight{"fork", "it may be appended to more than once", p.Filename, p.Line, pos, nil})
	}
	found.Sights = slices.DeleteFunc(found.Sights, func(one sight) bool { return !sameElements(one.as, f.typeOf(wanted)) })
	if cut, ok := wanted.(*ast.SliceExpr); ok {
		// What takes the piece is none of those who get it (`x = x[:8]`).
		found.Sights = slices.DeleteFunc(found.Sights, func(one sight) bool { return one.Kind == "reslice" && one.pos == cut.Pos() })
	}
	if t, ok := f.typeOf(wanted).Underlying().(*types.Slice); ok && holdsLock(t.Elem(), 0) {
		found.Sights = append(found.Sights, sight{Kind: "lock", What: "its elements hold a lock"})
	}
	return reply{Receivers: found}
}

// sameElements tells whether two slices may share memory. A slice goes into containers, and what is done to one of
// those is not done to it.
func sameElements(seen, wanted types.Type) bool {
	if seen == nil || wanted == nil {
		return true
	}
	one, ok := seen.Underlying().(*types.Slice)
	other, isSlice := wanted.Underlying().(*types.Slice)
	if !ok || !isSlice || ofParams(one.Elem(), 0) || ofParams(other.Elem(), 0) {
		return true
	}
	return types.Identical(one.Elem(), other.Elem())
}

// ofParams tells whether a type may be made of type parameters, and so be another one.
func ofParams(t types.Type, depth int) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return false
	case *types.Named:
		return t.TypeArgs().Len() > 0
	case interface{ Elem() types.Type }:
		m, isMap := t.(*types.Map)
		return depth > 20 || ofParams(t.Elem(), depth+1) || isMap && ofParams(m.Key(), depth+1)
	}
	return true
}

func (f *flows) follow(start []place) *receivers {
	found := &receivers{Known: true}
	seen := map[place]bool{}
	told := map[sight]bool{}
	work := append([]place(nil), start...)
	for len(work) > 0 {
		at := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[at] {
			continue
		}
		seen[at] = true
		for _, next := range f.edges[at] {
			work = append(work, next.to)
		}
		sights := f.sights[at]
		switch at := at.(type) {
		case *types.Var:
			if at.IsField() || isPackageLevel(at) {
				found.Kept = true
				sights = append(sights[:len(sights):len(sights)], f.elsewhereSight(at.Name())...)
			}
			found.Kept = found.Kept || f.held[at]
		case resultOf:
			found.Kept = true
			if fn, ok := at.function.(*types.Func); ok {
				sights = append(sights[:len(sights):len(sights)], f.elsewhereSight(fn.Name())...)
			}
		case contentsOf:
			found.Kept = true
		}
		for _, one := range sights {
			if !told[one] {
				told[one] = true
				found.Sights = append(found.Sights, one)
			}
		}
	}
	sort.Slice(found.Sights, func(i, j int) bool {
		a, b := found.Sights[i], found.Sights[j]
		if a.Path != b.Path {
			return a.Path < b.Path
		}
		return a.Line < b.Line || a.Line == b.Line && a.What < b.What
	})
	return found
}

func (f *flows) elsewhereSight(name string) []sight {
	if file, ok := f.elsewhere[name]; ok {
		return []sight{{Kind: "unknown", What: "`" + name + "` is used in " + filepath.Base(file) + ", which is not part of this build"}}
	}
	return nil
}

// lookElsewhere reads the files of the package's directory that are not part of this build: the names that a
// declaration uses there beside something that could tell a slice's capacity, and the methods.
func (f *flows) lookElsewhere() {
	c, found := f.c, map[string]string{}
	f.elsewhere, f.leftOut = found, map[string]string{}
	directories := map[string]bool{}
	for path := range c.files {
		directories[filepath.Dir(path)] = true
	}
	for directory := range directories {
		entries, _ := os.ReadDir(directory)
		for _, entry := range entries {
			path := filepath.Join(directory, entry.Name())
			if c.files[path] != nil || !strings.HasSuffix(path, ".go") || entry.IsDir() {
				continue
			}
			file, _ := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if file == nil {
				continue
			}
			for _, decl := range file.Decls {
				if fd, ok := decl.(*ast.FuncDecl); ok && fd.Recv != nil {
					f.leftOut[fd.Name.Name] = path
				}
				if asksCapacity(decl) {
					ast.Inspect(decl, func(n ast.Node) bool {
						if id, ok := n.(*ast.Ident); ok {
							found[id.Name] = path
						}
						return true
					})
				}
			}
		}
	}
}

func asksCapacity(decl ast.Decl) bool {
	found := false
	ast.Inspect(decl, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SliceExpr:
			found = found || n.High != nil
		case *ast.Ident:
			found = found || n.Name == "cap" || n.Name == "append" || n.Name == "unsafe" || n.Name == "reflect"
		}
		return !found
	})
	return found
}

// exported says of what code outside of the package can get at that it is out of view.
func (f *flows) exported() {
	main := f.c.pkg.Name() == "main"
	for fn := range f.bodies {
		sig := f.c.signature(fn)
		if !token.IsExported(fn.Name()) || main && (sig.Recv() == nil || !f.boxed[receiverType(sig)]) {
			continue
		}
		for i := 0; i < sig.Results().Len(); i++ {
			f.see([]place{resultOf{fn, i}}, "unknown", "`"+fn.Name()+"` is exported", fn.Pos())
		}
		if !main {
			f.open(sig.Params())
			f.open(sig.Results())
		}
	}
	if main {
		return
	}
	for _, obj := range f.c.info.Defs {
		if v, ok := obj.(*types.Var); ok && token.IsExported(v.Name()) && (v.IsField() || isPackageLevel(v)) {
			f.see([]place{v}, "unknown", "`"+v.Name()+"` is exported", v.Pos())
			f.openType(v.Type(), v)
		}
	}
}

func (f *flows) open(tuple *types.Tuple) {
	for i := 0; i < tuple.Len(); i++ {
		f.openType(tuple.At(i).Type(), tuple.At(i))
	}
}

// openType says that what is in containers of a type is out of view.
func (f *flows) openType(t types.Type, v *types.Var) {
	for depth := 0; depth < 8; depth++ {
		elem := element(t)
		if elem == nil {
			return
		}
		f.see([]place{contents(t)}, "unknown", "`"+types.TypeString(t, f.c.qualifier)+"` is part of what is exported", v.Pos())
		t = types.Unalias(elem)
	}
}

func (c *checked) qualifier(pkg *types.Package) string {
	if pkg == c.pkg {
		return ""
	}
	return pkg.Name()
}

func receiverType(sig *types.Signature) *types.TypeName {
	t := types.Unalias(sig.Recv().Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if named, ok := t.(*types.Named); ok {
		return named.Obj()
	}
	return nil
}

func (f *flows) usedAsValue(fn *types.Func, at *ast.Ident) {
	fn = fn.Origin()
	sig := f.c.signature(fn)
	for i := 0; i < sig.Results().Len(); i++ {
		f.see([]place{resultOf{fn, i}}, "unknown", "`"+fn.Name()+"` is used as a value", at.Pos())
	}
	f.valued(fn, sig)
	if recv := sig.Recv(); recv != nil && types.IsInterface(recv.Type()) {
		for _, method := range f.candidates(fn) {
			f.usedAsValue(method, at)
		}
	}
}

// literal says of a function literal that is not simply called that its results are out of view.
func (f *flows) literal(lit *ast.FuncLit, sig *types.Signature) {
	for _, known := range f.literals {
		if known == lit {
			return
		}
	}
	if f.immediate[lit] {
		return
	}
	for i := 0; i < sig.Results().Len(); i++ {
		f.see([]place{resultOf{lit, i}}, "unknown", "it is returned by a function literal", lit.Pos())
	}
	f.valued(lit, sig)
}

// bound gives a method's receiver to a method value, which may be called more than once.
func (f *flows) bound(n *ast.SelectorExpr) {
	selection := f.c.info.Selections[n]
	if selection == nil || selection.Kind() != types.MethodVal || f.called[n.Sel] {
		return
	}
	fn, _ := selection.Obj().(*types.Func)
	for _, method := range f.candidates(fn) {
		recv := f.c.signature(method).Recv()
		for _, source := range f.sources(n.X) {
			f.edge(source, recv, many)
		}
		f.copiedTo(f.typeOf(n.X), []place{recv})
	}
}

// valued says of a function that calls of function values of its type may run it.
func (f *flows) valued(function any, sig *types.Signature) {
	for i := 0; i < sig.Params().Len(); i++ {
		f.edge(hidden{by: "parameter", t: spelling(sig.Params().At(i).Type())}, sig.Params().At(i), many)
	}
	for i := 0; i < sig.Results().Len(); i++ {
		f.edge(resultOf{function, i}, hidden{by: "result", t: spelling(sig.Results().At(i).Type())}, 0)
	}
}

// call follows the arguments of a call.
func (f *flows) call(e *ast.CallExpr) {
	if f.c.info.Types[e.Fun].IsType() {
		f.conversion(e)
		return
	}
	if lit := f.calledLiteral(e); lit != nil {
		if sig, ok := f.typeOf(lit).(*types.Signature); ok {
			f.arguments(e, sig, func(i int) []place { return []place{sig.Params().At(i)} })
		}
		return
	}
	switch obj := f.c.calledObject(e).(type) {
	case *types.Builtin:
		f.builtin(e, obj.Name(), obj.Pkg() != nil)
	case *types.Func:
		f.callFunction(e, obj)
	default:
		if sig, ok := f.typeOf(e.Fun).Underlying().(*types.Signature); ok {
			f.arguments(e, sig, func(i int) []place {
				at := sig.Params().At(i).Type()
				return []place{f.unseen("it is passed to a function value", e.Pos()), hidden{by: "parameter", t: spelling(at)}}
			})
		}
	}
}

func (f *flows) conversion(e *ast.CallExpr) {
	if len(e.Args) != 1 {
		return
	}
	to := f.typeOf(e)
	switch u := to.Underlying().(type) {
	case *types.Pointer:
		if _, ok := f.typeOf(e.Args[0]).Underlying().(*types.Slice); ok {
			f.put(e.Args[0], nil, f.unseen("it becomes an array", e.Pos()))
			return
		}
		f.link(f.typeOf(e.Args[0]), to)
	case *types.Basic:
		if u.Kind() == types.UnsafePointer {
			f.put(e.Args[0], nil, f.unseen("it becomes an unsafe.Pointer", e.Pos()))
		}
	case *types.Interface:
		if !isParam(to) {
			f.put(e.Args[0], to)
			return
		}
		f.put(e.Args[0], nil, f.unseen("it is converted to a type parameter", e.Pos()))
	default:
		f.link(f.typeOf(e.Args[0]), to)
		// The same slice under another type goes where the conversion goes, which was seen before its operand.
		arg := ast.Unparen(e.Args[0])
		f.goes[arg] = append(f.goes[arg], f.goes[e]...)
	}
}

// markGrowth finds `x = append(x, …)` and `x = x[…]`: nothing is left behind.
func (f *flows) markGrowth(n *ast.AssignStmt) {
	if len(n.Lhs) != len(n.Rhs) || n.Tok != token.ASSIGN {
		return
	}
	for i, left := range n.Lhs {
		right := ast.Unparen(n.Rhs[i])
		same := func(e ast.Expr) bool { return types.ExprString(ast.Unparen(left)) == types.ExprString(ast.Unparen(e)) }
		if hasCall(left) {
			continue
		}
		switch e := right.(type) {
		case *ast.CallExpr:
			f.growth[e] = len(e.Args) > 0 && same(e.Args[0])
			f.stays[e] = f.growth[e]
		case *ast.SliceExpr:
			f.stays[e] = same(e.X)
		}
	}
}

// hasCall tells whether an expression may be something else when it is evaluated again.
func hasCall(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		_, ok := n.(*ast.CallExpr)
		found = found || ok
		return !found
	})
	return found
}

func (f *flows) builtin(e *ast.CallExpr, name string, unsafe bool) {
	if len(e.Args) == 0 {
		return
	}
	first := e.Args[0]
	switch {
	case unsafe:
		for _, arg := range e.Args {
			f.put(arg, nil, f.unseen("it is reached through unsafe", e.Pos()))
		}
	case name == "append":
		f.appended(e, nil)
		for _, arg := range e.Args[1:] {
			if e.Ellipsis.IsValid() {
				if elem := element(f.typeOf(arg)); elem != nil {
					f.edge(contents(f.typeOf(arg)), contents(f.typeOf(first)), many)
					f.copiedTo(elem, []place{contents(f.typeOf(first))})
				}
			} else if elem := element(f.typeOf(first)); elem != nil {
				f.put(arg, elem, contents(f.typeOf(first)))
			} else {
				f.put(arg, nil, contents(f.typeOf(first)))
			}
		}
	case name == "cap":
		f.seeAs(f.sources(first), "cap", "its capacity is asked for", e.Pos(), f.typeOf(first))
	case name == "copy" || name == "clear":
		f.see(f.sources(first), "write", "its elements are written", e.Pos())
		if len(e.Args) == 2 && element(f.typeOf(e.Args[1])) != nil {
			f.edge(contents(f.typeOf(e.Args[1])), contents(f.typeOf(first)), many)
			f.copiedTo(element(f.typeOf(e.Args[1])), []place{contents(f.typeOf(first))})
		}
	case name == "panic":
		f.put(first, types.NewInterfaceType(nil, nil))
	}
}

// arguments gives every argument of a call to the parameter that receives it.
func (f *flows) arguments(e *ast.CallExpr, sig *types.Signature, to func(int) []place) {
	last := sig.Params().Len() - 1
	give := func(i int) ([]place, types.Type, bool) {
		if last < 0 {
			return nil, nil, false
		}
		if sig.Variadic() && i >= last && !e.Ellipsis.IsValid() {
			t := sig.Params().At(last).Type()
			places := to(last)
			for i, at := range places {
				switch at := at.(type) {
				case *types.Var:
					places[i] = contents(at.Type())
				case hidden:
					places[i] = contents(t)
				}
			}
			return places, element(t), true
		}
		return to(min(i, last)), sig.Params().At(min(i, last)).Type(), true
	}
	if len(e.Args) == 1 {
		if tuple, ok := f.typeOf(e.Args[0]).(*types.Tuple); ok && tuple.Len() > 1 {
			f.spread(e.Args[0], func(i int) ([]place, types.Type) {
				places, t, _ := give(i)
				return places, t
			})
			return
		}
	}
	for i, arg := range e.Args {
		if places, t, ok := give(i); ok {
			f.put(arg, t, places...)
		}
	}
}

func (f *flows) callFunction(e *ast.CallExpr, obj *types.Func) {
	fn := obj.Origin()
	sig := fn.Type().(*types.Signature)
	given, _ := f.typeOf(e.Fun).Underlying().(*types.Signature)
	if given == nil {
		return
	}
	selector, _ := ast.Unparen(e.Fun).(*ast.SelectorExpr)
	if selection := f.c.info.Selections[selector]; selector != nil && selection != nil && selection.Kind() == types.MethodExpr {
		f.arguments(e, given, func(i int) []place {
			to := []place{f.unseen("it is passed to a method expression", e.Pos())}
			for _, method := range f.candidates(fn) {
				if its := f.c.signature(method); i == 0 {
					to = append(to, its.Recv())
				} else {
					to = append(to, its.Params().At(i-1))
				}
			}
			return to
		})
		return
	}
	for _, method := range f.candidates(fn) {
		its := f.c.signature(method)
		if f.bodies[method].Body == nil {
			f.arguments(e, its, func(int) []place {
				return []place{f.unseen("`"+fn.Name()+"` has no Go body", e.Pos())}
			})
			continue
		}
		if !f.c.hasBody(method, e.Pos()) {
			f.unseenCall(e, its, selector, "`"+fn.Name()+"` may have another body in another build")
		}
		f.arguments(e, its, func(i int) []place { return []place{its.Params().At(i)} })
		if its.Recv() != nil && selector != nil && !types.IsInterface(f.typeOf(selector.X)) {
			f.receiver(selector.X, its.Recv())
		}
	}
	throughInterface := sig.Recv() != nil && types.IsInterface(sig.Recv().Type())
	if file, ok := f.leftOut[fn.Name()]; ok && throughInterface {
		f.unseenCall(e, given, selector, "`"+fn.Name()+"` may be the one in "+filepath.Base(file)+", which is not part of this build")
	}
	if fn.Pkg() == f.c.pkg && (!throughInterface || !token.IsExported(fn.Name())) {
		return
	}
	if appending(fn) && len(e.Args) > 0 && carries(f.typeOf(e.Args[0])) {
		p := &outside{}
		f.appended(e, []place{p})
		f.put(e.Args[0], nil, p)
	}
	if duplicating[fn.FullName()] {
		for _, arg := range e.Args {
			if elem := element(f.pointed(arg)); elem != nil {
				f.forked[contents(f.pointed(arg))] = true
				f.fork(elem, 0)
			}
		}
	}
	role := roleOf(fn, sig)
	if role == reading {
		f.parts(e)
		f.lent(e, "", "")
		return
	}
	if role == printing {
		f.printed(e)
		return
	}
	if role == writing {
		f.lent(e, "write", "`"+fn.Name()+"` writes its elements")
		return
	}
	f.unseenCall(e, given, selector, "it is passed to `"+fn.Name()+"`")
}

// unseenCall says of all that a call is given that what becomes of it is out of view, and why.
func (f *flows) unseenCall(e *ast.CallExpr, sig *types.Signature, selector *ast.SelectorExpr, why string) {
	f.arguments(e, sig, func(int) []place { return []place{f.unseen(why, e.Pos())} })
	if selector != nil && f.c.info.Selections[selector] != nil && carries(f.typeOf(selector.X)) {
		f.put(selector.X, nil, f.unseen("its method `"+selector.Sel.Name+"` is called", e.Pos()))
	}
}

// parts says of what a call gives in a list (of lists) that it may be parts of the arguments.
func (f *flows) parts(e *ast.CallExpr) {
	for t := f.typeOf(e); element(t) != nil; t = types.Unalias(element(t)) {
		if !carries(element(t)) {
			return
		}
		for _, arg := range e.Args {
			for _, source := range f.sources(arg) {
				f.edge(source, contents(t), many)
			}
		}
	}
}

// lent says that a call has its arguments only while it runs (or only to read them), and what it does to them.
func (f *flows) lent(e *ast.CallExpr, kind, what string) {
	for _, arg := range e.Args {
		p := &outside{}
		if kind != "" {
			f.see(append(f.sources(arg), p), kind, what, e.Pos())
		}
		f.goes[ast.Unparen(arg)] = append(f.goes[ast.Unparen(arg)], p)
	}
}

// receiver gives a method's receiver to its parameter.
func (f *flows) receiver(x ast.Expr, to *types.Var) {
	if _, pointer := to.Type().Underlying().(*types.Pointer); pointer && !isPointer(f.typeOf(x)) {
		f.addressed(x)
		return
	}
	f.put(x, to.Type(), to)
}

// printed lends a call's arguments, but for those that have methods which printing may call.
func (f *flows) printed(e *ast.CallExpr) {
	for _, arg := range e.Args {
		p := &outside{}
		if hasPrinter(f.typeOf(arg)) {
			p = f.unseen("its methods print it", arg.Pos()).(*outside)
			f.box(f.typeOf(arg), p, map[types.Type]bool{})
		}
		for _, source := range f.sources(arg) {
			if carries(f.typeOf(arg)) {
				f.edge(source, p, 0)
			}
		}
		f.goes[ast.Unparen(arg)] = append(f.goes[ast.Unparen(arg)], p)
	}
}

var printers = [...]string{"Error", "String", "Format", "GoString", "MarshalJSON", "MarshalText", "LogValue"}

// hasPrinter tells whether a slice, or a container of slices, has methods that printing it may call.
func hasPrinter(t types.Type) bool {
	for depth := 0; t != nil && depth < 8; depth++ {
		if named, ok := types.Unalias(t).(*types.Named); ok && element(named) != nil && named.Obj().Pkg() != nil {
			methods := types.NewMethodSet(types.NewPointer(named))
			for _, name := range printers {
				if methods.Lookup(named.Obj().Pkg(), name) != nil && !standard(named.Obj().Pkg().Path()) {
					return true
				}
			}
		}
		t = element(t)
	}
	return false
}

func holdsLock(t types.Type, depth int) bool {
	if depth > 20 {
		return true
	}
	t = types.Unalias(t)
	if named, ok := t.(*types.Named); ok && !types.IsInterface(t) {
		methods := types.NewMethodSet(types.NewPointer(named))
		if methods.Lookup(named.Obj().Pkg(), "Lock") != nil || methods.Lookup(named.Obj().Pkg(), "noCopy") != nil {
			return true
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Array:
		return holdsLock(u.Elem(), depth+1)
	case *types.Struct:
		for i := 0; i < u.NumFields(); i++ {
			if holdsLock(u.Field(i).Type(), depth+1) {
				return true
			}
		}
	}
	return false
}

// embedded tells whether a package variable is filled by //go:embed.
func (c *checked) embedded(v *types.Var) bool {
	if c.embeds == nil {
		c.embeds = map[types.Object]bool{}
		for _, file := range c.files {
			for _, decl := range file.Decls {
				gen, ok := decl.(*ast.GenDecl)
				if !ok || gen.Tok != token.VAR {
					continue
				}
				for _, spec := range gen.Specs {
					spec := spec.(*ast.ValueSpec)
					if hasEmbed(spec.Doc) || hasEmbed(gen.Doc) {
						for _, name := range spec.Names {
							c.embeds[c.info.Defs[name]] = true
						}
					}
				}
			}
		}
	}
	return c.embeds[v]
}

func hasEmbed(doc *ast.CommentGroup) bool {
	if doc == nil {
		return false
	}
	for _, comment := range doc.List {
		if strings.HasPrefix(comment.Text, "//go:embed") {
			return true
		}
	}
	return false
}
