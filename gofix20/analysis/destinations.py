"""Where a value goes within a function: returned, stored where it outlives the call, sent, or captured."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gofix20.analysis.bounds import piece_of
from gofix20.analysis.origins import CUTS, TRIMS, TRIMS_AND_TELLS
from gofix20.analysis.outliving import is_joined
from gofix20.analysis.places import arguments, enclosing_function, expressions, with_parentheses, without_parentheses
from gofix20.analysis.provenance import converted, range_operand, values_of
from gofix20.analysis.variables import is_written
from gofix20.facts import Facts, Object
from gofix20.syntax import Node, ancestors, children, text

KEEPING = {
    "(*sync.Map).Store": "a sync.Map",
    "(*sync.Map).LoadOrStore": "a sync.Map",
    "(*sync.Map).Swap": "a sync.Map",
    "(*sync/atomic.Value).Store": "an atomic.Value",
    "(*container/list.List).PushBack": "a list",
    "(*container/list.List).PushFront": "a list",
    "(*container/list.List).InsertBefore": "a list",
    "(*container/list.List).InsertAfter": "a list",
    "context.WithValue": "a context",
    "net/http.HandleFunc": "a handler",
    "net/http.Handle": "a handler",
    "(*net/http.ServeMux).HandleFunc": "a handler",
    "(*net/http.ServeMux).Handle": "a handler",
    "time.AfterFunc": "a timer",
    "context.AfterFunc": "a context",
}
"""Functions that keep their arguments for longer than the call, and where."""


@dataclass(frozen=True, slots=True, eq=False)
class Destination:
    """A place where a value leaves the function."""

    kind: str
    """returned, stored, sent or captured."""
    place: str
    """In words: "a field", "the map `m`"; empty for what is returned or sent."""
    value: Node
    """The expression, of the value's own type, that is put there."""
    leaves: Node
    """What leaves: the value, or the struct, slice or map that it was put into."""
    target: Node | None = None
    """What it is assigned to, if it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """One value on its way: `value` is what is to be copied, `contained` if it lies in something else by now."""

    facts: Facts
    value: Node
    contained: bool = False
    seen: frozenset[int] = frozenset()

    def now(self, value: Node) -> Walk:
        return self if self.contained else replace(self, value=value)

    def inside(self) -> Walk:
        return replace(self, contained=True)

    def past(self, obj: Object) -> Walk:
        return replace(self, seen=self.seen | {obj.index})


def destinations(value: Node, facts: Facts) -> list[Destination]:
    """Where the value of an expression goes, followed through local variables and what they hold.

    Of a variable that is assigned there, where the variable's value goes.
    """
    walk = Walk(facts, value)
    return assigned(value, value, walk) if is_written(value) else follow(value, walk)


def follow(node: Node, walk: Walk) -> list[Destination]:
    facts = walk.facts
    node = with_parentheses(node)
    parent = node.parent
    if parent is None:
        return []
    if parent.type == "expression_list" and parent.parent is not None:
        return follow_list(node, parent, walk)
    if parent.type == "var_spec":
        return follow_list(node, parent, walk)
    if parent.type == "type_conversion_expression":
        return follow_conversion(parent, walk)
    if parent.type == "argument_list" and parent.parent is not None and parent.parent.type == "call_expression":
        return follow_argument(node, parent.parent, walk)
    if parent.type == "literal_element":
        return follow_element(parent, walk)
    if parent.type == "unary_expression" and text(children(parent, "operator")[0]) == b"&" and walk.contained:
        return follow(parent, walk)
    if parent.type == "slice_expression" and parent.child_by_field_name("operand") == node:
        # A small piece of it is a matter of its own.
        return [] if walk.contained or piece_of(parent, facts) is not None else follow(parent, walk.now(parent))
    if parent.type == "call_expression" and parent.child_by_field_name("function") == node and walk.contained:
        return follow_start(parent, walk)
    if parent.type == "send_statement" and parent.child_by_field_name("value") == node:
        return [Destination("sent", "", walk.value, node)]
    if parent.type == "index_expression" and parent.child_by_field_name("index") == node and is_assigned(parent):
        # A key that is stored with its element.
        map_ = children(parent, "operand")[0]
        type_ = facts.type(map_)
        return put_into(map_, parent, node, walk, "a map's key") if type_ is not None and type_.kind == "map" else []
    return []


def follow_list(node: Node, list_: Node, walk: Walk) -> list[Destination]:
    """The value is one of a list: returned, or assigned."""
    statement = list_ if list_.type == "var_spec" else list_.parent
    assert statement is not None
    if statement.type == "return_statement":
        # What a literal returns that has only captured it does not go further than the literal.
        own = enclosing_function(statement) == enclosing_function(walk.value)
        return [Destination("returned", "", walk.value, node)] if own else []
    if statement.type == "var_spec":
        left, right = children(statement, "name"), expressions(statement.child_by_field_name("value"))
    elif statement.type in {"assignment_statement", "short_var_declaration"}:
        if statement.child_by_field_name("right") != list_:
            return []
        operator = statement.child_by_field_name("operator")
        if operator is not None and text(operator) not in {b"=", b":="}:
            return []
        left, right = expressions(statement.child_by_field_name("left")), expressions(list_)
    else:
        return []
    return assigned(left[right.index(node)], node, walk) if len(left) == len(right) else []


def assigned(target: Node, node: Node, walk: Walk) -> list[Destination]:
    """The value is assigned to `target`."""
    target = without_parentheses(target)
    if target.type == "identifier":
        obj = walk.facts.object(target)
        if obj is None or text(target) == b"_":
            return []
        if obj.scope == "result":
            return [Destination("returned", "", walk.value, node, target)]
        if not obj.is_local:
            return [Destination("stored", f"the package variable `{obj.name}`", walk.value, node, target)]
        return uses_of(obj, walk)
    if target.type == "selector_expression":
        return put_into(children(target, "operand")[0], target, node, walk, "a field")
    if target.type == "index_expression":
        type_ = walk.facts.type(children(target, "operand")[0])
        where = "a map" if type_ is not None and type_.kind == "map" else "an element"
        return put_into(children(target, "operand")[0], target, node, walk, where)
    return [Destination("stored", "what a pointer points to", walk.value, node, target)]


def uses_of(obj: Object, walk: Walk) -> list[Destination]:
    """Where the value of a local variable goes from there."""
    if obj.index in walk.seen:
        return []
    walk = walk.past(obj)
    if is_mixed(obj, walk.value, walk.facts) or obj.scope != "local":
        walk = walk.inside()  # it holds other values too: those are not to be copied
    found = []
    for use in walk.facts.uses(obj):
        kept = captured(use, obj, walk)
        found += kept or follow(use, walk.now(use))
    return found


def is_mixed(obj: Object, begun: Node, facts: Facts) -> bool:
    """Does a variable hold values of several origins? Constants and parts of itself do not count."""
    values = values_of(obj, facts)
    if values is None:
        return range_operand(obj, facts) is None
    others = [
        node
        for node in (value.node for value in values)
        if node is not None and facts.constant(node) is None and (node == begun or not is_part_of(node, obj, facts))
    ]
    return len(others) != 1


def is_part_of(node: Node, obj: Object, facts: Facts) -> bool:
    """Is it `strings.TrimSpace(x)`, or `x[1:]`?"""
    if node.type == "slice_expression":
        inner = children(node, "operand")[0]
    elif node.type == "call_expression" and facts.callee(node) in TRIMS:
        inner = arguments(node)[0]
    else:
        return False
    return facts.object(inner) == obj or is_part_of(inner, obj, facts)


def captured(use: Node, obj: Object, walk: Walk) -> list[Destination]:
    """Where a literal goes that has captured a variable by this use; nowhere if it does not outlive the call."""
    declared = walk.facts.definition(obj)
    home = None if declared is None else enclosing_function(declared)
    literal = enclosing_function(use)
    while literal is not None and literal != home and literal.type == "func_literal":
        outer = enclosing_function(literal)
        for one in follow(literal, Walk(walk.facts, literal, True, walk.seen)):
            return [Destination("captured", one.place, walk.value, one.leaves)]
        literal = outer
    return []


def follow_start(call: Node, walk: Walk) -> list[Destination]:
    """A function literal is called: a goroutine keeps what it has captured, if nobody waits for it."""
    if call.parent is None or call.parent.type != "go_statement" or is_joined(call.parent, walk.facts):
        return []
    return [Destination("captured", "a goroutine", walk.value, call)]


def put_into(container: Node, target: Node, node: Node, walk: Walk, where: str) -> list[Destination]:
    """The value is put into a struct, a map or a slice: if the function made that, it goes where that goes."""
    container = without_parentheses(container)
    while container.type in {"selector_expression", "index_expression"}:
        container = without_parentheses(children(container, "operand")[0])
    obj = walk.facts.object(container) if container.type == "identifier" else None
    if obj is not None and obj.kind == "var" and is_own(obj, walk.facts):
        return uses_of(obj, walk.inside())
    return [Destination("stored", where, walk.value, node, target)]


def is_own(obj: Object, facts: Facts) -> bool:
    """Does a variable hold a struct, map or slice of this function's own making?"""
    if obj.scope != "local":
        return False
    if obj.type is not None and obj.type.kind in {"struct", "array"}:
        return True
    values = values_of(obj, facts)
    return values is not None and all(
        value.index == 0 and value.node is not None and is_made(value.node, obj, facts) for value in values
    )


def is_made(node: Node, obj: Object, facts: Facts) -> bool:
    if node.type == "unary_expression":
        node = children(node, "operand")[0]
    if node.type == "composite_literal" or facts.is_nil(node):
        return True
    if node.type != "call_expression":
        return False
    callee = facts.callee(node)
    if callee in {"make", "new"}:
        return True
    first = next(iter(arguments(node)), None)
    return callee == "append" and first is not None and facts.object(first) == obj


def is_assigned(node: Node) -> bool:
    """Is this element stored: assigned, or incremented?"""
    outer = with_parentheses(node)
    parent = outer.parent
    if parent is None or parent.parent is None:
        return False
    if parent.type in {"inc_statement", "dec_statement"}:
        return True
    return (
        parent.type == "expression_list"
        and parent.parent.type == "assignment_statement"
        and parent.parent.child_by_field_name("left") == parent
    )


def follow_conversion(call: Node, walk: Walk) -> list[Destination]:
    """A conversion gives the same memory, unless it is one of string to slice or back."""
    operand = converted(call)
    to, of = walk.facts.type(call), None if operand is None else walk.facts.type(operand)
    return follow(call, walk) if to is not None and of is not None and to.kind == of.kind else []


def follow_argument(node: Node, call: Node, walk: Walk) -> list[Destination]:
    if walk.facts.is_conversion(call):
        return follow_conversion(call, walk)
    callee = walk.facts.callee(call) or ""
    given = arguments(call)
    if callee == "append":
        return follow(call, walk.inside()) if node in given[1:] else follow(call, walk) if walk.contained else []
    if callee in TRIMS and node == given[0]:
        return follow(call, walk.now(call))
    if callee in KEEPING:
        return [Destination("stored", KEEPING[callee], walk.value, node)]
    if callee in CUTS | TRIMS_AND_TELLS and node == given[0]:
        return follow_results(call, 1 if callee in CUTS else 0, walk)
    if call.parent is not None and call.parent.type == "go_statement":
        return [] if is_joined(call.parent, walk.facts) else [Destination("captured", "a goroutine", walk.value, node)]
    return [
        found
        for index, kind in walk.facts.passes(call)
        if node == nth(given, index)
        for found in follow_passed(kind, node, call, walk)
    ]


def nth(given: list[Node], index: int) -> Node | None:
    return given[index] if index < len(given) else None


def follow_results(call: Node, index: int, walk: Walk) -> list[Destination]:
    """One of a call's results is the rest of the value."""
    statement = call.parent.parent if call.parent is not None else None
    left = expressions(statement.child_by_field_name("left")) if statement is not None else []
    return assigned(left[index], call, walk) if len(left) > 1 else []


def follow_passed(kind: str, node: Node, call: Node, walk: Walk) -> list[Destination]:
    """A function of the package puts what it is given somewhere."""
    name = (walk.facts.callee(call) or "").rpartition(".")[2]
    function = children(call, "function")[0]
    if kind == "stored":
        return [Destination("stored", f"what `{name}` keeps", walk.value, node)]
    if kind == "receiver" and function.type == "selector_expression":
        return put_into(children(function, "operand")[0], call, node, walk, "a field")
    return follow(call, walk.inside())


def follow_element(element: Node, walk: Walk) -> list[Destination]:
    """The value is an element of a composite literal; it goes where the outermost literal goes."""
    literal = next(outer for outer in ancestors(element) if outer.type == "composite_literal")
    return follow(literal, walk.inside())
