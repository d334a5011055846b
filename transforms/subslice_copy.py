"""GF06: small pieces that keep a large memory alive."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from gofix20.api import (
    Draft,
    Facts,
    Finding,
    Gain,
    GainLevel,
    Match,
    Node,
    Object,
    Option,
    Refuse,
    Safety,
    Transform,
    Type,
    children,
    contains,
    copying,
    destinations,
    evaluation,
    pieces,
    places,
    provenance,
    sharing,
    variables,
)


class SubsliceCopy(Transform):
    """Copy a small piece of a large slice or string where it outlives it.

    What it does
    ------------
    Finds a sub-slice or substring of something large that is returned, sent, or stored in a field, a map, a slice or
    a package variable, and puts a copy there: `bytes.Clone`, `slices.Clone` or `strings.Clone`.

    Why
    ---
    A sub-slice shares the memory of what it was taken from, and the garbage collector frees all of that or nothing: ten
    bytes of a file that was read whole keep the whole file in memory for as long as they live.

    Example
    -------
        func magic(name string) ([]byte, error) {
            data, err := os.ReadFile(name)
            if err != nil {
                return nil, err
            }
            return data[:8], nil
        }

    Use instead
    -----------
        func magic(name string) ([]byte, error) {
            data, err := os.ReadFile(name)
            if err != nil {
                return nil, err
            }
            return bytes.Clone(data[:8]), nil
        }

    Fix safety
    ----------
    SAFE for strings. SAFE for a slice of what this function made itself, where nothing else has that memory, nothing
    writes to it after the piece is taken, and nobody in the package who gets the piece appends to it, asks its
    capacity or slices it beyond its length. UNSAFE where code out of view might: a parameter, field or
    package variable as the base, an exported function or field outside of `package main`, a piece that becomes an
    interface. There it relies on nobody sharing memory, or capacity, through the piece on purpose.

    When it refuses
    ---------------
    All of the memory is kept anyway; a three-index slice; `x[:0]`; constants and `//go:embed`, which pin nothing;
    memory from mmap, cgo or unsafe; elements that hold a lock. It does not look at pieces that are not known to be
    small, nor at bases that are not known to be large or unbounded.

    Measured gain
    -------------
    Memory held: 16 B kept of 4 KB: 4126 → 42 B; of 64 KB: 65563 → 42 B. A copy costs about 28 ns, ×1.4 to
    ×1.9 of the CPU time; under about 256 B there is nothing to gain.
    """

    code = "GF06"
    needles = (b"[",)
    query = """
        (slice_expression) @piece
        (index_expression index: (int_literal)) @piece
        (call_expression
          function: (selector_expression field: (field_identifier) @f (#any-of? @f "Cut" "FindString" "Find"))) @piece
    """
    gain = "64 KB held → 42 B"
    options = (
        Option("min-base", int, 1024, "bytes of a base of known size from which on a piece of it is copied"),
        Option("max-piece", int, 1024, "bytes of the largest piece that is copied out of a base of unknown size"),
    )

    def site(self, match: Match, facts: Facts) -> Hashable | None:
        return None if self.candidate(match.node, facts) is None else (match.node.start_byte, match.node.end_byte)

    def candidate(self, node: Node, facts: Facts) -> Candidate | None:
        """The piece, if it is a small one of something large, and outlives it."""
        start = pieces.beginning(node, facts)
        if start is None:
            return None
        value, piece = start
        base = provenance.base_of(node, facts)
        type_ = facts.type(value)
        if type_ is None or type_.kind not in {"slice", "string"}:
            return None
        found = Candidate(node, type_, piece, base, tuple(outliving(value, base, facts)))
        return found if found.destinations and self.is_worth(found, facts) else None

    def is_worth(self, found: Candidate, facts: Facts) -> bool:
        """Is the base large or unbounded, and the piece small?"""
        kept, size = found.bytes, found.base.size
        if found.type.elem is not None and found.type.elem.size == 0:
            return False
        if size is not None and (size < self.settings["min-base"] or (kept or 0) * 4 > size):
            return False
        if size is None and kept is not None and kept > self.settings["max-piece"]:
            return False
        if found.base.kind in {"unknown", "mixed", "receiver"}:
            return False
        if found.is_string and found.base.kind == "parameter":
            # What a function gives back of its argument is its caller's business; what it keeps is its own.
            return kept is not None and all(one.kind != "returned" for one in found.destinations)
        if found.is_string and found.base.kind in {"field", "global"}:
            return False
        if found.base.kind == "parameter" and says_its_length(found, facts):
            return False
        if kept is None and not found.base.unbounded and size is None:
            return False
        return not takes_all_in_turn(found, facts)

    def rewrite(self, match: Match, facts: Facts) -> Finding:
        found = self.candidate(match.node, facts)
        assert found is not None  # or there would be no site
        memory_can_be_freed(found)
        expression_is_plain(found)
        nothing_keeps_all(found, facts)
        values = found.values
        doubt = "" if found.is_string else sharing_doubt(found, facts)
        draft = Draft.of(match)
        for value in values:
            doubt = doubt or copying.order_doubt(value, facts)
            copying.copy(value, found.type, facts, draft)
        shown = evaluation.short(values[0])
        message = f"`{shown}` pins {found.pinned} to keep {found.kept}: {found.advice}"
        if doubt:
            message += f" (unsafe: {doubt})"
        fix = draft.fix(f"copy `{shown}`", Safety.UNSAFE if doubt else Safety.SAFE)
        return self.finding(values[0], message, found.gain, fix)


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A small piece of something large that outlives it."""

    node: Node
    type: Type
    piece: pieces.Piece
    base: provenance.Base
    destinations: tuple[destinations.Destination, ...]

    @property
    def is_string(self) -> bool:
        return self.type.kind == "string"

    @property
    def bytes(self) -> int | None:
        """How large the piece is, where its bounds say so."""
        if self.piece.count is None:
            return None
        size = 1 if self.is_string or self.type.elem is None else self.type.elem.size
        return self.piece.count * (size if size >= 0 else 8)

    @property
    def values(self) -> list[Node]:
        """The expressions to copy: what is put somewhere; where that is in several places, the piece itself."""
        found = {one.value.start_byte: one.value for one in self.destinations}
        kinds = {one.kind for one in self.destinations}
        if len(found) > 1 and kinds != {"returned"} and self.node.type == "slice_expression":
            return [self.node]
        return [found[start] for start in sorted(found)]

    @property
    def pinned(self) -> str:
        if self.base.size is not None:
            return amount(self.base.size)
        if self.base.obj is not None:
            return f"all of `{self.base.obj.name}`"
        return self.base.what or "all of what it is a part of"

    @property
    def kept(self) -> str:
        return "a part of it" if self.bytes is None else amount(self.bytes)

    @property
    def advice(self) -> str:
        verb = {"returned": "return", "sent": "send", "stored": "store"}[self.destinations[0].kind]
        return f"{verb} a copy"

    @property
    def gain(self) -> Gain:
        if self.base.size is not None:
            level = GainLevel.LARGE if self.base.size >= 1 << 12 else GainLevel.SMALL
            return Gain(level, f"{amount(self.base.size)} can be freed for a copy of about 28 ns")
        if self.base.unbounded:
            return Gain(GainLevel.SMALL, f"{self.base.what} can be freed: of 64 KB, 65563 B become 42 B")
        return Gain(GainLevel.UNKNOWN, "how much memory can be freed depends on the data")


def amount(size: int) -> str:
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size} B"


def outliving(value: Node, base: provenance.Base, facts: Facts) -> list[destinations.Destination]:
    """Where the piece goes, but for places of the base's own owner."""
    obj = facts.object(value)
    if obj is not None and variables.is_written(value):
        return destinations.uses_of(obj, destinations.Walk(facts, value, False, frozenset()))
    owner = root_of(value, facts)
    return [
        one
        for one in destinations.destinations(value, facts)
        if base.kind not in {"field", "global"}
        or one.target is None
        or owner is None
        or root_of(one.target, facts) != owner
    ]


def says_its_length(found: Candidate, facts: Facts) -> bool:
    """Is it `b = b[:8]`, by which the compiler is told how long `b` is?"""
    obj = found.base.obj
    return obj is not None and any(is_of(sharing.assigned_target(value), obj, facts) for value in found.values)


def root_of(node: Node, facts: Facts) -> Object | None:
    """The variable that an expression such as `s.a.b[:10]` begins with."""
    node = places.without_parentheses(node)
    while node.type in {"slice_expression", "selector_expression", "index_expression"}:
        node = places.without_parentheses(children(node, "operand")[0])
    return facts.object(node) if node.type == "identifier" else None


def takes_all_in_turn(found: Candidate, facts: Facts) -> bool:
    """Is it taken in a loop that goes over all of the base, so that the pieces together may be all of it?"""
    home = None if found.base.obj is None else facts.definition(found.base.obj)
    operand = root_of(found.node, facts) if found.node.type == "slice_expression" else None
    declared = None if operand is None else facts.definition(operand)
    if sharing.ending(found.node) is not None:
        return False
    for loop in sharing.rounds(found.node, home):
        if declared is not None and contains(loop, declared):
            continue  # a piece of a part of it
        if operand is not None and variables.written_in(facts, operand, loop):
            return True
        bounds = [found.node.child_by_field_name(name) for name in ("start", "end")]
        if any(one is not None and facts.constant(one) is None for one in bounds):
            return True
    return False


# What must hold


def memory_can_be_freed(found: Candidate) -> None:
    shown = evaluation.short(operand_of(found.node))
    if found.base.kind == "constant":
        raise Refuse(f"`{shown}` is a constant: a piece of it pins nothing")
    if found.base.kind == "embedded":
        raise Refuse(f"`{shown}` is filled by //go:embed: a piece of it pins nothing")
    if found.base.kind == "foreign":
        raise Refuse(f"`{shown}` is memory from mmap, cgo or unsafe")


def expression_is_plain(found: Candidate) -> None:
    if found.node.child_by_field_name("capacity") is not None:
        raise Refuse("a three-index slice says what capacity it wants")
    if found.piece.count == 0:
        raise Refuse(f"`{evaluation.short(found.node)}` keeps the memory on purpose")
    if found.is_string and found.type.named:
        raise Refuse(f"`{evaluation.short(found.node)}` is of type {found.type.text}, not string")


def operand_of(node: Node) -> Node:
    return children(node, "operand")[0] if node.type in {"slice_expression", "index_expression"} else node


def nothing_keeps_all(found: Candidate, facts: Facts) -> None:
    """A copy frees nothing if the base, or most of it, is kept as well."""
    for obj in {found.base.obj, root_of(found.node, facts)} - {None}:
        if obj is None or not obj.is_local:
            continue
        if obj.scope == "result" and not any(is_of(one.target, obj, facts) for one in found.destinations):
            raise Refuse(f"`{obj.name}` is returned as well: a copy of a piece would free nothing")
        for use in facts.uses(obj):
            whole = most_of(use, facts)
            if whole is not None:
                keeps_no_more(obj, use, whole, found, facts)
    if found.node.type == "call_expression" and (after := pieces.cut_targets(found.node)[1]) is not None:
        rest = facts.object(after)
        if rest is not None:
            walk = destinations.Walk(facts, after, True, frozenset())
            if destinations.assigned(after, after, walk):
                raise Refuse(f"`{rest.name}` is kept as well: a copy of a piece would free nothing")


def most_of(use: Node, facts: Facts) -> Node | None:
    """The largest slice expression that begins with this use of a variable; None if it is but a piece."""
    whole = use
    while whole.parent is not None and whole.parent.type in {"slice_expression", "parenthesized_expression"}:
        if whole.parent.type == "slice_expression" and whole.parent.child_by_field_name("operand") != whole:
            return None
        whole = whole.parent
        if whole.type == "slice_expression" and pieces.piece_of(whole, facts) is not None:
            return None
    return whole


def keeps_no_more(obj: Object, use: Node, whole: Node, found: Candidate, facts: Facts) -> None:
    declared = facts.definition(obj)
    for one in destinations.destinations(whole, facts):
        for value in found.values:
            if not sharing.is_renewed(use, obj, value, facts) and sharing.meet(one.leaves, value, declared, facts):
                raise Refuse(f"`{obj.name}` is kept as well: a copy of a piece would free nothing", one.leaves)


def is_of(target: Node | None, obj: Object, facts: Facts) -> bool:
    return target is not None and facts.object(target) == obj


OTHERS = {
    "parameter": "is a parameter",
    "field": "is a field",
    "global": "is a package variable",
    "buffer": "may be written again",
}


def sharing_doubt(found: Candidate, facts: Facts) -> str:
    """Why somebody might notice that a slice's piece is a copy; empty if nobody can."""
    doubt, writes = "", False
    elem = found.type.elem
    for value in found.values:
        receivers = facts.receivers(value)
        if receivers is None:
            if elem is None or elem.kind in {"struct", "array", "typeparam"}:
                raise Refuse("its elements may hold a lock")
            doubt = doubt or "who gets it is not in view"
            continue
        if (lock := receivers.of_kind("lock")) is not None:
            raise Refuse(lock.what)
        sight = receivers.of_kind("unknown", "cap", "append", "reslice")
        if sight is not None:
            doubt = doubt or (f"{sight.what} at line {sight.line}" if sight.line else sight.what)
        writes = writes or receivers.of_kind("write") is not None
    if found.base.kind in OTHERS:
        name = "it" if found.base.obj is None else f"`{found.base.obj.name}`"
        return f"{name} {OTHERS[found.base.kind]}: others may share its memory on purpose"
    if found.base.obj is None:
        return doubt
    return doubt or sharing.memory_doubt(found.base.obj, found.values, writes, facts)
