"""GF03: say how large a slice or a map is going to be."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import ClassVar

from gofix20.api import (
    Draft,
    Facts,
    Finding,
    Gain,
    GainLevel,
    Match,
    Refuse,
    Safety,
    Transform,
    distinct_keys,
    filling,
    flow,
    growing,
    half_filled,
    holders,
    in_loop,
    making_room,
    own_types,
    rows,
    slices,
    walk,
)  # fmt: skip

LEAST = 4
"""Up to that many elements a capacity gains nothing (measured); a map has room for eight anyway."""
LEAST_OF_MAP = 8
RECURSIVE = 4 * 1024
"""The most that a function that may call itself takes into its frame."""
MOST = 64 * 1024 * 1024

APPENDS = re.compile(rb"append(?<![\w.]append)(?<!return append)\s*[(/]")


class Prealloc(Transform):
    """Give a slice its capacity, or a map its size, before a loop fills it.

    What it does
    ------------
    Finds a slice that gets a known number of appends in a loop, and a map that is empty before a loop and gets a store
    in each round, and says beforehand how many there will be: in `make`, where it starts empty, or with `slices.Grow`
    just before the loop, where a slice must stay nil if nothing is appended and somebody could tell, or where it holds
    something already: parameters, fields, and what starts with elements, is set anew or is filled in several branches.
    What is appended around the loop is counted too, and so are several appends in a row without a loop, of elements and
    of whole slices (`x = append(x, more...)`); a slice that is made with elements (`make([]T, n)`) and is appended to
    gets a capacity besides. Where there is no `slices.Grow` or `max` (before Go 1.21, or where the name means something
    else), an empty slice is made just before the loop if the count is more than 0.

    Why
    ---
    A slice that grows is copied each time that it is full: nine allocations for a thousand elements instead of one.

    Example
    -------
        func double(numbers []int) []int {
            result := []int{}
            for _, number := range numbers {
                result = append(result, 2*number)
            }
            return result
        }

    Use instead
    -----------
        func double(numbers []int) []int {
            result := make([]int, 0, len(numbers))
            for _, number := range numbers {
                result = append(result, 2*number)
            }
            return result
        }

    Fix safety
    ----------
    Values, nil-ness and panics stay as they are. The capacity that `append` happens to choose is left open by the Go
    specification, and changes: a slice that leaves the function with the exact count has no spare capacity where it had
    some. Where the count is no length and may be absurdly large, and the loop may leave before it has run that often,
    room for 1024 elements is made at most (fewer of large ones), and it grows from there as ever. A type parameter is
    taken to occupy memory unless the package itself instantiates it with a type that does not.

    Unsafe (`--unsafe-fixes`) where a nil slice becomes an empty one and somebody can tell, where the capacity is only
    an upper bound and the slice goes elsewhere (two later appends to it could share memory), where not every round
    appends or stores, and where the count may be absurdly large, the loop may leave before it has run that often, and
    there is no such limit: in a product, of a large constant, of huge elements, and before Go 1.21. And where the bound
    is a method of a `reflect.Type` that may be somebody's own and do more when it is asked. Also where a parameter or
    field grows whose memory somebody else may have: `append` writes behind its length as long as there is room, and
    after `slices.Grow` that may be other memory; a field of a pointer is then set even if the loop does not run, where
    the pointer may be nil, or others may look at it meanwhile.

    When it refuses
    ---------------
    At most 4 elements; a slice that is appended to once, without a loop; elements without a size; a count that may be
    negative or wrap, or that changes in the loop (where only something that is called may change it, it is an upper
    bound); a slice whose capacity somebody looks at, that is passed on, stored or sliced before the last append, ranged
    over while it grows, appended to in a function literal, or goes where code in view appends to two copies of it; more
    than 64 MiB; maps whose keys repeat, unless that ends the loop; a field that is locked in the loop; a bound that is
    a call, but for functions of the package that only read, and a few methods such as reflect's `NumField`; parameters
    and fields to which not every round appends; appends in a row after one of which nobody knows how much it adds.

    Measured gain
    -------------
    Slices: 16 elements take ×0.6 of the time, 1000 ×0.35 to ×0.5 (9 allocations become 1), 100,000 ×0.07; up to 8
    nothing. Two slices of 16 strings appended in a row: 2 allocations become 1. Maps: 16 ×0.49, 100,000 ×0.42; where
    1 % of the keys are distinct ×2.2 and 71 times the memory. Filters that keep nothing ×2.4 to ×4.8, that keep half
    ×0.5 to ×1.1.
    """

    code = "GF03"
    needles = (b"append", b"map[", b"make(")
    clues = ((b"func",), (APPENDS.search, in_loop(re.compile(rb"\]\s*=[^=]").search)))
    query = """
    (assignment_statement
        left: (expression_list . [(identifier) (parenthesized_expression) (selector_expression)] @target .)
        right: (expression_list . (call_expression function: (identifier) @append) .)
        (#eq? @append "append"))
    (assignment_statement left: (expression_list . (index_expression
        operand: [(identifier) (selector_expression)] @target) .))
    """
    gain: ClassVar[str] = "×0.35–0.6 from 16 elements on"

    def site(self, match: Match, facts: Facts) -> Hashable | None:
        filled = filled_at(match, facts)
        if filled is None:
            return None
        begin = -1 if filled.start is None else filled.start.statement.start_byte
        return filled.obj.start, filled.name, begin, *(loop.start_byte for loop in filled.loops)

    def rewrite(self, match: Match, facts: Facts) -> Finding:
        filled = filled_at(match, facts)
        assert filled is not None
        draft = Draft.of(match)
        draft.claim(filled.obj)
        return fill_map(self, filled, draft) if filled.is_map else fill_slice(self, filled, draft)


def filled_at(match: Match, facts: Facts) -> filling.Filled | None:
    """What is filled there: something that starts empty, or that can only grow."""
    target = match["target"]
    filled = filling.filled_at(target, facts)
    if filled is not None and not growing.is_set_anew(filled):
        return filled
    grown = growing.grown_at(target, facts)
    if grown is not None or filled is None:
        return grown or rows.row_at(target, facts)
    return filled if growing.is_open(filled.path, facts) else None


# Obligations of both


def is_worth_it(filled: filling.Filled, plan: filling.Plan, least: int) -> None:
    """More elements than a capacity is worth, where that is known."""
    has_elements = filled.start is not None and filled.start.length is not None  # which need not be copied then
    if plan.count.value is not None and plan.count.value <= least and not (filled.in_a_row and has_elements):
        raise Refuse(f"`{filled.name}` gets at most {least} elements: a capacity gains nothing")


def fits(filled: filling.Filled, plan: filling.Plan) -> None:
    """A known capacity is not absurd."""
    value = plan.count.value
    elem = None if filled.type is None else filled.type.elem
    if value is None or elem is None:
        return
    size = max(elem.size, 1) if elem.size >= 0 else 64
    if filled.is_map and filled.type is not None and filled.type.key is not None:
        size += max(filled.type.key.size, 1)
    if value * size > MOST or value > 2**31 - 1:
        raise Refuse(f"`{filled.name}` would take more than 64 MiB at once")


def burdens_the_stack(filled: filling.Filled, plan: filling.Plan) -> bool:
    """Would `make` take much of the frame of a function that may call itself? `slices.Grow` does not.

    Raises Refuse where the calls together would keep much that none of them uses.
    """
    size = 0 if filled.type is None or filled.type.elem is None else filled.type.elem.size
    room = (plan.count.value or 0) * (size if size >= 0 else 64)
    burdens = RECURSIVE < room < filling.LARGE and may_call_itself(filled)
    if burdens and (filled.facts.go_version < (1, 21) or not filling.cannot_leave(filled, plan)):
        raise Refuse(f"`{filled.name}` would take {room} bytes in each call of a function that may call itself")
    return burdens


def may_call_itself(filled: filling.Filled) -> bool:
    """A literal may through its variable, and any function through a function value."""
    return (
        filled.facts.recursive
        or filled.function.type == "func_literal"
        or any(
            node.type == "call_expression"
            and filled.facts.callee(node) is None
            and not filled.facts.is_conversion(node)
            for node in walk(filled.function)
        )
    )


def no_goto_comes_back(filled: filling.Filled) -> None:
    """A goto to a label between the declaration and the last append runs things in another order than they stand in."""
    gotos = flow.gotos(filled.function)
    if not gotos:
        return
    begin = filled.home.start_byte if filled.start is None else filled.start.statement.end_byte
    end = max((node.end_byte for node in filled.adding(filled.home)), default=begin)
    for goto in gotos:
        target = flow.label_target(goto)
        if target is None or begin <= target.start_byte < end:
            raise Refuse("a goto goes back to before the last append", goto)


# Slices


def fill_slice(rule: Prealloc, filled: filling.Filled, draft: Draft) -> Finding:
    uses = [use for use in slices.uses_of(filled.facts, filled.path) if use.node.start_byte > filled.since]
    elements_have_a_size(filled)
    no_goto_comes_back(filled)
    holders.nobody_looks_beyond(filled, uses)
    holders.nobody_has_it_before_the_last_append(filled, uses)
    holders.nobody_looks_beyond_elsewhere(filled, uses)
    plan = plan_of(filled)
    is_worth_it(filled, plan, LEAST)
    fits(filled, plan)
    outside = filled.is_result or bool(filled.path.fields)
    # What `append(out, more...)` gives is `out` itself, nil or not, where there is no more.
    told = outside or any(use.role in slices.TELLS_NIL or use.role is slices.Role.APPENDED for use in uses)
    held = outside or any(use.role in slices.HOLDS or use.role is slices.Role.APPENDED for use in uses)
    starts_nil = growing.may_be_nil(filled) if filled.start is None else filled.start.is_nil
    seen = [leaving for part in plan.loops for leaving in part.leaving if half_filled.is_seen(filled, leaving, uses)]
    every = plan.certain and half_filled.appends_before_leaving(filled, plan, seen)
    reasons = growing.shared_reasons(filled, plan) if filled.only_grows else []
    if not filling.is_bounded(filled, plan) and not filling.cannot_leave(filled, plan):
        reasons.append(f"{plan.count.shown} may be absurdly large, and the loop may leave before")
    if not plan.certain:
        reasons.append("not every round appends, and where few do it is slower")
    elif held and (seen or not plan.count.exact or half_filled.may_be_recovered(filled, plan)):
        reasons.append("spare capacity would be left, which two later appends could share")
    must_stay_nil = told and starts_nil and not (every and half_filled.is_positive(filled, plan))
    if must_stay_nil and not every:
        reasons.append("a nil slice may become an empty one")
    grow = filled.only_grows or (must_stay_nil and every) or burdens_the_stack(filled, plan)
    return found(rule, filled, plan, draft, grow=grow, reasons=reasons)


def plan_of(filled: filling.Filled) -> filling.Plan:
    if filled.in_a_row:
        return rows.plan_of(filled)
    return filling.modest(filled, growing.plan_of(filled) if filled.only_grows else filling.plan_of(filled))


def elements_have_a_size(filled: filling.Filled) -> None:
    elem = None if filled.type is None else filled.type.elem
    if elem is None or not elem.occupies:
        raise Refuse(f"the elements of `{filled.name}` have no size")


# Maps


def fill_map(rule: Prealloc, filled: filling.Filled, draft: Draft) -> Finding:
    no_goto_comes_back(filled)
    distinct_keys.keys_do_not_repeat(filled)
    plan = filling.modest(filled, filling.plan_of(filled))
    is_worth_it(filled, plan, LEAST_OF_MAP)
    fits(filled, plan)
    reasons = []
    if not plan.certain:
        reasons.append("not every round stores, and where few do it is slower and takes more memory")
    if not filling.is_bounded(filled, plan) and not filling.cannot_leave(filled, plan):
        reasons.append(f"{plan.count.shown} may be absurdly large, and the loop may leave before")
    return found(rule, filled, plan, draft, grow=False, reasons=reasons)


# The finding


def found(
    rule: Prealloc, filled: filling.Filled, plan: filling.Plan, draft: Draft, *, grow: bool, reasons: list[str]
) -> Finding:
    capacity, title = making_room.ask_for_room(filled, plan, draft, grow=grow)
    if any(own_types.may_be_overridden(operand, filled.facts) for operand in plan.count.operands):
        reasons.append(f"{plan.count.shown} may be a method of somebody's own, which does more")
    steps = f"in {len(plan.parts)} append{'s' * (len(plan.parts) > 1)}" if filled.in_a_row else "one at a time"
    message = f"`{filled.name}` gets {capacity} elements, {steps}: make room for them beforehand"
    if reasons:
        message += f" (unsafe: {'; '.join(reasons)})"
    node = plan.first if filled.start is None else filled.start.name
    fix = draft.fix(title, Safety.UNSAFE if reasons else Safety.SAFE)
    return rule.finding(node, message, gain_of(filled, plan), fix)


def gain_of(filled: filling.Filled, plan: filling.Plan) -> Gain:
    value = plan.count.value
    if not plan.certain:
        return Gain(GainLevel.UNKNOWN, "a filter: ×0.5 to ×1.1 where half is kept, ×2.4 to ×4.8 where nothing is")
    if filled.is_map and not distinct_keys.keys_are_distinct(filled, plan):
        return Gain(GainLevel.UNKNOWN, "×0.45 where the keys are distinct, slower where they repeat")
    if filled.in_a_row:
        return Gain(GainLevel.SMALL, "one allocation, and nothing is copied twice")
    if not plan.count.exact or any(part.leaving for part in plan.parts):
        return Gain(GainLevel.UNKNOWN, "depends on how much of the room is used")
    if value is not None and value >= 64:
        return Gain(GainLevel.LARGE, f"{value} elements: ×0.45 of the time or less, one allocation")
    return Gain(GainLevel.SMALL, "×0.6 of the time at 16 elements, ×0.35 to ×0.5 at 1000; nothing up to 8")
