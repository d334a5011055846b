"""Appends that stand in a row, without a loop: how much they add together, as far as that is known before the first.

Of the last, `return append(out, more...)`, the result need not be assigned back. What is appended under a condition is
not counted, and what comes after something of which nobody knows how long it is would be asked for in vain.
"""

from __future__ import annotations

from collections.abc import Iterator

from gofix20.analysis import (
    amounts,
    beginnings,
    flow,
    growing,
    linear,
    making_room,
    paths,
    places,
    rounds,
    slices,
    variables,
)
from gofix20.analysis.filling import Filled, Plan, has_count, is_counted
from gofix20.analysis.paths import Path
from gofix20.facts import Effect, Facts
from gofix20.syntax import Node, contains, walk
from gofix20.transform import Refuse


def row_at(target: Node, facts: Facts) -> Filled | None:
    """The local slice that a match appends to, in the list of its declaration, if no loop with a count fills it."""
    obj = facts.object(places.without_parentheses(target))
    statement = places.statement_of(target)
    definition = None if obj is None else facts.definition(obj)
    if obj is None or statement is None or definition is None or obj.scope != "local" or obj.type is None:
        return None
    remade = remade_at(Path(obj, (), obj.type), statement, definition, facts)
    if remade is not None:
        return remade
    declared_at, function = places.statement_of(definition), places.enclosing_function(definition)
    if function is None or declared_at is None or declared_at.parent is None or declared_at.parent != statement.parent:
        return None
    if slices.growth(places.unlabelled(statement), obj, facts) is None or slices.is_grown(facts, obj):
        return None
    if any(in_a_loop(use, definition, facts) for use in facts.uses(obj)):
        return None
    path, home = Path(obj, (), obj.type), declared_at.parent
    if growing.set_before(path, home, facts):
        return None
    start = beginnings.start_of(facts, obj)
    value = growing.declared(definition, facts)
    literal = value is not None and places.without_parentheses(value).type == "composite_literal"
    return Filled(facts, path, start, home, function, in_a_row=True) if start is not None or literal else None


def remade_at(path: Path, statement: Node, definition: Node, facts: Facts) -> Filled | None:
    """A local slice that is made with elements where it is not declared, once in its life, and then gets more."""
    start, function = beginnings.made_before(path, statement, facts), places.enclosing_function(definition)
    if start is None or function is None or flow.gotos(function) or slices.is_grown(facts, path.root):
        return None
    if any(not contains(loop, definition) for loop in places.enclosing_loops(start.statement)):
        return None
    if any(places.enclosing_function(use) != function for use in facts.uses(path.root)):
        return None
    since = start.statement.start_byte
    filled = Filled(facts, path, start, start.list, function, in_a_row=True, since=since)
    appends = filled.adding(start.list)
    last = max((node.end_byte for node in appends), default=since)
    anew = any(since < use.start_byte < last for use in slices.writes_of(facts, path))
    looped = any(contains(start.list, loop) for node in appends for loop in places.enclosing_loops(node))
    return None if anew or looped else filled


def in_a_loop(use: Node, definition: Node, facts: Facts) -> bool:
    """Is it appended to there in a loop with a count? Then that loop is the place to look at."""
    statement = places.statement_of(use)
    obj = facts.object(use)
    if statement is None or obj is None or slices.growth(places.unlabelled(statement), obj, facts) is None:
        return False
    return any(not contains(loop, definition) and has_count(loop, facts) for loop in places.enclosing_loops(use))


def plan_of(filled: Filled) -> Plan:
    """All that is known before the first append. Raises Refuse."""
    parts = tuple(parts_of(filled))
    count = amounts.summed([part.count for part in parts]) if parts else None
    if count is None:
        raise Refuse(f"nothing tells how many elements `{filled.name}` gets")
    first = places.statement_of(parts[0].node)
    assert first is not None
    plan = Plan(parts, count, first, True)
    steps = [part for part in parts if part.count.operands or filled.start is not None]
    has_elements = filled.start is not None and filled.start.length is not None
    if len(steps) < 2 and not (has_elements and making_room.may_stand_at_declaration(filled, plan)):
        raise Refuse(f"`{filled.name}` grows once, to what it needs")
    return plan


def parts_of(filled: Filled) -> Iterator[amounts.Part]:
    """The appends, one after another, of which the first is certain to lead to the others."""
    first: Node | None = None
    since: list[Node] = []
    measured: list[Node] = []
    for statement in filled.after_start():
        node = places.unlabelled(statement)
        call = slices.growth(node, filled.path, filled.facts) or appended_at_last(node, filled)
        if call is not None:
            first = first or statement
            part = part_of(node, call, filled)
            if part is None or not is_known_at(part, first, since, filled):
                return
            if not all(panics_as_ever(operand, measured, since, filled) for operand in part.count.operands):
                return
            measured += part.count.operands
            yield part
        elif first is not None and leaves(statement):
            return
        if first is not None:
            since.append(statement)


def appended_at_last(statement: Node, filled: Filled) -> Node | None:
    """The call in `return append(x, …)`."""
    if statement.type != "return_statement":
        return None
    values = [value for child in statement.named_children for value in places.expressions(child)]
    calls = [value for value in map(places.without_parentheses, values) if value.type == "call_expression"]
    found = [call for call in calls if filled.facts.callee(call) == "append"]
    if len(found) != 1:
        return None
    target = places.without_parentheses(places.arguments(found[0])[0])
    return found[0] if filled.facts.object(target) == filled.obj else None


def part_of(statement: Node, call: Node, filled: Filled) -> amounts.Part | None:
    added = slices.elements_added(call)
    if added[0] == added[1]:
        return amounts.simple_part(statement, added[0], filled.facts) if added[0] else None
    spread = places.arguments(call)[-1]
    count = amounts.measured(spread.named_children[0], filled.facts)
    if count is None or any(is_counted(operand, filled) for operand in count.operands):
        return None
    return amounts.Part(statement, count, None, True)


def is_known_at(part: amounts.Part, first: Node, since: list[Node], filled: Filled) -> bool:
    """Is what it adds known before the first append, and still true when it comes?"""
    operands = part.count.operands
    return amounts.available_at(operands, first.start_byte, filled.facts) and amounts.unchanged_by(
        operands, since, filled.facts
    )


def panics_as_ever(operand: Node, measured: list[Node], since: list[Node], filled: Filled) -> bool:
    """Where it panics when it is measured, would the program have panicked with that, and having done no more?

    What has a nil pointer panics before the first append then; a check for nil in between would come too late.
    """
    facts = filled.facts
    if facts.effect(operand) is Effect.NONE:
        return True
    if any(paths.is_beside(operand, earlier, facts) for earlier in measured):
        return True
    return not variables.captures(facts, filled.obj) and all(only_adds(statement, filled) for statement in since)


def only_adds(statement: Node, filled: Filled) -> bool:
    """Does it only append or declare, and panic over nil pointers at most?"""
    if amounts.is_plain_declaration(statement, filled.facts):
        return True
    call = slices.growth(places.unlabelled(statement), filled.path, filled.facts)
    if call is None:
        return False
    given = places.arguments(call)
    values = [value.named_children[0] if value.type == "variadic_argument" else value for value in given]
    return all(
        linear.is_simple(value, filled.facts) or rounds.disturbance(value, filled.facts) is Effect.NONE
        for value in values
    )


def leaves(statement: Node) -> bool:
    """Is control not certain to come out at its end, unless something panics?"""
    return any(node.type in WAYS_OUT for node in walk(statement, skip=("func_literal",)))


WAYS_OUT = frozenset(
    {"return_statement", "goto_statement", "break_statement", "continue_statement", "labeled_statement"}
)
