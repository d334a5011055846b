// Package harness calls generated functions with many inputs, and writes down what they tell.
//
// A generated function is `func name(in *Input)`. It says what it computed by `tell(label, value)`; a panic that it
// does not recover, a runtime.Goexit and what it did to its input are written down by themselves. Before each call the
// input is made anew, so a function may write to all that it is given (but not to the file).
package harness

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Input is what a function gets. All fields vary independently of each other over the inputs.
type Input struct {
	N      int              // anything: negative, zero, small, MaxInt; a loop over it must leave early (see Small)
	U      uint             // the same, unsigned
	Small  int              // from 0 to 40: a loop over it may run to its end
	Flag   bool             //
	Other  bool             //
	S      string           // empty, ASCII, non-ASCII, not UTF-8, long
	T      string           // short: "", ",", "é", "\xff"
	Words  []string         // nil, empty, one, many, with duplicates and empty strings, not UTF-8
	More   []string         // the same, another time
	Ints   []int            // nil, empty, one, many; with zeros, duplicates and negative ones
	Bytes  []byte           // nil, empty, a few, 200 KiB
	Table  map[string]int   // nil, empty, one, many
	Nested [][]string       // nil, empty, with nil and empty elements
	Err    error            // nil or not
	File   string           // the path of a file that holds Bytes
	Reader func() io.Reader // a new reader of Bytes
}

var words = [][]string{
	nil,
	{},
	{"one"},
	{""},
	{"a", "b", "a", "", "b"},
	{"\xff", "é", "a\xc3", "世界", "x"},
	{"p", "q", "r", "s", "t", "u", "v", "w", "x", "y"},
	many(100),
}

var (
	numbers = []int{0, 1, -1, 3, 7, 12, math.MaxInt, math.MinInt, 1 << 40, 1 << 62, 300, -300, 1<<32 + 2}
	smalls  = []int{0, 1, 2, 5, 9, 17, 40}
	texts   = []string{"", "plain", "k=v, l=w", "größer 世界", "\xff\xfe\x80a", "a\x00b", strings.Repeat("long ", 60)}
	shorts  = []string{",", "", "é", "\xff", "--"}
	ints    = [][]int{nil, {}, {0}, {3, 1, 2}, {-5, 0, 5, 5, 0, 1 << 40, 7}, count(9), count(64)}
	blobs   = [][]byte{nil, {}, []byte("key: value\nnext: line\n\nend"), {0xff, 0, 'a', 0xc3}, blob(200 << 10)}
	tables  = []map[string]int{nil, {}, {"one": 1}, {"a": 1, "b": -2, "": 3}, table(40)}
	nesteds = [][][]string{nil, {}, {nil}, {{"x"}, {}, nil, {"y", "z"}}, {{"a", "b"}, {"c"}, {"d", "e", "f"}, {"g"}, {"h", "i"}}}
)

// Inputs is how many inputs there are.
const Inputs = 36

// prime to the lengths of the lists, so that each field goes through its values beside all values of the others
func pick[T any](list []T, number, stride int) T {
	return list[(number*stride+number/len(list))%len(list)]
}

// New makes one of the inputs; the file is one of those that Files has made.
func New(number int, files string) *Input {
	in := &Input{
		N:     pick(numbers, number, 1),
		U:     uint(pick(numbers, number, 5)),
		Small: pick(smalls, number, 1),
		Flag:  number&1 != 0,
		Other: number&2 != 0,
		S:     pick(texts, number, 2),
		T:     pick(shorts, number, 1),
	}
	in.Words = clone(pick(words, number, 1))
	in.More = clone(pick(words, number, 3))
	in.Ints = clone(pick(ints, number, 3))
	blob := number % len(blobs)
	in.Bytes = clone(blobs[blob])
	if from := pick(tables, number, 2); from != nil {
		in.Table = make(map[string]int)
		for key, value := range from {
			in.Table[key] = value
		}
	}
	if from := pick(nesteds, number, 3); from != nil {
		in.Nested = make([][]string, len(from))
		for index := range from {
			in.Nested[index] = clone(from[index])
		}
	}
	if number%3 == 2 {
		in.Err = fmt.Errorf("error %d", number)
	}
	in.File = filepath.Join(files, strconv.Itoa(blob))
	content := clone(blobs[blob])
	in.Reader = func() io.Reader { return bytes.NewReader(content) }
	return in
}

// Files writes the files of all inputs into a directory.
func Files(directory string) error {
	for index, content := range blobs {
		if err := os.WriteFile(filepath.Join(directory, strconv.Itoa(index)), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func clone[T any](from []T) []T {
	if from == nil {
		return nil
	}
	// No spare capacity: where an append goes is not left to chance.
	to := make([]T, len(from))
	copy(to, from)
	return to
}

func many(n int) []string {
	list := make([]string, n)
	for index := range list {
		list[index] = "word" + strconv.Itoa(index%37)
	}
	return list
}

func count(n int) []int {
	list := make([]int, n)
	for index := range list {
		list[index] = index * 7 % 31
	}
	return list
}

func blob(n int) []byte {
	content := make([]byte, n)
	for index := range content {
		content[index] = "abc def: 123\n"[index%13]
	}
	return content
}

func table(n int) map[string]int {
	made := make(map[string]int)
	for index := range n {
		made["key"+strconv.Itoa(index)] = index
	}
	return made
}

var (
	mutex    sync.Mutex
	recorded strings.Builder
	printed  *os.File
)

// Tell writes down a value, with its type, and nil and empty told apart.
func Tell(label string, value any) {
	text := Text(value)
	mutex.Lock()
	defer mutex.Unlock()
	if recorded.Len() > 64<<10 {
		return
	}
	fmt.Fprintf(&recorded, "%s: %s\n", label, text)
}

// Text is the canonical text of a value: no addresses, no capacities, keys sorted.
func Text(value any) string {
	var text strings.Builder
	if err, ok := value.(error); ok && !isNil(reflect.ValueOf(value)) {
		fmt.Fprintf(&text, "%T(%q)", err, err.Error())
		return text.String()
	}
	if value == nil {
		return "nil"
	}
	write(&text, reflect.ValueOf(value), 0)
	if text.Len() > 4000 {
		whole := text.String()
		return fmt.Sprintf("%s… %d bytes, sum %x", whole[:1000], len(whole), sum(whole))
	}
	return text.String()
}

func sum(text string) uint64 {
	hash := uint64(14695981039346656037)
	for index := range len(text) {
		hash = (hash ^ uint64(text[index])) * 1099511628211
	}
	return hash
}

func isNil(value reflect.Value) bool {
	switch value.Kind() {
	case reflect.Chan, reflect.Func, reflect.Interface, reflect.Map, reflect.Pointer, reflect.Slice, reflect.UnsafePointer:
		return value.IsNil()
	}
	return false
}

func write(text *strings.Builder, value reflect.Value, depth int) {
	if !value.IsValid() {
		text.WriteString("nil")
		return
	}
	if depth > 8 {
		text.WriteString("…")
		return
	}
	typed := value.Type().String()
	if isNil(value) {
		fmt.Fprintf(text, "%s(nil)", typed)
		return
	}
	switch value.Kind() {
	case reflect.String:
		fmt.Fprintf(text, "%s(%q)", typed, value.String())
	case reflect.Slice, reflect.Array:
		fmt.Fprintf(text, "%s#%d{", typed, value.Len())
		for index := range value.Len() {
			if index > 0 {
				text.WriteString(", ")
			}
			element(text, value.Index(index), depth)
		}
		text.WriteString("}")
	case reflect.Map:
		rows := make([]string, 0, value.Len())
		for _, key := range value.MapKeys() {
			var row strings.Builder
			write(&row, key, depth+1)
			row.WriteString(": ")
			element(&row, value.MapIndex(key), depth)
			rows = append(rows, row.String())
		}
		sort.Strings(rows)
		fmt.Fprintf(text, "%s#%d{%s}", typed, value.Len(), strings.Join(rows, ", "))
	case reflect.Struct:
		fmt.Fprintf(text, "%s{", typed)
		for index := range value.NumField() {
			if index > 0 {
				text.WriteString(", ")
			}
			fmt.Fprintf(text, "%s: ", value.Type().Field(index).Name)
			write(text, value.Field(index), depth+1)
		}
		text.WriteString("}")
	case reflect.Pointer:
		text.WriteString("&")
		write(text, value.Elem(), depth+1)
	case reflect.Interface:
		text.WriteString("any:")
		write(text, value.Elem(), depth+1)
	case reflect.Func:
		fmt.Fprintf(text, "%s(…)", typed)
	case reflect.Chan:
		fmt.Fprintf(text, "%s#%d", typed, value.Len())
	default:
		fmt.Fprintf(text, "%s(%v)", typed, value)
	}
}

// element leaves out the types of plain elements: the type of the whole says them.
func element(text *strings.Builder, value reflect.Value, depth int) {
	switch value.Kind() {
	case reflect.String:
		fmt.Fprintf(text, "%q", value.String())
	case reflect.Bool, reflect.Int, reflect.Uint8, reflect.Int32, reflect.Int64:
		fmt.Fprint(text, value)
	default:
		write(text, value, depth+1)
	}
}

// Pair is a function in its two forms.
type Pair struct {
	Name          string
	Before, After func(in *Input)
}

// Run calls one form with one input, and gives what it told.
func Run(function func(in *Input), number int, files string) string {
	recorded.Reset()
	done := make(chan struct{})
	in := New(number, files)
	// In a goroutine of its own: it may end by runtime.Goexit.
	go func() {
		defer close(done)
		returned := false
		defer func() {
			if reason := recover(); reason != nil {
				Tell("panic", fmt.Sprint(reason))
			} else if !returned {
				Tell("ended by", "Goexit")
			}
		}()
		function(in)
		returned = true
	}()
	<-done
	if size, err := printed.Seek(0, io.SeekCurrent); err != nil {
		panic(err)
	} else if size > 0 {
		Tell("printed", taken(size))
	}
	fresh := New(number, files)
	in.Reader, fresh.Reader = nil, nil
	if !reflect.DeepEqual(in, fresh) {
		Tell("input afterwards", in)
	}
	return forms.Replace(recorded.String())
}

// forms are the packages of the two forms, whose paths the names of type arguments have in them.
var forms = strings.NewReplacer("difference/before/", "", "difference/after/", "")

// taken gives what was printed, and empties the file.
func taken(size int64) string {
	text := make([]byte, size)
	if _, err := printed.ReadAt(text, 0); err != nil {
		panic(err)
	}
	if err := printed.Truncate(0); err != nil {
		panic(err)
	}
	if _, err := printed.Seek(0, io.SeekStart); err != nil {
		panic(err)
	}
	return string(text)
}

// Main runs pairs: `program DIRECTORY FROM TO FORM`, where the form is both, before or after. It writes to
// DIRECTORY/report, a line each:
//
//	at PAIR                             before each, so that it is known who was at work if the program dies
//	differs PAIR INPUT BEFORE AFTER     what was told, quoted
//	unstable PAIR INPUT BEFORE AGAIN    the original does not tell the same each time
//	told INPUT TEXT                     of one form alone
//	end
func Main(pairs []Pair) {
	directory, from, to, form := os.Args[1], number(os.Args[2]), number(os.Args[3]), os.Args[4]
	if form == "input" {
		literal(New(from, directory))
		return
	}
	debug.SetMaxStack(256 << 20)
	debug.SetGCPercent(400)
	limit()
	out := created(directory, "report")
	if err := Files(directory); err != nil {
		panic(err)
	}
	printed = created(directory, "printed")
	os.Stdout = printed
	working := time.AfterFunc(time.Hour, func() {
		fmt.Fprintln(os.Stderr, "fatal error: too slow")
		os.Exit(3)
	})
	for index := from; index < min(to, len(pairs)); index++ {
		pair := pairs[index]
		working.Reset(20 * time.Second)
		fmt.Fprintf(out, "at %d\n", index)
		for input := range Inputs {
			switch form {
			case "before":
				fmt.Fprintf(out, "told %d %q\n", input, Run(pair.Before, input, directory))
			case "after":
				fmt.Fprintf(out, "told %d %q\n", input, Run(pair.After, input, directory))
			default:
				compare(out, pair, index, input, directory)
			}
		}
	}
	fmt.Fprintln(out, "end")
}

func compare(out io.Writer, pair Pair, index, input int, directory string) {
	before := Run(pair.Before, input, directory)
	after := Run(pair.After, input, directory)
	if before == after {
		return
	}
	for range 5 {
		if again := Run(pair.Before, input, directory); again != before {
			fmt.Fprintf(out, "unstable %d %d %q %q\n", index, input, before, again)
			return
		}
	}
	fmt.Fprintf(out, "differs %d %d %q %q\n", index, input, before, after)
}

// literal prints the fields of an input as Go expressions, a line each.
func literal(in *Input) {
	value := reflect.ValueOf(in).Elem()
	for index := range value.NumField() {
		fmt.Printf("%s\t%#v\n", value.Type().Field(index).Name, value.Field(index))
	}
}

func created(directory, name string) *os.File {
	file, err := os.Create(filepath.Join(directory, name))
	if err != nil {
		panic(err)
	}
	return file
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return n
}
