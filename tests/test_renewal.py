"""What the helper keeps of a package while one types: it answers as one does that has seen no other text."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from gofix20.discover import discover
from gofix20.engine import row_of
from gofix20.helper import Helper
from gofix20.model import Build
from gofix20.syntax import GoFile
from gofix20.toolchain import Toolchain
from gofix20.units import load

Make = Callable[[Mapping[str, str | bytes]], str]

FILES = {
    "a.go": """// Package p is looked at while it is typed.
package p

import (
	"fmt"
	"os"
	"strings"
)

// limit is a number.
const limit = 1 << 4

type bag struct {
	seen  map[string]bool
	words []string
}

type shape interface{ area(deep bool) int }

var origin = start()

func start() int { return limit }

func (b *bag) add(word string) {
	if b.seen[word] {
		return
	}
	b.seen[word] = true
	b.words = append(b.words, word)
}

func (b bag) area(deep bool) int {
	if deep {
		return cover(b)
	}
	return len(b.words)
}

func cover(s shape) int {
	return s.area(false)
}

func join(words []string) string {
	s := ""
	for _, word := range words {
		s += strings.ToUpper(word)
	}
	return s
}

func tell(b *bag) {
	fmt.Fprintln(os.Stderr, join(b.words[:len(b.words):len(b.words)]))
}
""",
    "b.go": """package p

import "sort"

func union(sets ...map[string]bool) map[string]bool {
	all := map[string]bool{}
	for _, set := range sets {
		for key := range set {
			all[key] = true
		}
	}
	return all
}

func keys[M ~map[K]V, K comparable, V any](m M) int {
	n := 0
	for range m {
		n++
	}
	return n
}

func sorted(b bag) []string {
	found := make([]string, 0, keys(b.seen))
	for word := range union(b.seen) {
		found = append(found, word)
	}
	sort.Strings(found)
	return found
}

func even(n int) bool {
	return n == 0 || odd(n-1)
}

func odd(n int) bool {
	const one = 1
	return n != 0 && even(n-one)
}

func last(found []string) []string {
	defer rescue()
	return append(found[:1], sorted(bag{})...)
}

func rescue() {
	_ = recover()
}
""",
    "a_test.go": """package p

import "testing"

func TestAdd(t *testing.T) {
	b := bag{seen: map[string]bool{}}
	b.add("a")
	if !b.seen["a"] || last(sorted(b)) == nil {
		t.Fatal(b.seen)
	}
}
""",
}

LINES = [
    "_ = 1",
    "strings.",
    'fmt.Println("x")',
    "if true {",
    "}",
    "// a comment",
    "odd(1)",
    "rescue()",
    "recover()",
    "tell(nil)",
    "_ = origin",
    "_ = join(nil) + nowhere",
    "var i any = bag{}; _ = i",
    'mine := map[string]bool{"a": true}; mine["b"] = mine["a"]; println(len(mine))',
    "type own struct{ set map[string]bool }; _ = own{set: union()}; const here = limit + 1; _ = here",
    "func() { for { again := func() { even(2) }; again() } }()",
    "var bytes []byte; for range 3 { bytes = append(bytes, 0) }; println(string(bytes[:cap(bytes)]))",
    "switch x := any(1).(type) { case int: _ = x; case map[string]bool: _ = x }",
    "label: for { break label }",
    "go rescue()",
]
QUESTIONS = re.compile(r"map\[\w+\]bool|append\([^()]*\)|\w+\[\w*:[^\]]*\]|\w+\[\w+\]")


class Pair:
    """A package in which somebody types, and a helper that is there all the time."""

    def __init__(self, toolchain: Toolchain, root: str) -> None:
        self.toolchain = toolchain
        packages = discover(toolchain, ["."], root, Build()).packages
        units = load(toolchain, packages, tests=True, extra=("strings", "fmt"))
        self.rows: list[dict[str, Any]] = [row_of(unit) for unit in units]
        self.texts = {f"{root}/{name}": text for name, text in FILES.items()}
        self.helper = Helper(toolchain)
        self.helper.load(self.rows, warm=True)

    def type(self, path: str, text: str) -> None:
        self.texts[path] = text
        self.helper.overlay(path, text.encode())

    def questions(self) -> list[dict[str, Any]]:
        asked: list[dict[str, Any]] = []
        for row in self.rows:
            asked.append({"op": "check", "unit": row["id"]})
            for path, text in self.texts.items():
                if path not in row["files"]:
                    continue
                about = {"unit": row["id"], "path": path}
                data = text.encode()
                spans = [[one.start_byte, one.end_byte] for one in GoFile.parse(path, data).declarations()]
                asked.append(about | {"op": "facts", "spans": spans, "sum": zlib.crc32(data)})
                for found in QUESTIONS.finditer(text):
                    op = "component" if found[0].startswith("map") else "receivers"
                    asked.append(about | {"op": op, "spans": [[*found.span()]]})
                for offset in range(0, len(data), 97):
                    for name in ("strings", "s", "b"):
                        asked.append(about | {"op": "visible", "name": name, "offset": offset})
        return asked

    def differences(self, cold: Helper) -> list[tuple[object, object, object]]:
        both = [(asked, answer(self.helper, asked), answer(cold, asked)) for asked in self.questions()]
        return [one for one in both if one[1] != one[2]]


@pytest.fixture
def pair(toolchain: Toolchain, module: Make) -> Iterator[Pair]:
    made = Pair(toolchain, f"{module({f'p/{name}': text for name, text in FILES.items()})}/p")
    yield made
    made.helper.close()


def answer(helper: Helper, question: Mapping[str, Any]) -> object:
    """Without the numbers of what is declared elsewhere, which count who asks first."""
    names: dict[int, int] = {}

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            made = {name: plain(inner) for name, inner in value.items()}
            if isinstance(made.get("id"), int) and made["id"] < 0:
                made["id"] = names.setdefault(made["id"], -len(names))
            return made
        return [plain(inner) for inner in value] if isinstance(value, list) else value

    return plain(helper._ask(question))


def bodies(text: str) -> list[tuple[int, int]]:
    return [(found.end(), text.index("\n}", found.end() - 1)) for found in re.finditer(r"^func .*\{\n", text, re.M)]


def edited(text: str, which: int, randomly: random.Random) -> str:
    """Another body for one of its functions."""
    start, end = (found := bodies(text))[which % len(found)]
    lines = text[start:end].split("\n")
    at = randomly.randrange(len(lines))
    change = randomly.randrange(6)
    if change == 0 and len(lines) > 1:
        del lines[at]
    elif change == 1:
        lines[at] = lines[at][: randomly.randrange(len(lines[at]) + 1)]
    elif change == 2:
        lines[at] = re.sub(r"\w+", randomly.choice(["b", "word", "seen", "limit", "1"]), lines[at], count=1)
    else:
        lines.insert(at, "\t" + randomly.choice(LINES))
    return text[:start] + "\n".join(lines) + text[end:]


@pytest.mark.parametrize("seed", range(2))
def test_it_answers_as_if_it_had_seen_no_other_text(toolchain: Toolchain, pair: Pair, seed: int) -> None:
    randomly = random.Random(seed)
    sound = dict(pair.texts)
    path, which = next(iter(sound)), 0
    for step in range(50):
        if step % 6 == 0:
            # Something stays, mostly what compiles, and somebody goes on elsewhere.
            sound[path] = sound[path].replace("{\n", "{\n\t_ = 2\n", 1) if randomly.random() < 0.8 else pair.texts[path]
            pair.type(path, sound[path])
            path, which = randomly.choice(list(sound)), randomly.randrange(20)
        if not bodies(sound[path]):
            sound[path] = FILES[Path(path).name]
        text = edited(sound[path], which, randomly)
        if randomly.random() < 0.1:
            old, new = randomly.choice([("seen ", "seen, more "), ("// l", "// L")])
            text = text.replace(old, new, 1)
        pair.type(path, text)
        if randomly.random() < 0.6:
            with Helper(toolchain) as cold:
                cold.load(pair.rows)
                for name, now in pair.texts.items():
                    cold.overlay(name, now.encode())
                assert pair.differences(cold) == [], (step, text)


def told(pair: Pair) -> list[str]:
    return [problem.message for problem in pair.helper.check(str(pair.rows[0]["id"]))]


CHANGES = [
    ("strings.ToUpper(word)", "word", '"strings" imported and not used'),
    ("return limit", "return origin", "initialization cycle"),
    ("return limit", "return cover(bag{})", ""),
    ("return limit", "return len(join(nil)) + missing", "undefined: missing"),
    ('s := ""', "s := missing", "undefined: missing"),
    ('s := ""', 's := ""; unused := 1', "declared and not used: unused"),
    ('s := ""', 's := ""; go', "expected operand"),
    ("// limit is", "// A limit is", ""),
]


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES)
def test_what_is_wrong_is_told_and_taken_back(pair: Pair, old: str, new: str, expected: str) -> None:
    path, text = next(iter(pair.texts.items()))
    assert told(pair) == []
    for _ in range(2):
        pair.type(path, text.replace(old, new))
        messages = told(pair)
        assert bool(messages) == bool(expected)
        assert any(expected in message for message in messages) or not expected
        # Something else is typed meanwhile.
        pair.type(path, text.replace(old, new).replace("return len(b.words)", "return len(b.words) + 1"))
        assert told(pair) == messages
        pair.type(path, text)
        assert told(pair) == []


def test_the_rest_is_known_while_something_is_half_written(pair: Pair) -> None:
    path, text = next(iter(pair.texts.items()))
    halves = {"s += strings.ToUpper(word)": "s += strings.", "if deep {": "if {", "if b.seen[word] {": "if ("}
    for whole, half in halves.items():
        pair.type(path, text.replace(whole, half))
        assert told(pair)[0].startswith(("expected", "missing"))
        assert not [message for message in told(pair) if "imported and not used" in message or "undefined" in message]


def test_what_a_comment_says_to_the_compiler_counts(toolchain: Toolchain, pair: Pair) -> None:
    """An empty line decides whether it is one of a declaration."""
    path = next(path for path in pair.texts if path.endswith("b.go"))
    apart = FILES["b.go"].replace("func union", "//export union\n\n\nfunc union")
    changes = {"union\n\n\n": "union\n", "//export": "// export", "\n\n\n": "\n\n"}
    steps = [apart, *(apart.replace(old, new) for old, new in changes.items())]
    for step in [each for one in steps for each in (apart, one)]:
        pair.type(path, step)
        with Helper(toolchain) as cold:
            cold.load(pair.rows)
            cold.overlay(path, step.encode())
            assert pair.differences(cold) == [], step


def test_it_does_not_grow_for_ever(toolchain: Toolchain, pair: Pair) -> None:
    """The texts that were are kept for a while, since objects say where they were in them."""
    path, text = next(iter(pair.texts.items()))
    for number in range(450):
        pair.type(path, text.replace('s := ""', f's := ""; _ = {number}; {"_ = nowhere" * (number % 50 == 0)}'))
        assert len(told(pair)) == (number % 50 == 0)
    with Helper(toolchain) as cold:
        cold.load(pair.rows)
        cold.overlay(path, pair.texts[path].encode())
        assert pair.differences(cold) == []
