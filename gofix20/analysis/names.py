"""New names and imported ones: what may be written at a place, and what it would mean there."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from itertools import count

from gofix20.analysis.places import FUNCTIONS
from gofix20.facts import Facts, Object
from gofix20.model import Import
from gofix20.syntax import Node, contains, text, walk
from gofix20.transform import Draft, Refuse

KEYWORDS = frozenset(
    [
        "break",
        "case",
        "chan",
        "const",
        "continue",
        "default",
        "defer",
        "else",
        "fallthrough",
        "for",
        "func",
        "go",
        "goto",
        "if",
        "import",
        "interface",
        "map",
        "package",
        "range",
        "return",
        "select",
        "struct",
        "switch",
        "type",
        "var",
    ]
)


def fresh(facts: Facts, *wishes: str) -> str:
    """The first of the wished names, or the first with a number behind, that nothing in this declaration is called.

    A name that is written nowhere in the whole declaration can neither be captured by another's scope nor hide
    something that is used there; what it may mean outside does not matter.
    """
    taken = facts.names() | KEYWORDS
    for wish in wishes:
        if wish not in taken and not predeclared(wish):
            return wish
    return next(name for n in count(2) if (name := f"{wishes[0]}{n}") not in taken)


def predeclared(name: str) -> bool:
    return name in {
        "any", "append", "bool", "byte", "cap", "clear", "close", "comparable", "complex", "copy", "delete",
        "error", "false", "float32", "float64", "imag", "int", "iota", "len", "make", "max", "min", "new", "nil",
        "panic", "print", "println", "real", "recover", "rune", "string", "true", "uint", "uintptr",
    }  # fmt: skip


def package(facts: Facts, draft: Draft, path: str, places: Iterable[Node]) -> str:
    """How to write the package `path` at all of these places, which the draft then needs.

    The file's own name for it if it is imported. Raises Refuse if the name means something else at one of them.
    """
    base = path.rpartition("/")[2]
    named = [spec.name for spec in facts.imports if spec.path == path and spec.name not in {"_", "."}]
    name = named[0] if named else base
    for place in places:
        meant = facts.visible(name, place)
        if named and (meant is None or meant.kind != "package" or meant.package != path):
            raise Refuse(f"{name} means something else", place)
        if not named and meant is not None:
            raise Refuse(f"the name {name} is taken", place)
    draft.needs.add(Import(path, None if name == base else name))
    return name


def builtin(facts: Facts, name: str, places: Iterable[Node]) -> str:
    """The predeclared `name` where it is what the name means at all of these places. Raises Refuse if not."""
    for place in places:
        meant = facts.visible(name, place)
        if meant is None or meant.scope != "universe":
            raise Refuse(f"{name} means something else", place)
    return name


def require_version(facts: Facts, version: tuple[int, int], what: str) -> None:
    """Raises Refuse if the file's language version is older than the one that brought `what`.

    The compiler does not check functions of the standard library against go.mod's version.
    """
    if facts.go_version < version:
        raise Refuse(
            f"{what} needs Go {version[0]}.{version[1]}; this file is Go {facts.go_version[0]}.{facts.go_version[1]}"
        )


@functools.lru_cache(maxsize=4)  # every fix in a function asks
def written(facts: Facts) -> tuple[dict[str, list[Node]], list[int]]:
    """The places of every name in a declaration, but of fields and labels, and where it returns without a value."""
    mentions: dict[str, list[Node]] = {}
    bare_returns: list[int] = []
    for node in walk(facts.function):
        if node.type in {"identifier", "type_identifier", "package_identifier"}:
            mentions.setdefault(text(node).decode(errors="replace"), []).append(node)
        elif node.type == "return_statement" and not node.named_children:
            bare_returns.append(node.start_byte)
    return mentions, bare_returns


class Scopes:
    """Chooses names for the narrow scopes of one fix: the same short name serves each that has no other use for it."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._taken: set[tuple[int, str]] = set()
        self._mentions, self._bare_returns = written(facts)

    def mentions(self, name: str, start: int, end: int) -> list[Node]:
        """Where the name is written between two offsets, as anything but a field, a method or a label."""
        return [
            node
            for node in self._mentions.get(name, ())
            if start <= node.start_byte < end and not is_field(self._facts, node)
        ]

    def is_returned(self, name: str, start: int, end: int) -> bool:
        """Does a `return` between two offsets return a result of that name without saying so? It must not be hidden."""
        return any(start <= offset < end for offset in self._bare_returns) and any(
            obj is not None and obj.scope == "result" for obj in map(self._facts.object, self._mentions.get(name, ()))
        )

    def in_header(self, start: int, end: int, *wishes: str) -> str:
        """A name for a variable that an `if`, `for` or `switch` declares, whose scope is from `start` to `end`.

        What is inside may declare the name for itself, but may not mean another one's by it.
        """
        return self._first(wishes, lambda name: not self.is_returned(name, start, end) and all(
            (obj := self._facts.object(node)) is not None and start <= obj.start < end
            for node in self.mentions(name, start, end)
        ))  # fmt: skip

    def in_list(self, statements: Node, *wishes: str) -> str:
        """A name for a variable that is declared in a statement list, and that nothing there is called."""
        start, end = extent(statements)
        name = self._first(
            wishes,
            lambda name: (start, name) not in self._taken
            and not self.mentions(name, start, end)
            and not self.is_returned(name, start, end),
        )
        self._taken.add((start, name))
        return name

    def widened(self, declaration: Node, statement: Node) -> bool:
        """May the variables that a statement's header declares be declared in its list instead?

        Not if anything else in the list means something else by such a name, or declares it there. What may be is
        kept: two of a name are not both widened.
        """
        assert statement.parent is not None
        start, end = extent(statement.parent)
        left = declaration.child_by_field_name("left")
        names = {text(node).decode() for node in ([] if left is None else left.named_children)} - {"_"}
        for name in names:
            if (start, name) in self._taken or self.is_returned(name, start, end):
                return False
            for node in self.mentions(name, start, end):
                obj = self._facts.object(node)
                if statement.start_byte <= node.start_byte < statement.end_byte:
                    continue
                if obj is None or not start <= obj.start < end or self._is_declared_in(obj, statement.parent):
                    return False
        self._taken |= {(start, name) for name in names}
        return True

    def _is_declared_in(self, obj: Object, statements: Node) -> bool:
        definition = self._facts.definition(obj)
        scope = None if definition is None else definition.parent
        while scope is not None and scope.type in {
            "expression_list", "short_var_declaration", "var_spec", "var_spec_list", "const_spec", "type_spec",
            "type_alias", "var_declaration", "const_declaration", "type_declaration", "labeled_statement",
            "parameter_declaration", "parameter_list", "variadic_parameter_declaration",
        }:  # fmt: skip
            scope = scope.parent
        # A function's parameters are of the same block as its body's own variables.
        return scope is None or scope == statements or (contains(scope, statements) and scope.type in FUNCTIONS)

    def _first(self, wishes: tuple[str, ...], fits: Callable[[str], bool]) -> str:
        for wish in wishes:
            if fits(wish):
                return wish
        return next(name for n in count(2) if fits(name := f"{wishes[0]}{n}"))


def is_field(facts: Facts, node: Node) -> bool:
    obj = facts.object(node)
    return obj is not None and obj.scope == "field"


def extent(statements: Node) -> tuple[int, int]:
    """Where a statement list's scope begins and ends: with the parameters where it is a function's body."""
    block = statements.parent
    assert block is not None
    if block.parent is not None and block.parent.type in FUNCTIONS:
        block = block.parent
    return block.start_byte, block.end_byte
