"""A variable whose value lives elsewhere while a loop runs: where it has to go out and come back."""

from __future__ import annotations

from gofix20.analysis import flow
from gofix20.analysis.accumulation import Target, reset_around
from gofix20.analysis.declarations import declaration, is_empty_string
from gofix20.analysis.loop_rounds import is_endless
from gofix20.analysis.onlookers import belongs_here, contains_offset, renews
from gofix20.analysis.places import enclosing_function, enclosing_loops, siblings_before, statement_of
from gofix20.analysis.variables import captures, is_written
from gofix20.facts import Facts
from gofix20.syntax import Node, contains
from gofix20.transform import Refuse


def is_wanted_after(target: Target, region: Node, facts: Facts) -> bool:
    """May the variable be read after the region?"""
    if not belongs_here(target, region, facts) or target.obj.scope == "result":
        return True
    function = enclosing_function(region)
    if function is None or flow.gotos(function):
        return True
    if any(not renews(loop, target) for loop in enclosing_loops(region)):
        return True
    return any(use.start_byte >= region.end_byte for use in facts.uses(target.obj))


def ways_out(target: Target, region: Node, facts: Facts, *, seen_by_others: bool) -> list[Node]:
    """The statements that leave the region, other than to what follows it, so that the variable is seen.

    A return that gives a value sets the named results itself. A break or continue of what the variable is declared in
    leaves its scope.
    """
    found = []
    for way in flow.exits(region):
        if way.kind == "return":
            bare = not any(child.type != "comment" for child in way.node.named_children)
            if seen_by_others or (bare and target.obj.scope == "result" and belongs_here(target, region, facts)):
                found.append(way.node)
        elif way.target != region and (
            seen_by_others
            or way.kind == "goto"
            or (
                is_wanted_after(target, region, facts) and not is_left_behind(target, way)
            )
        ):
            found.append(way.node)
    return found


def is_left_behind(target: Target, way: flow.Exit) -> bool:
    """Does a break or continue leave the scope of the variable?"""
    if way.target is None or not contains_offset(way.target, target.declared_at):
        return False
    return way.kind == "break" or renews(way.target, target)


def ends(region: Node) -> bool:
    """Does control ever come behind the loop (if not, nothing may stand there: it would be unreachable)?"""
    return not is_endless(region) or any(way.kind == "break" and way.target == region for way in flow.exits(region))


def whole_statement(region: Node) -> Node:
    """The loop with its labels. Raises Refuse if nothing can be put before it."""
    statement, function = statement_of(region), enclosing_function(region)
    if statement is None or function is None:
        raise Refuse("the loop is not in a statement list", region)
    if flow.is_goto_target(statement, function) or flow.is_goto_target(region, function):
        raise Refuse("a goto leads to the loop", region)
    for goto in flow.gotos(function):
        target = flow.label_target(goto)
        if target is None or (
            goto.end_byte <= statement.start_byte
            and target.start_byte >= statement.end_byte
            and target.parent == statement.parent
        ):
            raise Refuse("a goto leads past the loop", goto)
    return statement


def is_empty_before(target: Target, region: Node, facts: Facts) -> bool:
    """Is the variable certainly the empty string where the region begins, and used elsewhere too?

    (If the region had its only uses, the compiler would call it unused unless its value is read here.)
    """
    if target.base is not None:
        return has_just_been_emptied(target, region, facts)
    if not belongs_here(target, region, facts) or captures(facts, target.obj):
        return False
    function = enclosing_function(region)
    if function is None or flow.gotos(function):
        return False
    if any(not renews(loop, target) for loop in enclosing_loops(region)):
        return False
    uses = [use for use in facts.uses(target.obj) if not contains(region, use)]
    if any(is_written(use) and use.start_byte < region.start_byte for use in uses):
        return False
    if target.obj.scope == "result":
        return True
    return any(not is_written(use) for use in uses) and starts_empty(target, facts)


def has_just_been_emptied(target: Target, region: Node, facts: Facts) -> bool:
    """Is the statement before the region `r.out = ""`?"""
    statement = statement_of(region)
    before = [] if statement is None else siblings_before(statement)[-1:]
    uses = [use for use in target.uses(facts) if before and contains(before[0], use)]
    return any(reset_around(use, facts) == before[0] for use in uses)


def starts_empty(target: Target, facts: Facts) -> bool:
    try:
        found = declaration(target.obj, facts)
    except Refuse:
        return False
    return found.value is None or is_empty_string(found.value, facts)
