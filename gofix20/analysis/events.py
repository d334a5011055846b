"""What a function does with the memory of a slice.

`events` follows the memory from the variable that first held it through the function's other variables. What it does
not understand is an event of kind "lost": the memory may be anywhere.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gofix20.analysis.evaluation import is_target
from gofix20.analysis.origins import CUTS, MATCHES, PARTS, TRIMS_AND_TELLS
from gofix20.analysis.places import arguments, expressions, with_parentheses
from gofix20.analysis.provenance import converted
from gofix20.facts import Facts, Object
from gofix20.syntax import Node, children, contains, text

READ_ONLY = {"len", "cap", "min", "max", "print", "println"}


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """Something that is done with the memory.

    read, write, later (read at any time), capacity (asked for, or it decides what happens), leave (it is put where
    others see it), or lost.
    """

    kind: str
    node: Node
    use: Node
    """The identifier by which it was reached."""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """A variable that holds a list of parts of the memory."""

    obj: Object


def events(root: Object | Parts, facts: Facts, apart: Collection[Node]) -> list[Event]:
    """Everything that the declaration does with the memory that a variable holds, but for what is `apart`.

    That are expressions that are going to be of other memory.
    """
    found: list[Event] = []
    known: set[int] = set()
    work: list[Object | Parts] = [root]
    while work:
        held = work.pop()
        obj = held.obj if isinstance(held, Parts) else held
        if obj.index in known:
            continue
        known.add(obj.index)
        for use in facts.uses(obj):
            if any(contains(node, use) for node in apart):
                continue
            for event in events_of_list(use, use, facts) if isinstance(held, Parts) else events_at(use, use, facts):
                if isinstance(event, Event):
                    found.append(event)
                else:
                    work.append(event)
    return found


Happening = Event | Object | Parts


def events_at(node: Node, use: Node, facts: Facts) -> list[Happening]:
    """What happens to the memory where an expression of it stands; an object is another variable that holds it."""
    node = with_parentheses(node)
    parent = node.parent
    assert parent is not None
    kind = parent.type
    if kind == "slice_expression":
        if parent.child_by_field_name("operand") != node:
            return [Event("lost", parent, use)]
        found = [] if facts.stays_within(parent) else [Event("capacity", parent, use)]
        return found + events_at(parent, use, facts)
    if kind == "index_expression" and parent.child_by_field_name("operand") == node:
        return [element_event(parent, use, facts)]
    if kind in {"argument_list", "variadic_argument"}:
        return argument_events(node, use, facts)
    if kind == "type_conversion_expression":
        return conversion_events(parent, use, facts)
    if kind == "range_clause":
        left = parent.child_by_field_name("left") != node
        return [Event("read" if left else "lost", parent, use)]
    if kind == "binary_expression":
        return [Event("read", parent, use)]
    if kind == "expression_list" or kind == "var_spec":
        return assignment_events(node, parent, use, facts)
    if kind == "expression_statement":
        return [Event("read", parent, use)]
    return [Event("lost", parent, use)]


def element_event(node: Node, use: Node, facts: Facts) -> Event:
    """What is done with one element (or a field of one)."""
    while True:
        outer = with_parentheses(node)
        parent = outer.parent
        assert parent is not None
        if parent.type == "selector_expression":
            if facts.takes_address(parent):
                return Event("lost", parent, use, "the address of an element is taken")
            node = parent
        elif parent.type == "index_expression" and parent.child_by_field_name("operand") == outer:
            node = parent
        elif parent.type == "slice_expression" and parent.child_by_field_name("operand") == outer:
            type_ = facts.type(outer)
            if type_ is None or type_.kind == "array":
                return Event("lost", parent, use, "the address of an element is taken")
            return Event("read", parent, use)
        elif parent.type == "unary_expression" and text(children(parent, "operator")[0]) == b"&":
            return Event("lost", parent, use, "the address of an element is taken")
        elif parent.type in {"inc_statement", "dec_statement"}:
            return Event("write", parent, use)
        elif parent.type == "expression_list" and parent.parent is not None:
            written = parent.parent.child_by_field_name("left") == parent
            return Event("write" if written else "read", parent.parent, use)
        else:
            return Event("read", parent, use)


def conversion_events(call: Node, use: Node, facts: Facts) -> list[Happening]:
    operand = converted(call)
    to, of = facts.type(call), None if operand is None else facts.type(operand)
    if to is None or of is None:
        return [Event("lost", call, use)]
    if to.kind == of.kind:
        return events_at(call, use, facts)
    return [Event("read" if to.kind == "string" else "lost", call, use)]


def argument_events(node: Node, use: Node, facts: Facts) -> list[Happening]:
    spread = node.parent is not None and node.parent.type == "variadic_argument"
    argument = node.parent if spread and node.parent is not None else node
    call = argument.parent.parent if argument.parent is not None else None
    if call is None or call.type != "call_expression":
        return [Event("lost", argument, use)]
    if facts.is_conversion(call):
        return conversion_events(call, use, facts)
    callee = facts.callee(call) or ""
    first = arguments(call)[0] == argument
    if callee in READ_ONLY:
        return [Event("capacity" if callee == "cap" else "read", call, use)]
    if callee == "copy":
        return [Event("write" if first else "read", call, use)]
    if callee == "clear":
        return [Event("write", call, use)]
    if callee == "append":
        if first:
            return [Event("write", call, use), *grown_events(node, call, use, facts)]
        return [Event("read", call, use)] if spread else [Event("leave", call, use)]
    if is_go(call):
        return [Event("lost", call, use, "a goroutine has it")]
    return call_events(node, call, use, facts)


def grown_events(node: Node, call: Node, use: Node, facts: Facts) -> list[Happening]:
    """What happens to what `append` gives: if it is not assigned back, its capacity says whether it shares memory."""
    obj = facts.object(node)
    found = events_at(call, use, facts)
    return found if obj is not None and found == [obj] else [Event("capacity", call, use), *found]


def call_events(node: Node, call: Node, use: Node, facts: Facts) -> list[Happening]:
    """What a function of which the helper knows enough does to its argument; lost if it does not."""
    name = facts.callee(call)
    receivers = facts.receivers(node)
    if receivers is None or receivers.kept or receivers.of_kind("unknown", "address"):
        return [Event("lost", call, use, f"it is passed to `{name.rpartition('/')[2]}`" if name else "it is passed on")]
    found: list[Happening] = [Event("write" if receivers.of_kind("write", "append") else "read", call, use)]
    if receivers.of_kind("append", "cap", "reslice"):
        found.append(Event("capacity", call, use))
    if name == "bytes.NewReader":
        return [Event("later", call, use)]
    if name in PARTS | MATCHES:
        return found + events_of_list(call, use, facts)
    type_ = facts.type(call)
    if type_ is not None and type_.kind in {"slice", "tuple"} and name not in {"bytes.Clone", "slices.Clone"}:
        # Whatever comes back may be a part of it.
        if type_.kind == "slice" and type_.elem is not None and type_.elem.kind not in {"slice", "typeparam"}:
            found += events_at(call, use, facts)
        elif type_.kind == "slice":
            found.append(Event("lost", call, use, "parts of it are in a list"))
        elif name in CUTS | TRIMS_AND_TELLS:
            found += cut_events(call, 2 if name in CUTS else 1, use, facts)
        elif not harmless_tuple(name):
            found.append(Event("lost", call, use))
    return found


def events_of_list(node: Node, use: Node, facts: Facts) -> list[Happening]:
    """What happens to the memory where a list of its parts stands."""
    lost: list[Happening] = [Event("lost", node, use, "parts of it are in a list")]
    node = with_parentheses(node)
    parent, type_ = node.parent, facts.type(node)
    if parent is None or type_ is None:
        return lost
    nested = type_.elem is None or type_.elem.elem is None or type_.elem.elem.kind != "uint8"
    if parent.type == "index_expression" and parent.child_by_field_name("operand") == node:
        if is_target(parent):
            return lost
        return events_of_list(parent, use, facts) if nested else events_at(parent, use, facts)
    if parent.type == "range_clause" and parent.child_by_field_name("right") == node:
        names = expressions(parent.child_by_field_name("left"))
        taken = names[1:2] if type_.kind == "slice" else names[:1]
        if type_.kind == "slice" and not taken:
            return []
        objects = [facts.object(name) for name in taken if text(name) != b"_"]
        if any(obj is None or obj.scope != "local" for obj in objects):
            return lost
        return [Parts(obj) if nested and type_.kind == "slice" else obj for obj in objects if obj is not None]
    if parent.type == "argument_list" and parent.parent is not None:
        return [] if facts.callee(parent.parent) == "len" else lost
    if parent.type == "binary_expression":
        return []
    if parent.type in {"expression_list", "var_spec"}:
        found = assignment_events(node, parent, use, facts)
        return [Parts(one) if isinstance(one, Object) else one for one in found]
    return lost


def cut_events(call: Node, count: int, use: Node, facts: Facts) -> list[Happening]:
    """The variables that hold the parts."""
    left = expressions(call.parent.parent.child_by_field_name("left")) if call.parent and call.parent.parent else []
    found: list[Happening] = []
    for target in left[:count]:
        obj = facts.object(target)
        if obj is not None and obj.scope == "local":
            found.append(obj)
        elif text(target) != b"_":
            found.append(Event("leave", call, use))
    return found if left else [Event("lost", call, use)]


def harmless_tuple(name: str | None) -> bool:
    """Does a function with several results give none that is a part of its arguments?"""
    return name is not None and name.rpartition(".")[2] in {
        "Read", "ReadAt", "ReadFull", "ReadAtLeast", "Write", "WriteAt", "Uvarint", "Varint", "Decode", "DecodeRune",
        "DecodeLastRune", "Print", "Println", "Printf", "Fprint", "Fprintln", "Fprintf", "BinarySearch",
    }  # fmt: skip


def is_go(call: Node) -> bool:
    return call.parent is not None and call.parent.type == "go_statement"


def assignment_events(node: Node, list_: Node, use: Node, facts: Facts) -> list[Happening]:
    statement = list_ if list_.type == "var_spec" else list_.parent
    assert statement is not None
    if statement.type == "return_statement":
        return [Event("leave", statement, use)]
    if statement.type == "var_spec":
        if node in children(statement, "name"):
            return []
        left, right = children(statement, "name"), expressions(statement.child_by_field_name("value"))
    elif statement.type in {"assignment_statement", "short_var_declaration", "receive_statement"}:
        if statement.child_by_field_name("left") == list_:
            return []  # the variable holds something else from here on
        left, right = expressions(statement.child_by_field_name("left")), expressions(list_)
    elif statement.type == "range_clause":
        return []
    else:
        return [Event("lost", statement, use)]
    if len(left) != len(right):
        return [Event("lost", statement, use)]
    target = left[right.index(node)]
    if text(target) == b"_":
        return []
    obj = facts.object(target) if target.type == "identifier" else None
    if obj is None or obj.scope != "local":
        return [Event("leave", statement, use)]
    return [obj]
