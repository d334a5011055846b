"""What a change depends on in files that another build has."""

from __future__ import annotations

import pytest

from gofix20.reach import change_of, dependent, outline_of, stays_inside

BEFORE = """\
package p

import "fmt"

type file struct {
	fd   handle // of the system
	name string
}

func (f *file) size() (n length) { return }

const (
	first = iota + start
	second
)

var opener, count = func() int { return open() }, 1

func Changed(f *file) string {
	s := ""
	s += f.name
	return s
}

func Other() { fmt.Println(other) }
"""
AFTER = BEFORE.replace('\ts := ""\n\ts += f.name\n', "\tvar s strings.Builder\n\ts.WriteString(f.name)\n")
HERE = """\
package p

type handle int

type length = int

const start = 1

func open() int { return 1 }

var other int
"""


def depends(there: str, after: str = AFTER, before: str = BEFORE) -> bool:
    built = [outline_of(text.encode()) for text in (before, HERE)]
    change = change_of(before.encode(), after.encode())
    return bool(dependent(change, built, {"there.go": outline_of(f"package p\n\n{there}\n".encode())}))


@pytest.mark.parametrize(
    "there",
    [
        "type handle uint",
        "type (\n\ta int\n\thandle = int\n)",
        "type handle struct{ x int }",
        "var strings int",
        "func Builder() {}",
        "func (f *file) s() {}\n\ntype s int",
    ],
)
def test_what_is_declared_otherwise_counts(there: str) -> None:
    assert depends(there)


@pytest.mark.parametrize(
    "there",
    [
        "",
        "type handle int // the same",
        "type (\n\thandle\n\t\tint\n)",
        "type length = uint",  # of the method that nothing here calls
        "func open(name string) int { return 1 }",
        "const start = 2",
        "var other string",
        "func (f *handles) fd() {}",
        "func init() { _ = 1 }",
        "var _ file = file{}",
        "func unrelated(f *file) { s := f }",
    ],
)
def test_what_is_the_same_or_out_of_reach_does_not(there: str) -> None:
    assert not depends(there)


def test_a_method_counts_with_its_type() -> None:
    after = AFTER.replace("f.name", "f.read()")
    before = BEFORE.replace("f.name", "f.read()")
    assert depends("func (f *file) read() []byte { return nil }", after, before)
    assert not depends("func (g *gone) read() []byte { return nil }", after, before)
    assert depends("type length = uint", AFTER.replace("f.name", "f.size()"))


@pytest.mark.parametrize(
    ("old", "new", "wide"),
    [
        ("return s", "return s + s", False),
        ("return open()", "return 2", False),
        ('import "fmt"', 'import (\n\t"fmt"\n\t"strings"\n)', False),
        ("// of the system", "// of a system", False),
        ("func Other() {", "func  Other( ) {", False),
        ("name string", "name []byte", True),
        ("count = func", "count func() int = func", True),
        ("second\n", "second\n\tthird\n", True),
        ("func Other() {", "func Other(n int) {", True),
        ("func Other()", "func Another()", True),
        ("func Other() { fmt.Println(other) }\n", "", True),
    ],
)
def test_a_change_of_declarations_is_wide(old: str, new: str, wide: bool) -> None:
    assert old in BEFORE
    assert change_of(BEFORE.encode(), BEFORE.replace(old, new).encode()).wide is wide
    assert depends("func unrelated() {}", BEFORE.replace(old, new)) is wide


def test_a_change_has_a_line_of_the_new_text() -> None:
    after = AFTER.replace('import "fmt"', 'import (\n\t"fmt"\n\t"strings"\n)')
    change = change_of(BEFORE.encode(), after.encode())
    assert after.split("\n")[change.line - 1] == "\tvar s strings.Builder"


@pytest.mark.parametrize(
    ("old", "new", "inside"),
    [
        ('s := ""', "var s string", True),
        ("return open() }, 1", "return 1 }, 1", True),
        ('import "fmt"', 'import (\n\t"fmt"\n\t"bytes"\n)', True),
        # what another file of the package sees, or has the name of
        ("return open() }, 1", "return open() }, 2", False),
        ("func Changed(f *file)", "func Changed(f file)", False),
        ("name string", "name []byte", False),
        ('import "fmt"', 'import (\n\t"fmt"\n\t"strings"\n)', False),
        ('import "fmt"', 'import (\n\t"fmt"\n\tstrings "bytes"\n)', False),
        ('import "fmt"', 'import (\n\t"fmt"\n\t. "bytes"\n)', False),
    ],
)
def test_what_stays_inside(old: str, new: str, inside: bool) -> None:
    assert old in BEFORE
    beside = [b"package p\n\nfunc strings() {}\n", b"package p\n\nfunc (file) bytes() {}\n"]
    after = BEFORE.replace(old, new).encode()
    assert stays_inside(BEFORE.encode(), after, beside) == inside
    assert not stays_inside(BEFORE.encode(), after, [*beside, b"package p\n\nfunc ) strings\n"])
    assert not stays_inside(BEFORE.encode() + b"\nfunc ) {}\n", after + b"\nfunc ) {}\n", beside)
