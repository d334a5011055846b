"""What must change its type together: variables, fields, parameters, results, types and expressions of the package
that hold the same maps.

go/types knows which they are (see gohelper/elements.go); here they become nodes, declaration by declaration, each with
its facts.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from gofix20.facts import Connected, Facts, Object, Obstacle, Place
from gofix20.syntax import Node, ancestors
from gofix20.transform import Refuse


@dataclass(slots=True)
class Part:
    """What of a component is in one top-level declaration."""

    facts: Facts
    types: list[Node] = field(default_factory=list)
    """Map types as they are written."""
    variables: list[Object] = field(default_factory=list)
    """Declared here, parameters and fields included."""
    literals: list[Node] = field(default_factory=list)
    """Composite literals of the type; one whose type is left out is a literal_value."""
    elements: list[Node] = field(default_factory=list)
    """Index expressions: an element is read or stored."""
    ranges: list[Node] = field(default_factory=list)
    """Range clauses over a value."""
    counted: list[Node] = field(default_factory=list)
    """Where the number of elements, or all of their keys, are asked for (ranges excepted)."""


@dataclass(slots=True)
class Component:
    """Maps of a package whose element type can only change together."""

    connected: Connected
    parts: list[Part]

    @property
    def name(self) -> str:
        """What to call it: its first variable, else its first type."""
        return self.connected.name or f"map[{self.connected.key}]bool"

    def of_all(self, kind: str) -> list[Node]:
        return [node for part in self.parts for node in getattr(part, kind)]


def site_of(type_: Node, facts: Facts) -> Hashable:
    """What tells a component from every other one of the package."""
    connected = facts.connected(type_)
    return connected.types[0] if connected is not None and connected.types else type_.start_byte


def component_of(type_: Node, facts: Facts) -> Component:
    """The component of a map type that is written in a declaration. Raises Refuse if it cannot change."""
    connected = facts.connected(type_)
    assert connected is not None
    if connected.hard is not None:
        raise Refuse(told(connected.hard, facts, type_))
    return Component(connected, list(parts_of(connected, facts)))


def told(obstacle: Obstacle, facts: Facts, type_: Node) -> str:
    """An obstacle, and where it is unless that is the type itself."""
    if not obstacle.line or (obstacle.path == facts.file.path and obstacle.line == type_.start_point.row + 1):
        return obstacle.what
    if obstacle.path == facts.file.path:
        return f"{obstacle.what} at line {obstacle.line}"
    return f"{obstacle.what} at {named(obstacle.path, facts)}:{obstacle.line}"


def named(path: str, facts: Facts) -> str:
    """A file, as one would name it from the directory of the match."""
    return os.path.relpath(path, os.path.dirname(facts.file.path))


@contextlib.contextmanager
def naming(part: Part, facts: Facts) -> Iterator[None]:
    """A refusal about another file than the match's names it."""
    try:
        yield
    except Refuse as refused:
        path = part.facts.file.path
        if path != facts.file.path:
            refused.reason = re.sub(r" at line (\d+)$", rf" at {named(path, facts)}:\1", refused.reason)
        raise


def parts_of(connected: Connected, facts: Facts) -> Iterator[Part]:
    places = [("type", place) for place in connected.types] + list(connected.values)
    places += [("name", place) for place in connected.names]
    for path in dict.fromkeys(place.path for _, place in places):
        here = [(kind, place) for kind, place in places if place.path == path]
        found = facts.elsewhere(connected.units.get(path, connected.unit), path, (place.start for _, place in here))
        parts = [Part(one) for one in found]
        for kind, place in here:
            add(kind, place, parts)
        yield from parts


def add(kind: str, place: Place, parts: list[Part]) -> None:
    holding = [part for part in parts if is_in(place, part.facts.function)]
    node = None if not holding else node_at(place, holding[0].facts)
    if node is None:
        raise Refuse(f"{os.path.basename(place.path)} has syntax newer than our grammar")
    part = holding[0]
    if kind == "name":
        obj = part.facts.object(node)
        if obj is not None:
            part.variables.append(obj)
    elif kind == "range":
        part.ranges.append(next(outer for outer in ancestors(node) if outer.type == "range_clause"))
    elif kind == "element" and node.type != "index_expression":
        raise Refuse("the grammar takes an element for a type", node)
    else:
        lists = {"type": part.types, "literal": part.literals, "element": part.elements, "counted": part.counted}
        lists[kind].append(node)


def is_in(place: Place, declaration: Node) -> bool:
    return declaration.start_byte <= place.start and place.end <= declaration.end_byte


def node_at(place: Place, facts: Facts) -> Node | None:
    """The innermost node of exactly this extent, in a declaration that the grammar understands."""
    if facts.function.has_error:
        return None
    node = facts.function.named_descendant_for_byte_range(place.start, place.end)
    return node if node is not None and (node.start_byte, node.end_byte) == (place.start, place.end) else None
