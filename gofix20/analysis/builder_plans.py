"""How a string that grows can be built: the whole variable as a builder, or one loop with a builder of its own."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile

from gofix20.analysis.accumulation import (
    Accumulation,
    Target,
    accumulation,
    assigned_in_each_round,
    assignment_around,
    begins_anew,
    growth_around,
    is_other_write,
    operands,
    reset_around,
    target_of,
)
from gofix20.analysis.declarations import can_stand_alone, declaration
from gofix20.analysis.onlookers import NOBODY, Onlookers, onlookers
from gofix20.analysis.places import enclosing_loops, sides
from gofix20.analysis.variables import captures, is_address_taken, is_written
from gofix20.facts import Effect, Facts
from gofix20.syntax import Node, ancestors, contains, text
from gofix20.transform import Refuse


@dataclass(frozen=True, slots=True, eq=False)
class Growth:
    """An accumulation, and the loops that repeat it, innermost first: those that do not declare the variable anew."""

    statement: Node
    target: Target
    loops: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What is to be changed: the uses of a variable, everywhere or in one loop."""

    target: Target
    region: Node | None
    """The loop that alone gets a builder; None if the variable becomes one."""
    seen_by: Onlookers
    growths: tuple[Accumulation, ...]
    resets: tuple[Node, ...]
    others: tuple[Node, ...]
    """Statements that assign otherwise."""
    reads: tuple[Node, ...]


def growth_at(statement: Node, facts: Facts) -> Growth | None:
    found = accumulation(statement, facts)
    type_ = None if found is None else found.target.obj.type
    if found is None or type_ is None or type_.kind != "string":
        return None
    loops = repeating_loops(statement, found.target)
    return Growth(statement, found.target, loops) if loops else None


def growth_of_other(statement: Node, facts: Facts) -> str | None:
    """Of a string that grows in a loop, but is no variable or field of one, or not alone: why it is left alone."""
    left, right = sides(statement) if statement.type == "assignment_statement" else ([], [])
    for place, value in zip(left, right, strict=False):
        type_, added = facts.type(place), operands(value)
        grows = len(added) > 1 and text(added[0]) == text(place)
        operator = statement.child_by_field_name("operator")
        if operator is not None and text(operator) == b"+=":
            grows = True
        if type_ is None or not type_.is_exactly("string") or not grows or not enclosing_loops(statement):
            continue
        name = text(place).decode()
        target = target_of(place, facts)
        if target is None:
            return f"`{name}` is no variable of this package, and no field of one"
        if len(left) > 1 and repeating_loops(statement, target):
            return f"`{name}` is assigned together with others"
    return None


def planned(growth: Growth, facts: Facts) -> Plan:
    """The whole variable as a builder if it can be one, else the loop alone. Raises Refuse if neither can.

    What is assigned otherwise in a loop is written anew into its builder: only where there is no other way.
    """
    target = growth.target
    uses = target.uses(facts)
    is_a_string_of_ours(target, uses, facts)
    try:
        return whole_plan(target, uses, facts, anew=False)
    except Refuse:
        loops = growing_loops(growth.statement, target, facts)
        if not loops:
            raise Refuse(
                f"`{target.text}` is assigned in every round",
                assigned_in_each_round(target, growth.loops[0], facts),
            ) from None
    plain = tuple(takewhile(lambda loop: not is_assigned_otherwise(loop, uses, facts), loops))
    if not plain:
        with suppress(Refuse):
            return whole_plan(target, uses, facts, anew=True)
    refusal = None
    for region in reversed(plain or loops):
        try:
            seen_by = onlookers(target, region, facts)
        except Refuse as error:
            refusal = refusal or error
        else:
            return plan_of(target, region, tuple(use for use in uses if contains(region, use)), facts, seen_by)
    assert refusal is not None
    raise refusal


def whole_plan(target: Target, uses: tuple[Node, ...], facts: Facts, *, anew: bool) -> Plan:
    can_stand_alone(declaration(target.obj, facts), facts)
    is_only_read_in_closures(target, facts)
    plan = plan_of(target, None, uses, facts)
    if not any(growing_loops(growth.statement, target, facts) for growth in plan.growths):
        raise Refuse(f"`{target.text}` is assigned in every round")
    seen = bool(captures(facts, target.obj))
    for other in plan.others:
        value = other.child_by_field_name("right")
        if not anew or not begins_anew(other, target, facts):
            raise Refuse(f"`{target.text}` is assigned", other)
        if seen and (value is None or facts.effect(value) is not Effect.NONE):
            raise Refuse(f"`{target.text}` may be read while it is assigned", other)
    return plan


def plan_of(
    target: Target,
    region: Node | None,
    uses: tuple[Node, ...],
    facts: Facts,
    seen_by: Onlookers = NOBODY,
) -> Plan:
    """Sort the uses. Raises Refuse at the first that a builder cannot do."""
    growths: dict[int, Accumulation] = {}
    others: dict[int, Node] = {}
    resets, reads = [], []
    for use in uses:
        growth, reset = growth_around(use, facts), reset_around(use, facts)
        if growth is not None:
            growths[growth.statement.start_byte] = growth
        elif reset is not None:
            resets.append(reset)
        elif is_written(use):
            other = assignment_around(use)
            if other is None:
                raise Refuse(f"`{target.text}` is assigned", use)
            others[other.start_byte] = other
        else:
            reads.append(use)
    left = tuple(use for use in reads if not any(contains(other, use) for other in others.values()))
    return Plan(target, region, seen_by, tuple(growths.values()), tuple(resets), tuple(others.values()), left)


def is_assigned_otherwise(loop: Node, uses: tuple[Node, ...], facts: Facts) -> bool:
    return any(contains(loop, use) and is_other_write(use, facts) for use in uses)


def is_a_string_of_ours(target: Target, uses: tuple[Node, ...], facts: Facts) -> None:
    """Its type is exactly `string`, and nothing reaches it through a pointer."""
    type_ = target.obj.type
    if type_ is None or not type_.is_exactly("string"):
        raise Refuse(f"`{target.text}` is of type {'?' if type_ is None else type_.text}, not string")
    for use in uses:
        if is_address_taken(facts, use):
            raise Refuse(f"the address of `{target.text}` is taken", use)
        for outer in ancestors(use):
            if outer.type == "call_expression" and (facts.callee(outer) or "").startswith("unsafe."):
                raise Refuse(f"`{target.text}` is reached through unsafe", use)


def repeating_loops(statement: Node, target: Target) -> tuple[Node, ...]:
    """The loops around an accumulation that do not declare the variable anew each round, innermost first."""
    return tuple(
        loop for loop in enclosing_loops(statement) if not loop.start_byte <= target.declared_at < loop.end_byte
    )


def growing_loops(statement: Node, target: Target, facts: Facts) -> tuple[Node, ...]:
    """Those of them from round to round of which the variable grows."""
    loops = repeating_loops(statement, target)
    return tuple(takewhile(lambda loop: assigned_in_each_round(target, loop, facts) is None, loops))


def is_only_read_in_closures(target: Target, facts: Facts) -> None:
    """A closure that a `defer` or `go` starts would read at a time that nobody sees here."""
    for use in captures(facts, target.obj):
        if growth_around(use, facts) or is_written(use):
            raise Refuse(f"`{target.text}` is written in a function literal", use)
        if any(outer.type in {"defer_statement", "go_statement"} for outer in ancestors(use)):
            raise Refuse(f"`{target.text}` is read by a deferred or concurrent function literal", use)
