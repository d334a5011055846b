"""What a change of some files depends on in files of its package that another build has, and this one has not.

A function is checked against the declarations that this build has of what it mentions. A file that is left out
may declare the same names otherwise: another type, another parameter. By syntax alone, and rather too much:
whatever has the name counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from gofix20.lines import LineMap
from gofix20.syntax import GoFile, Node, text, walk

__all__ = ["Change", "Outline", "change_of", "dependent", "outline_of", "stays_inside"]

Name = tuple[bytes, bytes]
"""The type that a method has as its receiver (empty for all else), and a name."""
FUNCTIONS = frozenset({"function_declaration", "method_declaration", "func_literal"})
IDENTIFIERS = frozenset({"identifier", "type_identifier", "field_identifier", "package_identifier"})
NOBODYS = frozenset({b"_", b"init", b"main"})
"""Names that may be declared several times, or that nothing can mention."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The declarations of a file, without what is inside functions."""

    shapes: Mapping[Name, frozenset[bytes]]
    """What is said of each name that is declared: its type, value, parameters, without layout and comments."""
    mentions: Mapping[Name, frozenset[bytes]]
    """The identifiers in that."""


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two texts of a file."""

    wide: bool
    """Are declarations changed, and not only what is inside functions?"""
    mentions: frozenset[bytes]
    """The identifiers in the declarations that differ, of both texts, what is inside functions included."""
    line: int
    """The first line, of the new text, of what differs."""


def outline_of(source: bytes) -> Outline:
    shapes: dict[Name, frozenset[bytes]] = {}
    mentions: dict[Name, frozenset[bytes]] = {}
    for node in GoFile.parse("", source).declarations():
        said: dict[int, tuple[frozenset[bytes], frozenset[bytes]]] = {}
        for names, declared in _declared(node):
            # All constants of a block share what is said of them: there are blocks of thousands.
            if declared.start_byte not in said:
                said[declared.start_byte] = frozenset((_shape(declared),)), _identifiers(declared, inside=False)
            shape, found = said[declared.start_byte]
            for name in names:
                shapes[name] = shapes[name] | shape if name in shapes else shape
                mentions[name] = mentions[name] | found if name in mentions else found
    return Outline(shapes, mentions)


def change_of(before: bytes, after: bytes) -> Change:
    old, new = _declarations(before), _declarations(after)
    gone = [node for node in old if text(node) not in {text(other) for other in new}]
    come = [node for node in new if text(node) not in {text(other) for other in old}]
    wide = sorted(map(_shape, gone)) != sorted(map(_shape, come))
    mentions = frozenset().union(*(_identifiers(node, inside=True) for node in (*gone, *come)))
    origin = LineMap(before, after)
    lines = (line for node in come for line in range(node.start_point.row + 1, node.end_point.row + 2))
    return Change(wide, mentions, next((line for line in lines if not origin.is_unchanged(line)), 1))


def stays_inside(before: bytes, after: bytes, beside: Iterable[bytes]) -> bool:
    """Say whether nothing that other files of the package can see differs: only what is inside functions does.

    An import that is new must not have the name of anything that `beside`, files of the package, declare. Where the
    grammar is lost, a declaration may look as if it were inside.
    """
    beside = list(beside)
    if any(GoFile.parse("", each).root.has_error for each in (before, after, *beside)) or change_of(before, after).wide:
        return False
    new = _imports(after) - _imports(before)
    names = {word.encode() for spec in new for word in re.findall(r"\w+", spec)}
    declared = {name for each in beside for receiver, name in outline_of(each).shapes if not receiver}
    return names.isdisjoint(declared) and not any(spec.startswith(".") for spec in new)


def dependent(change: Change, built: Iterable[Outline], left_out: Mapping[str, Outline]) -> frozenset[str]:
    """The left-out files that declare otherwise what a change mentions, or what the declarations of that mention.

    All of them, if declarations change.
    """
    if change.wide:
        return frozenset(left_out)
    shapes: dict[Name, frozenset[bytes]] = {}
    mentions: dict[Name, set[frozenset[bytes]]] = defaultdict(set)
    about: dict[bytes, set[Name]] = defaultdict(set)
    for outline in built:
        for name, said in outline.shapes.items():
            shapes[name] = shapes[name] | said if name in shapes else said
            mentions[name].add(outline.mentions[name])
            for word in filter(None, name):
                about[word].add(name)
    reached: set[bytes] = set()
    waiting = [change.mentions]
    followed: set[Name] = set()
    while waiting:
        for word in waiting.pop() - reached:
            reached.add(word)
            # A method is one of a type that is mentioned too, be it in what the value comes from: else it is another's.
            found = {name for name in about[word] - followed if reached.issuperset(filter(None, name))}
            followed |= found
            for name in found:
                waiting += mentions[name]
    return frozenset(
        path
        for path, outline in left_out.items()
        if any(_is_other(name, said, shapes, reached) for name, said in outline.shapes.items())
    )


def _is_other(
    name: Name, said: Collection[bytes], shapes: Mapping[Name, frozenset[bytes]], reached: set[bytes]
) -> bool:
    receiver, word = name
    here = shapes.get(name, frozenset())
    return word in reached and (not receiver or receiver in reached) and not here.issuperset(said)


def _declarations(source: bytes) -> list[Node]:
    """All but the package clause and the imports: those are what each file has for itself."""
    skipped = ("package_clause", "import_declaration")
    return [node for node in GoFile.parse("", source).declarations() if node.type not in skipped]


def _imports(source: bytes) -> set[str]:
    """The imports of a file, as they are written."""
    file = GoFile.parse("", source)
    found = (captures["spec"][0] for captures in file.matches("(import_spec) @spec"))
    return {text(spec).decode("utf-8", "replace") for spec in found}


def _shape(node: Node) -> bytes:
    return b" ".join(_tokens(node))


def _declared(node: Node) -> Iterator[tuple[list[Name], Node]]:
    """The names that a top-level declaration declares, each with the node that says what they are."""
    if node.type == "function_declaration":
        if (name := node.child_by_field_name("name")) is not None and text(name) not in NOBODYS:
            yield [(b"", text(name))], node
    elif node.type == "method_declaration":
        name, receiver = node.child_by_field_name("name"), node.child_by_field_name("receiver")
        if name is not None and receiver is not None:
            types = [text(each) for each in _leaves(receiver) if each.type == "type_identifier"]
            yield [(types[0] if types else b"", text(name))], node
    elif node.type in ("const_declaration", "var_declaration", "type_declaration"):
        for spec in walk(node, skip=("const_spec", "var_spec", "type_spec", "type_alias")):
            names = [(b"", text(name)) for name in spec.children_by_field_name("name") if text(name) not in NOBODYS]
            # What a constant without a value is, those before it say.
            yield names, node if node.type == "const_declaration" else spec


def _tokens(node: Node) -> Iterator[bytes]:
    for leaf in _leaves(node):
        token = text(leaf).strip()
        if token and token != b";":
            yield token


def _identifiers(node: Node, *, inside: bool) -> frozenset[bytes]:
    return frozenset(text(leaf) for leaf in _leaves(node, inside=inside) if leaf.type in IDENTIFIERS)


def _leaves(node: Node, *, inside: bool = False) -> Iterator[Node]:
    """The leaves below a node, in order, comments left out, and what is inside functions unless that is asked for."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if node.type == "comment":
            continue
        children = node.children
        if not inside and node.type in FUNCTIONS:
            body = node.child_by_field_name("body")
            children = [child for child in children if child != body]
        if children:
            waiting += reversed(children)
        else:
            yield node
