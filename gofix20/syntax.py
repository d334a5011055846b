"""Go source as tree-sitter sees it: the only user of tree_sitter.

Offsets are bytes. tree-sitter-go lags behind Go, so an ERROR node does not mean that a file is
wrong: `GoFile.broken` tells where the grammar was lost, and rules leave such functions alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import tree_sitter_go
from tree_sitter import Language, Node, Parser, Point, Query, QueryCursor, Range, Tree

__all__ = [
    "GoFile", "Node", "ancestors", "apart", "children", "contains", "has_line_directives", "pieces", "query", "text",
    "walk",
]  # fmt: skip

MUCH = 200
"""Bytes behind a function that are worth to be looked at by themselves."""
FUNCTIONS = frozenset({"function_declaration", "method_declaration"})


@functools.cache
def language() -> Language:
    return Language(tree_sitter_go.language())


@functools.cache
def query(source: str) -> Query:
    """Compile a query. Raises tree_sitter.QueryError for a node name that the grammar lacks."""
    return Query(language(), source)


@functools.cache
def combined(sources: tuple[str, ...]) -> tuple[Query, tuple[int, ...]]:
    """One query of several, and which of them each of its patterns is from."""
    owners = [index for index, source in enumerate(sources) for _ in range(query(source).pattern_count)]
    return query("\n".join(sources)), tuple(owners)


@dataclass(frozen=True, slots=True, eq=False)
class GoFile:
    """One parsed text. `path` is absolute; `text` is the file as read, BOM and CRs included."""

    path: str
    text: bytes
    tree: Tree
    is_whole: bool = True
    """False if only some of its declarations were parsed."""

    @classmethod
    def parse(cls, path: str, text: bytes) -> GoFile:
        return cls(path, text, Parser(language()).parse(text))

    @classmethod
    def parse_some(cls, path: str, text: bytes, places: Sequence[tuple[int, int]]) -> GoFile:
        """Parse what is between some offsets, in their order, and nothing else; all of it if that has errors.

        To parse is most of the work with a large tree, and in most functions there is nothing to be found.
        """
        ranges = []
        line, row = 0, 0
        for start, end in places:
            row += text.count(b"\n", line, start)
            below = row + text.count(b"\n", start, end)
            first = Point(row, start - (text.rfind(b"\n", 0, start) + 1))
            last = Point(below, end - (text.rfind(b"\n", 0, end) + 1))
            ranges.append(Range(first, last, start, end))
            line, row = end, below
        parser = Parser(language())
        parser.included_ranges = ranges
        tree = parser.parse(text if ranges else b"")  # no ranges mean everything
        return cls.parse(path, text) if tree.root_node.has_error else cls(path, text, tree, is_whole=False)

    def whole(self) -> GoFile:
        """The same, with all of it parsed."""
        return self if self.is_whole else GoFile.parse(self.path, self.text)

    @property
    def root(self) -> Node:
        return self.tree.root_node

    def declarations(self) -> list[Node]:
        """Top-level declarations, in order."""
        return [node for node in self.root.named_children if node.type != "comment"]

    def matches(self, source: str, within: Node | None = None) -> list[dict[str, list[Node]]]:
        """What a query captures, match by match, in the order of the text."""
        cursor = QueryCursor(query(source))
        found = cursor.matches(self.root if within is None else within)
        return [captures for _, captures in found]

    def matches_of(self, sources: tuple[str, ...], within: Node) -> list[tuple[int, dict[str, list[Node]]]]:
        """What several queries capture, each with the index of its query: the tree is walked once for all."""
        if not sources:
            return []
        together, owners = combined(sources)
        return [(owners[pattern], captures) for pattern, captures in QueryCursor(together).matches(within)]

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Line and column of a byte offset, both from 1, the column in bytes."""
        line = self.text.count(b"\n", 0, offset)
        return line + 1, offset - (self.text.rfind(b"\n", 0, offset) + 1) + 1


def pieces(source: bytes) -> list[bytes]:
    """Cut a text before each line that begins with `func`: no top-level declaration is in two of the pieces.

    Not where such a line may be in a raw string or a comment: where, as far as counting tells, a quote or comment is
    still open. (Where it tells wrong, what is parsed has an error.)
    """
    head, *rest = source.split(b"\nfunc ")
    found: list[bytes] = []
    waiting: list[bytes] = []
    quotes = comments = 0
    for piece in (head, *(b"func " + piece for piece in rest)):
        waiting.append(piece)
        more_quotes, more_comments = left_open(piece)
        quotes += more_quotes
        comments += more_comments
        if quotes % 2 == 0 and comments == 0:
            found.append(b"\n".join(waiting))
            waiting = []
    if waiting:
        found.append(b"\n".join(waiting))
    return [*(piece + b"\n" for piece in found[:-1]), found[-1]]


def left_open(source: bytes) -> tuple[int, int]:
    """How many quotes of raw strings there are in a text, and how many more comments begin than end."""
    quotes = source.count(b"`")
    if quotes:
        quotes -= source.count(b"'`'") + source.count(b'"`"')
    return quotes, source.count(b"/*") - source.count(b"*/")


def apart(piece: bytes) -> tuple[bytes, ...]:
    """Cut one of the pieces behind the function that it begins with, as gofmt has it, if much follows there.

    Where a line of something else looks like its last one, what is parsed has an error.
    """
    end = piece.find(b"\n}\n") + 3
    if end < 3 or len(piece) - end < MUCH or not piece.startswith(b"func "):
        return (piece,)
    quotes, comments = left_open(piece[:end])
    return (piece,) if quotes % 2 or comments else (piece[:end], piece[end:])


def text(node: Node) -> bytes:
    """The source text of a node."""
    found = node.text
    assert found is not None  # only a tree that was edited in place has no text
    return found


def children(node: Node, field: str) -> list[Node]:
    return node.children_by_field_name(field)


def ancestors(node: Node) -> Iterator[Node]:
    """The parents of a node, innermost first."""
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def contains(outer: Node, inner: Node) -> bool:
    """Does the text of `outer` include that of `inner` (a node contains itself)?"""
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte


def walk(node: Node, skip: Sequence[str] = ()) -> Iterator[Node]:
    """Every named node below and including `node`, in text order.

    Nodes of a type in `skip` are given, but not entered (unless one is `node` itself).
    """
    cursor = node.walk()
    root = True
    while True:
        current = cursor.node
        assert current is not None
        entered = False
        if current.is_named:
            yield current
        if root or current.type not in skip:
            entered = cursor.goto_first_child()
        root = False
        while not entered:
            if cursor.node == node:
                return
            if cursor.goto_next_sibling():
                break
            if not cursor.goto_parent():
                return


_LINE_HINT = re.compile(rb"^//line |/\*line ", re.MULTILINE)
_LINE_DIRECTIVE = re.compile(rb"//line .*:\d+\s*|/\*line .*:\d+\s*\*/", re.DOTALL)


def has_line_directives(source: bytes) -> bool:
    """Say whether a text tells Go that lines of it are those of another file.

    Go takes `//line` comments for that at the beginning of a line only, `/*line` ones everywhere, and never what
    stands in a string. Where the grammar is lost, strings may be too: then what looks like one counts.
    """
    if not any(hint in source for hint in (b"//line ", b"/*line ")) or not _LINE_HINT.search(source):
        return False
    root = GoFile.parse("", source).root
    return root.has_error or any(
        node.type == "comment"
        and (node.start_point.column == 0 or text(node).startswith(b"/*"))
        and _LINE_DIRECTIVE.fullmatch(text(node))
        for node in walk(root)
    )
