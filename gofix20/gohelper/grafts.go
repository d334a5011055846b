package main

import (
	"bytes"
	"go/ast"
	"go/token"
	"slices"
	"sort"
)

// While somebody types, a file is mostly what it was but for the body of one function, or for a comment. Then its other declarations stay
// the nodes that they were, so that all that is known of them stays, too, and keep the positions of the text in which they
// were read. Where they stand now, `now` tells: whatever leaves the helper, or is compared with what is in another
// declaration, has to be asked for that way.

// lineage is what texts of a file have in common that differ in bodies of functions only.
type lineage struct {
	files []*token.File // of the texts: objects are from any of them
}

// mostGrafts bounds the memory that they take.
const mostGrafts = 200

// stretch is a declaration in an earlier text, or what of it is still known, and how far it has moved.
type stretch struct {
	from, to token.Pos
	decl     int
	by       token.Pos
}

// graft gives a file that was read anew the declarations of the earlier text which have not changed, and tells whether
// all that has changed is the body of one function, on which no type depends, or what is in no declaration.
func (s *session) graft(old, fresh *parsed) bool {
	if old.file == nil || fresh.file == nil || len(old.file.Decls) != len(fresh.file.Decls) || len(old.line.files) > mostGrafts {
		return false
	}
	before, after := s.fset.File(old.file.FileStart), s.fset.File(fresh.file.FileStart)
	head := commonPrefix(old.src, fresh.src)
	tail := commonSuffix(old.src[head:], fresh.src[head:])
	rest := len(old.src) - tail
	is := func(at int, pos token.Pos, tf *token.File) bool { return pos.IsValid() && at == tf.Offset(pos) }
	changed := -1
	shift := len(fresh.src) - len(old.src)
	for i, decl := range fresh.file.Decls {
		was := old.file.Decls[i]
		start, end := before.Offset(s.now(was.Pos())), before.Offset(s.now(was.End()))
		switch {
		case end <= head && is(start, decl.Pos(), after) && is(end, decl.End(), after):
		case start >= rest && is(start+shift, decl.Pos(), after) && is(end+shift, decl.End(), after):
		case changed < 0 && is(start, decl.Pos(), after) && is(end+shift, decl.End(), after):
			changed = i
			one, ok := was.(*ast.FuncDecl)
			other, also := decl.(*ast.FuncDecl)
			if !ok || !also || one.Body == nil || other.Body == nil || !isPlain(other) {
				return false
			}
			open, close := before.Offset(s.now(one.Body.Lbrace)), before.Offset(s.now(one.Body.Rbrace))
			if open >= head || close < rest || !is(open, other.Body.Lbrace, after) || !is(close+shift, other.Body.Rbrace, after) {
				return false
			}
			if old.src[close] != '}' || fresh.src[close+shift] != '}' {
				return false // it was missing
			}
		default:
			return false
		}
	}
	if changed < 0 {
		if !isRemark(old, head, rest) || !isRemark(fresh, head, rest+shift) {
			return false
		}
		s.grafted(old, fresh, changed)
		return true
	}
	function := fresh.file.Decls[changed]
	for _, at := range fresh.complaints {
		if at < after.Offset(function.Pos()) || at >= after.Offset(function.End()) {
			return false
		}
	}
	s.grafted(old, fresh, changed)
	return true
}

func (s *session) grafted(old, fresh *parsed, changed int) {
	current := old.line.files[len(old.line.files)-1]
	fresh.moved = slices.Clone(old.moved)
	for i, last := range old.file.Decls {
		if s.fset.File(last.Pos()) == current {
			fresh.moved = append(fresh.moved, stretch{from: last.Pos(), to: last.End(), decl: i})
		}
	}
	for i := range fresh.moved {
		one := &fresh.moved[i]
		one.by = fresh.file.Decls[one.decl].Pos() - one.from
		if gone, ok := old.file.Decls[one.decl].(*ast.FuncDecl); ok && one.decl == changed && one.from == gone.Pos() {
			one.to = gone.Body.Lbrace // of its name, objects go on to say where it is
		}
	}
	for i, last := range old.file.Decls {
		if i != changed {
			fresh.file.Decls[i] = last
		}
	}
	fresh.file.Imports = old.file.Imports
	fresh.line = old.line
	fresh.line.files = append(fresh.line.files, s.fset.File(fresh.file.FileStart))
	sort.Slice(fresh.moved, func(i, j int) bool { return fresh.moved[i].from < fresh.moved[j].from })
}

// now tells where something stands in the text as it is that was read in an earlier one.
func (s *session) now(pos token.Pos) token.Pos {
	tf := s.fset.File(pos)
	if !pos.IsValid() || tf == nil {
		return pos
	}
	if p := s.parsed[tf.Name()]; p != nil {
		at := sort.Search(len(p.moved), func(i int) bool { return p.moved[i].to >= pos })
		if at < len(p.moved) && p.moved[at].from <= pos {
			return pos + p.moved[at].by
		}
	}
	return pos
}

// then is where the nodes of a file are that stand at a place of it now.
func (s *session) then(f *ast.File, pos token.Pos) token.Pos {
	for _, decl := range f.Decls {
		if by := s.now(decl.Pos()) - decl.Pos(); decl.Pos()+by <= pos && pos < decl.End()+by {
			return pos - by
		}
	}
	return pos
}

// isRemark tells of a part of a text that is in no declaration, and of the lines around it, that they say nothing to a
// compiler: also an empty line decides which declaration a comment is of.
func isRemark(p *parsed, from, to int) bool {
	for range 2 {
		from = max(0, bytes.LastIndexByte(p.src[:from], '\n'))
		if end := bytes.IndexByte(p.src[to:], '\n'); end >= 0 {
			to += end + 1
		} else {
			to = len(p.src)
		}
	}
	part := p.src[from:to]
	return len(p.complaints) == 0 && from > int(p.file.Name.End()-p.file.FileStart) &&
		!bytes.Contains(part, []byte("//go:")) && !bytes.Contains(part, []byte("export")) && !bytes.Contains(part, []byte("line "))
}

// isPlain tells of a function that its signature means the same objects and types wherever it is checked again.
func isPlain(fd *ast.FuncDecl) bool {
	if fd.Type.TypeParams != nil {
		return false
	}
	plain := true
	look := func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.MapType, *ast.StructType, *ast.IndexExpr, *ast.IndexListExpr:
			plain = false
		case *ast.InterfaceType:
			plain = plain && len(n.Methods.List) == 0
		}
		return plain
	}
	if fd.Recv != nil {
		ast.Inspect(fd.Recv, look)
	}
	ast.Inspect(fd.Type, look)
	return plain
}

func commonPrefix(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func commonSuffix(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
