package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"os"
	"strings"
)

// outline is a digest of the tokens of a file but for the bodies of its functions, on which nothing depends that is not
// of the package, and of what it says to the compiler in comments. Empty if the file does not parse.
func outline(path string) string {
	src, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, path, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return ""
	}
	var rest []byte
	file := fset.File(f.FileStart)
	last := 0
	for _, decl := range f.Decls {
		if fd, ok := decl.(*ast.FuncDecl); ok && fd.Body != nil {
			rest = append(rest, src[last:file.Offset(fd.Body.Lbrace)+1]...)
			last = file.Offset(fd.Body.Rbrace)
		}
	}
	rest = append(rest, src[last:]...)
	digest := sha256.New()
	var scan scanner.Scanner
	scan.Init(token.NewFileSet().AddFile("", -1, len(rest)), rest, nil, 0)
	for tok := token.ILLEGAL; tok != token.EOF; {
		var text string
		_, tok, text = scan.Scan()
		fmt.Fprintf(digest, "%d %q ", tok, text)
	}
	for _, group := range f.Comments {
		for _, comment := range group.List {
			if strings.HasPrefix(comment.Text, "//go:") || strings.HasPrefix(comment.Text[2:], "line ") {
				digest.Write([]byte(comment.Text))
			}
		}
	}
	return hex.EncodeToString(digest.Sum(nil))
}

// mostBytes is how large a value may be that the compiler certainly has room for in a function.
const mostBytes = 1 << 20

// compiles tells whether a unit whose declarations the compiler has taken before, but not the bodies of its functions,
// certainly is a package to it: beyond types, it only looks at what comments say to it and at how large values are.
func (s *session) compiles(id string) bool {
	c := s.check(id)
	if len(c.problems) > 0 || c.pkg == nil || len(c.unit.Cgo) > 0 {
		return false
	}
	for e, tv := range c.info.Types {
		switch e.(type) {
		case *ast.CompositeLit, *ast.CallExpr, *ast.StarExpr:
			if isLarge(c.sizes, tv.Type) {
				return false
			}
		}
	}
	for _, obj := range c.info.Defs {
		if v, ok := obj.(*types.Var); ok && isLarge(c.sizes, v.Type()) {
			return false
		}
	}
	return true
}

func isLarge(sizes types.Sizes, t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Array, *types.Struct:
		if !sized(t, map[types.Type]bool{}) {
			array, ok := t.Underlying().(*types.Array)
			return ok && array.Len() > mostBytes>>8
		}
		return sizes.Sizeof(t) > mostBytes
	}
	return false
}
