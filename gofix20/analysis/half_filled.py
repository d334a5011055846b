"""Who may see a slice before it is full, or that it is nil or not: by a way out of a loop, or after a panic."""

from __future__ import annotations

from gofix20.analysis import flow, places, rounds, slices
from gofix20.analysis.filling import Filled, Plan
from gofix20.facts import Effect
from gofix20.syntax import Node, contains, walk


def is_seen(filled: Filled, leaving: rounds.Leaving, uses: list[slices.Use]) -> bool:
    """May somebody see the slice who can tell how it came about, if the loop is left here?"""
    if leaving.kind == "panic":
        return False  # what a recovered panic lets be seen is told by the effects of a round
    if leaving.kind != "return":
        return True
    if filled.path.fields and any(contains(leaving.node, use) for use in filled.facts.uses(filled.obj)):
        return True
    if filled.is_result and (not places.expressions(returned(leaving.node)) or has_defer(filled.function)):
        return True
    return any(contains(leaving.node, use.node) and use.role not in slices.HARMLESS for use in uses)


def returned(statement: Node) -> Node | None:
    return next((child for child in statement.named_children if child.type == "expression_list"), None)


def has_defer(function: Node) -> bool:
    return any(node.type == "defer_statement" for node in walk(function, skip=("func_literal",)))


def appends_before_leaving(filled: Filled, plan: Plan, seen: list[rounds.Leaving]) -> bool:
    """Each round appends, and nothing that lets the slice be seen can leave before the first append."""
    early = max([worst_between(filled, plan), *(part.round.early for part in plan.loops if part.round is not None)])
    if early is not Effect.NONE and filled.is_result and flow.recovering_defers(filled.function, filled.facts):
        return False
    return all(leaving.least >= 1 for leaving in seen)


def may_be_recovered(filled: Filled, plan: Plan) -> bool:
    """May a panic end in a deferred function that lets the half-filled result be seen?"""
    worst = max([worst_between(filled, plan), *(part.worst for part in plan.parts)])
    return filled.is_result and worst is not Effect.NONE and bool(flow.recovering_defers(filled.function, filled.facts))


def worst_between(filled: Filled, plan: Plan) -> Effect:
    """The worst that may happen from the first loop to the last append, outside of the loops."""
    end = max(part.node.end_byte for part in plan.parts)
    loops = [part.node for part in plan.loops]
    between = [
        statement
        for statement in filled.after_start()
        if plan.first.start_byte <= statement.start_byte < end and places.unlabelled(statement) not in loops
    ]
    return max((rounds.disturbance(statement, filled.facts) for statement in between), default=Effect.NONE)


def is_positive(filled: Filled, plan: Plan) -> bool:
    """Is something appended in any case?"""
    return plan.at_home and any(
        (part.round is None and not part.count.operands)
        or (part.count.value is not None and part.count.portable and part.count.value > 0)
        for part in plan.parts
    )
