"""Build constraints: what a file's name and header ask of a configuration, read and evaluated as go/build does.

Pure: nothing is asked of Go here. What is worked out from this is tried, and then Go's own answer counts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

__all__ = ["And", "Expr", "Not", "Or", "Tag", "clause_of", "constraint_of", "holds", "imports_c", "is_known", "tags_of"]

# internal/syslist: all that there ever were, and that a file's name may end with.
UNIX = frozenset(
    {"aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "linux", "netbsd", "openbsd"}
    | {"solaris"}
)
KNOWN_OS = UNIX | {"js", "nacl", "plan9", "wasip1", "windows", "zos"}
KNOWN_ARCH = frozenset(
    {"386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "loong64", "mips", "mipsle", "mips64", "mips64le"}
    | {"mips64p32", "mips64p32le", "ppc", "ppc64", "ppc64le", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64"}
    | {"wasm"}
)
IMPLIED = {"android": "linux", "illumos": "solaris", "ios": "darwin"}
"""The system that another one counts as, too."""


@dataclass(frozen=True, slots=True)
class Tag:
    name: str


@dataclass(frozen=True, slots=True)
class Not:
    of: Expr


@dataclass(frozen=True, slots=True)
class And:
    all: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or:
    any: tuple[Expr, ...]


Expr = Tag | Not | And | Or


def holds(expr: Expr, has: Callable[[str], bool]) -> bool:
    """Evaluate an expression; `has` says whether a tag is satisfied."""
    match expr:
        case Tag(name):
            return has(name)
        case Not(of):
            return not holds(of, has)
        case And(parts):
            return all(holds(part, has) for part in parts)
        case Or(parts):
            return any(holds(part, has) for part in parts)


def tags_of(expr: Expr) -> frozenset[str]:
    """All tags that an expression mentions."""
    match expr:
        case Tag(name):
            return frozenset((name,))
        case Not(of):
            return tags_of(of)
        case And(parts) | Or(parts):
            return frozenset().union(*map(tags_of, parts))


def is_known(tag: str) -> bool:
    """Is it a system or an architecture?"""
    return tag in KNOWN_OS or tag in KNOWN_ARCH


def constraint_of(path: str, text: bytes) -> Expr:
    """All that a Go file asks for: by its name, its `//go:build` line or `// +build` lines, and by importing "C".

    ValueError where Go would not read the file either: a `//go:build` line with a mistake in it, or two of them.
    """
    text = text.removeprefix(b"\xef\xbb\xbf")
    parts = [*_of_name(os.path.basename(path)), *_of_header(text)]
    if imports_c(text):
        parts.append(Tag("cgo"))
    return And(tuple(parts))


def _of_name(name: str) -> Iterator[Expr]:
    """`x_linux.go`, `x_arm64.go`, `x_linux_arm64.go`, each perhaps with `_test`; `linux.go` asks for nothing."""
    words = name.partition(".")[0].split("_")
    words = words[:-1] if words[-1] == "test" else words
    if len(words) < 2:
        return
    if len(words) > 2 and words[-2] in KNOWN_OS and words[-1] in KNOWN_ARCH:
        yield Tag(words[-2])
    if is_known(words[-1]):
        yield Tag(words[-1])


def _of_header(text: bytes) -> list[Expr]:
    directive, before = _header(text)
    if directive is not None:
        return [_Parser(directive).parse()]
    found = []
    for line in before.splitlines():
        words = line.strip().removeprefix(b"//").split()
        if line.strip().startswith(b"//") and words and words[0] == b"+build":
            found.append(_plus_build([word.decode("utf-8", "replace") for word in words[1:]]))
    return found


def _header(text: bytes) -> tuple[str | None, bytes]:
    """The expression of the `//go:build` line, and the comments in which `// +build` lines count.

    Those must be followed by a blank line before the package clause; a `//go:build` line need not be.
    """
    directive: str | None = None
    end = at = 0
    ended = inside = False
    for raw in text.split(b"\n"):
        at += len(raw) + 1
        line = raw.strip()
        if not line and not ended:
            end = min(at, len(text))
            continue
        if not line.startswith(b"//"):
            ended = True
        if not inside and re.match(rb"//go:build(?=\s|$)", line):
            if directive is not None:
                raise ValueError("multiple //go:build comments")
            directive = line.removeprefix(b"//go:build").decode("utf-8", "replace")
        while line:
            if inside:
                closed = line.find(b"*/")
                if closed < 0:
                    break
                inside, line = False, line[closed + 2 :].strip()
            elif line.startswith(b"//"):
                break
            elif line.startswith(b"/*"):
                inside, line = True, line[2:].strip()
            else:
                return directive, text[:end]
    return directive, text[:end]


def _plus_build(words: list[str]) -> Expr:
    """One `// +build` line: blanks are "or", commas "and"; what is no tag is never satisfied, as in Go."""

    def literal(word: str) -> Expr:
        name = word.removeprefix("!")
        # Go takes both for the tag that is never set.
        tag = Tag(name if _is_tag(name) else "ignore")
        return Not(tag) if word.startswith("!") and not word.startswith("!!") else tag

    clauses = tuple(And(tuple(literal(word) for word in clause.split(","))) for clause in words)
    return Or(clauses) if clauses else Tag("ignore")


def _is_tag(word: str) -> bool:
    return re.fullmatch(r"[\w.]+", word) is not None


class _Parser:
    """`//go:build` expressions: `||` binds less than `&&`, that less than `!`."""

    def __init__(self, text: str) -> None:
        self.tokens = re.findall(r"\|\||&&|[!()]|[\w.]+|\S", text)
        self.at = 0

    def parse(self) -> Expr:
        expr = self.either()
        if self.at < len(self.tokens):
            raise ValueError(f"unexpected {self.tokens[self.at]} in //go:build")
        return expr

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, token: str) -> bool:
        found = self.peek() == token
        self.at += found
        return found

    def either(self) -> Expr:
        parts = [self.both()]
        while self.take("||"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self) -> Expr:
        parts = [self.negated()]
        while self.take("&&"):
            parts.append(self.negated())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def negated(self) -> Expr:
        if self.take("!"):
            if self.peek() == "!":
                raise ValueError("double negation in //go:build")
            return Not(self.negated())
        if self.take("("):
            expr = self.either()
            if not self.take(")"):
                raise ValueError("missing ) in //go:build")
            return expr
        token = self.peek()
        if not _is_tag(token):
            raise ValueError("a tag is missing in //go:build")
        self.at += 1
        return Tag(token)


_BLANK = rb"(?:\s+|//[^\n]*|/\*.*?\*/)*"
_CLAUSE = re.compile(_BLANK + rb"package\s+(\w+)", re.DOTALL)
_IMPORT = re.compile(rb'^import\s*"C"|^import\s*\((?:[^()]*\n)?[ \t]*"C"', re.MULTILINE)


def imports_c(text: bytes) -> bool:
    """Does a file look as if it used cgo?"""
    return _IMPORT.search(text) is not None


def clause_of(text: bytes) -> str:
    """The name in a file's package clause; empty if there is none."""
    found = _CLAUSE.match(text.removeprefix(b"\xef\xbb\xbf"))
    return found[1].decode("utf-8", "replace") if found else ""
