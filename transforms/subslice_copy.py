"""GF06: small pieces that keep a large memory alive."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass

from gofix20.api import (
    Draft,
    Facts,
    Finding,
    Fix,
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
    copying,
    destinations,
    evaluation,
    following,
    keeping,
    noticing,
    pieces,
    places,
    provenance,
    sharing,
    text,
    walk,
)


class SubsliceCopy(Transform):
    """Copy a small piece of a large slice or string where it outlives it.

    What it does
    ------------
    Finds a sub-slice or substring of something large that is returned, sent, stored in a field, a map, a slice or a
    package variable, or captured by a function literal or goroutine that outlives the call, and puts a copy there:
    `bytes.Clone`, `slices.Clone` or `strings.Clone`. A piece is a slice expression with small bounds, an element of
    what `Split`, `Fields` or a regular expression gives, or what `Cut` finds before a separator. Where the memory is
    from and where a piece goes is followed through local variables and through functions of the package. So is what a
    `bufio.Scanner` or `bufio.Reader` lends until it is asked for more.

    Why
    ---
    A sub-slice shares the memory of what it was taken from, and the garbage collector frees all of that or nothing: ten
    bytes of a file that was read whole keep the whole file in memory for as long as they live. What a Scanner lends is
    worse to keep: the next Scan writes over it.

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
    SAFE for strings. SAFE for a slice of what this function (or one of the package that gives it away) made itself,
    where nothing else has that memory, nothing writes to it after the piece is taken, and nobody in the package who
    gets the piece appends to it, asks its capacity or slices it beyond its length. UNSAFE where code out of view might:
    a parameter, field or package variable as the base, an exported function or field outside of `package main`, a piece
    that becomes an interface. There it relies on nobody sharing memory, or capacity, through the piece on purpose.
    UNSAFE, too, where a slice expression may reach beyond the length of what `[]byte(s)`, `append` or `bytes.Clone`
    gave: the compiler chooses how much lies there, by whether it escapes, and with that whether it panics. And UNSAFE
    for what is lent and may be written over: the copy keeps what was read, which is what was meant, but not what the
    program has now. Where a Scanner of the function's own is not asked again, a copy is SAFE.

    When it refuses
    ---------------
    All of the memory is kept anyway, by another variable or because a loop keeps one piece after the other (unless a
    condition picks some); a three-index slice; `x[:0]`; a piece of another's memory that is appended to; constants and
    `//go:embed`, which pin nothing; memory from mmap, cgo or unsafe; elements that hold a lock; a variable that gets
    its value together with others and leaves as it is. It does not look at pieces that are not known to be small, nor
    at bases that are not known to be large or unbounded, nor at what a function hands on that was lent to it.

    Measured gain
    -------------
    Memory held: 16 B kept of 4 KB: 4126 → 42 B; of 64 KB: 65563 → 42 B. A copy costs about 28 ns, ×1.4 to
    ×1.9 of the CPU time; under about 256 B there is nothing to gain.
    """

    code = "GF06"
    needles = (b"[", b"(")
    clues = (
        (b"func",),
        (
            # a slice expression with an end, or from so many before the end
            re.compile(rb"\[[^\[\]]*(?:\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\][^\[\]]*)*:(?!=)\s*[^\]\s]").search,
            re.compile(rb"\[[\s(]*len\b").search,
            re.compile(
                rb"\.(?:Find|Bytes\(\)|Peek\(|Read(?:Slice|Line)\()|Split|Fields(?:\(|Func|Seq)|Lines\(|Cut\(|LastIndex"
            ).search,
        ),
    )
    query = """
        (slice_expression) @piece
        (call_expression function: (selector_expression field: (field_identifier) @f
          (#any-of? @f "Cut" "FindString" "Find" "Bytes" "Peek" "ReadSlice" "ReadLine"))) @piece
    """
    # An element of a list of parts, which only these make.
    more = (
        ((b"Split", b"Fields", b"Lines", b"Find"), "(index_expression) @piece (range_clause left: (_)) @piece"),
    )
    gain = "64 KB held → 42 B"
    options = (
        Option("min-base", int, 1024, "bytes of a base of known size from which on a piece of it is copied"),
        Option("max-piece", int, 1024, "bytes of the largest piece that is copied out of a base of unknown size"),
    )

    def site(self, match: Match, facts: Facts) -> Hashable | None:
        found = self.candidate(match.node, facts)
        return None if found is None else tuple(value.start_byte for value in found.values)

    def candidate(self, node: Node, facts: Facts) -> Candidate | None:
        """The piece, if it is a small one of something large, and outlives it."""
        begun = pieces.beginning(node, facts)
        if begun is None or begun.base.kind in {"unknown", "mixed", "receiver"}:
            return None
        type_ = facts.type(begun.value)
        if type_ is None or type_.kind not in {"slice", "string"} or not self.is_worth(begun, type_):
            return None
        found = Candidate(node, type_, begun, tuple(keeping.leaving_its_owner(begun, facts)))
        return found if found.destinations and not is_callers_business(found, facts) else None

    def is_worth(self, begun: pieces.Beginning, type_: Type) -> bool:
        """Is the base large or unbounded, and the piece small?"""
        kept, size = bytes_of(begun, type_), begun.base.size
        if type_.elem is not None and type_.elem.size == 0:
            return False
        if begun.base.kind == "lent":
            return True
        if size is not None:
            return size >= self.settings["min-base"] and (kept or 0) * 4 <= size
        return begun.base.unbounded if kept is None else kept <= self.settings["max-piece"]

    def rewrite(self, match: Match, facts: Facts) -> Finding:
        found = self.candidate(match.node, facts)
        assert found is not None  # or there would be no site
        memory_can_be_freed(found)
        is_no_buffer(found, facts)
        expression_is_plain(found)
        if found.base.kind != "lent":
            keeping.nothing_keeps_all(found.node, found.begun, found.values, found.destinations, facts)
            keeping.not_all_in_turn(found.node, found.begun, found.values, facts)
        draft = Draft.of(match)
        doubt = "" if found.is_string else noticing.doubt_of(found.node, found.values, found.type, found.base, facts)
        for value in found.values:
            doubt = doubt or self.order_doubt(value, match, facts, draft)
            copying.copy(value, type_of(value, found, facts), facts, draft)
        message = found.message
        if doubt:
            message += f" (unsafe: {doubt})"
        fix = draft.fix(f"copy `{found.shown}`", Safety.UNSAFE if doubt else Safety.SAFE)
        return self.finding(found.values[0], message, found.gain, fix)

    def order_doubt(self, value: Node, match: Match, facts: Facts, draft: Draft) -> str:
        """Why something may panic in another order.

        A piece that may panic first is copied along, if it is to be copied anyway: calls keep the order of the text.
        """
        copied: list[Node] = []
        while True:
            doubt, first = copying.order_doubt(value, copied, facts)
            fix = None if first is None else self.fix_of(first, match, facts)
            if first is None or fix is None:
                return doubt
            copied.append(first)
            draft.edits.extend(edit for edit in fix.edits if edit not in draft.edits)
            draft.needs.update(fix.needs)

    def fix_of(self, value: Node, match: Match, facts: Facts) -> Fix | None:
        """The safe fix that copies an expression, if there is one."""
        for node in walk(value):
            if node.type not in {"slice_expression", "index_expression", "call_expression"}:
                continue
            found = self.candidate(node, facts)
            if found is None or found.values != [value]:
                continue
            try:
                fix = self.rewrite(Match(match.file, match.function, {"piece": (node,)}), facts).fix
            except Refuse:
                return None
            return fix if fix is not None and fix.safety is Safety.SAFE else None
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A small piece of something large that outlives it."""

    node: Node
    type: Type
    begun: pieces.Beginning
    destinations: tuple[destinations.Destination, ...]

    @property
    def base(self) -> provenance.Base:
        return self.begun.base

    @property
    def is_string(self) -> bool:
        return self.type.kind == "string"

    @property
    def values(self) -> list[Node]:
        """The expressions to copy: what is put somewhere; where that is in several places, the piece itself."""
        found = {one.value.start_byte: one.value for one in self.destinations}
        kinds = {one.kind for one in self.destinations}
        if len(found) > 1 and kinds != {"returned"} and not self.begun.is_variable:
            return [self.node]
        return [found[start] for start in sorted(found)]

    @property
    def shown(self) -> str:
        return evaluation.short(self.values[0])

    @property
    def message(self) -> str:
        kept = bytes_of(self.begun, self.type)
        part = "a part of it" if kept is None else amount(kept)
        verb = {"returned": "return", "sent": "send", "stored": "store", "captured": "capture"}
        advice = f"{verb[self.destinations[0].kind]} a copy"
        if self.base.kind == "lent":
            return f"`{self.shown}` lies in {self.base.what}, which {self.base.until} writes over: {advice}"
        return f"`{self.shown}` pins {self.pinned} to keep {part}: {advice}"

    @property
    def pinned(self) -> str:
        if self.base.size is not None:
            return amount(self.base.size)
        if self.base.obj is not None and not (self.base.what and is_list(self.base.obj)):
            what = f", {self.base.what}," if self.base.what else ""
            return f"all of `{self.base.obj.name}`{what}"
        return self.base.what or "all of what it is a part of"

    @property
    def gain(self) -> Gain:
        if self.base.size is not None:
            level = GainLevel.LARGE if self.base.size >= 1 << 12 else GainLevel.SMALL
            return Gain(level, f"{amount(self.base.size)} can be freed for a copy of about 28 ns")
        if self.base.kind == "lent":
            return Gain(GainLevel.UNKNOWN, "what is kept is no longer written over")
        if self.base.unbounded:
            return Gain(GainLevel.SMALL, f"{self.base.what} can be freed: of 64 KB, 65563 B become 42 B")
        return Gain(GainLevel.UNKNOWN, "how much memory can be freed depends on the data")


def is_list(obj: Object) -> bool:
    """Does a variable hold a list of parts, and not what they are of?"""
    elem = None if obj.type is None else obj.type.elem
    return elem is not None and elem.kind in {"string", "slice"}


def bytes_of(begun: pieces.Beginning, type_: Type) -> int | None:
    """How large the piece is, where its bounds say so."""
    if begun.piece.count is None:
        return None
    size = 1 if type_.kind == "string" or type_.elem is None else type_.elem.size
    return begun.piece.count * (size if size >= 0 else 8)


def amount(size: int) -> str:
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size} B"


def type_of(value: Node, found: Candidate, facts: Facts) -> Type:
    return facts.type(value) or found.type


def is_callers_business(found: Candidate, facts: Facts) -> bool:
    """Is the memory somebody else's, who knows what to do with a piece of it?"""
    if found.is_string and found.base.kind == "parameter":
        # What a function gives back of its argument is its caller's business; what it keeps is its own.
        return found.begun.piece.count is None or any(one.kind == "returned" for one in found.destinations)
    if found.is_string and found.base.kind in {"field", "global"}:
        return True
    if found.base.kind == "lent" and (found.base.obj is None or found.base.obj.scope != "local"):
        # Who hands on what is lent to him says so; who collects it does not.
        return all(one.kind == "returned" and not is_collected(one) for one in found.destinations)
    if found.base.kind == "parameter" and is_split(found.node):
        return True
    # `b = b[:8]` tells the compiler how long `b` is.
    obj = found.base.obj
    return (
        found.base.kind == "parameter"
        and obj is not None
        and any(
            (target := sharing.assigned_target(value)) is not None and facts.object(target) == obj
            for value in found.values
        )
    )


def is_split(node: Node) -> bool:
    """Is it in a bufio.SplitFunc, which is there to give parts of its data?"""
    function = places.enclosing_function(node)
    result = None if function is None else function.child_by_field_name("result")
    token = rb"\((\w+ )?int, (\w+ )?\[\]byte, (\w+ )?error\)"
    return result is not None and re.fullmatch(token, text(result)) is not None


def is_collected(one: destinations.Destination) -> bool:
    """Is it one of several that loop rounds have put together?"""
    return following.ending(one.value) is None and bool(following.rounds(one.value, None))


# What must hold


def memory_can_be_freed(found: Candidate) -> None:
    shown = evaluation.short(operand_of(found.node))
    if found.base.kind == "constant":
        raise Refuse(f"`{shown}` is a constant: a piece of it pins nothing")
    if found.base.kind == "embedded":
        raise Refuse(f"`{shown}` is filled by //go:embed: a piece of it pins nothing")
    if found.base.kind == "foreign":
        raise Refuse(f"`{shown}` is memory from mmap, cgo or unsafe")


def is_no_buffer(found: Candidate, facts: Facts) -> None:
    """Others' memory that is appended to from its beginning is used again on purpose: `buf := c.buf[:4]`."""
    receivers = facts.receivers(found.node) if found.base.kind in noticing.OTHERS and not found.is_string else None
    sight = None if receivers is None else receivers.of_kind("append")
    if sight is not None and sight.what == "it is appended to":
        raise Refuse(f"`{found.shown}` is appended to (line {sight.line}): a buffer that is used again")


def expression_is_plain(found: Candidate) -> None:
    if found.node.child_by_field_name("capacity") is not None:
        raise Refuse("a three-index slice says what capacity it wants")
    if found.begun.piece.count == 0:
        raise Refuse(f"`{evaluation.short(found.node)}` keeps the memory on purpose")
    if any(value == found.begun.value for value in found.values) and found.begun.is_variable:
        raise Refuse(f"`{found.shown}` gets its value with others, or from a loop: there is no one place for a copy")


def operand_of(node: Node) -> Node:
    return children(node, "operand")[0] if node.type in {"slice_expression", "index_expression"} else node
