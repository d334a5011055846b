"""Whole functions about pieces of memory, where somebody could tell a copy: see `pieces`; `snippets` for the holes."""

from __future__ import annotations

from tests.differential.snippets import snippets

WRITTEN = snippets("""
func $Ntake(in *Input) (one, other $B) {
	$base
	head := data[:6]
	return head, head
}
====
one, other := $Ntake(in)
one[0] = $z
tell("$label", fmt.Sprint(one, other))
----
func $Ntake(in *Input) $B {
	$whole
	bytes, slices := $Nfake{}, $Nfake{}
	tell("$label", fmt.Sprint(bytes, slices))
	return data[:6]
}
====
p := $Ntake(in)
tell("$label", fmt.Sprint(p))
----
type $Nbox struct{ head $B }

func (b *$Nbox) scrub() {
	for i := range b.head {
		b.head[i] = $z
	}
}

func $Ntake(in *Input, b *$Nbox) {
	$base
	b.head = data[:6]
	b.scrub()
	tell("$label", fmt.Sprint(data[:8]))
}
====
var b $Nbox
$Ntake(in, &b)
p := b.head
tell("$label", fmt.Sprint(p))
----
var $Nheld $B

func $Ntake(in *Input) {
	$base
	defer func() { tell("$label", fmt.Sprint(data[:3])) }()
	$Nheld = data[:6]
	$Nscribble($Nheld)
}
====
$Ntake(in)
p := $Nheld
tell("$label", fmt.Sprint(p))
----
func $Ntake(in *Input) (p $B) {
	$base
	defer func() {
		p[0] = $z
		tell("$label", fmt.Sprint(data[:3]))
	}()
	p = data[:6]
	return p
}
====
p := $Ntake(in)
tell("$label", fmt.Sprint(p))
----
type $Nlist []$B

func $Ntake(in *Input) (l $Nlist) {
	$base
	for range 3 {
		l = append(l, data[:6])
	}
	return l
}
====
l := $Ntake(in)
l[0][0] = $z
tell("$label", fmt.Sprint(l[1]))
----
type $Nlist []$B

func $Ntake(in *Input) (l $Nlist) {
	$base
	for i := range 3 {
		data[i] = $z
		l = append(l, data[:6])
	}
	return l
}
====
l := $Ntake(in)
tell("$label", fmt.Sprint(l[0], l[1]))
----
func $Ntake(in *Input) (one, other $B) {
	$base
	return data[:6], data[:4]
}
====
one, other := $Ntake(in)
one[0] = $z
tell("$label", fmt.Sprint(one, other))
----
type $Nbox struct{ one, other $B }

func $Ntake(in *Input) (b $Nbox) {
	$base
	b.one = data[1:6]
	b.other = data[2:8]
	return b
}
====
b := $Ntake(in)
b.one[2] = $z
tell("$label", fmt.Sprint(b.other))
----
func $Ntake(in *Input) func() $B {
	$base
	return func() $B { return data[:6] }
}
====
next := $Ntake(in)
p := next()
p[0] = $z
tell("$label", fmt.Sprint(next()))
----
====
$base
next := func() $B { return data[:6] }
p := next()
p[0] = $z
tell("$label", fmt.Sprint(next()))
----
var $Nheld $B

func $Ntake(in *Input) {
	$base
	func() {
		$Nheld = data[:6]
	}()
	data[0] = $z
}
====
$Ntake(in)
tell("$label", fmt.Sprint($Nheld))
----
func $Ntake(in *Input) ($B, int) {
	$base
	head := data[:6]
	change := func() int {
		head[0] = $z
		return 1
	}
	return head, change()
}
====
p, _ := $Ntake(in)
tell("$label", fmt.Sprint(p))
----
func $Ntake(in *Input) ($B, int) {
	$base
	change := func() int {
		data = make($B, 10)
		return 1
	}
	return data[:6], change()
}
====
p, _ := $Ntake(in)
tell("$label", fmt.Sprint(p))
----
func $Ntake(in *Input) (p $B, err error) {
	$base
again:
	if p != nil {
		data[0] = $z
		return p, nil
	}
	p = data[:6]
	goto again
}
====
p, _ := $Ntake(in)
tell("$label", fmt.Sprint(p))
----
func $Ntake(in *Input, list []$B) int {
	$base
	for i := range list {
		if i > 0 {
			data[0] = $z
		}
		list[i] = data[:6]
		if in.Flag && i == 1 {
			break
		}
	}
	return len(data)
}
====
list := make([]$B, 3)
tell("$label", $Ntake(in, list))
tell("$label", fmt.Sprint(list))
""")
"""Functions that let a piece go, and what is seen of that."""

OTHERS = snippets("""
func $Ntake[T ~[]$B](in *Input) T {
	$base
	return T{data[:min(in.Small, 7)]}
}
====
p := $Ntake[[]$B](in)[0]
tell("$label", cap(p))
----
func $Ntake[T ~[]$B](in *Input) T {
	$base
	return T{data[:6]}
}
====
p := $Ntake[[]$B](in)[0]
q, r := append(p, $e), append(p, $z)
tell("$label", fmt.Sprint(q, r))
----
func $Ntake(in *Input, data $B) $B { return data[:6] }
====
$base
p := $Ntake(in, data)
data[0] = $z
tell("$label", fmt.Sprint(p))
----
type $Nbox struct{ raw, head $B }

func (b *$Nbox) take() $B { return b.raw[:6] }
====
$base
b := $Nbox{raw: data}
p := b.take()
b.raw[0] = $z
tell("$label", fmt.Sprint(p))
----
type $Nbox struct{ raw, head $B }

func $Ntake(b, to *$Nbox) { to.head = b.raw[:6] }
====
$base
b := &$Nbox{raw: data}
$Ntake(b, b)
b.head[1] = $z
tell("$label", fmt.Sprint(b.raw[:4]))
----
var $Nraw $B

func $Ntake() $B { return $Nraw[:6] }
====
$base
$Nraw = data
p := $Ntake()
$Nraw[0] = $z
tell("$label", fmt.Sprint(p))
----
func $Ntake(in *Input, other $B) $B {
	$base
	if in.Flag {
		data = other
	}
	return data[:6]
}
====
other := make($B, 4000)
p := $Ntake(in, other)
other[0] = $z
tell("$label", fmt.Sprint(p))
----
var $Nraw = make($B, 4000)

func $Nwhole() $B { return $Nraw }

func $Ntake() $B {
	data := $Nwhole()
	return data[:6]
}
====
clear($Nraw)
p := $Ntake()
$Nraw[0] = $z
tell("$label", fmt.Sprint(p))
----
func $Ntake(in *Input) $B {
	var array [4096]$E
	data := array[:]
	$Nlate = func() { array[0] = $z }
	return data[:6]
}
====
p := $Ntake(in)
$Nlate()
tell("$label", fmt.Sprint(p))
----
func $Ntake(in *Input, array *[4096]$E) $B { return array[:6] }
====
var array [4096]$E
p := $Ntake(in, &array)
array[0] = $z
tell("$label", fmt.Sprint(p))
----
func $Ntake(data ...$E) $B { return data[:6] }
====
$base
p := $Ntake(data...)
data[0] = $z
tell("$label", fmt.Sprint(p))
----
func $Ntake(list []$B) $B { return list[0][:6] }
====
$base
p := $Ntake([]$B{data})
data[0] = $z
tell("$label", fmt.Sprint(p))
""")
OTHERS_BYTES = snippets("""
var $Nshared *bytes.Buffer

func $Ntake(in *Input) []byte {
	var buf bytes.Buffer
	$Nshared = &buf
	buf.ReadFrom(in.Reader())
	buf.WriteString("0123456789")
	return buf.Bytes()[:6]
}
====
p := $Ntake(in)
$Nshared.Reset()
$Nshared.WriteString("ZZZZZZ")
tell("$label", string(p))
----
type $Nbox struct{ head, rest []byte }

func $Ntake(in *Input, b *$Nbox) {
	var one []byte
	one, b.rest, _ = bytes.Cut($Nslurp(in), []byte(":"))
	b.head = one[:6]
}
====
var b $Nbox
$Ntake(in, &b)
if len(b.rest) > 0 {
	b.rest[0] = 'Z'
}
tell("$label", string(b.head))
----
func $Ntake(in *Input, buf *bytes.Buffer) []byte {
	buf.ReadFrom(in.Reader())
	buf.WriteString("0123456789")
	return buf.Bytes()[:6]
}
====
var buf bytes.Buffer
p := $Ntake(in, &buf)
buf.Reset()
buf.WriteString("ZZZZZZ")
tell("$label", string(p))
----
func $Ntake(in *Input) []byte {
	var buf bytes.Buffer
	buf.ReadFrom(in.Reader())
	buf.WriteString("0123456789")
	data := buf.Bytes()
	$Nlate = func() {
		buf.Reset()
		buf.WriteString("ZZZZZZ")
	}
	return data[:6]
}
====
p := $Ntake(in)
$Nlate()
tell("$label", string(p))
----
func $Ntake(in *Input) string {
	data := make([]byte, 4096)
	copy(data, "abcdefghij")
	text := unsafe.String(&data[0], len(data))
	$Nlate = func() { data[0] = 'Z' }
	return text[:6]
}
====
p := $Ntake(in)
$Nlate()
tell("$label", p)
----
func $Ntake(in *Input) []byte {
	data := make([]byte, 4096)
	raw := unsafe.Slice(&data[0], len(data))
	$Nlate = func() { data[0] = 'Z' }
	return raw[:6]
}
====
p := $Ntake(in)
$Nlate()
tell("$label", string(p))
----
type $Ntable map[string][]byte

func $Ntake(in *Input) $Ntable {
	found := $Ntable{}
	lines := bufio.NewScanner(in.Reader())
	lines.Buffer(make([]byte, 64), 1<<20)
	for lines.Scan() && len(found) < 9 {
		if line := lines.Bytes(); len(line) > 3 {
			found[string(line)] = line[:3]
		}
	}
	return found
}
====
for key, p := range $Ntake(in) {
	if !bytes.HasPrefix([]byte(key), p) {
		tell("$label", "overwritten")
		break
	}
}
----
func $Ntake(in *Input) []json.RawMessage {
	whole := json.RawMessage(in.S + "0123456789")
	return []json.RawMessage{whole[:6]}
}
====
p := $Ntake(in)[0]
tell("$label", fmt.Sprintf("%T", p))
tell("$label", string(p))
----
type $Nraw []byte

func $Ntake(in *Input) any {
	data := make($Nraw, 4096)
	return data[:6]
}
====
tell("$label", $Ntake(in))
----
type $Nraw []byte

func ($Nraw) kind() string { return "raw" }

func $Ntake(in *Input) interface{ kind() string } {
	data := make($Nraw, 4096)
	return data[:6]
}
====
tell("$label", $Ntake(in))
tell("$label", $Ntake(in).kind())
----
func $Ntake(in *Input) []byte {
	data, _ := os.ReadFile(in.File)
	head, rest, _ := bytes.Cut(data, []byte(":"))
	$Nlater = rest
	return head
}
====
p := $Ntake(in)
if cap(p) > len(p)+1 && len($Nlater) > 0 {
	p[:len(p)+2][len(p)+1] = 'Z'
	tell("$label", $Nlater[0])
}
----
type $Nbox struct {
	head []byte
	once sync.Map
}

func $Ntake(in *Input, b *$Nbox) {
	data := make([]byte, 4096)
	b.once.Store("x", data[:6])
	data[0] = 'Z'
}
====
var b $Nbox
$Ntake(in, &b)
p, _ := b.once.Load("x")
tell("$label", p)
----
func $Ntake(in *Input, c chan<- any) {
	data := make([]byte, 4096)
	c <- data[:6]
	data[0] = 'Z'
}
====
c := make(chan any, 1)
$Ntake(in, c)
tell("$label", <-c)
""")
"""Memory that is somebody else's as well."""

WRITTEN_PARTS = snippets("""
func $Ntake(in *Input, l [][]byte) {
	for i, part := range bytes.Split($Nslurp(in), []byte(":")) {
		if i == 1 {
			l[0] = part
			clear(part)
		}
	}
}
====
l := make([][]byte, 1)
$Ntake(in, l)
tell("$label", string(l[0]))
----
type $Nbox struct{ head []byte }

func $Ntake(in *Input, b *$Nbox) {
	before, after, _ := bytes.Cut($Nslurp(in)[:12], []byte(":"))
	tell("$label", len(before))
	b.head = after
	if len(after) > 0 {
		after[0] = 'Z'
	}
}
====
var b $Nbox
$Ntake(in, &b)
tell("$label", string(b.head))
----
type $Nbox struct{ head []byte }

func $Ntake(in *Input, b *$Nbox) {
	before, after, _ := bytes.Cut($Nslurp(in), []byte(":"))
	b.head = after[:min(len(after), 6)]
	_ = append(before, "ZZZ"...)
}
====
var b $Nbox
$Ntake(in, &b)
tell("$label", string(b.head))
----
type $Nbox struct{ head []byte }

func $Ntake(in *Input, b *$Nbox) {
	before, after, _ := bytes.Cut($Nslurp(in), []byte(":"))
	b.head = before[:6]
	if len(after) > 0 {
		after[0] = 'Z'
	}
}
====
var b $Nbox
$Ntake(in, &b)
tell("$label", string(b.head))
----
type $Nbox struct{ head []byte }

func $Ntake(in *Input, b *$Nbox) {
	for i, line := range bytes.Split($Nslurp(in), []byte("\\n")) {
		if i == 1 {
			b.head = line[:min(len(line), 5)]
			clear(line)
		}
	}
}
====
var b $Nbox
$Ntake(in, &b)
tell("$label", string(b.head))
----
func $Ntake(in *Input, l [][]byte) {
	for line := range bytes.SplitSeq($Nslurp(in), []byte("\\n")) {
		if bytes.HasPrefix(line, []byte("n")) {
			word, _, _ := bytes.Cut(line, []byte(":"))
			l[0] = word
			line[0] = 'Z'
		}
	}
}
====
l := make([][]byte, 1)
$Ntake(in, l)
tell("$label", string(l[0]))
----
type $Nbox struct{ head []byte }

func $Ntake(in *Input, b *$Nbox) {
	for _, match := range regexp.MustCompile("[a-z]([a-z])").FindAllSubmatch($Nslurp(in), 5) {
		if match[1][0] == 'e' {
			b.head = match[1]
			match[0][1] = 'Z'
		}
	}
}
====
var b $Nbox
$Ntake(in, &b)
tell("$label", string(b.head))
----
type $Nbox struct{ head []byte }

func $Ntake(in *Input, b *$Nbox) {
	first := $Nslurp(in)
	parts := bytes.Split(first, []byte(":"))
	if in.Flag {
		parts = bytes.Fields($Nslurp(in))
	}
	b.head = parts[0]
	clear(first)
}
====
var b $Nbox
$Ntake(in, &b)
tell("$label", string(b.head))
""")
"""So too, of memory that several variables get at once, or one after the other."""

OF_CHOSEN = snippets("""
func $Ntake(in *Input) $B {
	data := $chosen
	return data[:$reach]
}
====
p := $Ntake(in)
tell("$label", fmt.Sprint(p))
----
func $Ntake(in *Input) $B {
	data := $chosen
	head := data[1:$reach]
	return head
}
====
tell("$label", fmt.Sprint($Ntake(in)))
----
func $Ntake(in *Input) $B {
	data := $chosen
	tell("$label", cap(data))
	return data[:min(len(data), 3)]
}
====
p := $Ntake(in)
tell("$label", fmt.Sprint(p))
----
type $Nbox struct {
	head $B
	room int
}

func $Ntake(in *Input, b *$Nbox) {
	data := $chosen
	b.head = data[:min(len(data), 2)]
	b.room = cap(data) - len(data)
}
====
var b $Nbox
$Ntake(in, &b)
tell("$label", b)
----
func $Ntake(in *Input) ($B, bool) {
	data := $chosen
	return data[:min(len(data), 3)], len(data) == cap(data[:0])
}
====
p, full := $Ntake(in)
tell("$label", full)
tell("$label", fmt.Sprint(p))
----
func $Ntake(in *Input) $B {
	data := $chosen
	if $reach <= cap(data) {
		tell("$label", fmt.Sprint(data[:$reach]))
	}
	return data[:min(len(data), 3)]
}
====
tell("$label", fmt.Sprint($Ntake(in)))
""")
"""What room there is behind the memory is up to the compiler (by whether it escapes, as what is printed does)."""

NAMED = snippets("""
type $Nlabel string

func $Ntake(in *Input) $Nlabel {
	$base
	return $Nlabel(data)[:8]
}
====
tell("$label", $Ntake(in))
----
type $Nlabel string

func $Ntake(in *Input) $Nlabel {
	$base
	all := $Nlabel(data)
	$Nlabel := len(all)
	tell("$label", $Nlabel)
	return all[:8]
}
====
tell("$label", $Ntake(in))
----
type $Nlabel string

func $Ntake(in *Input, l map[string]$Nlabel) {
	$base
	all := $Nlabel(data)
	for _, $Nlabel := range in.Words {
		l[$Nlabel] = all[:min(len(all), 6)]
		break
	}
}
====
l := map[string]$Nlabel{}
$Ntake(in, l)
tell("$label", l)
""")
"""Text of another type than string."""

ORDERS = snippets("""
func $Ntake(in *Input) ($B, bool) {
	$whole
	return data[$from:], $Nsay("$label")
}
====
p, _ := $Ntake(in)
tell("$label", len(p))
----
func $Ntake(in *Input) (bool, $B) {
	$whole
	return $Nsay("$label"), data[$from:1000]
}
====
_, p := $Ntake(in)
tell("$label", len(p))
----
type $Nbox struct {
	head $B
	yes  bool
}

func $Ntake(in *Input) *$Nbox {
	$whole
	return &$Nbox{data[$from:1000], $Nsay("$label")}
}
====
tell("$label", len($Ntake(in).head))
----
type $Nbox struct {
	head $B
	yes  bool
}

func $Ntake(in *Input, b *$Nbox) {
	$whole
	b.head, b.yes = data[$from:1000], $Nsay("$label")
}
====
var b $Nbox
defer func() { tell("$label", b.yes) }()
$Ntake(in, &b)
tell("$label", len(b.head))
----
type $Nlist []$B

func $Ntake(in *Input, l $Nlist) {
	$whole
	l[$Nindex("$label", 1)] = data[$from:1000]
}
====
l := make($Nlist, 1)
$Ntake(in, l)
----
type $Nbox struct {
	head $B
	yes  bool
}

func $Ntake(in *Input, b *$Nbox) {
	$whole
	b.head = data[$from:1000]
}
====
var b *$Nbox
$Ntake(in, b)
----
func $Ntake(in *Input) ($B, int) {
	$whole
	return data[$from:1000], map[any]int{1: 2}[$Nodd(in)]
}
====
p, _ := $Ntake(in)
tell("$label", len(p))
----
func $Ntake(in *Input) (p $B, err error) {
	$whole
	defer func() {
		recover()
		tell("$label", len(p))
	}()
	p, err = data[$from:1000], $Nfail(in)
	return p, err
}
====
p, _ := $Ntake(in)
tell("$label", len(p))
""")
"""Pieces beside something that runs, where taking them may panic."""

ORDERS_OF_PARTS = snippets("""
func $Ntake(in *Input) ($B, int) {
	$whole
	var x any = in.S
	if in.Flag {
		x = in.N
	}
	return $text.Split(data, $colon)[3], x.(int)
}
====
p, _ := $Ntake(in)
tell("$label", len(p))
----
func $Ntake(in *Input) ($B, string) {
	$whole
	parts := $text.Split(data, $colon)
	return parts[3], in.S[9:20]
}
====
p, _ := $Ntake(in)
tell("$label", len(p))
----
type $Nbox struct{ head $B }

func $Ntake(in *Input, x any) {
	$whole
	parts := $text.Split(data, $colon)
	x.(*$Nbox).head = parts[3]
}
====
b := &$Nbox{}
if in.Flag {
	$Ntake(in, b)
} else {
	$Ntake(in, in.S)
}
tell("$label", len(b.head))
----
func $Ntake(in *Input, l []$B) {
	$whole
	parts := $text.Split(data, $colon)
	l[in.N/in.Small] = parts[3]
}
====
l := make([]$B, 1)
$Ntake(in, l)
tell("$label", len(l[0]))
----
func $Ntake(in *Input) ($B, bool) {
	$whole
	parts := $text.Split(data, $colon)
	return parts[3], $Nsay("$label")
}
====
p, _ := $Ntake(in)
tell("$label", len(p))
----
type $Nbox struct {
	head $B
	yes  bool
}

func $Ntake(in *Input) *$Nbox {
	$whole
	return &$Nbox{$text.Split(data, $colon)[2], $Nsay("$label")}
}
====
tell("$label", len($Ntake(in).head))
----
func $Ntake(in *Input) (int, $B) {
	$whole
	parts := $text.Split(data, $colon)
	return in.Ints[20], parts[3]
}
====
_, p := $Ntake(in)
tell("$label", len(p))
----
type $Nbox struct {
	word string
	head $B
}

func $Ntake(in *Input) $Nbox {
	$whole
	return $Nbox{in.Words[9], $text.Fields(data)[6]}
}
====
tell("$label", len($Ntake(in).head))
----
type $Nbox struct {
	n    int
	head $B
}

func $Ntake(in *Input, b *$Nbox) {
	$whole
	parts := $text.Split(data, $colon)
	b.n, b.head = in.Ints[30], parts[3]
}
====
var b $Nbox
$Ntake(in, &b)
tell("$label", len(b.head))
""")
"""So too: an element of a list is taken later than a slice is cut."""
