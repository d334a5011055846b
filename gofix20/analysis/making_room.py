"""Where and how to ask for the capacity of a slice or the size of a map: in `make`, or by `slices.Grow`."""

from __future__ import annotations

import dataclasses

from gofix20.analysis import amounts, beginnings, counts, flow, linear, names, places
from gofix20.analysis.filling import Filled, Plan, between, cannot_leave, is_bounded, may_use
from gofix20.analysis.paths import Path, holder_of
from gofix20.facts import Effect, Facts
from gofix20.syntax import Node, contains, text, walk
from gofix20.transform import Draft, Refuse


def ask_for_room(filled: Filled, plan: Plan, draft: Draft, *, grow: bool) -> tuple[str, str]:
    """Edit the draft so that the room is asked for, and give what is asked for and the title of the fix.

    In the declaration, if the loop is certain to come next; else the declaration goes down to the loop; else, and if
    the slice must stay nil where nothing is appended (`grow`), it grows just before the loop.
    """
    facts, count, name = filled.facts, plan.count, filled.name
    lines = []
    given = ""
    if count.named is not None:
        if places.has_comment(count.named):
            raise Refuse("a comment stands in what is ranged over", count.named)
        if flow.gotos(filled.function):
            raise Refuse("a goto might jump over a new variable", flow.gotos(filled.function)[0])
        given = names.fresh(facts, *names_for(count.named))
        draft.claim_name(given)
        lines.append(f"{given} := {text(count.named).decode()}")
        draft.replace(count.named, given)
    capacity = count.text.replace(counts.PLACEHOLDER, given)
    where = plan.first
    without_max = count.wants_max and not may_use("max", plan.first, facts)
    if without_max and (in_if := made_if_any(filled, plan, draft)) is not None:
        capacity, block = in_if
        lines += block
        title = f"make room for {capacity} in `{name}` before the loop, unless that is none"
        count = dataclasses.replace(count, wants_max=False)
    elif not grow and filled.start is not None and may_stand_at_declaration(filled, plan):
        where = filled.start.statement
        if filled.start.length is not None:
            capacity = f"{text(filled.start.length).decode()}+{count.as_int()}"
        filled.start.set_value(draft, "make(", made_with(filled, capacity))
        title = f"make `{name}` with room for {capacity}"
    elif not grow and filled.start is not None and may_move(filled, plan):
        comment = filled.start.remove(draft)
        lines.append(f"{name} := make({text(filled.start.type).decode()}{made_with(filled, capacity)}{comment}")
        title = f"make `{name}` just before the loop, with room for {capacity}"
    elif filled.is_map:
        raise Refuse(f"the loop is not certain to come after the declaration of `{name}`")
    elif not without_max and not may_grow(facts) and (type_ := type_to_make(filled, plan)) is not None:
        made = f"{name} = make({text(type_).decode()}{made_with(filled, capacity)}"
        lines += [f"if {capacity} > 0 {{", f"\t{made}", "}"]
        title = f"make `{name}` with room for {capacity} before the loop, unless that is none"
    else:
        count = from_the_loop_on(filled, plan)
        capacity = (count.as_int() or "").replace(counts.PLACEHOLDER, given)
        names.require_version(facts, (1, 21), "slices.Grow")
        lines.append(f"{name} = {names.package(facts, draft, 'slices', [plan.first])}.Grow({name}, {capacity})")
        title = f"grow `{name}` by {capacity} before the loop"
    if lines:
        beginnings.insert_above(draft, plan.first, lines)
    if count.wants_max:
        names.require_version(facts, (1, 21), "max")
    for builtin in ("make", "len", "max", "min", "int"):
        if f"{builtin}(" in f"make({capacity})":
            names.builtin(facts, builtin, [where])
    for obj in {obj for operand in count.operands for obj in facts.mentioned(operand)}:
        draft.mention(obj)
    return capacity, title


def made_if_any(filled: Filled, plan: Plan, draft: Draft) -> tuple[str, list[str]] | None:
    """The number, and the lines that make room for it before the loop: `if n > k { … }` in place of `max(n, k)-k`."""
    type_ = type_to_make(filled, plan)
    count = plan.count if type_ is not None else from_the_loop_on(filled, plan)
    ends = counts.ends_of(count.text) if count.kind == "int" and count.named is None else None
    if ends is None or (type_ is None and not may_grow(filled.facts)):
        return None
    high, low = ends
    if filled.is_map and any(contains(statement, use) for statement in between(filled, plan) for use in filled.uses()):
        return None  # others may have it by then, or it something in it
    header, amount = f"if {high} > {low} {{", high if low == "0" else f"{high}-{low}"
    if low == "0" and not high.isidentifier():
        amount = names.fresh(filled.facts, "n", "count")
        draft.claim_name(amount)
        header = f"if {amount} := {high}; {amount} > 0 {{"
    if type_ is not None:
        value = f"make({text(type_).decode()}{made_with(filled, amount)}"
    else:
        value = f"{names.package(filled.facts, draft, 'slices', [plan.first])}.Grow({filled.name}, {amount})"
    return high if low == "0" else f"{high}-{low}", [header, f"\t{filled.name} = {value}", "}"]


def may_grow(facts: Facts) -> bool:
    return facts.go_version >= (1, 21) and facts.may_import("slices")


def made_with(filled: Filled, capacity: str) -> str:
    length = None if filled.start is None else filled.start.length
    elements = "0" if length is None else text(length).decode()
    return f", {capacity})" if filled.is_map else f", {elements}, {capacity})"


def may_stand_at_declaration(filled: Filled, plan: Plan) -> bool:
    """Is the loop certain to come next, and does the count mean the same at the declaration?"""
    start, operands = filled.start, plan.count.operands
    if start is None or not start.takes_a_value or not plan.at_home or plan.count.named is not None:
        return False
    if start.length is not None and (plan.count.as_int() is None or not may_stand_beside(start.length, filled, plan)):
        return False
    middle = between(filled, plan)
    if not start.alone:
        middle = [start.statement, *middle]  # what else it does may come before or after
    if not amounts.available_at(operands, start.statement.start_byte, filled.facts):
        return False
    if not amounts.unchanged_by(operands, middle, filled.facts):
        return False
    if all(amounts.is_plain_declaration(statement, filled.facts) for statement in middle):
        return True  # if the operand panics, nothing has happened in between that a recover could see
    return (
        all(amounts.is_calm(statement, filled.facts) for statement in middle)
        and all(
            filled.facts.effect(operand) is Effect.NONE or is_reached(operand, start, filled) for operand in operands
        )
        and (is_bounded(filled, plan) or cannot_leave(filled, plan))
    )


def may_stand_beside(length: Node, filled: Filled, plan: Plan) -> bool:
    """Does `make` panic over a length as ever: is no operand of the count the first to panic?"""
    facts = filled.facts
    harmless = all(facts.effect(operand) is Effect.NONE for operand in plan.count.operands)
    return harmless or facts.constant(length) is not None or linear.is_length(length, facts)


def is_reached(operand: Node, start: beginnings.Start, filled: Filled) -> bool:
    """Is it a field beside the one that is set: where `x.m = make(M, len(x.other))` panics, so did `x.m = make(M)`?"""
    holder = holder_of(amounts.measured_in(operand, filled.facts), filled.facts)
    beside = Path(filled.path.root, filled.path.fields[:-1])
    return start.statement.type == "assignment_statement" and holder == beside


def may_move(filled: Filled, plan: Plan) -> bool:
    """Can the declaration go down to the loop, in its own list and past no label?"""
    start = filled.start
    if start is None or start.length is not None or not plan.at_home or flow.gotos(filled.function):
        return False
    if not start.is_movable(filled.facts.file):
        return False
    middle = between(filled, plan)
    used = any(contains(statement, use) for statement in middle for use in filled.uses())
    labelled = any(node.type == "labeled_statement" for node in middle)
    return not used and not labelled and amounts.available_at([start.type], plan.first.start_byte, filled.facts)


def type_to_make(filled: Filled, plan: Plan) -> Node | None:
    """Of what is empty at the loop, and gets something there where the count is not 0: it needs no slices.Grow."""
    start, count = filled.start, plan.count
    definition = filled.facts.definition(filled.obj)
    if start is not None:
        type_ = start.type if start.length is None else None
    elif filled.is_result and not filled.only_grows and definition is not None and definition.parent is not None:
        type_ = definition.parent.child_by_field_name("type")
    else:
        return None
    if type_ is None or not plan.at_home or not plan.certain:
        return None
    before = [inner for statement in between(filled, plan) for inner in walk(statement)]
    fits = (
        all(filled.adds(inner) is None for inner in before)
        and (count.bounded or cannot_leave(filled, plan))
        and count.kind == "int"
        and (not count.wants_max or counts.ends_of(count.text) is not None)
        and all(part.round is not None for part in plan.parts)
        and amounts.available_at([type_], plan.first.start_byte, filled.facts)
    )
    return type_ if fits else None


def from_the_loop_on(filled: Filled, plan: Plan) -> counts.Count:
    """What is added from the first loop on, as an int."""
    count = amounts.summed([part.count for part in plan.parts if part.node.start_byte >= plan.first.start_byte])
    if count is None or count.as_int() is None:
        raise Refuse(f"the count of `{filled.name}` may not fit an int")
    return count


def names_for(operand: Node) -> list[str]:
    """What the result of a call may be called."""
    callee = places.without_parentheses(operand).child_by_field_name("function")
    field = callee.child_by_field_name("field") if callee is not None else None
    called = "" if callee is None else text(field or callee).decode()
    known = {"Split": "parts", "Fields": "fields", "Keys": "keys", "Values": "values"}
    short = called.removeprefix("Get").removeprefix("get")
    own = short[:1].lower() + short[1:] if short.isidentifier() and short.isascii() else ""
    return [name for name in (known.get(called, ""), own if own.endswith("s") else "", "items", "elements") if name]
