package main

import (
	"go/ast"
	"go/build"
	"go/build/constraint"
	"go/token"
	"go/types"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// A function that is declared in a file which another build leaves out may have another body there. So nothing
// that is found out by reading a body counts where that file need not be.

// needs is what a file asks of a build: everything that may be a constraint, and of that what certainly is one.
type needs struct {
	all, sure []string
}

// hasBody tells whether every build that has the code at a place has the function of the package as it is declared here.
func (c *checked) hasBody(fn types.Object, at token.Pos) bool {
	declared, asking := c.fileAt(fn.Pos()), c.fileAt(at)
	if declared == nil || asking == nil {
		return false
	}
	if declared == asking {
		return true
	}
	sure := c.needsOf(asking).sure
	return !slices.ContainsFunc(c.needsOf(declared).all, func(need string) bool { return !slices.Contains(sure, need) })
}

// inEveryBuild tells whether no constraint can leave a file out.
func (c *checked) inEveryBuild(f *ast.File) bool {
	return len(c.needsOf(f).all) == 0
}

func (c *checked) fileAt(pos token.Pos) *ast.File {
	pos = c.now(pos)
	if tf := c.fset.File(pos); pos.IsValid() && tf != nil {
		if f := c.files[tf.Name()]; f != nil && c.fset.File(f.FileStart) == tf {
			return f
		}
	}
	return nil
}

func (c *checked) needsOf(f *ast.File) needs {
	found, known := c.needed[f]
	if !known {
		if c.needed == nil {
			c.needed = map[*ast.File]needs{}
		}
		found = c.findNeeds(f)
		c.needed[f] = found
	}
	return found
}

func (c *checked) findNeeds(f *ast.File) needs {
	sure := needsOfName(filepath.Base(c.fset.File(f.FileStart).Name()))
	for _, spec := range f.Imports {
		if spec.Path.Value == `"C"` {
			sure = append(sure, "cgo") // left out without it
		}
	}
	var perhaps []string
	directive := false
	for _, group := range f.Comments {
		if group.Pos() > f.Package {
			break
		}
		for _, comment := range group.List {
			switch {
			case constraint.IsGoBuild(comment.Text) && c.fset.PositionFor(comment.Pos(), false).Column == 1:
				sure = append(sure, conjuncts(comment.Text)...)
				directive = true
			case constraint.IsGoBuild(comment.Text) || constraint.IsPlusBuild(comment.Text):
				perhaps = append(perhaps, conjuncts(comment.Text)...)
			}
		}
	}
	if directive {
		return needs{sure, sure} // then Go reads no other ones
	}
	return needs{append(perhaps, sure...), sure}
}

// conjuncts cuts a constraint into parts that all have to hold.
func conjuncts(comment string) []string {
	expr, err := constraint.Parse(comment)
	if err != nil {
		return []string{comment}
	}
	var parts []string
	for work := []constraint.Expr{expr}; len(work) > 0; {
		next := work[len(work)-1]
		work = work[:len(work)-1]
		if both, ok := next.(*constraint.AndExpr); ok {
			work = append(work, both.X, both.Y)
		} else {
			parts = append(parts, next.String())
		}
	}
	return parts
}

// needsOfName reads a file's name as go/build does: x_linux.go, x_arm64.go, x_linux_arm64.go, each perhaps with _test.
func needsOfName(name string) []string {
	stem, _, _ := strings.Cut(name, ".")
	words := strings.Split(stem, "_")
	if words[len(words)-1] == "test" {
		words = words[:len(words)-1]
	}
	last := len(words) - 1
	switch {
	case last > 1 && isSystem(words[last-1]) && isArchitecture(words[last]):
		return words[last-1:]
	case last > 0 && (isSystem(words[last]) || isArchitecture(words[last])):
		return words[last:]
	}
	return nil
}

func isSystem(word string) bool {
	return !matches(word, "-", "-") && matches(word, word, "-")
}

func isArchitecture(word string) bool {
	return !matches(word, "-", "-") && matches(word, "-", word)
}

// matches asks go/build, which has the lists of all that there are, about a file of that suffix.
func matches(suffix, goos, goarch string) bool {
	ctx := build.Context{GOOS: goos, GOARCH: goarch, Compiler: "gc", OpenFile: func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("package p\n")), nil
	}}
	match, err := ctx.MatchFile("", "x_"+suffix+".go")
	return err == nil && match
}
