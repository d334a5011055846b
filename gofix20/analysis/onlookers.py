"""Who else may look at a variable while a loop has its value elsewhere, or after a panic in it; and who may set it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import partial

from gofix20.analysis import effects, flow, own_fields
from gofix20.analysis.accumulation import Target, growth_around
from gofix20.analysis.effects import is_call
from gofix20.analysis.places import enclosing_function, enclosing_loops, in_function_literal
from gofix20.analysis.variables import captures, is_written
from gofix20.facts import Effect, Facts
from gofix20.model import Safety
from gofix20.syntax import Node, contains
from gofix20.transform import Refuse


class Watch(IntEnum):
    """When somebody else may look."""

    NEVER = 0
    AT_THE_END = 1
    """Wherever the region is left."""
    ALWAYS = 2
    """At any time, or after a panic."""


@dataclass(frozen=True, slots=True)
class Onlookers:
    watch: Watch
    safety: Safety = Safety.SAFE
    """UNSAFE where somebody could set the variable meanwhile, or its pointer be nil, whom one would not expect to."""
    guard: str = ""
    """The condition under which the variable can be read before the region at all."""


NOBODY = Onlookers(Watch.NEVER)


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
    """Uses of the variable in function literals that may run while the region does, or after a panic in it.

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


def sees_half(target: Target, statements: Iterable[Node], facts: Facts) -> bool:
    """May a function literal that reads the variable run while one of the statements does, or after a panic in it?"""
    for statement in statements:
        outermost = [loop for loop in enclosing_loops(statement) if not contains_offset(loop, target.declared_at)]
        if closures_meanwhile(target, (outermost or [statement])[-1], facts):
            return True
    return False


def is_put_off(use: Node, function: Node) -> bool:
    """Is it in a literal that a `defer` of the function calls, and that so runs when the function is left?"""
    literal = in_function_literal(use, function)
    call = None if literal is None else literal.parent
    return (
        call is not None
        and call.child_by_field_name("function") == literal
        and call.parent is not None
        and call.parent.type == "defer_statement"
    )


def onlookers(target: Target, region: Node, facts: Facts) -> Onlookers:
    """Raises Refuse if somebody else may set the variable while the region runs.

    `String` of a builder costs nothing, so that the variable can be kept up to date with every write where somebody
    may look at any time. A region that cannot panic and runs no code of others leaves no moment for that but its end.
    """
    name, function = target.text, enclosing_function(region)
    inside = [use for use in target.uses(facts) if contains(region, use) and enclosing_function(use) != function]
    for use in inside:
        if is_written(use):
            # It may outlive the loop, and would go on with the builder.
            raise Refuse(f"`{name}` is written in a function literal", use)
    if target.base is not None or not target.obj.is_local:
        own_fields.nothing_else_sets_it(target, region, facts)
    if target.base is not None:
        return of_field(target, region, facts, captured=bool(inside))
    effect = effects.worst_effect(region, facts)
    if not target.obj.is_local or not belongs_here(target, region, facts):
        if effect is Effect.EFFECT:
            whose = "another function's" if target.obj.is_local else "the package's"
            raise Refuse(f"`{name}` is {whose}, which may set it while the loop runs")
        return Onlookers(Watch.ALWAYS if effect > Effect.NONE or inside else Watch.AT_THE_END)
    assert function is not None
    closures = closures_meanwhile(target, region, facts)
    for use in closures:
        if is_written(use) and not is_put_off(use, function):
            raise Refuse(f"`{name}` is written in a function literal", use)
    if inside or (closures and effect > Effect.NONE):
        return Onlookers(Watch.ALWAYS)
    if closures:
        return Onlookers(Watch.AT_THE_END)
    shown = target.obj.scope == "result" and effect > Effect.NONE and flow.recovering_defers(function, facts)
    return Onlookers(Watch.ALWAYS if shown else Watch.NEVER)


def of_field(target: Target, region: Node, facts: Facts, *, captured: bool) -> Onlookers:
    base = target.base
    assert base is not None
    ours = own_fields.is_in_nobodys_reach(target, region, facts)
    own_fields.set_in_literals(target, region, facts)
    safety, there = Safety.SAFE, own_fields.is_known_to_be_there(target, region, facts)
    unforeseen = own_fields.unforeseen_calls(target, region, facts)
    good = partial(own_fields.is_good, target=target, facts=facts)
    effect = effects.worst_effect(region, facts, lambda node: node in unforeseen or good(node))
    if not ours and effect is Effect.EFFECT:
        raise Refuse(f"`{target.text}` can be set from outside while the loop runs")
    if not ours and unforeseen:
        safety = Safety.UNSAFE
    if not there:
        # With a nil pointer, the first assignment panics, as it did: behind calls, but before what else may panic.
        operands = added(target, region, facts)
        if any(effects.worst_effect(each, facts, lambda node: good(node) or is_call(node, facts)) for each in operands):
            safety = Safety.UNSAFE
        meant = facts.visible("nil", region)
        pointers = own_fields.pointers(target, facts)
        if pointers is None or meant is None or meant.scope != "universe":
            raise Refuse(f"`{base.name}` may be nil")
        return Onlookers(Watch.ALWAYS, safety, " && ".join(f"{pointer} != nil" for pointer in pointers))
    looked_at = own_fields.is_read_otherwise(target, region, facts) or captured
    seen = not ours or base.scope == "result" or bool(captures(facts, base))
    if looked_at or (seen and (bool(unforeseen) or effect > Effect.NONE)):
        return Onlookers(Watch.ALWAYS, safety)
    return Onlookers(Watch.AT_THE_END, safety)


def added(target: Target, region: Node, facts: Facts) -> Iterator[Node]:
    """What is added to the variable in the region."""
    for use in target.uses(facts):
        growth = growth_around(use, facts) if contains(region, use) else None
        if growth is not None:
            yield from growth.operands
