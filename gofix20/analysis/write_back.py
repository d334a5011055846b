"""A variable whose value lives elsewhere while a loop runs: who could see that, and where it has to come back."""

from __future__ import annotations

from gofix20.analysis import flow, own_fields
from gofix20.analysis.accumulation import Target
from gofix20.analysis.declarations import declaration, is_empty_string
from gofix20.analysis.loop_rounds import is_endless
from gofix20.analysis.places import enclosing_function, enclosing_loops, in_function_literal, statement_of
from gofix20.analysis.variables import captures, is_written
from gofix20.facts import Effect, Facts
from gofix20.syntax import Node, contains
from gofix20.transform import Refuse


def home(target: Target, facts: Facts) -> Node | None:
    """The function whose variable it is; None for what belongs to no function of this declaration."""
    if target.base is not None or not target.obj.is_local or not contains_offset(facts.function, target.declared_at):
        return None
    node = facts.function.descendant_for_byte_range(target.declared_at, target.declared_at + 1)
    return None if node is None else enclosing_function(node)


def contains_offset(node: Node, offset: int) -> bool:
    return node.start_byte <= offset < node.end_byte


def renews(loop: Node, target: Target, *, shared_header: bool = False) -> bool:
    """Does every round of the loop have the variable anew, with nothing of the round before?

    What a three-clause header declares is carried from round to round.
    """
    if not contains_offset(loop, target.declared_at):
        return False
    body = loop.child_by_field_name("body")
    in_body = body is not None and contains_offset(body, target.declared_at)
    ranged = any(child.type == "range_clause" for child in loop.named_children)
    return in_body or (ranged and not shared_header)


def belongs_here(target: Target, region: Node, facts: Facts) -> bool:
    """Is it a variable of the very function that the region is in?"""
    return home(target, facts) == enclosing_function(region)


def closures_meanwhile(target: Target, region: Node, facts: Facts) -> list[Node]:
    """Uses of the variable in function literals that may run while the region does.

    One that is written behind the region cannot have been made yet, unless something leads back to the region.
    """
    function = enclosing_function(region)
    if function is None or not belongs_here(target, region, facts):
        return []
    # Before Go 1.22 all rounds of a loop share the variables of its header.
    shared = facts.go_version < (1, 22)
    again = flow.gotos(function) or any(
        not renews(loop, target, shared_header=shared) for loop in enclosing_loops(region)
    )
    found = []
    for use in facts.uses(target.obj):
        if enclosing_function(use) == function:
            continue
        literal = in_function_literal(use, function)
        if again or literal is None or literal.start_byte < region.end_byte:
            found.append(use)
    return found


def nobody_looks_meanwhile(target: Target, region: Node, facts: Facts) -> bool:
    """Raises Refuse if somebody may see the variable while the region runs, or after a panic in it.

    Returns whether somebody may see it where the region is left by a return (a captured variable, one of the package):
    a region without calls, receives and panics leaves no other moment for that.
    """
    function = enclosing_function(region)
    name = target.text
    for use in target.uses(facts):
        if contains(region, use) and enclosing_function(use) != function:
            # It may outlive the loop, and would go on with the builder.
            raise Refuse(f"`{name}` is used in a function literal", use)
    if target.base is not None:
        own_fields.is_ours_alone(target, region, facts)
        return True
    closures = closures_meanwhile(target, region, facts)
    if closures:
        reason = f"`{name}` is used in a function literal"
    elif not target.obj.is_local:
        reason = f"`{name}` can be seen from outside while the loop runs"
    elif not belongs_here(target, region, facts):
        reason = f"`{name}` is another function's, which may look while the loop runs"
    elif target.obj.scope == "result" and function is not None and flow.recovering_defers(function, facts):
        reason = f"the result `{name}` is seen where a deferred call recovers"
    else:
        return False
    if flow.worst_effect(region, facts) != Effect.NONE:
        raise Refuse(reason, closures[0] if closures else None)
    return target.obj.scope != "result" or bool(closures)


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


def starts_empty(target: Target, facts: Facts) -> bool:
    try:
        found = declaration(target.obj, facts)
    except Refuse:
        return False
    return found.value is None or is_empty_string(found.value, facts)
