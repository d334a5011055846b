package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
)

// What is half written makes the parser lose its way, often to the end of the file. Then the body of the function in
// which it is lost is read as if nothing were in it: nothing is known of that one, but all of the others.

// read parses a text; what is wrong with it is told of the text as it is.
func readFile(fset *token.FileSet, path string, src []byte) *parsed {
	f, err := parser.ParseFile(fset, path, src, parser.ParseComments|parser.SkipObjectResolution)
	p := &parsed{file: f, src: src, problems: syntaxErrors(path, src, err), complaints: placesOf(err)}
	if list, ok := err.(scanner.ErrorList); ok && f != nil {
		at := list[0].Pos.Offset
		for range 2 { // a brace that is missing is missed where the next function begins
			start, end := bodyBefore(src, at)
			if start < 0 {
				break
			}
			mended := bytes.Clone(src)
			for i := start; i < end; i++ {
				if mended[i] != '\n' {
					mended[i] = ' '
				}
			}
			if other, err := parser.ParseFile(fset, path, mended, parser.ParseComments|parser.SkipObjectResolution); err == nil {
				fset.RemoveFile(fset.File(f.FileStart))
				p.file, p.src, p.complaints, p.blank = other, mended, nil, &[2]int{start, end + len("\n}")}
				break
			} else if other != nil {
				fset.RemoveFile(fset.File(other.FileStart))
			}
			at = start - len("func f(){") // the one before
		}
	}
	if p.file != nil {
		p.line = &lineage{[]*token.File{fset.File(p.file.FileStart)}}
	}
	return p
}

// bodyBefore is the inside of the body of the function that begins last before a place, as gofmt lays it out; negative
// if there is none.
func bodyBefore(src []byte, at int) (start, end int) {
	if at < 0 || at > len(src) {
		return -1, -1
	}
	from := bytes.LastIndex(src[:at], []byte("\nfunc "))
	if from < 0 {
		return -1, -1
	}
	open := bytes.Index(src[from:], []byte("{\n"))
	if open < 0 {
		return -1, -1
	}
	start = from + open + 1
	length := bytes.Index(src[start:], []byte("\n}\n"))
	if next := bytes.Index(src[start:], []byte("\nfunc ")); length < 0 || next >= 0 && next < length {
		return -1, -1
	}
	return start, start + length
}

// isMoot tells of a fault that what is not known of a file may mend it: that nobody uses an import, or that it ends there.
func (c *checked) isMoot(fault types.Error) bool {
	at := c.place(fault.Pos)
	blank := c.blank[at.Filename]
	return blank != nil && (isImports(c.declarationOf(fault.Pos)) || blank[0] <= at.Offset && at.Offset < blank[1])
}

// isImports tells of a declaration that it is one of imports.
func isImports(decl ast.Decl) bool {
	gen, ok := decl.(*ast.GenDecl)
	return ok && gen.Tok == token.IMPORT
}
