"""Comments that keep rules away: `//gofix20:ignore`, `//gofix20:ignore-file` and `//nolint`.

    x := f() //gofix20:ignore GF05 measured, does not matter

    //gofix20:ignore GF03,GF05
    func slow() { … }

Comments are found by a scanner of Go's tokens and not in the tree: whatever tree-sitter makes of
code that is newer than its grammar, a comment is a comment. Only how far a declaration or a
statement reaches is read off the tree.

A directive that is doubtful (an unknown rule, a blank after the slashes) suppresses less rather
than more, and is named in `notes`.
"""

from __future__ import annotations

import bisect
import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from gofix20.model import Problem
from gofix20.syntax import GoFile, Node
from gofix20.tomlfile import nearest

__all__ = ["Suppressions", "may_suppress"]

ANY = "*"
"""Stands for every rule in a directive that names none."""

WHOLE_FILE = (1, 1 << 62)
NOTHING = (1, 0)
"""Lines, both included."""

# What begins first wins, as in Go's scanner. A string that does not end on its line is not Go: it is
# taken to end there. So is a comment or raw string that never ends, which is then no token at all.
_TOKEN = re.compile(
    rb"""(?P<comment>//[^\n]*|/\*.*?\*/) | `[^`]*` | "(?:\\[^\n]|[^"\\\n])*"? | '(?:\\[^\n]|[^'\\\n])*'?""",
    re.S | re.X,
)
_BOM = b"\xef\xbb\xbf"
_IGNORE = re.compile(r"//gofix20:(ignore\S*)(.*)", re.S)
_ALMOST_IGNORE = re.compile(r"(?://|/\*)\s*gofix20:ignore\b")
# golangci-lint drops slashes and blanks in front, then matches ^nolint( |:|$).
_NOLINT = re.compile(r"/[/ ]*nolint(?::(.*)|(?: .*)?$)", re.S)
_WORD = re.compile(r"\s*([^\s,]+)(\s*,[\s,]*)?")

# Statements that hold others: a comment above one speaks of its head alone, which ends here:
_HEADED = {
    "block": "{",
    "communication_case": ":",
    "default_case": ":",
    "expression_case": ":",
    "expression_switch_statement": "{",
    "for_statement": "block",
    "if_statement": "block",
    "select_statement": "{",
    "type_case": ":",
    "type_switch_statement": "{",
}


@dataclass(frozen=True, slots=True)
class _Comment:
    text: str
    line: int
    last_line: int
    column: int
    """In bytes, from 1."""
    indent: int
    """Bytes in front of it on its line, without a BOM."""
    alone: bool
    """Is there no code in front of it on its line?"""


@dataclass(frozen=True, slots=True)
class _Directive:
    comment: _Comment
    rules: frozenset[str]
    """Codes, or ANY."""
    lines: tuple[int, int]
    meeting: bool
    """Is it enough that a finding's lines meet `lines`, or must the finding start in them?"""
    title: str
    """The comment without its reason. Empty for a nolint: whether one is unused is not for us to say."""

    def covers(self, code: str, first: int, last: int) -> bool:
        end = last if self.meeting else first
        return (code in self.rules or ANY in self.rules) and first <= self.lines[1] and self.lines[0] <= end


@dataclass(slots=True)
class Suppressions:
    """The directives of one text. Remembers which of them were of use, for `unused`."""

    notes: tuple[Problem, ...] = ()
    """Directives that are not, or not fully, understood."""
    _path: str = ""
    _known: frozenset[str] = frozenset()
    _directives: tuple[_Directive, ...] = ()
    _used: set[tuple[int, str]] = field(default_factory=set)

    @classmethod
    def parse(cls, path: str, text: bytes, rules: Mapping[str, str], *, file: GoFile | None = None) -> Suppressions:
        """Read a text's comments. `rules` has the name of every known code.

        `file` is the same text, if it was parsed already. A text without directives costs one search
        and gives an instance that all of them share.
        """
        if not may_suppress(text):
            return _NONE
        return _Reader(path, text, rules, file).read()

    def suppressing(self, code: str, first: int, last: int | None = None) -> bool:
        """Is a finding of a rule suppressed, which reaches from line `first` to line `last`?"""
        found = False
        for index, directive in enumerate(self._directives):
            if directive.covers(code, first, first if last is None else last):
                self._used.add((index, code))
                found = True
        return found

    def unused(self, ran: Collection[str]) -> list[Problem]:
        """The ignores that have suppressed nothing, as far as the rules that ran (codes) can tell.

        A rule that did not run might have found something. So an ignore of a rule counts only if the
        rule ran, and an ignore of every rule only if all did.
        """
        problems = []
        for index, directive in enumerate(self._directives):
            used = {code for at, code in self._used if at == index}
            idle = sorted(code for code in directive.rules if code in ran and code not in used)
            if ANY in directive.rules:
                nothing = not used and self._known.issubset(ran)
            else:
                nothing = bool(idle) and len(idle) == len(directive.rules)
            if not directive.title or not (nothing or idle):
                continue
            what = "nothing" if nothing else f"nothing of {', '.join(idle)}"
            problems.append(_problem(self._path, directive.comment, f"{directive.title} suppresses {what}"))
        return problems


def may_suppress(text: bytes) -> bool:
    """May a text have directives?"""
    return b"gofix20:ignore" in text or b"nolint" in text


_NONE = Suppressions()


class _Reader:
    """Reads the directives of one text."""

    def __init__(self, path: str, text: bytes, rules: Mapping[str, str], file: GoFile | None) -> None:
        self.path = path
        self.text = text
        self.file = file
        self.names = {word.casefold(): code for code, name in rules.items() for word in (code, name)}
        self.words = [word for pair in rules.items() for word in pair]
        self.known = frozenset(rules)
        self.notes: list[Problem] = []
        self.comments: list[_Comment] = []
        self.code: list[tuple[int, int]] = []
        """Lines that have code, each with the offset at which it begins."""
        self._scan()

    def read(self) -> Suppressions:
        directives = [self._ignore(comment) for comment in self.comments]
        directives += [self._nolint(comment, group) for group in self._groups() for comment in group]
        found = tuple(directive for directive in directives if directive is not None)
        return Suppressions(tuple(self.notes), self.path, self.known, found)

    def _scan(self) -> None:
        """Find the comments, and the lines that have something else."""
        code = bytearray(self.text)
        if code.startswith(_BOM):
            code[:3] = b"   "
        spans = []
        for token in _TOKEN.finditer(self.text):
            if token["comment"] is not None:
                spans.append(token.span())
                code[token.start() : token.end()] = re.sub(rb"[^\n]", b" ", token[0])
        starts = [0, *(match.end() for match in re.finditer(rb"\n", self.text))]
        for number, start in enumerate(starts, 1):
            end = starts[number] if number < len(starts) else len(code)
            line = code[start:end]
            if line.strip():
                self.code.append((number, start + len(line) - len(line.lstrip())))
        for start, end in spans:
            line_number = bisect.bisect_right(starts, start)
            before = start - starts[line_number - 1]
            self.comments.append(
                _Comment(
                    text=self.text[start:end].decode("utf-8", "replace").rstrip("\r"),
                    line=line_number,
                    last_line=bisect.bisect_right(starts, end),
                    column=before + 1,
                    indent=before - 3 * (line_number == 1 and self.text.startswith(_BOM)),
                    alone=not code[starts[line_number - 1] : start].strip(),
                )
            )

    def _groups(self) -> Iterable[list[_Comment]]:
        """Comments as go/parser groups them: on lines that follow one another, without code between.

        A comment behind code makes a group of its own.
        """
        groups: list[list[_Comment]] = []
        for comment in self.comments:
            last = groups[-1][-1] if groups else None
            if last and last.alone and comment.alone and comment.line <= last.last_line + 1:
                groups[-1].append(comment)
            else:
                groups.append([comment])
        return groups

    def _next_code(self, line: int) -> tuple[int, int] | None:
        """The first line behind `line` that has code, with the offset where that begins."""
        at = bisect.bisect_left(self.code, (line + 1, 0))
        return self.code[at] if at < len(self.code) else None

    def _node(self, offset: int) -> Node | None:
        """The largest node that begins at an offset: a declaration, a statement, an element, …"""
        if self.file is None:
            self.file = GoFile.parse(self.path, self.text)
        found = None
        node = self.file.root.named_descendant_for_byte_range(offset, offset + 1)
        while node is not None and node.start_byte == offset:
            if node.is_error or node.type in ("source_file", "statement_list"):
                break
            found = node
            node = node.parent
        return found

    def _ignore(self, comment: _Comment) -> _Directive | None:
        match = _IGNORE.match(comment.text)
        if match is None:
            if _ALMOST_IGNORE.match(comment.text):
                self._note(comment, "not read: it must begin with exactly //gofix20:ignore")
            return None
        directive, rest = match.groups()
        if directive not in ("ignore", "ignore-file"):
            self._note(comment, f"unknown directive //gofix20:{directive}; there are ignore and ignore-file")
            return None
        codes = self._codes(comment, rest.partition("//")[0])
        title = f"//gofix20:{directive} {','.join(sorted(codes - {ANY}))}".rstrip()
        lines, meeting = NOTHING, False
        if directive == "ignore-file":
            if not comment.alone:
                self._note(comment, "//gofix20:ignore-file has no effect behind code, only on a line of its own")
                return None
            lines = WHOLE_FILE
        elif not comment.alone:
            lines, meeting = (comment.line, comment.line), True
        elif following := self._next_code(comment.last_line):
            line, offset = following
            node = self._node(offset)
            if node is not None and node.type == "package_clause":
                self._note(comment, "above the package clause, only //gofix20:ignore-file has an effect")
                return None
            lines = (line, line if node is None else _reach(node))
        return _Directive(comment, codes, lines, meeting, title) if codes else None

    def _codes(self, comment: _Comment, rest: str) -> frozenset[str]:
        """The rules that a directive names before its reason; empty if it names only unknown ones.

        Where a rule may be meant and the word is not known, no rule is suppressed for it: taking a
        misspelt name for the reason would suppress them all.
        """
        codes: set[str] = set()
        named = listed = False
        position = 0
        while match := _WORD.match(rest, position):
            word, comma = match[1].removesuffix(":"), match[2]
            code = self.names.get(word.casefold())
            if code is not None:
                codes.add(code)
            elif listed or (comma == "," and match.end() < len(rest)) or self._may_be_rule(word, first=not named):
                self._note(comment, f"unknown rule {word!r}{nearest(word, self.words)}")
            else:
                break
            named, listed = True, comma is not None
            position = match.end()
            if match[1].endswith(":"):
                break
        return frozenset(codes) if named else frozenset({ANY})

    def _may_be_rule(self, word: str, *, first: bool) -> bool:
        """Does an unknown word look like a rule? The first word of a directive does so sooner."""
        if difflib.get_close_matches(word.casefold(), self.names, n=1, cutoff=0.85):
            return True
        if first:
            return re.fullmatch(r"[A-Z]+[0-9]+|[a-z0-9]+(-[a-z0-9]+)+", word) is not None
        families = {code.rstrip("0123456789") for code in self.known}
        return word.isalnum() and word[-1].isdigit() and word.rstrip("0123456789") in families

    def _nolint(self, comment: _Comment, group: list[_Comment]) -> _Directive | None:
        match = _NOLINT.match(comment.text)
        if match is None:
            return None
        if match[1] is not None:
            listed = match[1].partition("//")[0].split(",")
            linters = {words[0].lower() for item in listed if (words := item.split())}
            if not linters & {"all", "gofix20"}:
                return None
        first, last = group[0].line, group[-1].last_line
        following = self._next_code(last)
        if comment.alone and following is not None and following[0] == last + 1:
            offset = following[1]
            node = self._node(offset)
            # golangci-lint wants the code directly below, and in the same column.
            if node is not None and offset - (self.text.rfind(b"\n", 0, offset) + 1) == group[0].indent:
                if node.type == "package_clause":
                    first, last = WHOLE_FILE
                else:
                    last = _last_line(node)
        return _Directive(comment, frozenset({ANY}), (first, last), meeting=False, title="")

    def _note(self, comment: _Comment, message: str) -> None:
        self.notes.append(_problem(self.path, comment, message))


def _problem(path: str, comment: _Comment, message: str) -> Problem:
    return Problem("suppress", path, comment.line, comment.column, message)


def _last_line(node: Node) -> int:
    end = node.end_point
    return end.row + (1 if end.column else 0)


def _reach(node: Node) -> int:
    """The last line that a comment above a node speaks of: the node's, or its head's."""
    if node.type == "labeled_statement" and len(node.named_children) > 1:
        return _reach(node.named_children[-1])
    end = _HEADED.get(node.type)
    body = next((child for child in node.children if child.type == end), None)
    return _last_line(node) if body is None else body.start_point.row + 1
