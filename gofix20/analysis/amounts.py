"""How much a loop adds to something: its count, times what a round adds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gofix20.analysis.counts import Count, constant_count, count_of, literal_count
from gofix20.analysis.linear import (
    Reader,
    as_int,
    asks,
    disturbs_fields,
    elements_of,
    is_length,
    is_simple,
    pointed_array,
)
from gofix20.analysis.paths import is_beside
from gofix20.analysis.places import arguments, statements, unlabelled, without_parentheses
from gofix20.analysis.rounds import Adds, Leaving, Round, disturbance, round_of
from gofix20.analysis.variables import assigned_values, is_shared, is_written, may_change_in
from gofix20.facts import Effect, Facts
from gofix20.syntax import Node, text, walk
from gofix20.transform import Refuse


@dataclass(frozen=True, slots=True)
class Part:
    """A statement that adds a known number of elements if nothing leaves it."""

    node: Node
    """The loop, or the statement, without its labels."""
    count: Count
    round: Round | None
    """Of a loop."""
    certain: bool
    """Each round adds that many at least; else it adds that many at most (a filter)."""

    @property
    def worst(self) -> Effect:
        return Effect.NONE if self.round is None else self.round.worst

    @property
    def leaving(self) -> Sequence[Leaving]:
        return () if self.round is None else self.round.leaving


def simple_part(node: Node, elements: int, facts: Facts) -> Part:
    """A statement of its own that adds some elements."""
    return Part(node, constant_count(elements, str(elements), "int", True), None, True)


def measured(operand: Node, facts: Facts) -> Count | None:
    """How long something is that is appended as a whole, if that is known beforehand: `y`, `y[1:]`, `[]T{…}`, `"…"`."""
    operand = without_parentheses(operand)
    type_ = facts.type(operand)
    constant = facts.constant(operand)
    if constant is not None:
        known = constant.value if isinstance(constant.value, str) and constant.portable else ""
        return known_count(len(known.encode(errors="replace")))
    if type_ is None or type_.kind not in {"slice", "string"} or not elements_of(type_):
        return None
    if operand.type == "composite_literal":
        count = literal_count(operand, type_.kind)
        return count if count is not None and count.value else None
    if operand.type == "slice_expression":
        return measured_piece(operand, facts)
    if not is_simple(operand, facts):
        return None
    made = made_with(operand, facts)
    if made is not None:
        return known_count(made)
    return Count(f"len({shown(operand)})", None, False, True, True, "int", False, False, (operand,))


def made_with(name: Node, facts: Facts) -> int | None:
    """How many elements a local variable has that is only set where it is made, `make([]byte, 4)` or a literal."""
    obj = facts.object(name)
    definition = None if obj is None or obj.scope != "local" else facts.definition(obj)
    if obj is None or definition is None or is_shared(facts, obj) or any(map(is_written, facts.uses(obj))):
        return None
    value = assigned_values(facts, definition)
    if value is None:
        return None
    if value.type == "composite_literal":
        count = literal_count(value, "slice")
        return None if count is None else count.value
    given = arguments(value) if value.type == "call_expression" and facts.callee(value) == "make" else []
    length = fixed(given[1], facts) if len(given) > 1 else None
    return length if length is not None and length <= SHORT else None


def measured_piece(piece: Node, facts: Facts) -> Count | None:
    """`y[1:]`, `y[:16]`; where `y` is shorter it panics when it is sliced, as ever."""
    low, high = piece.child_by_field_name("start"), piece.child_by_field_name("end")
    inner = piece.child_by_field_name("operand")
    begin = 0 if low is None else fixed(low, facts)
    if inner is None or begin is None or piece.child_by_field_name("capacity") is not None:
        return None
    if high is not None:
        end = fixed(high, facts)
        return known_count(end - begin) if end is not None and begin < end <= SHORT else None
    operand = without_parentheses(inner)
    type_ = facts.type(operand)
    if type_ is None or not is_simple(operand, facts) or (begin and pointed_array(type_) is not None):
        return None
    length = f"len({shown(operand)})"
    shown_ = f"max({length}-{begin}, 0)" if begin else length
    return Count(shown_, None, False, True, True, "int", bool(begin), False, (operand,))


def known_count(value: int) -> Count | None:
    return constant_count(value, str(value), "int", True) if value else None


SHORT = 4096
"""A constant length from which on more is asked for than what a slice expression might have panicked over."""


def fixed(node: Node, facts: Facts) -> int | None:
    constant = facts.constant(node)
    value = None if constant is None or not constant.portable else constant.value
    return value if isinstance(value, int) and value >= 0 else None


def part_of(loop: Node, adds: Adds, facts: Facts) -> Part | None:
    """What a loop adds; None if it has no count, or adds nothing or any number. Raises Refuse as `count_of` does."""
    count = count_of(loop, facts)
    if count is None:
        return None
    round_ = round_of(loop, adds, facts)
    if round_.least >= 1:
        whole = multiplied(count, round_.least)
        return None if whole is None else Part(loop, whole, round_, True)
    inner = nested_part(loop, count, round_, adds, facts)
    if inner is not None:
        return inner
    if not 1 <= round_.most <= 16:
        return None
    whole = multiplied(count, int(round_.most))
    return None if whole is None else Part(loop, whole, round_, False)


def nested_part(loop: Node, count: Count, round_: Round, adds: Adds, facts: Facts) -> Part | None:
    """A loop of which every round runs the same loop: the product."""
    body = loop.child_by_field_name("body")
    directly = [] if body is None else [unlabelled(child) for child in statements(body)]
    inner = next((node for node in directly if node.type == "for_statement" and grows(node, adds)), None)
    if inner is None:
        return None
    reached = round_of(loop, lambda node: (1, 1) if node == inner else None, facts)
    try:
        part = part_of(inner, adds, facts) if reached.least >= 1 else None
        if part is None or not part.certain or part.count.named is not None:
            return None
        reader = Reader(facts, {}, loop)
        for operand in part.count.operands:
            if part.count.value is None and not panics_as_ever(operand, count, facts):
                return None
            reader.exists(operand)
            if not reader.check_unchanged(operand):
                return None
    except Refuse:
        return None
    whole = product(count, part.count)
    if whole is None:
        return None
    # A `continue` of the outer loop is the end of its round, and leaves the inner one early.
    leaving = [*round_.leaving, *(found for found in part.leaving if found.kind != "return")]
    return Part(loop, whole, dataclasses.replace(round_, leaving=leaving), True)


def panics_as_ever(operand: Node, outer: Count, facts: Facts) -> bool:
    """Where the inner count panics, has the outer one panicked? There may be no round, or one that ends before.

    The length of an array is known without it.
    """
    return facts.effect(operand) is Effect.NONE or (
        outer.value is None
        and any(is_beside(measured_in(operand, facts), measured_in(other, facts), facts) for other in outer.operands)
    )


def measured_in(operand: Node, facts: Facts) -> Node:
    return arguments(operand)[0] if is_length(operand, facts) else operand


def grows(node: Node, adds: Adds) -> bool:
    return any(adds(inner) is not None for inner in walk(node, skip=("func_literal",)))


def multiplied(count: Count, factor: int) -> Count | None:
    if factor == 1:
        return count
    if count.value is not None and count.portable:
        shown = count.times(factor)
        if shown is not None:
            return constant_count(count.value * factor, shown, "int", True, count.operands)
    shown = count.times(factor)
    if shown is None:
        return None
    value = None if count.value is None else count.value * factor
    at_most = None if count.at_most is None else f"{factor}*{as_int(count.at_most, count.kind)}"
    bounded = count.bounded and factor <= 64
    return dataclasses.replace(
        count, text=shown, value=value, kind="int", is_sum=False, bounded=bounded, at_most=at_most
    )


def product(outer: Count, inner: Count) -> Count | None:
    left, right = outer.as_int(), inner.as_int()
    if left is None or right is None:
        return None
    left = f"({left})" if outer.is_sum else left
    right = f"({right})" if inner.is_sum else right
    known = outer.value is not None and inner.value is not None
    small = any(one.value is not None and one.value <= 64 for one in (outer, inner))
    return Count(
        text=f"{left}*{right}",
        value=(outer.value or 0) * (inner.value or 0) if known else None,
        portable=outer.portable and inner.portable,
        exact=outer.exact and inner.exact,
        # Two lengths multiplied are the length of nothing in memory.
        bounded=outer.bounded and inner.bounded and (known or small),
        kind="int",
        wants_max=outer.wants_max or inner.wants_max,
        is_sum=False,
        operands=outer.operands + inner.operands,
        named=outer.named,
    )


def summed(counts: Sequence[Count]) -> Count | None:
    """The sum of some counts, constants last; None if one does not fit an int, or two need a name."""
    if len(counts) == 1:
        return counts[0]
    constant = sum(count.value or 0 for count in counts if not count.operands and count.portable)
    rest = [count for count in counts if count.operands or not count.portable]
    named = [count.named for count in counts if count.named is not None]
    texts = [shown for count in rest if (shown := count.as_int()) is not None]
    if len(texts) != len(rest) or len(named) > 1:
        return None
    if not rest:
        return constant_count(constant, str(constant), "int", True)
    known = all(count.value is not None for count in counts)
    return Count(
        text="+".join([*texts, *([str(constant)] if constant else [])]),
        value=sum(count.value or 0 for count in counts) if known else None,
        portable=all(count.portable for count in counts),
        exact=all(count.exact for count in counts),
        bounded=all(count.bounded for count in counts),
        kind="int",
        wants_max=any(count.wants_max for count in counts),
        is_sum=len(texts) + bool(constant) > 1,
        operands=tuple(operand for count in counts for operand in count.operands),
        named=named[0] if named else None,
    )


def unchanged_by(operands: Iterable[Node], nodes: Sequence[Node], facts: Facts) -> bool:
    """Do these expressions have the same value after these statements as before?"""
    for operand in operands:
        has_fields = any(inner.type in {"selector_expression", "unary_expression"} for inner in walk(operand))
        for node in nodes:
            for obj in facts.mentioned(operand):
                if obj.scope != "field" and obj.kind not in {"builtin", "package"} and may_change_in(facts, obj, node):
                    return False
            if (has_fields or asks(operand, facts)) and disturbs_fields(operand, node, facts):
                return False
    return True


def available_at(operands: Iterable[Node], offset: int, facts: Facts) -> bool:
    """Do the names in these expressions mean the same at another place?"""
    for operand in operands:
        for inner in walk(operand):
            obj = facts.object(inner) if inner.child_count == 0 and not is_qualified(inner) else None
            if obj is None:
                continue
            found = facts.visible_at(obj.name, offset)
            if found is None or found != obj:
                return False
    return True


def is_qualified(name: Node) -> bool:
    """Does the name stand behind a dot, so that it means what stands before it says?"""
    parent = name.parent
    return parent is not None and (
        (parent.type == "selector_expression" and parent.child_by_field_name("field") == name)
        or (parent.type == "qualified_type" and parent.child_by_field_name("name") == name)
    )


def is_calm(statement: Node, facts: Facts) -> bool:
    """Does control come out at the end of a statement, if it does not panic, without running unknown code?"""
    if any(
        inner.type
        in {"return_statement", "goto_statement", "break_statement", "continue_statement", "fallthrough_statement"}
        for inner in walk(statement, skip=("func_literal",))
    ):
        return False
    return disturbance(statement, facts) < Effect.EFFECT


def is_plain_declaration(statement: Node, facts: Facts) -> bool:
    """Does a statement only declare variables, constants or types, with values that cannot panic?"""
    if statement.type not in {"var_declaration", "short_var_declaration", "const_declaration", "type_declaration"}:
        return False
    return disturbance(statement, facts) is Effect.NONE


def shown(node: Node) -> str:
    return text(node).decode()
