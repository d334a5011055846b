"""Slices and maps that start empty and are filled in loops: which they are, and how much they get."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from gofix20.analysis import amounts, beginnings, counts, places, rounds, slices, variables
from gofix20.analysis.paths import Path, denotes, mentions, path_of
from gofix20.facts import Effect, Facts, Object, Type
from gofix20.syntax import Node, contains, walk
from gofix20.transform import Refuse

LARGE = 64 * 1024
"""From so many bytes on the compiler puts a constant `make` on the heap, and a constant counts as large."""
LARGE_ELEMENT = 4 * 1024
MODEST = 1024
"""So many elements at most, and so many bytes, are asked for where nobody knows how many there will be."""
MODEST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Filled:
    """A slice or map that is filled in a loop, and is empty before or can grow before."""

    facts: Facts
    path: Path
    start: beginnings.Start | None
    """None for a named result, which starts as nil, and for what only grows."""
    home: Node
    """The statement list in which it is declared, or the function's."""
    function: Node
    loops: tuple[Node, ...] = ()
    """Of what is not known to be empty (see `growing`): the loops before which it may grow, outermost first."""
    in_a_row: bool = False
    """It is not filled in a loop, but by appends in a row (see `rows`)."""
    since: int = -1
    """Where it is made anew: what is done to it before that is done to another slice."""

    @property
    def obj(self) -> Object:
        return self.path.root

    @property
    def type(self) -> Type | None:
        return self.path.type

    @property
    def is_map(self) -> bool:
        return self.type is not None and self.type.kind == "map"

    @property
    def is_result(self) -> bool:
        return self.obj.scope == "result" and not self.path.fields

    @property
    def only_grows(self) -> bool:
        return bool(self.loops) or (self.in_a_row and self.start is None)

    @property
    def name(self) -> str:
        return self.path.name

    def adds_at_last(self, node: Node) -> int:
        """What `return append(x, …)` and its like add, without assigning it back."""
        if self.is_map or node.type not in {"return_statement", "short_var_declaration", "assignment_statement"}:
            return 0
        calls = [use.parent.parent for use in self.uses() if contains(node, use) and use.parent is not None]
        if len(calls) != 1 or calls[0] is None or self.facts.callee(calls[0]) != "append":
            return 0
        is_first = denotes(places.arguments(calls[0])[0], self.path, self.facts)
        return slices.elements_added(calls[0])[0] if is_first else 0

    def uses(self) -> list[Node]:
        return [node for node in mentions(self.path, self.facts) if node.start_byte > self.since]

    def adding(self, within: Node, *, in_literals: bool = True) -> list[Node]:
        """The statements inside a node that add to it, in order: what mentions it leads to them."""
        found: dict[int, Node] = {}
        for use in self.uses():
            if not contains(within, use):
                continue
            around = [use]
            while around[-1] != within and (parent := around[-1].parent) is not None:
                around.append(parent)
            if in_literals or all(node.type != "func_literal" for node in around[:-1]):
                found.update((node.start_byte, node) for node in around if self.adds(node) is not None)
        return [found[start] for start in sorted(found)]

    def after_start(self) -> list[Node]:
        begin = -1 if self.start is None else self.start.statement.end_byte
        return [node for node in places.statements(self.home) if node.start_byte >= begin]

    def adds(self, node: Node) -> rounds.Span | None:
        """What a statement adds."""
        if self.is_map:
            return (1, 1) if stored_key(node, self.path, self.facts) is not None else None
        call = slices.growth(node, self.path, self.facts)
        if call is None:
            return None
        added = slices.elements_added(call)
        if added[0] == added[1]:
            return added
        spread = amounts.measured(places.arguments(call)[-1].named_children[0], self.facts)
        known = None if spread is None or spread.operands or not spread.portable else spread.value
        return added if known is None else (known, known)


def filled_at(target: Node, facts: Facts) -> Filled | None:
    """The variable that a match is about, if it starts empty and the match is in a loop with a count."""
    path = path_of(target, facts)
    if path is None:
        return None
    if target.parent is not None and target.parent.type == "index_expression":
        later = map_set_before(target, path, facts)
        if later is not None or path.fields:
            return later
    obj = path.root
    definition = facts.definition(obj)
    if obj.type is None or definition is None or obj.scope not in {"local", "result"} or path.fields:
        return None
    is_store = target.parent is not None and target.parent.type == "index_expression"
    if obj.type.kind != ("map" if is_store else "slice"):
        return None
    if not is_store and slices.growth(places.statement_of(target) or target, obj, facts) is None:
        return None
    loops = [loop for loop in places.enclosing_loops(target) if not contains(loop, definition)]
    function = places.enclosing_function(definition)
    if function is None or slices.is_grown(facts, obj) or not any(has_count(loop, facts) for loop in loops):
        return None
    if obj.scope == "local":
        if is_store and any(has_a_size(variables.assigned_values(facts, use), facts) for use in facts.uses(obj)):
            return None
        start = beginnings.start_of(facts, obj)
        return None if start is None else Filled(facts, Path(obj, (), obj.type), start, start.list, function)
    body = function.child_by_field_name("body")
    lists = [] if body is None else [child for child in body.named_children if child.type == "statement_list"]
    return Filled(facts, Path(obj, (), obj.type), None, lists[0], function) if lists and not is_store else None


def has_a_size(value: Node | None, facts: Facts) -> bool:
    """`make(M, n)`"""
    value = None if value is None else places.without_parentheses(value)
    is_made = value is not None and value.type == "call_expression" and facts.callee(value) == "make"
    return is_made and value is not None and beginnings.empty_type(value, facts) is None


def map_set_before(target: Node, path: Path, facts: Facts) -> Filled | None:
    """A map, perhaps a field, that is set where it is not declared, before the loop."""
    statement = places.statement_of(target)
    function = places.enclosing_function(target)
    if path.type is None or path.type.kind != "map" or function is None or statement is None:
        return None
    if not path.fields and beginnings.start_of(facts, path.root) is not None:
        return None
    for loop in places.enclosing_loops(target):
        start = beginnings.set_before(path, loop, facts)
        if start is not None:
            return Filled(facts, path, start, start.list, function) if has_count(loop, facts) else None
    return None


def has_count(loop: Node, facts: Facts) -> bool:
    try:
        return counts.count_of(loop, facts) is not None
    except Refuse:
        return True


def stored_key(node: Node, path: Path, facts: Facts) -> Node | None:
    """The key in `m[key] = value`."""
    if node.type != "assignment_statement":
        return None
    operator, left = node.child_by_field_name("operator"), places.expressions(node.child_by_field_name("left"))
    if operator is None or operator.type != "=" or len(left) != 1:
        return None
    target = places.without_parentheses(left[0])
    operand = target.child_by_field_name("operand") if target.type == "index_expression" else None
    if operand is None or not denotes(operand, path, facts):
        return None
    return target.child_by_field_name("index")


@dataclass(frozen=True, slots=True)
class Plan:
    """How many elements there will be, and the first loop that adds them."""

    parts: tuple[amounts.Part, ...]
    count: counts.Count
    first: Node
    """The statement before which the capacity is wanted: the first loop, with its labels."""
    at_home: bool
    """That statement is in the list of the declaration."""

    @property
    def loops(self) -> list[amounts.Part]:
        return [part for part in self.parts if part.round is not None]

    @property
    def certain(self) -> bool:
        return all(part.certain for part in self.parts)


def plan_of(filled: Filled) -> Plan:
    """The loops in sequence at home, else an inner loop alone, else a filter. Raises Refuse."""
    parts = parts_at_home(filled)
    if not any(part.round is not None for part in parts):
        parts = inner_part(filled) or filter_part(filled)
    if not parts:
        raise Refuse(f"nothing tells how many elements `{filled.name}` gets")
    if any(is_counted(operand, filled) for part in parts for operand in part.count.operands):
        raise Refuse(f"`{filled.name}` is ranged over while it is filled")
    loops = [part for part in parts if part.round is not None]
    count = amounts.summed([part.count for part in parts])
    if count is None:
        parts, count = loops[:1], loops[0].count
    first = places.statement_of(loops[0].node)
    assert first is not None
    return Plan(tuple(parts), count, first, first.parent == filled.home)


def is_counted(operand: Node, filled: Filled) -> bool:
    """Does it look at what is being filled?"""
    return any(contains(operand, use) for use in filled.uses())


def parts_at_home(filled: Filled) -> list[amounts.Part]:
    """What the statements of the declaration's own list add, as far as control is certain to come that far."""
    parts: list[amounts.Part] = []
    since: list[Node] = []
    for statement in filled.after_start():
        node = places.unlabelled(statement)
        looped = any(part.round is not None for part in parts)
        if filled.adds(node) is not None:
            added = filled.adds(node)
            spread = spread_part(node, filled)
            if added is not None and added[0]:
                parts.append(amounts.simple_part(node, added[0], filled.facts))
            elif spread is not None and (not looped or same_at(spread, parts, since, filled)):
                parts.append(spread)
        elif looped and (last := filled.adds_at_last(node)):
            parts.append(amounts.simple_part(node, last, filled.facts))
        elif node.type == "for_statement" and filled.adding(node, in_literals=False):
            part = certain_part(node, filled) if not looped else quiet_part(node, filled)
            if part is not None and (not looped or same_at(part, parts, since, filled)):
                parts.append(part)
            elif looped:
                break
        if not looped and not parts:
            continue
        if not amounts.is_calm(statement, filled.facts) and not any(part.node == node and part.round for part in parts):
            if looped:
                break
            parts = []
        if any(part.round is not None for part in parts):
            since.append(statement)
    return parts


def spread_part(statement: Node, filled: Filled) -> amounts.Part | None:
    """`append(x, g...)` of something that can be measured beforehand."""
    call = None if filled.is_map else slices.growth(statement, filled.path, filled.facts)
    spread = None if call is None else places.arguments(call)[-1]
    operand = None if spread is None or spread.type != "variadic_argument" else spread.named_children[0]
    count = None if operand is None else amounts.measured(operand, filled.facts)
    if count is None or any(is_counted(operand, filled) for operand in count.operands):
        return None
    return amounts.Part(statement, count, None, True)


def certain_part(loop: Node, filled: Filled) -> amounts.Part | None:
    part = amounts.part_of(loop, filled.adds, filled.facts)
    if part is None or not part.certain or adds_any_number(loop, filled):
        return None
    return part


def adds_any_number(loop: Node, filled: Filled) -> bool:
    """`append(out, g...)` has no known count: what else the round appends is the smaller part."""
    added = (filled.adds(node) for node in filled.adding(loop, in_literals=False))
    return any(span is not None and span[1] > span[0] for span in added)


def quiet_part(loop: Node, filled: Filled) -> amounts.Part | None:
    """A further loop: where it cannot be counted, it is just not counted."""
    try:
        return certain_part(loop, filled)
    except Refuse:
        return None


def same_at(part: amounts.Part, parts: list[amounts.Part], since: list[Node], filled: Filled) -> bool:
    """Can the count of a further loop be told before the first one?"""
    first = next(earlier.node for earlier in parts if earlier.round is not None)
    return (
        part.count.named is None
        and amounts.unchanged_by(part.count.operands, since, filled.facts)
        and amounts.available_at(part.count.operands, first.start_byte, filled.facts)
        and all(filled.facts.effect(operand) is Effect.NONE for operand in part.count.operands)
        and all(not earlier.leaving for earlier in parts)
    )


def inner_part(filled: Filled) -> list[amounts.Part]:
    """The first loop further in that is certain to add something in each round."""
    if filled.is_map:
        return []
    for loop in walk(filled.home, skip=("func_literal",)):
        if loop.type != "for_statement" or not filled.adding(loop, in_literals=False):
            continue
        if filled.start is not None and (loop.start_byte < filled.start.name.start_byte):
            continue
        part = certain_part(loop, filled)
        if part is not None:
            return [part]
    return []


def filter_part(filled: Filled) -> list[amounts.Part]:
    """A loop at home of which not every round adds something."""
    for statement in filled.after_start():
        node = places.unlabelled(statement)
        if node.type == "for_statement" and filled.adding(node, in_literals=False):
            part = amounts.part_of(node, filled.adds, filled.facts)
            if part is not None and part.count.named is None and not adds_any_number(node, filled):
                return [part]
    return []


# What is known of a plan


def is_bounded(filled: Filled, plan: Plan) -> bool:
    """Is the count the length of something in memory, or a small constant, or one that is certain to be reached?"""
    elem = None if filled.type is None else filled.type.elem
    size = elem.size if elem is not None and elem.size > 0 else 64
    large = size > LARGE_ELEMENT or (plan.count.value is not None and plan.count.value * size >= LARGE)
    return plan.count.bounded and not (large and any(part.leaving for part in plan.parts))


def modest(filled: Filled, plan: Plan) -> Plan:
    """Ask for a moderate number where the count may be absurdly large and the loop may leave before: it grows then."""
    limit = 1 << (min(MODEST, MODEST_BYTES // size_of(filled)) | 1).bit_length() - 1
    if is_bounded(filled, plan) or cannot_leave(filled, plan) or limit < 16:
        return plan
    parts = tuple(dataclasses.replace(part, count=part.count.limited(limit)) for part in plan.parts)
    count = amounts.summed([part.count for part in parts])
    first = plan.first
    if count is None or not count.bounded or any(not may_use(name, first, filled.facts) for name in ("min", "max")):
        return plan
    return dataclasses.replace(plan, parts=parts, count=count)


def size_of(filled: Filled) -> int:
    types = [] if filled.type is None else [filled.type.elem, filled.type.key if filled.is_map else None]
    return sum(type_.size if type_.size > 0 else 64 for type_ in types if type_ is not None) or 64


def may_use(name: str, place: Node, facts: Facts) -> bool:
    """Does a builtin that Go 1.21 brought mean itself there?"""
    meant = facts.visible(name, place)
    return facts.go_version >= (1, 21) and meant is not None and meant.scope == "universe"


def cannot_leave(filled: Filled, plan: Plan) -> bool:
    """Nothing between the declaration and the last round can end the loops before their time."""
    if not plan.count.exact:
        return False  # the bound may become smaller
    return all(not part.leaving and part.worst is Effect.NONE for part in plan.parts) and all(
        rounds.disturbance(statement, filled.facts) is Effect.NONE for statement in between(filled, plan)
    )


def between(filled: Filled, plan: Plan) -> list[Node]:
    """What stands between the declaration and the first loop, in their list."""
    return [node for node in filled.after_start() if plan.at_home and node.end_byte <= plan.first.start_byte]
