"""The import section of a Go file, as far as one who changes it must know it.

It is read with a scanner of its own, not with tree-sitter: what follows the imports may be newer
than the grammar, and a byte order mark, CRs and semicolons are no obstacle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

TAIL = re.compile(rb"[ \t]*(?P<comment>//[^\n]*?|/\*[^\n]*?\*/)?[ \t]*\r?(?:\n|\Z)")
"""What may follow on a line that is to be an import's alone: blanks, and one comment."""

_TOKEN = re.compile(
    rb"""(?P<blank>[ \t\r]+) | (?P<newline>\n) | (?P<comment>//[^\n]* | /\*.*?\*/)
    | (?P<string>"(?:[^"\\\n]|\\.)*" | `[^`]*`) | (?P<name>[A-Za-z_\x80-\xff][\w\x80-\xff]*) | (?P<mark>[().;])""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Spec:
    """One import: `start` at its name or path, `end` behind its path."""

    start: int
    end: int
    path: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Declaration:
    """`import x` or `import (…)`: `start` at the keyword, `end` behind the path or the parenthesis."""

    start: int
    end: int
    specs: tuple[Spec, ...]
    parentheses: tuple[int, int] | None
    """Where they are, if there are any."""
    plain: bool
    """The usual shape: the declaration, and each of its imports, has lines of its own."""

    @property
    def cgo(self) -> bool:
        """Its comment is C code that belongs to it: nothing may come between, and nothing into it."""
        return any(spec.path == "C" for spec in self.specs)


@dataclass(frozen=True, slots=True)
class Head:
    """A text up to its last import."""

    text: bytes
    package_end: int
    """Behind the package clause, a semicolon included."""
    declarations: tuple[Declaration, ...]
    comments: tuple[tuple[int, int], ...]

    def line_start(self, offset: int) -> int:
        start = self.text.rfind(b"\n", 0, offset) + 1
        return len(BYTE_ORDER_MARK) if start == 0 and self.text.startswith(BYTE_ORDER_MARK) else start

    def line_end(self, offset: int) -> int:
        """Behind the newline."""
        return self.text.find(b"\n", offset) + 1 or len(self.text)

    def above(self, offset: int) -> int:
        """Where the comment lines directly above the line of `offset` start; that line's start without any."""
        start = self.line_start(offset)
        for comment, end in reversed(self.comments):
            own_line = self.line_start(comment)
            if end <= start and not self.text[own_line:comment].strip():
                if self.text[end:start].strip() or self.text.count(b"\n", end, start) != 1:
                    break
                start = own_line
        return start


def line_ending(text: bytes) -> bytes:
    """Give the line ending that most lines of the text have; `\\n` for a text without any."""
    windows = text.count(b"\r\n")
    return b"\r\n" if windows > text.count(b"\n") - windows else b"\n"


def _tokens(text: bytes) -> Iterator[re.Match[bytes]]:
    """Give all tokens up to the first that no import section has."""
    offset = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
    while found := _TOKEN.match(text, offset):
        yield found
        offset = found.end()


def read_head(text: bytes) -> Head | None:
    """Read package clause and imports; None if that is no Go."""
    tokens = list(_tokens(text))
    code = [token for token in tokens if token.lastgroup not in {"blank", "newline", "comment"}]
    comments = tuple(token.span() for token in tokens if token.lastgroup == "comment")
    if len(code) < 2 or code[0].group() != b"package" or code[1].lastgroup != "name":
        return None
    at = 2
    package_end = code[1].end()
    if at < len(code) and code[at].group() == b";":
        package_end = code[at].end()
        at += 1
    head = Head(text, package_end, (), comments)
    declarations = []
    while at < len(code) and code[at].group() == b"import":
        found = _declaration(head, code, at)
        if found is None:
            return None
        declaration, at = found
        declarations.append(declaration)
    return Head(text, package_end, tuple(declarations), comments)


def _declaration(head: Head, code: list[re.Match[bytes]], at: int) -> tuple[Declaration, int] | None:
    """Read one import declaration; gives it and the index of the token behind its end."""
    keyword = code[at]
    opening = code[at + 1] if at + 1 < len(code) and code[at + 1].group() == b"(" else None
    at += 2 if opening else 1
    specs: list[Spec] = []
    while at < len(code) and (code[at].group() != b")" if opening else not specs):
        if code[at].group() == b";":
            at += 1
            continue
        named = code[at] if code[at].lastgroup == "name" or code[at].group() == b"." else None
        at += 1 if named else 0
        if at == len(code) or code[at].lastgroup != "string":
            return None
        path = code[at].group()[1:-1].decode("utf-8", "replace")
        name = named.group().decode("utf-8", "replace") if named else None
        specs.append(Spec((named or code[at]).start(), code[at].end(), path, name))
        at += 1
    if at == len(code) if opening else not specs:
        return None
    end = code[at].end() if opening else specs[0].end
    parentheses = (opening.start(), code[at].start()) if opening else None
    at += 1 if opening else 0
    if at < len(code) and code[at].group() == b";":
        at += 1
    return Declaration(
        keyword.start(), end, tuple(specs), parentheses, _is_plain(head, keyword, end, specs, parentheses)
    ), at


def _is_plain(
    head: Head, keyword: re.Match[bytes], end: int, specs: list[Spec], parentheses: tuple[int, int] | None
) -> bool:
    text = head.text
    if head.line_start(keyword.start()) != keyword.start() or not TAIL.match(text, end):
        return False
    if parentheses is None:
        return not text[keyword.end() : specs[0].start].strip(b" \t")
    opening, closing = parentheses
    if text[keyword.end() : opening].strip(b" \t"):
        return False
    if not specs and not text[opening + 1 : closing].strip(b" \t\r\n"):
        return True
    own_lines = [*(spec.start for spec in specs), closing]
    return all(not text[head.line_start(start) : start].strip() for start in own_lines) and all(
        TAIL.match(text, behind) for behind in (opening + 1, *(spec.end for spec in specs))
    )
