package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"go/version"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// What kind of expression it is, in the flags of an expression.
const (
	isType = 1 << iota
	isValue
	isAddressable
	isBuiltin
	isNil
	isConstant
	isPortable     // a constant that no build can change
	isStatic       // a call whose callee is known when it is compiled
	isConversion   // a call that is a conversion
	takesAddress   // a selector that takes the address of its operand without saying so
	followsPointer // a selector that goes through a pointer
	isPromoted     // a selector of what an embedded field has
	isQuiet        // a call that of its own changes nothing but builders (see quiet)
	goesDeep       // a selector that follows a pointer which is embedded
	staysWithin    // a slice expression that ends within the length of the slice that it cuts
)

type fileFacts struct {
	Package   string       `json:"package"`
	GoVersion string       `json:"go_version"`
	Imports   []importSpec `json:"imports"`
	Line      bool         `json:"line"` // it has //line directives
}

type importSpec struct {
	Path string `json:"path"`
	Name string `json:"name"` // as it is written here; the package's own where nothing is written
	Used bool   `json:"used"`
}

type functionFacts struct {
	Types   []typeFacts `json:"types"`
	Objects []object    `json:"objects"`
	// Idents are [offset, length, object].
	Idents [][3]int `json:"idents"`
	// Exprs are [start, end, type or -1, flags, effect].
	Exprs   [][5]int       `json:"exprs"`
	Values  map[int]string `json:"values"`  // of constants: by index into Exprs
	Callees map[int]string `json:"callees"` // by index into Exprs
	// Origins and Passes are what functions of the package do with memory (see handling), by index into Exprs.
	Origins map[int][]string  `json:"origins,omitempty"`
	Passes  map[int][]passing `json:"passes,omitempty"`
	// Recursive tells that the function may call itself, directly or through its package.
	Recursive bool `json:"recursive"`
}

type object struct {
	Name      string `json:"name"`
	Kind      string `json:"kind"`
	Scope     string `json:"scope"`
	Type      int    `json:"type"`
	Start     int    `json:"start"` // of its declaration, where that is in this file, else -1
	ID        int64  `json:"id"`    // two objects of a package's files are the same if this is, while the helper lives
	Package   string `json:"package"`
	Value     string `json:"value,omitempty"`
	Recovers  bool   `json:"recovers,omitempty"`
	Signature string `json:"signature,omitempty"`
	Embedded  bool   `json:"embedded,omitempty"`
}

type typeFacts struct {
	Text       string `json:"text"`
	Same       int    `json:"same"` // the first of the types that are identical to this one
	Kind       string `json:"kind"`
	Named      bool   `json:"named"`
	Elem       int    `json:"elem"`
	Key        int    `json:"key"`
	Length     int64  `json:"length"`
	Size       int64  `json:"size"`
	Comparable bool   `json:"comparable"`
	Occupies   bool   `json:"occupies"`
	Hashable   bool   `json:"hashable"` // comparing two values, or hashing one, cannot panic
}

func (s *session) facts(r *request) reply {
	c := s.check(r.Unit)
	f := c.files[r.Path]
	if f == nil {
		return reply{Error: "not a file of " + r.Unit + ": " + r.Path, Problems: c.problems}
	}
	a := reply{Problems: c.problems, File: c.fileFacts(f)}
	if r.Sum != 0 && r.Sum != c.sums[r.Path] {
		return reply{Error: "not the text that was read: " + r.Path, Problems: c.problems}
	}
	for _, span := range r.Spans {
		d := newDump(c, f)
		d.out.Values = map[int]string{}
		d.out.Callees = map[int]string{}
		d.out.Origins, d.out.Passes = map[int][]string{}, map[int][]passing{}
		for _, decl := range f.Decls {
			if d.offset(decl.Pos()) < span[1] && span[0] < d.offset(decl.End()) {
				d.declaration(decl)
			}
		}
		a.Funcs = append(a.Funcs, d.out)
	}
	return a
}

func (c *checked) fileFacts(f *ast.File) *fileFacts {
	a := &fileFacts{Package: f.Name.Name, GoVersion: version.Lang(c.info.FileVersions[f])}
	used := map[types.Object]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if pkg, ok := c.info.Uses[id].(*types.PkgName); ok {
				used[pkg] = true
			}
		}
		return true
	})
	for _, spec := range f.Imports {
		i := importSpec{Path: strings.Trim(spec.Path.Value, "\"`")}
		obj := c.info.Implicits[spec]
		if spec.Name != nil {
			i.Name = spec.Name.Name
			obj = c.info.Defs[spec.Name]
		} else if obj != nil {
			i.Name = obj.Name()
		}
		i.Used = obj != nil && used[obj]
		a.Imports = append(a.Imports, i)
	}
	for _, group := range f.Comments {
		for _, comment := range group.List {
			if strings.HasPrefix(comment.Text, "//line ") || strings.HasPrefix(comment.Text, "/*line ") {
				a.Line = true
			}
		}
	}
	return a
}

// visible tells what a name would mean at a place.
func (s *session) visible(r *request) reply {
	c := s.check(r.Unit)
	f := c.files[r.Path]
	if f == nil || c.pkg == nil {
		return reply{Error: "not a file of " + r.Unit + ": " + r.Path}
	}
	d := newDump(c, f)
	if r.Offset < 0 || r.Offset > d.tf.Size() {
		return reply{Error: "no such offset"}
	}
	pos := s.then(f, d.tf.Pos(r.Offset))
	scope := c.scopeAt(f, pos)
	if scope == nil {
		return reply{Error: "not type-checked: " + r.Path}
	}
	_, obj := scope.LookupParent(r.Name, pos)
	if obj == nil {
		return reply{}
	}
	for _, decl := range f.Decls {
		if decl.Pos() <= obj.Pos() && obj.Pos() < decl.End() {
			d.signatures(decl)
		}
	}
	o := d.describe(obj)
	a := reply{Object: &o}
	if o.Type >= 0 {
		a.Type = &d.out.Types[o.Type]
	}
	return a
}

// scopeAt is the innermost scope at a place. Unlike types.Scope.Innermost, it takes a function's scope to
// begin at its type parameters, and one of a case to end where the next one begins: what is put behind
// the last statement of a case is in it.
func (c *checked) scopeAt(f *ast.File, pos token.Pos) *types.Scope {
	scope := c.info.Scopes[f]
	ends := map[ast.Node]token.Pos{}
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		end, known := ends[n]
		if !known {
			end = n.End()
		}
		if _, ok := n.(*ast.File); !ok && (pos < n.Pos() || pos >= end) {
			return false
		}
		inner := c.info.Scopes[n]
		switch n := n.(type) {
		case *ast.BlockStmt:
			for i, stmt := range n.List {
				switch stmt.(type) {
				case *ast.CaseClause, *ast.CommClause:
					ends[stmt] = n.Rbrace
					if i+1 < len(n.List) {
						ends[stmt] = n.List[i+1].Pos()
					}
				}
			}
		case *ast.FuncDecl:
			inner = c.info.Scopes[n.Type]
		case *ast.FuncLit:
			inner = c.info.Scopes[n.Type]
		}
		if inner != nil {
			scope = inner
		}
		return true
	})
	return scope
}

// dump collects the facts of one top-level declaration.
type dump struct {
	c          *checked
	file       *ast.File
	tf         *token.File
	types      map[types.Type]int
	alike      map[any][]types.Type // the first ones of identical types, by what these have in common
	objects    map[types.Object]int
	scopes     map[types.Object]string
	qualifiers map[*types.Package]string
	out        functionFacts
}

func newDump(c *checked, f *ast.File) *dump {
	return &dump{
		c: c, file: f, tf: c.fset.File(f.FileStart), types: map[types.Type]int{}, alike: map[any][]types.Type{},
		objects: map[types.Object]int{}, scopes: map[types.Object]string{}, qualifiers: map[*types.Package]string{},
	}
}

func (d *dump) offset(pos token.Pos) int {
	pos = d.c.now(pos)
	if !pos.IsValid() || int(pos) < d.tf.Base() || int(pos) > d.tf.Base()+d.tf.Size() {
		return -1
	}
	return d.tf.Offset(pos)
}

func (d *dump) declaration(decl ast.Decl) {
	d.signatures(decl)
	if f, ok := decl.(*ast.FuncDecl); ok {
		d.out.Recursive = d.c.mayCallItself(f)
	}
	ast.Inspect(decl, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			d.ident(n)
		case *ast.CaseClause:
			if obj := d.c.info.Implicits[n]; obj != nil {
				d.object(obj) // the variable of a type switch: one object a clause
			}
		}
		if e, ok := n.(ast.Expr); ok {
			d.expr(e)
		}
		return true
	})
	// An embedded field is the field after the type: what comes later wins where one is wanted.
	sort.SliceStable(d.out.Idents, func(i, j int) bool { return d.out.Idents[i][0] < d.out.Idents[j][0] })
}

// signatures notes which variables of a declaration are receivers, parameters and results.
func (d *dump) signatures(decl ast.Decl) {
	if f, ok := decl.(*ast.FuncDecl); ok {
		d.signature(f.Recv, "receiver")
		d.functionType(f.Type)
	}
	ast.Inspect(decl, func(n ast.Node) bool {
		if lit, ok := n.(*ast.FuncLit); ok {
			d.functionType(lit.Type)
		}
		return true
	})
}

func (d *dump) functionType(t *ast.FuncType) {
	d.signature(t.Params, "parameter")
	d.signature(t.Results, "result")
}

func (d *dump) signature(fields *ast.FieldList, scope string) {
	if fields == nil {
		return
	}
	for _, field := range fields.List {
		for _, name := range field.Names {
			if obj := d.c.info.Defs[name]; obj != nil {
				d.scopes[obj] = scope
			}
		}
	}
}

func (d *dump) ident(n *ast.Ident) {
	if n.Name == "_" {
		return
	}
	// Neither is there for the symbolic variable of a type switch, and for what did not resolve; both
	// are for an embedded field, which is a use of the type too.
	for _, obj := range [...]types.Object{d.c.info.Uses[n], d.c.info.Defs[n]} {
		if obj != nil {
			d.out.Idents = append(d.out.Idents, [3]int{d.offset(n.Pos()), len(n.Name), d.object(obj)})
		}
	}
}

func origin(obj types.Object) types.Object {
	switch obj := obj.(type) {
	case *types.Var:
		return obj.Origin()
	case *types.Func:
		return obj.Origin()
	}
	return obj
}

func (d *dump) object(obj types.Object) int {
	obj = origin(obj)
	if i, ok := d.objects[obj]; ok {
		return i
	}
	i := len(d.out.Objects)
	d.objects[obj] = i
	d.out.Objects = append(d.out.Objects, object{})
	d.out.Objects[i] = d.describe(obj)
	return i
}

func (d *dump) describe(obj types.Object) object {
	obj = origin(obj)
	o := object{Name: obj.Name(), Type: -1, Start: -1, Scope: d.scopeOf(obj), ID: d.c.identity(obj)}
	if obj.Pkg() != nil {
		o.Package = obj.Pkg().Path()
	}
	if pos := obj.Pos(); pos.IsValid() && d.c.fset.File(d.c.now(pos)) == d.tf {
		o.Start = d.offset(pos)
	}
	switch obj := obj.(type) {
	case *types.Var:
		o.Kind = "var"
		o.Embedded = d.c.embedded(obj)
	case *types.Const:
		o.Kind = "const"
		if text := obj.Val().ExactString(); len(text) <= 1000 {
			o.Value = text
		}
	case *types.Func:
		o.Kind = "func"
		o.Signature = obj.FullName()
		o.Recovers = d.c.recovers(obj, d.file.Package)
	case *types.TypeName:
		o.Kind = "type"
	case *types.PkgName:
		o.Kind = "package"
		o.Package = obj.Imported().Path()
		return o
	case *types.Builtin:
		o.Kind = "builtin"
		return o
	case *types.Nil:
		o.Kind = "nil"
		return o
	case *types.Label:
		o.Kind = "label"
		return o
	}
	o.Type = d.typ(obj.Type())
	return o
}

func (d *dump) scopeOf(obj types.Object) string {
	if scope, ok := d.scopes[obj]; ok {
		return scope
	}
	if v, ok := obj.(*types.Var); ok && v.IsField() {
		return "field"
	}
	switch {
	case obj.Parent() == types.Universe:
		return "universe"
	case obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope():
		return "package"
	case isImport(obj):
		return "file"
	}
	if f, ok := obj.(*types.Func); ok && f.Type().(*types.Signature).Recv() != nil {
		return "method"
	}
	return "local"
}

func isImport(obj types.Object) bool {
	_, is := obj.(*types.PkgName)
	return is
}

func (d *dump) typ(t types.Type) int {
	t = types.Unalias(t)
	if i, ok := d.types[t]; ok {
		return i
	}
	i := len(d.out.Types)
	d.types[t] = i
	d.out.Types = append(d.out.Types, typeFacts{})
	a := typeFacts{Elem: -1, Key: -1, Length: -1, Size: -1, Same: d.firstLike(t)}
	a.Text = types.TypeString(t, d.qualifier)
	switch t.(type) {
	case *types.Named, *types.TypeParam:
		a.Named = true
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		a.Kind = types.Typ[u.Kind()].Name() // not byte or rune
	case *types.Slice:
		a.Kind, a.Elem = "slice", d.typ(u.Elem())
	case *types.Array:
		a.Kind, a.Elem, a.Length = "array", d.typ(u.Elem()), u.Len()
	case *types.Pointer:
		a.Kind, a.Elem = "pointer", d.typ(u.Elem())
	case *types.Map:
		a.Kind, a.Elem, a.Key = "map", d.typ(u.Elem()), d.typ(u.Key())
	case *types.Chan:
		a.Kind, a.Elem = "chan", d.typ(u.Elem())
	case *types.Struct:
		a.Kind = "struct"
	case *types.Signature:
		a.Kind = "func"
	case *types.Interface:
		a.Kind = "interface"
	case *types.Tuple:
		a.Kind = "tuple"
	}
	if _, ok := t.(*types.TypeParam); ok {
		a.Kind = "typeparam"
	}
	a.Comparable = types.Comparable(t)
	a.Occupies = d.c.occupies(t)
	a.Hashable = a.Comparable && !holdsInterface(t, 0)
	a.Size = d.sizeOf(t)
	d.out.Types[i] = a
	return i
}

// firstLike gives the index of the first type of the dump that is identical to t, perhaps its own.
func (d *dump) firstLike(t types.Type) int {
	key := coarse(t, 4)
	for _, other := range d.alike[key] {
		if types.Identical(t, other) {
			return d.types[other]
		}
	}
	d.alike[key] = append(d.alike[key], t)
	return d.types[t]
}

// coarse is the same for identical types, and seldom for others.
func coarse(t types.Type, depth int) any {
	t = types.Unalias(t)
	if depth == 0 {
		return nil
	}
	type of struct {
		kind      string
		one, more any
	}
	switch t := t.(type) {
	case *types.Basic:
		return t.Kind()
	case *types.Named:
		if args := t.TypeArgs(); args.Len() > 0 {
			return of{"named", t.Obj().Name(), coarse(args.At(0), depth-1)}
		}
		return of{"named", t.Obj(), nil}
	case *types.TypeParam:
		return of{"param", t.Index(), nil}
	case *types.Slice:
		return of{"slice", coarse(t.Elem(), depth-1), nil}
	case *types.Array:
		return of{"array", coarse(t.Elem(), depth-1), t.Len()}
	case *types.Pointer:
		return of{"pointer", coarse(t.Elem(), depth-1), nil}
	case *types.Map:
		return of{"map", coarse(t.Elem(), depth-1), coarse(t.Key(), depth-1)}
	case *types.Chan:
		return of{"chan", coarse(t.Elem(), depth-1), t.Dir()}
	case *types.Signature:
		return of{"func", coarse(t.Params(), depth-1), coarse(t.Results(), depth-1)}
	case *types.Tuple:
		if t.Len() > 0 {
			return of{"tuple", t.Len(), coarse(t.At(0).Type(), depth-1)}
		}
		return "empty tuple"
	case *types.Struct:
		return of{"struct", t.NumFields(), nil}
	}
	return "other"
}

// sizeOf is -1 where the size is not known: type parameters have none, and neither has what
// did not type-check.
func (d *dump) sizeOf(t types.Type) (size int64) {
	if !sized(t, map[types.Type]bool{}) {
		return -1
	}
	defer func() {
		if recover() != nil {
			size = -1
		}
	}()
	return d.c.sizes.Sizeof(t)
}

func sized(t types.Type, seen map[types.Type]bool) bool {
	t = types.Unalias(t)
	if _, ok := t.(*types.TypeParam); ok {
		return false
	}
	if seen[t] {
		return false // it contains itself, which is an error
	}
	seen[t] = true
	defer delete(seen, t)
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() != types.Invalid && u.Info()&types.IsUntyped == 0
	case *types.Array:
		return sized(u.Elem(), seen)
	case *types.Struct:
		for i := 0; i < u.NumFields(); i++ {
			if !sized(u.Field(i).Type(), seen) {
				return false
			}
		}
	case *types.Tuple:
		return false
	}
	return true
}

// occupies tells whether every value of the type takes some memory: of a type parameter, as far as
// the package's own instantiations tell.
func (c *checked) occupies(t types.Type) bool {
	t = types.Unalias(t)
	if p, ok := t.(*types.TypeParam); ok {
		known, ok := c.occupying[p]
		if !ok {
			if c.occupying == nil {
				c.occupying = map[*types.TypeParam]bool{}
			}
			c.occupying[p] = true // also the answer where the parameter comes back to itself
			known = !slices.ContainsFunc(c.argumentsFor(p), func(arg types.Type) bool { return !c.occupies(arg) })
			c.occupying[p] = known
		}
		return known
	}
	switch u := t.Underlying().(type) {
	case *types.Array:
		return u.Len() > 0 && c.occupies(u.Elem())
	case *types.Struct:
		for i := 0; i < u.NumFields(); i++ {
			if c.occupies(u.Field(i).Type()) {
				return true
			}
		}
		return false
	}
	return true
}

// argumentsFor is what the package instantiates a type parameter with, other parameters seen through.
func (c *checked) argumentsFor(p *types.TypeParam) []types.Type {
	if c.arguments == nil {
		c.arguments = c.instantiations()
	}
	var found []types.Type
	seen := map[*types.TypeParam]bool{p: true}
	for work := []*types.TypeParam{p}; len(work) > 0; {
		next := work[len(work)-1]
		work = work[:len(work)-1]
		for _, arg := range c.arguments[next] {
			param, ok := types.Unalias(arg).(*types.TypeParam)
			switch {
			case !ok:
				found = append(found, arg)
			case !seen[param]:
				seen[param] = true
				work = append(work, param)
			}
		}
	}
	return found
}

// instantiations are the arguments of each type parameter, a method's own name for its type's
// parameter included.
func (c *checked) instantiations() map[*types.TypeParam][]types.Type {
	found := map[*types.TypeParam][]types.Type{}
	for id, instance := range c.info.Instances {
		var params *types.TypeParamList
		switch t := c.info.Uses[id].(type) {
		case *types.Func:
			params = t.Origin().Type().(*types.Signature).TypeParams()
		case *types.TypeName:
			if named, ok := types.Unalias(t.Type()).(*types.Named); ok {
				params = named.Origin().TypeParams()
			}
		}
		for i := 0; i < params.Len() && i < instance.TypeArgs.Len(); i++ {
			found[params.At(i)] = append(found[params.At(i)], instance.TypeArgs.At(i))
		}
	}
	for _, def := range c.info.Defs {
		f, ok := def.(*types.Func)
		if !ok {
			continue
		}
		mine := f.Type().(*types.Signature).RecvTypeParams()
		for i := 0; i < mine.Len(); i++ {
			recv := types.Unalias(f.Type().(*types.Signature).Recv().Type())
			if ptr, ok := recv.(*types.Pointer); ok {
				recv = types.Unalias(ptr.Elem())
			}
			if named, ok := recv.(*types.Named); ok {
				found[mine.At(i)] = append(found[mine.At(i)], named.Origin().TypeParams().At(i))
			}
		}
	}
	return found
}

func (d *dump) qualifier(pkg *types.Package) string {
	name, known := d.qualifiers[pkg]
	if !known {
		name = d.written(pkg)
		d.qualifiers[pkg] = name
	}
	return name
}

func (d *dump) written(pkg *types.Package) string {
	if pkg == d.c.pkg {
		return ""
	}
	for _, spec := range d.file.Imports {
		obj := d.c.info.Implicits[spec]
		if spec.Name != nil {
			obj = d.c.info.Defs[spec.Name]
		}
		if name, ok := obj.(*types.PkgName); ok && name.Imported() == pkg && name.Name() != "_" {
			if name.Name() == "." {
				return ""
			}
			return name.Name()
		}
	}
	return pkg.Path() // not a name: what is written with it does not parse, and is not meant to
}

func (d *dump) expr(e ast.Expr) {
	tv, ok := d.c.info.Types[e]
	if !ok {
		return
	}
	flags, typ := 0, -1
	if tv.Type != nil && !tv.IsVoid() {
		typ = d.typ(tv.Type)
	}
	set := func(is bool, flag int) {
		if is {
			flags |= flag
		}
	}
	set(tv.IsType(), isType)
	set(tv.IsValue(), isValue)
	set(tv.Addressable(), isAddressable)
	set(tv.IsBuiltin(), isBuiltin)
	set(tv.IsNil(), isNil)
	set(tv.Value != nil, isConstant)
	i := len(d.out.Exprs)
	if tv.Value != nil {
		if d.c.portable(e) {
			flags |= isPortable
		}
		if value, ok := constantText(tv.Value); ok {
			d.out.Values[i] = value
		}
	}
	switch e := e.(type) {
	case *ast.CallExpr:
		set(d.c.quiet(e, d.c.local), isQuiet)
		if d.c.info.Types[e.Fun].IsType() {
			flags |= isConversion
		} else if name := d.c.callee(e); name != "" {
			d.out.Callees[i] = name
			if d.c.static(e) {
				flags |= isStatic
			}
			d.handling(i, e)
		}
	case *ast.SliceExpr:
		set(d.c.endsWithin(e), staysWithin)
	case *ast.SelectorExpr:
		if sel := d.c.info.Selections[e]; sel != nil {
			if sel.Indirect() {
				flags |= followsPointer
			}
			if len(sel.Index()) > 1 {
				flags |= isPromoted
				set(embedsPointer(sel), goesDeep)
			}
			if f, ok := sel.Obj().(*types.Func); ok && sel.Kind() == types.MethodVal {
				if _, ptr := types.Unalias(f.Type().(*types.Signature).Recv().Type()).(*types.Pointer); ptr && !sel.Indirect() {
					if _, already := sel.Recv().Underlying().(*types.Pointer); !already {
						flags |= takesAddress
					}
				}
			}
		}
	}
	d.out.Exprs = append(d.out.Exprs, [5]int{d.offset(e.Pos()), d.offset(e.End()), typ, flags, int(d.c.effect(e))})
}

// embedsPointer tells whether one of the embedded fields that a selector leaves out is a pointer.
func embedsPointer(sel *types.Selection) bool {
	t := sel.Recv()
	for _, i := range sel.Index()[:len(sel.Index())-1] {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		s, ok := t.Underlying().(*types.Struct)
		if !ok {
			return true
		}
		if t = s.Field(i).Type(); isPointer(t) {
			return true
		}
	}
	return false
}

// handling notes what the function that a call runs does with memory, where there is something to say.
func (d *dump) handling(i int, e *ast.CallExpr) {
	found := d.c.handled(e)
	if found == nil {
		return
	}
	if slices.ContainsFunc(found.origins, func(name string) bool { return name != "" }) {
		d.out.Origins[i] = found.origins
	}
	if len(found.passes) > 0 {
		d.out.Passes[i] = found.passes
	}
}

// constantText gives integers, booleans and strings; other constants decide nothing here.
func constantText(v constant.Value) (string, bool) {
	switch v.Kind() {
	case constant.Bool, constant.Int:
		return v.ExactString(), true
	case constant.String:
		s := constant.StringVal(v)
		return s, len(s) <= 256 && utf8.ValidString(s)
	case constant.Float:
		if i := constant.ToInt(v); i.Kind() == constant.Int {
			if n, exact := constant.Int64Val(i); exact && math.Abs(float64(n)) < 1<<53 {
				return i.ExactString(), true
			}
		}
	}
	return "", false
}
