package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"sort"
)

// component is what can only change together with one map type.
type component struct {
	Key    string   `json:"key"`
	Files  []string `json:"files"`
	Types  []span   `json:"types"`  // map types as they are written
	Values []use    `json:"values"` // what is done with values
	Names  []span   `json:"names"`  // variables, where they are declared
	Name   string   `json:"name"`
	// Local tells that nothing but variables of one function hold the maps.
	Local bool `json:"local"`
	// Nil tells that a value may be nil.
	Nil  bool    `json:"nil"`
	Hard *placed `json:"hard,omitempty"`
	Soft *placed `json:"soft,omitempty"`
	// Tests tells that the package's tests take part, and are not in this unit.
	Tests bool `json:"tests"`
	// Beyond tells that nothing but what other packages may do with it keeps it from changing.
	Beyond bool `json:"beyond"`
	// Units are those of the files, in a joint.
	Units []string `json:"units"`
}

// span is [file, start, end].
type span [3]int

type use struct {
	Kind string `json:"kind"`
	At   span   `json:"at"`
}

type placed struct {
	What string `json:"what"`
	Path string `json:"path"`
	Line int    `json:"line"`
}

// component answers for the map type at a place, as the unit has it or the joint that its package is in.
func (s *session) component(r *request) reply {
	var c *checked
	if r.Joint != "" && s.joints[r.Joint] != nil {
		j := s.joined(r.Joint)
		if c = j.view; j.problem != nil {
			what := "it is used by more packages, which do not compile together: " + j.problem.Message
			return reply{Component: &component{Hard: &placed{what, j.problem.Path, j.problem.Line}}}
		}
	} else if c = s.check(r.Unit); c.pkg == nil {
		return reply{Error: "not a package: " + r.Unit}
	}
	f := c.files[r.Path]
	if f == nil || len(r.Spans) != 1 {
		return reply{Error: "not a file of " + r.Unit + ": " + r.Path}
	}
	if c.linked == nil {
		c.linked = s.linkedNames(c.joint)
	}
	e := c.elementTypes()
	for m, n := range e.written {
		p := c.place(n.Pos())
		if p.Filename == r.Path && p.Offset == r.Spans[0][0] {
			found := e.component(e.find(m), n)
			if c.joint != nil {
				for _, path := range found.Files {
					found.Units = append(found.Units, c.joint.unitOf(path))
				}
			}
			return reply{Component: found}
		}
	}
	return reply{Component: &component{Hard: &placed{"nothing is known of it", r.Path, 0}}}
}

func (e *elements) component(root *types.Map, asked ast.Node) *component {
	found := &component{Local: true, Key: types.TypeString(root.Key(), e.c.qualifier)}
	files := map[string]int{}
	at := func(from, to token.Pos) span {
		p := e.c.place(from)
		index, known := files[p.Filename]
		if !known {
			index = len(found.Files)
			files[p.Filename] = index
			found.Files = append(found.Files, p.Filename)
		}
		return span{index, p.Offset, p.Offset + int(to-from)}
	}
	var held []holder
	var hard, soft []obstacle
	var nodes []ast.Node
	fields := false
	for m, n := range e.members(root) {
		if n != nil {
			nodes = append(nodes, n)
		}
		held = append(held, e.holders[m]...)
		hard = append(hard, e.hard[m]...)
		soft = append(soft, e.soft[m]...)
		found.Nil = found.Nil || e.nils[m]
	}
	sort.Slice(nodes, func(i, j int) bool { return e.c.before(nodes[i].Pos(), nodes[j].Pos()) })
	for _, n := range nodes {
		found.Types = append(found.Types, at(n.Pos(), n.End()))
	}
	for m := range e.members(root) {
		for _, one := range e.uses[m] {
			found.Values = append(found.Values, use{one.kind, at(one.node.Pos(), one.node.End())})
		}
	}
	sort.Slice(found.Values, func(i, j int) bool { return spanLess(found.Values[i].At, found.Values[j].At) })
	sort.SliceStable(held, func(i, j int) bool { return e.c.before(held[i].id.Pos(), held[j].id.Pos()) })
	for _, one := range held {
		found.Local = found.Local && one.local && (one.plain || isTypeName(one))
		v, isVar := one.obj.(*types.Var)
		fn, isFunc := one.obj.(*types.Func)
		// What has it may become an interface in a file that names neither.
		method := isFunc && fn.Exported() && fn.Type().(*types.Signature).Recv() != nil
		fields = fields || isVar && v.IsField() && !one.local || method
		if isVar {
			found.Names = append(found.Names, at(one.id.Pos(), one.id.End()))
		}
		if found.Name == "" && (isVar || isTypeName(one) && !isStruct(one.obj.Type())) {
			found.Name = one.id.Name
		}
	}
	found.Hard, found.Soft = e.first(hard), e.first(soft)
	if found.Hard != nil {
		firm := slices.DeleteFunc(hard, func(one obstacle) bool { return one.beyond })
		found.Beyond = len(firm) == 0
		if len(firm) > 0 && e.c.isInternal() {
			found.Hard = e.first(firm) // with others in view, this would be what is left
		}
		return found
	}
	if file, name := e.c.mention(held, true); name != "" && token.IsExported(name) {
		found.Hard = &placed{"`" + name + "` is used in " + filepath.Base(file.path), file.path, 0}
		found.Beyond = true
	} else if file, name := e.c.mention(held, false); name != "" {
		if file.test {
			found.Tests = true
		} else {
			path := filepath.Base(file.path)
			if e.c.joint != nil {
				path = filepath.Join(filepath.Base(filepath.Dir(file.path)), path)
			}
			found.Hard = &placed{"`" + name + "` is used in " + path + ", which is not part of this build", file.path, 0}
		}
	}
	if fields && found.Soft == nil && e.c.joint == nil {
		for _, file := range e.c.filesBeside() {
			found.Tests = found.Tests || file.test
		}
		for m := range e.members(root) {
			if file := e.unknown()[m]; file != "" && (found.Soft == nil || file < filepath.Base(found.Soft.Path)) {
				found.Soft = &placed{"what " + file + " does with it, which is not part of this build, is not known", file, 0}
			}
		}
	}
	return found
}

func isTypeName(one holder) bool {
	_, is := one.obj.(*types.TypeName)
	return is
}

// members are the maps of a component, with their types as written (nil where they come of an instance).
func (e *elements) members(root *types.Map) map[*types.Map]*ast.MapType {
	if e.sets == nil {
		e.sets = map[*types.Map]map[*types.Map]*ast.MapType{}
		add := func(m *types.Map) {
			root := e.find(m)
			if e.sets[root] == nil {
				e.sets[root] = map[*types.Map]*ast.MapType{}
			}
			e.sets[root][m] = e.written[m]
		}
		for m := range e.written {
			add(m)
		}
		for m, parent := range e.parent {
			add(m)
			add(parent)
		}
	}
	return e.sets[root]
}

func (c *checked) before(a, b token.Pos) bool {
	p, q := c.place(a), c.place(b)
	if p.Filename != q.Filename {
		return c.numbers[p.Filename] < c.numbers[q.Filename]
	}
	return p.Offset < q.Offset
}

func spanLess(a, b span) bool {
	if a[0] != b[0] {
		return a[0] < b[0]
	}
	return a[1] < b[1]
}

func (e *elements) first(found []obstacle) *placed {
	if len(found) == 0 {
		return nil
	}
	sort.SliceStable(found, func(i, j int) bool {
		if found[i].pos.IsValid() != found[j].pos.IsValid() {
			return found[i].pos.IsValid()
		}
		if found[i].pos == found[j].pos {
			return found[i].what < found[j].what
		}
		return e.c.before(found[i].pos, found[j].pos)
	})
	p := e.c.place(found[0].pos)
	return &placed{found[0].what, p.Filename, p.Line}
}
