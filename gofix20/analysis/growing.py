"""Slices that are not known to be empty where a loop appends to them: they can only grow just before it.

Parameters, fields, and locals that start with elements, are set anew on the way, or are filled in several branches.
`slices.Grow` leaves what they hold as it is, nil included; what it may change is who shares the memory behind their
length: `append` writes there as long as there is room, and after Grow it may be other memory.
"""

from __future__ import annotations

from gofix20.analysis import amounts, beginnings, counts, places, slices, variables
from gofix20.analysis.filling import Filled, Plan, adds_any_number, certain_part, has_count
from gofix20.analysis.paths import Path, denotes, mentions, path_of
from gofix20.facts import Effect, Facts
from gofix20.syntax import Node, contains, text, walk
from gofix20.transform import Refuse

LOCKS = frozenset({"Lock", "RLock", "TryLock", "Unlock", "RUnlock", "Wait", "Do"})


def grown_at(target: Node, facts: Facts) -> Filled | None:
    """What a match appends to, if it is such a slice, and in a loop with a count."""
    path = path_of(target, facts)
    statement = places.statement_of(target)
    function = places.enclosing_function(target)
    if path is None or statement is None or function is None or path.type is None or path.type.kind != "slice":
        return None
    if slices.growth(places.unlabelled(statement), path, facts) is None or not path.root.is_local:
        return None
    if (not path.fields and variables.owner(facts, path.root) != function) or not is_open(path, facts):
        return None
    loops = [loop for loop in loops_around(target, path, facts) if has_count(loop, facts)]
    if not loops or any(has_room(loop, path, facts) for loop in loops):
        return None
    home = home_of(path, function, facts)
    return None if home is None else Filled(facts, path, None, home, function, tuple(reversed(loops)))


def home_of(path: Path, function: Node, facts: Facts) -> Node | None:
    """The statement list in which its variable is declared, or the function's."""
    definition = facts.definition(path.root)
    declared_at = None if definition is None or path.root.scope != "local" else places.statement_of(definition)
    if declared_at is not None and places.enclosing_function(declared_at) == function:
        return declared_at.parent
    body = function.child_by_field_name("body")
    return next((child for child in body.named_children if child.type == "statement_list"), None) if body else None


def is_open(path: Path, facts: Facts) -> bool:
    """Does nobody say how much room it has from the start?"""
    values = [variables.assigned_values(facts, use) for use in slices.writes_of(facts, path)]
    definition = facts.definition(path.root)
    if not path.fields and path.root.scope == "local" and definition is not None:
        values.append(declared(definition, facts))
        if not is_fresh(values[-1], facts):
            return False
    return not any(value is not None and has_own_room(value, facts) for value in values)


def has_own_room(value: Node, facts: Facts) -> bool:
    """`x[:0]`, `make(T, 0, n)`, `slices.Grow(…)`, `make(T, n)`: somebody has thought of it, if not always well."""
    value = places.without_parentheses(value)
    if value.type == "slice_expression":
        end = value.child_by_field_name("end")
        constant = None if end is None else facts.constant(end)
        return constant is not None and constant.value == 0
    if value.type != "call_expression":
        return False
    name = facts.callee(value)
    return name == "slices.Grow" or (name == "make" and beginnings.empty_type(value, facts) is None)


def loops_around(target: Node, path: Path, facts: Facts) -> list[Node]:
    """The loops around, innermost first, in all rounds of which the path is the same variable."""
    definition = facts.definition(path.root)
    found = []
    for loop in places.enclosing_loops(target):
        if definition is not None and contains(loop, definition):
            break
        found.append(loop)
    return found


def has_room(loop: Node, path: Path, facts: Facts) -> bool:
    """Does it grow before the loop already, just before or by this count among others?"""
    written = slices.writes_of(facts, path)
    for node in walk(facts.function):
        if node.type != "call_expression" or node.start_byte > loop.start_byte or facts.callee(node) != "slices.Grow":
            continue
        around = places.statement_of(node)
        if around is not None and (asked := only_if(around)) is not None:
            around = asked
        within = None if around is None else around.parent
        if within is None or not contains(within, loop) or not denotes(places.arguments(node)[0], path, facts):
            continue
        if any(node.end_byte < anew.start_byte < loop.start_byte for anew in written):
            continue
        behind = [other for other in places.statements(within) if other.start_byte > node.start_byte]
        growing = (
            other
            for other in behind
            if any(slices.growth(inner, path, facts) is not None for inner in walk(other, skip=("func_literal",)))
        )
        first = next(growing, None)
        if (first is not None and contains(first, loop)) or counted_in(places.arguments(node)[1], loop, facts):
            return True
    return False


def only_if(statement: Node) -> Node | None:
    """The `if` without `else` of which a statement is all: `if n > 0 { x = slices.Grow(x, n) }`."""
    block = None if statement.parent is None else statement.parent.parent
    outer = None if block is None else block.parent
    if outer is None or outer.type != "if_statement" or outer.child_by_field_name("alternative") is not None:
        return None
    return outer if statement.parent is not None and places.statements(statement.parent) == [statement] else None


def counted_in(amount: Node, loop: Node, facts: Facts) -> bool:
    try:
        count = counts.count_of(loop, facts)
    except Refuse:
        return False
    if count is None:
        return False
    constant = facts.constant(amount)
    if constant is not None and isinstance(constant.value, int) and count.value is not None:
        return count.value <= constant.value
    return count.text.encode() in text(amount)


def is_set_anew(filled: Filled) -> bool:
    """Is something that starts empty assigned again before it is filled, so that its beginning says nothing?"""
    return not filled.is_map and bool(set_before(filled.path, filled.home, filled.facts))


def set_before(path: Path, home: Node, facts: Facts) -> list[Node]:
    """Where it is assigned, its own growth left out, before its last append."""
    uses = slices.uses_of(facts, path)
    appends = [use.node for use in uses if use.role is slices.Role.GROWTH]
    return [
        use.node
        for use in uses
        if use.role is slices.Role.WRITTEN and any(slices.may_follow(use.node, later, home) for later in appends)
    ]


def plan_of(filled: Filled) -> Plan:
    """The outermost loop of which each round appends. Raises Refuse."""
    reason: Refuse | None = None
    for loop in filled.loops:
        try:
            part = certain_part(loop, filled)
        except Refuse as refusal:
            reason = reason or refusal
            continue
        if part is None:
            continue
        is_the_same(filled, loop)
        first = places.statement_of(part.node)
        assert first is not None
        return Plan((part,), part.count, first, False)
    if reason is not None:
        raise reason
    for loop in filled.loops if is_its_own(filled) else ():
        part = amounts.part_of(loop, filled.adds, filled.facts)
        first = places.statement_of(loop)
        if part is not None and part.count.named is None and first is not None and not adds_any_number(loop, filled):
            is_the_same(filled, loop)
            return Plan((part,), part.count, first, False)
    raise Refuse(f"not every round appends to `{filled.name}`, which may hold something already")


def is_the_same(filled: Filled, loop: Node) -> None:
    """The loop always appends to the same variable, and nothing but that changes it. Raises Refuse."""
    body = loop.child_by_field_name("body") or loop
    path = filled.path
    for use in slices.writes_of(filled.facts, path):
        if contains(loop, use):
            raise Refuse(f"`{path.name}` is assigned before the last append", use)
    if path.fields and variables.may_change_in(filled.facts, path.root, body):
        raise Refuse(f"`{path.root.name}` may change in the loop", loop)


# Whose memory it is


def given(filled: Filled) -> list[Node | None]:
    """Every value that it may have had before its last append; None for what is not an expression by itself."""
    path, facts = filled.path, filled.facts
    found = [variables.assigned_values(facts, use) for use in set_before(path, filled.home, facts)]
    definition = facts.definition(path.root)
    if not path.fields and definition is not None and path.root.scope == "local":
        found.append(declared(definition, facts))
    return found


def declared(definition: Node, facts: Facts) -> Node | None:
    """The value that a variable is declared with; its type where it has none."""
    spec = definition.parent
    if spec is None or spec.type != "var_spec":
        return variables.assigned_values(facts, definition)
    names, values = places.sides(spec)
    if not values:
        return spec.child_by_field_name("type")
    return values[names.index(definition)] if len(values) == len(names) else None


def may_be_nil(filled: Filled) -> bool:
    values = given(filled)
    if filled.path.fields or filled.obj.scope != "local":
        return True
    return any(
        value is None
        or filled.facts.is_type(value)
        or filled.facts.is_nil(value)
        or (beginnings.empty_type(value, filled.facts) is not None and beginnings.is_nil_value(value, filled.facts))
        for value in values
    )


def is_fresh(value: Node | None, facts: Facts) -> bool:
    """Nil, or new memory that nobody else has."""
    if value is None:
        return False
    value = places.without_parentheses(value)
    if facts.is_type(value) or facts.is_nil(value) or value.type == "composite_literal":
        return True
    if beginnings.empty_type(value, facts) is not None:
        return True
    return value.type == "call_expression" and facts.callee(value) == "make"


def is_its_own(filled: Filled) -> bool:
    """Has nobody else the memory that it may have behind its length?"""
    path, facts = filled.path, filled.facts
    if path.root.scope not in {"local", "result"} or variables.owner(facts, path.root) != filled.function:
        return False
    if not all(is_fresh(value, facts) for value in given(filled)):
        return False
    return not path.fields or is_new_struct(filled)


def is_new_struct(filled: Filled) -> bool:
    """Is it a field of a struct that was made here and that nobody else has before the last append?"""
    path, facts = filled.path, filled.facts
    definition = facts.definition(path.root)
    if definition is None or len(path.fields) != 1 or path.root.scope != "local":
        return False
    if any(facts.is_promoted(use) for use in mentions(path, facts)) or not is_made_here(definition, path, facts):
        return False
    appends = [use for use in mentions(path, facts) if slices.role_of(facts, path, use) is slices.Role.GROWTH]
    for use in facts.uses(path.root):
        if places.enclosing_function(use) != filled.function or variables.is_written(use):
            return False
        outer = places.with_parentheses(use).parent
        name = outer.child_by_field_name("field") if outer is not None and outer.type == "selector_expression" else None
        field = None if name is None else facts.object(name)
        if slices.returned_from(use, filled.function) is not None:
            continue
        if (field is None or field.scope != "field") and any(
            slices.may_follow(use, later, filled.home) for later in appends
        ):
            return False
    return True


def is_made_here(definition: Node, path: Path, facts: Facts) -> bool:
    value = declared(definition, facts)
    type_ = path.root.type
    if value is None or type_ is None:
        return False
    if facts.is_type(value):
        return type_.kind == "struct"
    if value.type == "call_expression":
        return facts.callee(value) == "new"
    operand = value.child_by_field_name("operand") if text(value).startswith(b"&") else value
    if operand is None or operand.type != "composite_literal":
        return False
    body = operand.child_by_field_name("body")
    for element in [] if body is None else [child for child in body.named_children if child.type != "comment"]:
        key = element.child_by_field_name("key") if element.type == "keyed_element" else None
        given_ = element.child_by_field_name("value") if element.type == "keyed_element" else None
        if key is None or given_ is None:
            return False
        if text(key).strip() == path.fields[0].name.encode() and not is_fresh(inner(given_), facts):
            return False
    return True


def inner(element: Node) -> Node:
    return element.named_children[0] if element.type == "literal_element" else element


def shared_reasons(filled: Filled, plan: Plan) -> list[str]:
    """Why growing it beforehand may be seen. Raises Refuse where it may race."""
    if is_its_own(filled):
        return []
    reasons = ["the memory behind its length may be shared, and is not written then"]
    if filled.path.fields:
        for node in walk(plan.parts[0].node):
            name = node.child_by_field_name("function") if node.type == "call_expression" else None
            field = None if name is None else name.child_by_field_name("field")
            if field is not None and text(field).decode() in LOCKS:
                raise Refuse(f"`{filled.name}` is locked in the loop", node)
        definition = filled.facts.definition(filled.path.root)
        value = None if definition is None or filled.obj.scope != "local" else declared(definition, filled.facts)
        is_new = value is not None and (text(value).startswith(b"&") or filled.facts.callee(value) == "new")
        if not is_new and any(filled.facts.effect(use) is not Effect.NONE for use in filled.uses()):
            reasons.append(f"`{filled.path.root.name}` may be nil where the loop does not run")
    elif filled.path.root.scope != "parameter":
        before = set_before(filled.path, filled.home, filled.facts)
        raise Refuse(f"`{filled.name}` is assigned before the last append", before[0] if before else None)
    return reasons
