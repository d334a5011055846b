"""Where memory comes from: what a slice or string is a part of, who made that, and how large it may be."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

from gofix20.analysis.origins import (
    BUFFERED,
    CHANGED,
    CUTS,
    FOUND,
    FRESH,
    LENT,
    MATCHES,
    OWN_CAPACITY,
    PARTS,
    READ_WHOLE,
    TRIMS,
    TRIMS_AND_TELLS,
    is_foreign,
    limit_of,
    maker_of,
)
from gofix20.analysis.places import arguments, expressions, with_parentheses, without_parentheses
from gofix20.facts import Facts, Object
from gofix20.syntax import Node, ancestors, children, text


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """The memory that an expression is a part of."""

    kind: str
    """made (in this function, and nobody else's), parameter, receiver, field, global, buffer (what a bytes.Buffer has),
    lent (it is written again), constant, embedded, foreign (from mmap, cgo or unsafe), unknown, or mixed (several)."""
    obj: Object | None = None
    """The variable that held it first in this function; of what is lent or buffered, the one that holds its owner."""
    size: int | None = None
    """In bytes, where it is known."""
    what: str = ""
    """Of unbounded memory: what it holds. Of memory that is lent: what it is a part of."""
    until: str = ""
    """Of memory that is lent: what writes it again."""
    chosen: bool = False
    """The compiler chooses a slice's capacity, by whether it escapes."""
    held: tuple[Object, ...] = ()
    """The variables of this function that have held it, or parts of it, on the way; the first one first."""

    def held_by(self, obj: Object) -> Base:
        return replace(self, held=(*self.held, obj))

    @property
    def unbounded(self) -> bool:
        return bool(self.what)


UNKNOWN = Base("unknown")


def base_of(node: Node, facts: Facts, seen: frozenset[int] = frozenset()) -> Base:
    """The memory that a slice, a string, an array or a list of their parts is of."""
    node = without_parentheses(node)
    if node.type == "slice_expression":
        return base_of(children(node, "operand")[0], facts, seen)
    if node.type == "identifier":
        return base_of_variable(node, facts, seen)
    if facts.constant(node) is not None:
        return constant_base(node, facts)
    if node.type == "selector_expression":
        obj = facts.object(children(node, "field")[0])
        if obj is None or obj.kind != "var":
            return UNKNOWN
        return Base("field" if obj.scope == "field" else "global", obj, size_of(obj))
    if node.type == "index_expression":
        return part_of(children(node, "operand")[0], facts, seen)
    if node.type == "composite_literal":
        type_ = facts.type(node)
        if type_ is not None and type_.kind == "slice" and type_.elem is not None:
            return Base("made", size=max(type_.elem.size, 0) * (children(node, "body")[0].named_child_count))
        return UNKNOWN
    if node.type in {"call_expression", "type_conversion_expression"}:
        return base_of_call(node, facts, seen)
    return UNKNOWN


def constant_base(node: Node, facts: Facts) -> Base:
    constant = facts.constant(node)
    known = constant is not None and isinstance(constant.value, str)
    return Base("constant", size=len(str(constant.value)) if constant is not None and known else None)


def part_of(list_: Node, facts: Facts, seen: frozenset[int] = frozenset()) -> Base:
    """What the elements of a list of parts are of (or of a list of such lists); unknown for any other list."""
    list_ = without_parentheses(list_)
    if list_.type == "call_expression":
        return base_of(arguments(list_)[0], facts, seen) if facts.callee(list_) in PARTS | MATCHES else UNKNOWN
    if list_.type in {"slice_expression", "index_expression"}:
        return part_of(children(list_, "operand")[0], facts, seen)
    obj = facts.object(list_) if list_.type == "identifier" else None
    if obj is None or obj.scope != "local":
        return UNKNOWN
    if obj.index in seen:
        return Base("made", obj, 0)
    seen = seen | {obj.index}
    ranged = range_operand(obj, facts)
    if ranged is not None:
        return part_of(ranged, facts, seen).held_by(obj)
    values = values_of(obj, facts)
    if not values or any(value.index != 0 or value.node is None for value in values):
        return UNKNOWN
    return joined(obj, [part_of(value.node, facts, seen) for value in values if value.node is not None])


def maker_of_parts(list_: Node, facts: Facts, depth: int = 0) -> Node | None:
    """The call that a list of parts is the result of, where there is only one."""
    list_ = without_parentheses(list_)
    if list_.type == "call_expression":
        return list_
    obj = facts.object(list_) if list_.type == "identifier" else None
    values = values_of(obj, facts) if obj is not None and obj.is_local else None
    if values is None or len(values) != 1 or values[0].node is None or depth > 4:
        return None
    return maker_of_parts(values[0].node, facts, depth + 1)


def base_of_variable(node: Node, facts: Facts, seen: frozenset[int]) -> Base:
    obj = facts.object(node)
    if obj is None or obj.kind != "var":
        return constant_base(node, facts) if obj is not None and obj.kind == "const" else UNKNOWN
    if obj.embedded:
        return Base("embedded", obj)
    if not obj.is_local:
        return Base("global", obj, size_of(obj))
    if obj.index in seen:
        return Base("made", obj, 0)  # a part of itself: whatever else it is assigned counts
    seen = seen | {obj.index}
    ranged = range_operand(obj, facts)
    if ranged is not None:
        return part_of(ranged, facts, seen).held_by(obj)
    values = values_of(obj, facts)
    if values is None:
        return Base("unknown", obj)
    found = [base for value in values if (base := base_of_value(value, facts, seen)) is not None]
    if obj.scope in {"parameter", "receiver"}:
        found.insert(0, Base(obj.scope, obj, size_of(obj)))
    if not found:
        # Declared without a value: nil, or an array.
        return Base("made", obj, size_of(obj) or 0).held_by(obj)
    return joined(obj, found)


def joined(obj: Object, found: list[Base]) -> Base:
    kinds = {base.kind for base in found if base.kind != "made" or base.size != 0}
    held = (*(one for base in found for one in base.held), obj)
    if not kinds:
        return Base("made", obj, 0, held=held)
    if len(kinds) > 1:
        return Base("foreign" if "foreign" in kinds else "mixed", obj)
    counted = [base for base in found if base.size != 0 or base.unbounded] or found
    sizes = {base.size for base in counted}
    root = next((base.obj for base in counted if base.obj is not None), None)
    return Base(
        counted[0].kind,
        root if root is not None and len(counted) == 1 else obj,
        sizes.pop() if len(sizes) == 1 else None,
        next((base.what for base in counted if base.what), ""),
        next((base.until for base in counted if base.until), ""),
        any(base.chosen for base in found),
        held,
    )


ASSIGNING = frozenset({"assignment_statement", "short_var_declaration", "receive_statement", "range_clause"})


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """What a variable is assigned: an expression, one of its results, or nothing (a zero value)."""

    node: Node | None
    index: int
    use: Node


@functools.lru_cache(maxsize=8)  # every piece of what a variable holds asks
def values_of(obj: Object, facts: Facts) -> tuple[Value, ...] | None:
    """Everything that a local variable is assigned in its function; None if that cannot be told.

    Zero values are left out; a parameter's first value too.
    """
    found = []
    for use in facts.places(obj):
        outer = with_parentheses(use)
        parent = outer.parent
        if parent is not None and parent.type == "unary_expression" and text(children(parent, "operator")[0]) == b"&":
            return None
        if parent is not None and parent.type == "var_spec" and outer in children(parent, "name"):
            left, right = children(parent, "name"), expressions(parent.child_by_field_name("value"))
            if not right:
                continue
        elif parent is not None and parent.type == "expression_list" and parent.parent is not None:
            statement = parent.parent
            if statement.type not in ASSIGNING or statement.child_by_field_name("left") != parent:
                continue
            if statement.type == "range_clause":
                return None
            left, right = expressions(parent), expressions(statement.child_by_field_name("right"))
            operator = statement.child_by_field_name("operator")
            if operator is not None and text(operator) not in {b"=", b":="}:
                return None
        else:
            continue
        at = left.index(outer)
        if len(left) == len(right):
            found.append(Value(without_parentheses(right[at]), 0, use))
        elif len(right) == 1:
            found.append(Value(without_parentheses(right[0]), at, use))
        else:
            return None
    return tuple(found)


def base_of_value(value: Value, facts: Facts, seen: frozenset[int]) -> Base | None:
    node = value.node
    if node is None or facts.is_nil(node):
        return None
    if node.type != "call_expression":
        return base_of(node, facts, seen) if value.index == 0 else UNKNOWN
    if value.index == 1 and facts.callee(node) in CUTS:
        return base_of(arguments(node)[0], facts, seen)
    if value.index == 0:
        return base_of(node, facts, seen)
    made = maker_of(node, value.index, facts)
    return Base("made", what=READ_WHOLE[made], chosen=made not in OWN_CAPACITY) if made in READ_WHOLE else UNKNOWN


def range_operand(obj: Object, facts: Facts) -> Node | None:
    """What a variable ranges over, if it is the value of a `for … range` (and is assigned nothing else)."""
    name = facts.definition(obj)
    outer = () if name is None else ancestors(name)
    clause = next((node for node in outer if node.type != "expression_list"), None)
    if name is None or clause is None or clause.type != "range_clause":
        return None
    operand = children(clause, "right")[0]
    wanted = 0 if (facts.callee(without_parentheses(operand)) or "").endswith(("Seq", "Lines")) else 1
    names = expressions(clause.child_by_field_name("left"))
    return operand if len(names) > wanted and names[wanted] == name else None


def base_of_call(call: Node, facts: Facts, seen: frozenset[int]) -> Base:
    if facts.is_conversion(call):
        return base_of_conversion(call, facts, seen)
    callee, maker = facts.callee(call) or "", maker_of(call, 0, facts)
    given = arguments(call)
    if maker in READ_WHOLE:
        limit = limit_of(call, facts)
        what = "" if limit is not None else READ_WHOLE[maker]
        return Base("made", size=limit, what=what, chosen=maker not in OWN_CAPACITY)
    if maker in FRESH:
        return Base("made", chosen=maker not in OWN_CAPACITY)
    if callee in CHANGED:
        inner = base_of(given[0], facts, seen)
        # A constant may come back as it is.
        return inner if inner.kind == "constant" else copy_of(given[0], inner, facts)
    if callee == "make":
        size = made_size(call, facts)
        return Base("made", size=size, what="" if size is not None else "a buffer of any size")
    if callee == "append" and given:
        grown = base_of(given[0], facts, seen)
        # New memory, or what it was given; of any size.
        return Base(grown.kind, grown.obj, chosen=True, held=grown.held)
    if callee in TRIMS | TRIMS_AND_TELLS | CUTS | FOUND:
        return base_of(given[0], facts, seen) if given else UNKNOWN
    if callee in LENT:
        return Base("lent", owner_of(call, facts), None, *LENT[callee])
    if callee in BUFFERED:
        return Base("buffer", owner_of(call, facts))
    return Base("foreign") if is_foreign(callee) else UNKNOWN


def owner_of(call: Node, facts: Facts) -> Object | None:
    """The local variable whose method is called."""
    operand = without_parentheses(children(children(call, "function")[0], "operand")[0])
    obj = facts.object(operand) if operand.type == "identifier" else None
    return obj if obj is not None and obj.scope == "local" else None


def base_of_conversion(call: Node, facts: Facts, seen: frozenset[int]) -> Base:
    operand = converted(call)
    to, of = facts.type(call), None if operand is None else facts.type(operand)
    if operand is None or to is None or of is None:
        return UNKNOWN
    if facts.is_nil(operand):
        return Base("made", size=0)
    if to.kind == "pointer" or of.kind == "unsafe.Pointer":
        return Base("foreign")
    if to.kind == of.kind:
        return base_of(operand, facts, seen)
    if {to.kind, of.kind.removeprefix("untyped ")} == {"string", "slice"}:
        return copy_of(operand, base_of(operand, facts, seen), facts)
    return UNKNOWN


def copy_of(node: Node, base: Base, facts: Facts) -> Base:
    """New memory with what an expression has: as large as the base only if it is all of that."""
    return Base("made", chosen=True) if is_less(node, facts) else Base("made", None, base.size, base.what, chosen=True)


def is_less(node: Node, facts: Facts, depth: int = 0) -> bool:
    """May an expression be a small part of its base: a line of a file, a word of a text?"""
    node = without_parentheses(node)
    if depth > 8 or node.type == "index_expression":
        return depth <= 8
    if node.type == "slice_expression":
        ended = node.child_by_field_name("end") is not None
        return ended or is_less(children(node, "operand")[0], facts, depth + 1)
    if node.type in {"call_expression", "type_conversion_expression"}:
        callee, operand = facts.callee(node) or "", converted(node)
        if callee in FOUND:
            return True
        given = operand if facts.is_conversion(node) else next(iter(arguments(node)), None)
        return (facts.is_conversion(node) or callee in TRIMS | CHANGED | TRIMS_AND_TELLS) and (
            given is None or is_less(given, facts, depth + 1)
        )
    obj = facts.object(node) if node.type == "identifier" else None
    if obj is None or obj.scope != "local":
        return False
    if range_operand(obj, facts) is not None:
        return True
    return any(
        value.node is not None and (facts.callee(value.node) in CUTS or is_less(value.node, facts, depth + 1))
        for value in values_of(obj, facts) or ()
    )


def converted(call: Node) -> Node | None:
    """The operand of a conversion."""
    if call.type == "type_conversion_expression":
        return call.child_by_field_name("operand")
    given = arguments(call)
    return given[0] if len(given) == 1 else None


def made_size(call: Node, facts: Facts) -> int | None:
    """Bytes that a `make` of constant size takes, or None."""
    type_ = facts.type(call)
    sizes = [facts.constant(argument) for argument in arguments(call)[1:]]
    if type_ is None or type_.elem is None or type_.elem.size < 0 or not sizes or any(size is None for size in sizes):
        return None
    counts = [size.value for size in sizes if size is not None and isinstance(size.value, int)]
    return max(counts) * type_.elem.size if counts else None


def size_of(obj: Object) -> int | None:
    """The size of an array (or of what a pointer to one points to); None for anything else."""
    type_ = obj.type
    if type_ is not None and type_.kind == "pointer":
        type_ = type_.elem
    return type_.size if type_ is not None and type_.kind == "array" and type_.size >= 0 else None
