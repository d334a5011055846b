package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// effect tells what evaluating an expression may do besides giving a value.
type effect int

const (
	none      effect = iota
	mayPanic         // it may panic, or read a map (which moved may race, or hash what cannot be hashed)
	effectful        // it may change something, block, or run code that nobody looked at
)

// effect of an expression, its operands included.
func (c *checked) effect(e ast.Expr) effect {
	if e == nil {
		return none
	}
	found, known := c.effects[e]
	if !known {
		found = c.effectOf(e)
		c.effects[e] = found
	}
	return found
}

func (c *checked) effectOf(e ast.Expr) effect {
	tv, known := c.info.Types[e]
	if known && (tv.IsType() || tv.Value != nil || tv.IsNil()) {
		return none
	}
	if known && tv.Type == types.Typ[types.Invalid] && !tv.IsBuiltin() { // one in a constant has no type of its own
		return effectful
	}
	switch e := e.(type) {
	case *ast.BasicLit, *ast.FuncLit:
		return none
	case *ast.Ident:
		if c.info.Uses[e] == nil && c.info.Defs[e] == nil {
			return effectful
		}
		return none
	case *ast.ParenExpr:
		return c.effect(e.X)
	case *ast.SelectorExpr:
		sel := c.info.Selections[e]
		if sel == nil {
			if c.info.Uses[e.Sel] == nil {
				return effectful
			}
			return none // of a package
		}
		inner := c.effect(e.X)
		if sel.Indirect() || isPointer(sel.Recv()) || sel.Kind() != types.FieldVal {
			return max(inner, mayPanic) // a nil pointer on the way, or a method value of a nil interface
		}
		return inner
	case *ast.StarExpr:
		return max(c.effect(e.X), mayPanic)
	case *ast.IndexExpr:
		if c.info.Types[e.Index].IsType() {
			return c.effect(e.X) // an instantiation, perhaps of a method value
		}
		inner := max(c.effect(e.X), c.effect(e.Index))
		if c.inRange(e.X, e.Index) {
			return inner
		}
		return max(inner, mayPanic)
	case *ast.IndexListExpr:
		return c.effect(e.X)
	case *ast.SliceExpr:
		inner := max(c.effect(e.X), c.effect(e.Low), c.effect(e.High), c.effect(e.Max))
		if e.Low == nil && e.High == nil && e.Max == nil && !mayBePointer(c.info.Types[e.X].Type) {
			return inner
		}
		return max(inner, mayPanic)
	case *ast.TypeAssertExpr:
		return max(c.effect(e.X), mayPanic)
	case *ast.KeyValueExpr:
		return max(c.effect(e.Key), c.effect(e.Value))
	case *ast.CompositeLit:
		worst := none
		t := tv.Type
		if !known || t == nil {
			return effectful
		}
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem() // `{…}` among the elements of a []*T is &T{…}
		}
		_, isMap := t.Underlying().(*types.Map)
		_, isStruct := t.Underlying().(*types.Struct)
		for _, elt := range e.Elts {
			kv, ok := elt.(*ast.KeyValueExpr)
			switch {
			case ok && isStruct:
				worst = max(worst, c.effect(kv.Value)) // the key is a field's name
			case ok:
				worst = max(worst, c.effect(kv.Key), c.effect(kv.Value))
			default:
				worst = max(worst, c.effect(elt))
			}
		}
		if (isMap || isParam(t)) && len(e.Elts) > 0 {
			worst = max(worst, mayPanic)
		}
		return worst
	case *ast.UnaryExpr:
		inner := c.effect(e.X)
		switch e.Op {
		case token.ARROW:
			return effectful
		case token.AND:
			if _, ok := ast.Unparen(e.X).(*ast.Ident); ok {
				return none
			}
		}
		return inner
	case *ast.BinaryExpr:
		return max(c.effect(e.X), c.effect(e.Y), c.operator(e))
	case *ast.CallExpr:
		return c.callEffect(e)
	}
	return effectful
}

// operator is what a binary operator does of its own.
func (c *checked) operator(e *ast.BinaryExpr) effect {
	x, y := c.info.Types[e.X], c.info.Types[e.Y]
	if x.Type == nil || y.Type == nil {
		return effectful
	}
	switch e.Op {
	case token.QUO, token.REM:
		if y.Value != nil && constant.Sign(y.Value) != 0 {
			return none
		}
		if b, ok := x.Type.Underlying().(*types.Basic); ok && b.Info()&(types.IsFloat|types.IsComplex) != 0 {
			return none
		}
		return mayPanic
	case token.SHL, token.SHR:
		if b, ok := y.Type.Underlying().(*types.Basic); y.Value == nil && (!ok || b.Info()&types.IsUnsigned == 0) {
			return mayPanic
		}
	case token.EQL, token.NEQ:
		if x.IsNil() || y.IsNil() {
			return none
		}
		if holdsInterface(x.Type, 0) || holdsInterface(y.Type, 0) {
			return mayPanic // comparing what the interfaces hold may not be possible
		}
	}
	return none
}

func holdsInterface(t types.Type, depth int) bool {
	if _, ok := types.Unalias(t).(*types.TypeParam); ok || depth > 20 {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Interface:
		return true
	case *types.Array:
		return holdsInterface(u.Elem(), depth+1)
	case *types.Struct:
		for i := 0; i < u.NumFields(); i++ {
			if holdsInterface(u.Field(i).Type(), depth+1) {
				return true
			}
		}
	}
	return false
}

// inRange tells whether an index is a constant inside an array.
func (c *checked) inRange(x, index ast.Expr) bool {
	tx, ti := c.info.Types[x], c.info.Types[index]
	if tx.Type == nil || ti.Value == nil {
		return false
	}
	_, ok := tx.Type.Underlying().(*types.Array)
	return ok // the compiler refuses a constant index outside an array
}

func isPointer(t types.Type) bool {
	if t == nil {
		return true
	}
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

func mayBePointer(t types.Type) bool {
	return isPointer(t) || isParam(t)
}

func (c *checked) callEffect(e *ast.CallExpr) effect {
	args := none
	for _, arg := range e.Args {
		args = max(args, c.effect(arg))
	}
	fun := c.info.Types[e.Fun]
	if fun.IsType() {
		if len(e.Args) == 1 && convertsToArray(c.info.Types[e.Args[0]].Type, fun.Type) {
			return max(args, mayPanic)
		}
		return args
	}
	if fun.IsBuiltin() {
		switch name := c.callee(e); name {
		case "len", "cap", "min", "max", "real", "imag", "complex", "new":
			return args
		case "make":
			for _, arg := range e.Args[1:] {
				if n := c.info.Types[arg].Value; n == nil || constant.Compare(n, token.GTR, constant.MakeInt64(largestMake)) {
					return max(args, mayPanic)
				}
			}
			return args
		}
		return effectful
	}
	if f, ok := c.calledObject(e).(*types.Func); !ok || f.Pkg() == c.pkg {
		return effectful // a package of the user's may have the path of one that the lists know
	}
	switch name := c.callee(e); {
	case harmless[name]:
		return args
	case panicking[name]:
		return max(args, mayPanic)
	case formatting[name] && c.formatsPlainly(e.Args):
		return args
	}
	return effectful
}

// formatsPlainly tells whether no argument of a call of fmt.Sprintf or the like has a method (String, Error,
// Format, GoString) that would run. The functions themselves never panic.
func (c *checked) formatsPlainly(args []ast.Expr) bool {
	for _, arg := range args {
		tv := c.info.Types[arg]
		if tv.Type == nil || !plain(tv.Type) {
			return false
		}
	}
	return true
}

// plain types have no methods, and hold nothing that has.
func plain(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return true
	case *types.Slice:
		return plain(t.Elem())
	case *types.Array:
		return plain(t.Elem())
	case *types.Named:
		_, basic := t.Underlying().(*types.Basic)
		return basic && t.NumMethods() == 0
	}
	return false
}

func convertsToArray(from, to types.Type) bool {
	if from == nil || to == nil {
		return true
	}
	if p, ok := to.Underlying().(*types.Pointer); ok {
		to = p.Elem()
	}
	_, slice := from.Underlying().(*types.Slice)
	_, array := to.Underlying().(*types.Array)
	return (slice || isParam(from)) && array || isParam(to)
}

// largestMake bounds the elements that a make certainly does not panic for: of a constant that no memory
// could hold it does.
const largestMake = 1 << 20

var formatting = map[string]bool{"fmt.Sprintf": true, "fmt.Sprint": true, "fmt.Sprintln": true}

// panicking functions are harmless but for the panic that some arguments (a negative count, an unknown base) cause.
var panicking = map[string]bool{
	"strings.Repeat": true, "bytes.Repeat": true, "strconv.FormatInt": true, "strconv.FormatUint": true,
	"strconv.FormatFloat": true,
}

// harmless functions of the standard library neither panic nor change anything that a program
// can see, whatever their arguments, and run none of the program's own code.
var harmless = map[string]bool{
	"strconv.Itoa": true, "strconv.FormatBool": true, "strconv.Quote": true, "strconv.QuoteToASCII": true,
	"strings.TrimSpace": true, "strings.Trim": true, "strings.TrimLeft": true, "strings.TrimRight": true,
	"strings.TrimPrefix": true, "strings.TrimSuffix": true, "strings.ToLower": true, "strings.ToUpper": true,
	"strings.Title": true, "strings.HasPrefix": true, "strings.HasSuffix": true, "strings.Contains": true,
	"strings.ContainsRune": true, "strings.ContainsAny": true, "strings.Index": true, "strings.IndexByte": true,
	"strings.LastIndex": true, "strings.EqualFold": true, "strings.Replace": true, "strings.ReplaceAll": true,
	"strings.Join": true, "strings.Count": true, "strings.Split": true, "strings.Fields": true, "strings.Clone": true,
	"bytes.Equal": true, "bytes.HasPrefix": true, "bytes.HasSuffix": true, "bytes.IndexByte": true, "bytes.TrimSpace": true,
	"path.Base": true, "path.Ext": true, "path.Clean": true, "path.Dir": true, "path.Join": true,
	"path/filepath.Base": true, "path/filepath.Ext": true, "path/filepath.Clean": true, "path/filepath.Dir": true,
	"html.EscapeString": true, "net/url.QueryEscape": true, "net/url.PathEscape": true, "encoding/hex.EncodeToString": true,
	"unicode.IsDigit": true, "unicode.IsLetter": true, "unicode.IsSpace": true, "unicode.IsUpper": true,
	"unicode.IsLower": true, "unicode.ToUpper": true, "unicode.ToLower": true,
	"unicode/utf8.RuneCountInString": true, "unicode/utf8.RuneLen": true, "unicode/utf8.ValidString": true,
	"math.Abs": true, "math.Floor": true, "math.Ceil": true, "math.Sqrt": true, "math.Max": true, "math.Min": true,
}
