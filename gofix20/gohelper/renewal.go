package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// A package is not checked anew where bodies of functions are all that has changed in it: only these are, beside the
// objects and types that there are already. Nothing that the checker tells of another declaration depends on a body:
// but for imports that nobody uses, and for variables that are initialized in a circle, which is looked at here.

// mostRenewals is how often a package is renewed: it keeps the scopes of the bodies that are gone.
const mostRenewals = 200

// kept is what was found out of one declaration after another, each for itself: it depends on nothing but that one, and on
// what no body of a function changes.
type kept struct {
	shares     map[ast.Decl]*elements // what it says of maps to bool; nil where that is nothing
	consts     map[ast.Decl]map[types.Object]declared
	recovering map[ast.Decl]bool
	calls      *callGraph
	// initializers stay what they are while none of them uses more than it did.
	initializers map[*types.Func]bool
}

func newKept() *kept {
	return &kept{shares: map[ast.Decl]*elements{}, consts: map[ast.Decl]map[types.Object]declared{}, recovering: map[ast.Decl]bool{}}
}

func (k *kept) forget(decl ast.Decl) {
	delete(k.shares, decl)
	delete(k.consts, decl)
	delete(k.recovering, decl)
	if k.calls != nil {
		delete(k.calls.decls, decl)
	}
}

// renew makes c, whose files are parsed, of what the package was before. If it cannot, c is as it was.
func (s *session) renew(c, before *checked, conf *types.Config) bool {
	if before.unit != c.unit || before.pkg == nil || len(c.cgo) > 0 || before.renewals >= mostRenewals || len(c.files) != len(before.files) {
		return false
	}
	var changed []change
	for path, f := range c.files {
		was := before.files[path]
		if was == nil || c.lines[path] == nil || c.lines[path] != before.lines[path] || c.numbers[path] != before.numbers[path] {
			return false
		}
		for i, decl := range f.Decls {
			if decl != was.Decls[i] {
				changed = append(changed, change{file: f, earlier: was, now: decl.(*ast.FuncDecl), was: was.Decls[i].(*ast.FuncDecl)})
			}
		}
	}
	stay, ok := staying(c, before, changed)
	if !ok {
		return false
	}
	problems := c.problems
	c.info, c.pkg, c.context, c.wasRight = before.info, before.pkg, before.context, before.wasRight
	world := c.world
	c.world = before.world
	conf.Context, conf.DisableUnusedImportCheck = before.context, true
	ok = true
	for i := range changed {
		ok = ok && changed[i].check(c, before, conf)
	}
	for _, one := range c.faults {
		ok = ok && (len(stay) == 0 || !isFollowOn(one))
	}
	if c.faults = append(c.faults, stay...); !ok || !c.wasRight && len(c.faults) == 0 {
		c.info, c.pkg, c.problems, c.faults, c.world = nil, nil, problems, nil, world
		return false
	}
	c.signatures = maps.Clone(before.signatures)
	if c.signatures == nil {
		c.signatures = map[*types.Func]*types.Signature{}
	}
	for i := range changed {
		changed[i].take(c, before)
	}
	for path, f := range c.files {
		if was := before.files[path]; was != f {
			c.info.Scopes[f], c.info.FileVersions[f] = c.info.Scopes[was], c.info.FileVersions[was]
			delete(c.info.Scopes, was)
			delete(c.info.FileVersions, was)
		}
	}
	c.renewals, c.kept = before.renewals+1, before.kept
	return true
}

// prepare renews what the text that came last has outdated, with all that was asked about before.
func (s *session) prepare() {
	for id, before := range maps.Clone(s.before) {
		c, _, conf := s.begun(s.units[id])
		if !s.renew(c, before, conf) {
			continue // that takes long; perhaps nobody asks
		}
		s.makeRoom(c)
		s.keep(c)
		if before.recursive != nil {
			c.recursive = c.findRecursion()
		}
		if len(before.kept.shares) > 0 {
			c.linked = s.linkedNames(nil)
			c.elementTypes()
		}
	}
}

// staying are the faults that no change can have removed; false if that cannot be said of all others.
func staying(c, before *checked, changed []change) ([]fault, bool) {
	var stay []fault
	for _, one := range before.faults {
		in := before.declarationOf(one[0].Pos)
		fd, isFunction := in.(*ast.FuncDecl)
		switch {
		case slices.ContainsFunc(changed, func(h change) bool { return in == ast.Decl(h.was) }):
			continue
		case isImports(in):
			if c.isMoot(one[0]) {
				continue
			}
		case !isFunction || fd.Body == nil || one[0].Pos < fd.Body.Lbrace:
			return nil, false // it may be about several declarations
		}
		stay = append(stay, one)
	}
	return stay, true
}

// declarationOf is the declaration whose nodes are at a place.
func (c *checked) declarationOf(pos token.Pos) ast.Decl {
	if tf := c.fset.File(pos); tf != nil && c.files[tf.Name()] != nil {
		for _, decl := range c.files[tf.Name()].Decls {
			if decl.Pos() <= pos && pos < decl.End() {
				return decl
			}
		}
	}
	return nil
}

// isFollowOn tells of a fault that the checker does not tell of it if there is another one.
func isFollowOn(one fault) bool {
	return strings.Contains(one[0].Msg, "invalid operand") || strings.Contains(one[0].Msg, "invalid type")
}

// change is a function that has another body.
type change struct {
	file, earlier *ast.File
	now, was      *ast.FuncDecl

	fn        *types.Func
	info      *types.Info // of its own
	signature *types.Signature
}

// check checks the types of the function, under the name of none, in a file that has nothing else.
func (h *change) check(c, before *checked, conf *types.Config) bool {
	h.fn, _ = before.info.Defs[h.was.Name].(*types.Func)
	if h.fn == nil {
		return false
	}
	nameless := *h.now
	nameless.Name = &ast.Ident{NamePos: h.now.Name.NamePos, Name: "_"}
	file := &ast.File{
		Package: h.file.Package, Name: h.file.Name, FileStart: h.file.FileStart, FileEnd: h.file.FileEnd, GoVersion: h.file.GoVersion,
		Imports: h.file.Imports,
	}
	for _, decl := range h.file.Decls {
		if gen, ok := decl.(*ast.GenDecl); ok && gen.Tok == token.IMPORT {
			file.Decls = append(file.Decls, gen)
		}
	}
	file.Decls = append(file.Decls, &nameless)
	h.info = newInfo()
	known := len(c.faults)
	types.NewChecker(conf, c.fset, c.pkg, h.info).Files([]*ast.File{file}) // what is wrong is in c
	for _, one := range c.faults[known:] {
		for _, part := range one {
			if part.Pos < h.now.Pos() || part.Pos >= h.now.End() {
				return false
			}
		}
	}
	checked, ok := h.info.Defs[nameless.Name].(*types.Func)
	if !ok {
		return false
	}
	h.signature = checked.Type().(*types.Signature)
	same := map[types.Object]types.Object{}
	for _, spec := range file.Imports {
		one, other := imported(spec, h.info), imported(spec, before.info)
		if one == nil || other == nil || one.Name() == "." {
			return false
		}
		delete(h.info.Implicits, spec)
		if spec.Name != nil {
			delete(h.info.Defs, spec.Name)
		}
		same[one] = other
	}
	for id, obj := range h.info.Uses {
		if known := same[obj]; known != nil {
			h.info.Uses[id] = known
		}
	}
	delete(h.info.Defs, nameless.Name)
	delete(h.info.Defs, file.Name)
	delete(h.info.Scopes, file)
	delete(h.info.FileVersions, file)
	return h.importsStay(c, before) && !h.mayInitialize(before)
}

// importsStay tells whether what the file imports is as much in use, or not, as it was.
func (h *change) importsStay(c, before *checked) bool {
	missed := map[types.Object]bool{}
	for _, obj := range used(h.was, before.info) {
		if isImport(obj) {
			missed[obj] = true
		}
	}
	unused := slices.ContainsFunc(before.faults, func(one fault) bool { return isImports(before.declarationOf(one[0].Pos)) })
	for _, obj := range h.info.Uses {
		if unused && isImport(obj) && !missed[obj] {
			return false
		}
	}
	path := c.fset.File(h.file.FileStart).Name()
	if c.blank[path] != nil {
		return true // nobody is told
	}
	if before.blank[path] != nil {
		for _, spec := range h.file.Imports {
			if obj := imported(spec, before.info); obj != nil && obj.Name() != "_" {
				missed[obj] = true
			}
		}
	}
	for _, obj := range h.info.Uses {
		delete(missed, obj)
	}
	for _, decl := range h.earlier.Decls {
		if len(missed) == 0 {
			break
		}
		if decl != ast.Decl(h.was) {
			for _, obj := range used(decl, before.info) {
				delete(missed, obj)
			}
		}
	}
	return len(missed) == 0
}

func imported(spec *ast.ImportSpec, info *types.Info) types.Object {
	if spec.Name != nil {
		return info.Defs[spec.Name]
	}
	return info.Implicits[spec]
}

// mayInitialize tells whether the function newly uses something of the package, and a variable may be initialized by it.
func (h *change) mayInitialize(before *checked) bool {
	known := map[types.Object]bool{}
	for _, obj := range used(h.was, before.info) {
		known[origin(obj)] = true
	}
	for _, obj := range h.info.Uses {
		if obj = origin(obj); isInitialized(obj, before.pkg) && !known[obj] {
			return before.initializing()[h.fn]
		}
	}
	return false
}

// isInitialized tells of what the order depends in which variables are initialized.
func isInitialized(obj types.Object, pkg *types.Package) bool {
	switch obj := obj.(type) {
	case *types.Var:
		return obj.Pkg() == pkg && isPackageLevel(obj)
	case *types.Func:
		return obj.Pkg() == pkg
	}
	return false
}

func used(n ast.Node, info *types.Info) []types.Object {
	var found []types.Object
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if obj := info.Uses[id]; obj != nil {
				found = append(found, obj)
			}
		}
		return true
	})
	return found
}

// initializing are the functions that run, or may, while variables of the package are initialized.
func (c *checked) initializing() map[*types.Func]bool {
	if c.kept.initializers != nil {
		return c.kept.initializers
	}
	found := map[*types.Func]bool{}
	c.kept.initializers = found
	bodies := map[*types.Func]*ast.FuncDecl{}
	var work []ast.Node
	for _, file := range c.files {
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if fn, ok := c.info.Defs[decl.Name].(*types.Func); ok {
					bodies[fn] = decl
				}
			case *ast.GenDecl:
				if decl.Tok == token.VAR {
					work = append(work, decl)
				}
			}
		}
	}
	for len(work) > 0 {
		next := work[len(work)-1]
		work = work[:len(work)-1]
		for _, obj := range used(next, c.info) {
			if fn, ok := origin(obj).(*types.Func); ok && bodies[fn] != nil && !found[fn] {
				found[fn] = true
				work = append(work, bodies[fn])
			}
		}
	}
	return found
}

// take puts what is known of the function in the place of what was.
func (h *change) take(c, before *checked) {
	ast.Inspect(h.was, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		delete(c.info.Scopes, n)
		delete(c.info.Implicits, n)
		switch n := n.(type) {
		case *ast.Ident:
			delete(c.info.Defs, n)
			delete(c.info.Uses, n)
			delete(c.info.Instances, n)
		case *ast.SelectorExpr:
			delete(c.info.Selections, n)
		}
		if x, ok := n.(ast.Expr); ok {
			delete(c.info.Types, x)
		}
		return true
	})
	c.info.Defs[h.now.Name] = h.fn
	maps.Copy(c.info.Defs, h.info.Defs)
	maps.Copy(c.info.Types, h.info.Types)
	maps.Copy(c.info.Uses, h.info.Uses)
	maps.Copy(c.info.Implicits, h.info.Implicits)
	maps.Copy(c.info.Selections, h.info.Selections)
	maps.Copy(c.info.Scopes, h.info.Scopes)
	maps.Copy(c.info.Instances, h.info.Instances)
	c.signatures[h.fn] = h.signature
	before.kept.forget(h.was)
}

// signature is that of a function of the package, with the parameters that its body names: they are others than those
// of its type where it was checked again.
func (c *checked) signature(fn *types.Func) *types.Signature {
	if renewed := c.signatures[fn]; renewed != nil {
		return renewed
	}
	return fn.Type().(*types.Signature)
}
