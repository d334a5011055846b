"""Who else has a slice that is filled, before it is full or in order to look beyond its length."""

from __future__ import annotations

from gofix20.analysis import places, slices
from gofix20.analysis.filling import Filled
from gofix20.syntax import ancestors, contains
from gofix20.transform import Refuse


def nobody_looks_beyond(filled: Filled, uses: list[slices.Use]) -> None:
    """Nobody asks for its capacity or reslices it, or appends to it behind its back."""
    for use in uses:
        if use.role is slices.Role.APPENDED and (is_the_last_use(filled, use, uses) or is_lent(filled, use)):
            continue
        if use.role in {slices.Role.CAPACITY, slices.Role.BEYOND, slices.Role.APPENDED, slices.Role.ADDRESS}:
            raise Refuse(f"`{filled.name}` {use.role.value}", use.node)
        if use.role is slices.Role.RANGE and gets_more_in(filled, use):
            raise Refuse(f"`{filled.name}` is ranged over while it is filled", use.node)
        if use.role is slices.Role.GROWTH and places.enclosing_function(use.node) != filled.function:
            raise Refuse(f"`{filled.name}` is appended to in a function literal", use.node)


def gets_more_in(filled: Filled, use: slices.Use) -> bool:
    """Does a loop over its elements append to it? It goes on over the old memory, whoever writes to the new."""
    clause = places.with_parentheses(use.node).parent
    loop = None if clause is None else clause.parent
    named = None if clause is None else clause.child_by_field_name("left")
    if loop is None or len(places.expressions(named)) < 2:
        return False
    return bool(filled.adding(loop))


def is_the_last_use(filled: Filled, use: slices.Use, uses: list[slices.Use]) -> bool:
    """`return append(out, x)`: with nobody else who has `out`, it makes no difference whether the two share memory."""
    call = use.node.parent.parent if use.node.parent is not None else None
    statement = places.statement_of(use.node)
    if filled.is_result or filled.path.fields or call is None or statement is None:
        return False
    if statement.type in {"defer_statement", "go_statement", "for_statement"}:
        return False
    for other in uses:
        ends = statement.type == "return_statement"  # nothing comes after it but deferred functions
        if (not ends and slices.may_follow(use.node, other.node, filled.home)) or (
            other.role in slices.HOLDS and slices.returned_from(other.node, filled.function) is None
        ):
            return False
        if other != use and contains(statement, other.node):
            return False
        if places.enclosing_function(other.node) != filled.function:
            return False
    return True


def is_lent(filled: Filled, use: slices.Use) -> bool:
    """Is it, or what it is appended to for this alone, only given to a function in view that reads and keeps nothing?

    It has elements by then, so that nobody can tell whether it was nil.
    """
    given = use.node
    if use.role is slices.Role.APPENDED:
        call = use.node.parent.parent if use.node.parent is not None else None
        if call is None:
            return False
        given = call
    outer = places.with_parentheses(given).parent
    if outer is not None and outer.type == "variadic_argument":
        outer = outer.parent
    call, statement = (None if outer is None else outer.parent), places.statement_of(given)
    if outer is None or outer.type != "argument_list" or call is None or statement is None:
        return False
    if any(around.type in {"go_statement", "defer_statement"} for around in ancestors(given)):
        return False
    before = places.siblings_before(statement) if statement.parent is not None else []
    grown = [slices.growth(places.unlabelled(earlier), filled.path, filled.facts) for earlier in before]
    if not any(call is not None and slices.elements_added(call)[0] > 0 for call in grown):
        return False
    receivers = filled.facts.receivers(given)
    return receivers is not None and not receivers.kept and not receivers.sights


def nobody_looks_beyond_elsewhere(filled: Filled, uses: list[slices.Use]) -> None:
    """Nor do the functions in view that get it."""
    for use in uses:
        grown = use.node.parent if (filled.is_result or filled.path.fields) and use.role is slices.Role.GROWTH else None
        if use.role is slices.Role.APPENDED:
            grown = use.node.parent
        call = grown.parent if grown is not None and grown.type == "argument_list" else None
        receivers = filled.facts.receivers(call or use.node) if call or use.role in slices.HOLDS else None
        if receivers is None:
            continue
        for sight in receivers.sights:
            not_back = sight.kind == "append" and sight.what.endswith("assigned back")
            if not_back or sight.kind in {"cap", "reslice", "fork"}:
                raise Refuse(f"`{filled.name}` goes where {sight.what} (line {sight.line})", use.node)


def nobody_has_it_before_the_last_append(filled: Filled, uses: list[slices.Use]) -> None:
    """A second holder would share, or not share, what comes after; and a nil test would see what is to come."""
    appends = [use.node for use in uses if use.role is slices.Role.GROWTH]
    for use in uses:
        if use.role in slices.HARMLESS or slices.returned_from(use.node, filled.function) is not None:
            continue
        if use.role is slices.Role.APPENDED:
            continue
        if use.role is slices.Role.WRITTEN and filled.only_grows:
            continue
        is_early = any(slices.may_follow(use.node, later, filled.home) for later in appends)
        if is_early and not (use.role is slices.Role.WHOLE and is_lent(filled, use)):
            raise Refuse(f"`{filled.name}` {use.role.value} before the last append", use.node)
