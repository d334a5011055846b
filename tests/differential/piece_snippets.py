"""What the pieces of the differential proof are made of: see `pieces` for how, and `snippets` for the holes in them."""

from __future__ import annotations

from tests.differential.snippets import snippets

BASES = {
    "[]byte": snippets("""
data, err := os.ReadFile(in.File)
if err != nil {
	panic(err)
}

data, err := io.ReadAll(in.Reader())
if err != nil {
	panic(err)
}

data := make([]byte, 4096)
size, _ := io.ReadFull(in.Reader(), data)
tell("$label", size)

data := make([]byte, 2000+in.Small)
copy(data, in.S)

data, _ := json.Marshal(in.Words)

var data []byte
if whole, err := os.ReadFile(in.File); err == nil {
	data = whole
}

var data []byte
if in.Flag {
	data = make([]byte, 3000)
}
"""),
    "[]int": snippets("""
data := make([]int, 1000)
copy(data, in.Ints)

data := make([]int, 500+in.Small)
for i := range data {
	data[i] = i * in.Small
}

var data []int
if in.Flag {
	data = make([]int, 4000)
}
"""),
    "[]$Nrec": snippets("""
data := make([]$Nrec, 400)
for i := range data {
	data[i].x = i
}

data := make([]$Nrec, 300+in.Small, 1000)
data[0] = $Nrec{in.N, in.S}
"""),
    "string": snippets("""
whole, err := os.ReadFile(in.File)
if err != nil {
	panic(err)
}
data := string(whole)

whole, _ := io.ReadAll(in.Reader())
data := string(whole)

data := strings.Repeat(in.S, 50)

data := strings.Join(in.Words, " ")

var text strings.Builder
for _, word := range in.Words {
	text.WriteString(word + " = ")
}
data := text.String()
"""),
}
"""Memory of the function's own, by the type of a piece."""

GROWN = {
    "[]byte": snippets("""
data := []byte(in.S + "0123456789abcdef")

data := []byte("0123456789abcdef" + in.S)

data := bytes.ToUpper(append(in.Bytes[:len(in.Bytes):len(in.Bytes)], "0123456789abcdef"...))

data := bytes.Repeat([]byte("0123456789"), 300)

data := []byte(in.S + in.T)
if len(data) < 16 {
	panic("short")
}

data := append([]byte("0123456789abcdef"), in.Bytes...)
if len(data) < 16 {
	panic("few")
}

data := append([]byte("0123456789abcdef"), in.Bytes...)

data := bytes.Clone([]byte(strings.Repeat(in.T+"0123456789abcdef", 99)))

data := slices.Concat([]byte("0123456789abcdef"), in.Bytes)
"""),
    "[]int": snippets("""
data := slices.Concat(in.Ints, make([]int, 16))

data := append(make([]int, 16), in.Ints...)
"""),
}
"""So too, and 16 elements at least: what room is behind them is up to the compiler, so no piece reaches there."""

OTHER_NAMES = snippets("""
data := first

data := first
if in.Other {
	data = make($B, 3000)
}

data := make($B, 3000)
if in.Flag {
	data = first
}

var data $B
if in.Flag && in.Small > 2 {
	data = first
} else {
	data = make($B, 4000)
	data[0] = $e
}

spare := make($B, 2000)
data := spare
if in.Other {
	data = first
}
""")
"""Where `first` holds the memory, or one of two."""

CHOSEN = {
    "[]byte": ["[]byte(in.S)", "[]byte(in.T + in.S)", "append([]byte(nil), in.S...)", "bytes.Clone([]byte(in.T))"],
    "[]int": ["append([]int(nil), in.Ints...)", "append([]int{7}, in.Ints...)", "slices.Concat(in.Ints, in.Ints)"],
}
"""So too, of any length."""

PIECES = """
data[:8]

data[:min(len(data), 8)]

data[2:min(len(data), 9)]

data[:8][2:6]

(data[4:])[:5]

data[2:10]

data[:min(in.Small, 7)]

data[at:at+3]

data[len(data)-4:]
"""
PARTS = {
    "[]byte": """
data[:bytes.IndexByte(data, ':')+1]

bytes.TrimSpace(data[:min(len(data), 16)])

bytes.Split(data, []byte(":"))[0]

bytes.Fields(data)[0]

regexp.MustCompile("[a-z]+").Find(data)

data[bytes.LastIndexByte(data, '\\n')+1:]
""",
    "string": """
data[:strings.Index(data, ":")+1]

strings.TrimSpace(data[:min(len(data), 16)])

strings.Split(data, " ")[0]

strings.Fields(data)[0]

regexp.MustCompile("[a-z]+").FindString(data)

data[strings.LastIndexByte(data, ' ')+1:]
""",
}
"""Small pieces of `data`, `at` being a small number."""

BEFORE = snippets("""
data[0] = $e

slices.Reverse(data)

clear(data[min(len(data), 5):])

for i := range data[:min(len(data), 50)] {
	data[i] = $e
}

tell("$label", len(data))

tell("$label", fmt.Sprint(data[:min(len(data), 3)]))

$Nblank(data)

other := data
other[len(other)/2] = $e
""")
BEFORE_TEXT = snippets("""
tell("$label", len(data))

tell("$label", data[:min(len(data), 3)])

tell("$label", strings.Count(data, "e"))
""")

ROUTES = snippets("""
====
func $Ntake(in *Input) $B
====
return $piece
====
p := $Ntake(in)
----
====
func $Ntake(in *Input) ($B, error)
====
return $piece, in.Err
====
p, err := $Ntake(in)
tell("$label", err)
----
====
func $Ntake(in *Input) (p $B, n int)
====
n = len(data)
p = $piece
return
====
p, n := $Ntake(in)
tell("$label", n)
----
====
func $Ntake(in *Input) (_ $B, err error)
====
defer func() {
	if r := recover(); r != nil {
		err = errors.New("recovered")
	}
}()
head := $piece
return head, nil
====
p, err := $Ntake(in)
tell("$label", err)
----
====
func $Ntake(in *Input) $B
====
head, _, found := $text.Cut(data, $colon)
tell("$label", found)
return head
====
p := $Ntake(in)
----
====
func $Ntake(in *Input, l []$B)
====
head, _, _ := $text.Cut(data, $colon)
l[0] = head
$after
====
l := make([]$B, 1)
$Ntake(in, l)
p := l[0]
----
====
func $Ntake(in *Input) (p $B, found bool)
====
p, _, found = $text.Cut(data, $colon)
return
====
p, found := $Ntake(in)
tell("$label", found)
----
====
func $Ntake(in *Input, l []$B)
====
for at, part := range $text.Split(data, $colon) {
	if at == 1 {
		l[0] = part
	}
}
$after
====
l := make([]$B, 1)
$Ntake(in, l)
p := l[0]
----
====
func $Ntake(in *Input, l []$B)
====
one, rest, _ := $text.Cut(data, $colon)
tell("$label", len(rest))
l[0] = one[:min(len(one), 5)]
$after
====
l := make([]$B, 1)
$Ntake(in, l)
p := l[0]
----
type $Nbox struct {
	head $B
	n    int
}
====
func $Ntake(in *Input) $Nbox
====
return $Nbox{head: $piece, n: len(data)}
====
b := $Ntake(in)
tell("$label", b.n)
p := b.head
----
type $Nbox struct {
	head $B
	n    int
}
====
func $Ntake(in *Input) *$Nbox
====
b := &$Nbox{n: len(data)}
b.head = $piece
return b
====
b := $Ntake(in)
p := b.head
----
type $Nbox struct{ head, tail $B }

type $Nouter struct {
	$Nbox
	next *$Nbox
}
====
func $Ntake(in *Input) $Nouter
====
return $Nouter{next: &$Nbox{$piece, $none}}
====
b := $Ntake(in)
p := b.next.head
----
type $Nbox struct{ head $B }

func (b *$Nbox) set(in *Input) int {
	$Ntake(in, b)
	return len(b.head)
}
====
func $Ntake(in *Input, b *$Nbox)
====
b.head = $piece
$after
====
var b $Nbox
tell("$label", b.set(in))
p := b.head
----
var $Nheld $B
====
func $Ntake(in *Input)
====
$Nheld = $piece
$after
====
$Ntake(in)
p := $Nheld
----
type $Ntable map[string]$B
====
func $Ntake(in *Input, t $Ntable)
====
t[in.T] = $piece
$after
====
t := $Ntable{}
$Ntake(in, t)
p := t[in.T]
----
type $Ntable map[string]$B
====
func $Ntake(in *Input) $Ntable
====
t := $Ntable{"none": $none}
t["some"] = $piece
$after
return t
====
p := $Ntake(in)["some"]
----
type $Nlist []$B
====
func $Ntake(in *Input) $Nlist
====
var l $Nlist
l = append(l, $piece)
$after
return l
====
var p $B
for _, p = range $Ntake(in) {
	tell("$label", len(p))
}
----
type $Nlist []$B
====
func $Ntake(in *Input, l $Nlist)
====
l[0] = $piece
$after
====
l := make($Nlist, 1)
$Ntake(in, l)
p := l[0]
----
type $Nqueue chan $B
====
func $Ntake(in *Input, c $Nqueue)
====
c <- $piece
$after
====
c := make($Nqueue, 1)
$Ntake(in, c)
p := <-c
----
type $Nqueue chan $B
====
func $Ntake(in *Input, c $Nqueue)
====
c <- $piece
$after
====
c := make($Nqueue, 1)
go func() {
	defer func() {
		recover()
		close(c)
	}()
	$Ntake(in, c)
}()
p := <-c
<-c
----
type $Npart $B
====
func $Ntake(in *Input, to *$Npart)
====
*to = $Npart($piece)
$after
====
var q $Npart
$Ntake(in, &q)
p := $B(q)
----
type $Ncell[E any] struct {
	v     E
	where string
}
====
func $Ntake(in *Input) $Ncell[$B]
====
return $Ncell[$B]{$piece, in.File[:0]}
====
p := $Ntake(in).v
----
func $Nouter(in *Input) (p $B, n int) {
	p = $Ntake(in)
	return p, len(p)
}
====
func $Ntake(in *Input) $B
====
head := $piece
return head
====
p, n := $Nouter(in)
tell("$label", n)
----
var $Nheld $B
====
func $Ntake(in *Input) func() int
====
head := $piece
$Nheld = head
$after
return func() int { return len($Nheld) }
====
tell("$label", $Ntake(in)())
p := $Nheld
""")
"""Declarations, the head of the function, how the piece leaves (with room for something $after it), and who gets it."""

USES = snippets("""
tell("$label", fmt.Sprint(p))

tell("$label", len(p))

tell("$label", p == nil)

for i, x := range p {
	tell("$label", fmt.Sprint(i, x))
}

tell("$label", fmt.Sprintf("%v", p[:min(len(p), 2)]))

if len(p) > 1 {
	tell("$label", fmt.Sprint(p[1:]))
}

q := append($B(nil), p...)
tell("$label", fmt.Sprint(q))

tell("$label", $Nlength(p))

p = p[len(p)/2:]
tell("$label", fmt.Sprint(p))
""")
WRITES = snippets("""
if len(p) > 0 {
	p[0] = $e
}

copy(p, $B{$e, $e})

clear(p[min(len(p), 1):])

slices.Reverse(p)

$Nscribble(p)
""")
USES_TEXT = snippets("""
tell("$label", p)

tell("$label", len(p))

tell("$label", p == "")

for i, x := range p {
	tell("$label", fmt.Sprint(i, x))
}

tell("$label", p + "!")

tell("$label", any(p))

tell("$label", strings.ToUpper(p))

p = p[:min(len(p), 2)]

tell("$label", []string{p, p})
""")

SIGHTS = snippets("""
tell("$label", cap(p))

q := append(p, $e)
r := append(p, $z)
tell("$label", fmt.Sprint(q, r))

q := $Nmore(p)
r := $Nmore(p)
r[len(r)-1] = $z
tell("$label", fmt.Sprint(q))

tell("$label", fmt.Sprint(p[:len(p)+1]))

tell("$label", fmt.Sprint(p[:cap(p)]))

tell("$label", fmt.Sprint(p[:20]))

q := p[2:10]
tell("$label", fmt.Sprint(q))

q := p[:3:cap(p)]
tell("$label", cap(q))

q := slices.Insert(p, 0, $e)
tell("$label", fmt.Sprint(p, q))

q := slices.Grow(p, 1)
if len(q) > 0 {
	q[0] = $z
}
tell("$label", fmt.Sprint(p))

tell("$label", reflect.ValueOf(p).Cap())

var q any = p
tell("$label", cap(q.($B)))

q := &p
tell("$label", cap(*q))

q := &p
*q = append(*q, $e)
r := append(p[:len(p)-1], $z)
tell("$label", fmt.Sprint(r, p))

q := struct{ p $B }{p}
tell("$label", cap(q.p))

q := map[string]$B{"x": p}
for _, r := range q {
	tell("$label", cap(r))
}

q := [1]$B{p}
tell("$label", cap(q[0]))

q := make(chan $B, 1)
q <- p
tell("$label", cap(<-q))

q := func(r $B) int { return cap(r) }
tell("$label", q(p))

func(r $B) {
	tell("$label", fmt.Sprint(r[:12]))
}(p)

q := func() $B { return p }
tell("$label", cap(q()))

tell("$label", $Nroom(p))

tell("$label", $Nrooms(nil, p))

tell("$label", $Neach(p))

tell("$label", $Nself(p))

tell("$label", cap($Nidentity(p)))

var q $Nsink = &$Nimpl{}
tell("$label", q.put(p))

q := (*$Nimpl).put
tell("$label", q(&$Nimpl{}, p))

q := &$Nimpl{}
q.put(p)
tell("$label", cap(q.kept))

tell("$label", $Nslice(p).room())

q := $Nslice(p)
tell("$label", cap(q))

q := [][]$E{p}
r := append([][]$E(nil), q...)
tell("$label", cap(r[0]))

q := $Nroom
tell("$label", q(p))

var q $B
if in.Flag {
	q = p
}
tell("$label", cap(q))

q := p
p = nil
defer func() { tell("$label", cap(q)) }()

done := make(chan int)
go func() { done <- cap(p) }()
tell("$label", <-done)
""")
"""What tells how much room there is behind a piece."""

READS = snippets("""
tell("$label", len(data))

tell("$label", fmt.Sprint(data[:min(len(data), 3)]))
""")

AFTER = snippets("""
data[0] = $z

data[min(len(data)-1, 2)] = $z

clear(data)

copy(data, $B{$z, $z, $z, $z, $z})

slices.Reverse(data)

_ = append(data[:1], $z, $z, $z)

again := data
again[1] = $z

q := &data[1]
*q = $z

q := &data
(*q)[1] = $z

func() { data[1] = $z }()

$Nscribble(data)

for i := range data {
	data[i] = $z
}

data = append(data[:0], $z, $z, $z)

second := data[1:4]
second[0] = $z

$Nlater = data

$Nkeep(data)

$Nkeep(data[:9])

$Nlater = data[1:5]

$Nlater = data[1:5:5]
$Nlater[1] = $z

q := struct{ d $B }{data}
q.d[1] = $z

q := []$B{data}
q[0][1] = $z

for _, q := range [1]$B{data} {
	q[1] = $z
}

q := $Nslice(data)
q[1] = $z

q := $Nidentity(data)
q[1] = $z

$Nlate = func() { data[1] = $z }

done := make(chan bool)
go func() {
	defer close(done)
	copy(data, $B{$z, $z})
}()
<-done

done := make(chan bool)
go $Nsignal(data, done)
<-done

(data)[1:][0] = $z

q := (*[2]$E)(data)
q[1] = $z

if in.Flag {
	data[1] = $z
}

slices.SortFunc(data, func(_, _ $E) int { return 0 })
data[len(data)/2], data[0] = data[0], $z

var q any = data
q.($B)[1] = $z
""")
AFTER_NUMBERS = snippets("""
data[1]++

data[0] += 3

data[0], data[1] = data[1]+1, data[0]+2
""")
AFTER_BYTES = snippets("""
io.ReadFull(strings.NewReader("ZZZZZZZZ"), data)

strings.NewReader("ZZZZZZZZ").Read(data)

binary.BigEndian.PutUint32(data, 0x5a5a5a5a)

bytes.NewBuffer(data[:0]).WriteString("ZZZZZZ")

hex.Encode(data, []byte("ZZ"))

head, rest, _ := bytes.Cut(data, []byte(":"))
if len(rest) > 0 {
	rest[0] = 'Z'
}
if len(head) > 0 {
	head[0] = 'Z'
}

for _, field := range bytes.Fields(data) {
	field[0] = 'Z'
}

bytes.TrimSpace(data)[1] = 'Z'

$Nlater = bytes.TrimLeft(data, " ")

q := unsafe.Slice(&data[0], 4)
q[1] = 'Z'
""")
"""What writes to the memory when the piece has left; what is in `$Nlater` is written to by those who got the piece."""

DEFERRED = snippets("""
defer clear(data)

defer copy(data, $B{$z, $z, $z})

defer func() { data[0] = $z }()

defer $Nscribble(data)

defer func() {
	for i := range data {
		data[i] = $z
	}
}()
""")

HELPERS = snippets("""
var $Nlater $B

var $Nlate func()

type $Nrec struct {
	x int
	y string
}

type $Nslice $B

func (s $Nslice) room() int { return cap(s) }

type $Nsink interface{ put(p $B) int }

type $Nimpl struct{ kept $B }

func (s *$Nimpl) put(p $B) int {
	s.kept = p
	return cap(p)
}

func $Nscribble(p $B) {
	if len(p) > 0 {
		p[0] = $z
	}
}

func $Nslurp(in *Input) []byte {
	content, _ := os.ReadFile(in.File)
	return content
}

func $Nblank(p $B) {
	for i := range p[:min(len(p), 9)] {
		p[i] = $e
	}
}

func $Nkeep(p $B) { $Nlater = p }

func $Nsignal(p $B, done chan bool) {
	defer close(done)
	if len(p) > 1 {
		p[1] = $z
	}
}

type $Nfake struct{}

func ($Nfake) Clone(p $B) $B { return p[:1] }

func $Nlength(p $B) int { return len(p) }

func $Nidentity(p $B) $B { return p }

func $Nroom(p $B) int { return cap(p) }

func $Nrooms(ps ...$B) (n int) {
	for _, p := range ps {
		n += cap(p)
	}
	return n
}

func $Neach[E any](p []E) int { return cap(p) }

func $Nself[S ~[]E, E any](p S) string { return fmt.Sprint(len(p), cap(p)) }

func $Nmore(p $B) $B { return append(p, $e) }

func $Nsay(what string) bool {
	tell(what, "said")
	return true
}

func $Nindex(what string, n int) int {
	tell(what, n)
	return n
}

func $Nodd(in *Input) any {
	if in.Other {
		return in.Ints
	}
	return in.N
}

func $Nfail(in *Input) error {
	if in.Flag {
		panic("failed")
	}
	return in.Err
}
""")

ELEMENTS = {
    "[]byte": ("byte", "'X'", "'Z'"),
    "[]int": ("int", "-7", "99"),
    "[]$Nrec": ("$Nrec", '$Nrec{7, "x"}', "$Nrec{x: 99}"),
    "string": ("byte", "'X'", "'Z'"),
}
"""Elements of a piece: their type, and two values."""

LATE = """
if $Nlate != nil {
	$Nlate()
	$Nlate = nil
}
if len($Nlater) > 1 {
	$Nlater[0], $Nlater[1] = $z, $z
	$Nlater = nil
}""".strip()
"""What those who get a piece do to the rest."""
