"""Reads of `m[k]` in statements that use the value: assigned, returned, passed."""

from __future__ import annotations

from gofix20.analysis import names
from gofix20.analysis.asking import TAB, WISHES, Asker
from gofix20.analysis.conditions import Level, for_header, inside, negated, split
from gofix20.analysis.evaluation import operand_effect
from gofix20.analysis.places import expressions, has_comment, indentation, sides, without_parentheses
from gofix20.analysis.steps import in_steps_before, is_skipped
from gofix20.analysis.variables import captures, is_address_taken
from gofix20.facts import Effect
from gofix20.syntax import Node, text
from gofix20.transform import Refuse

SINGLE_VALUE = frozenset({"assignment_statement", "short_var_declaration", "var_spec"})


def in_simple(ask: Asker, statement: Node, reads: list[Node]) -> None:
    """A statement in a header, or behind a label."""
    if in_place(ask, statement, reads):
        return
    parent = statement.parent
    assert parent is not None
    if parent.type == "for_clause":
        first = parent.child_by_field_name("initializer") == statement
        parent = parent.parent if first else None
    if parent is None or parent.type == "labeled_statement":
        raise Refuse("an element is read where no statement can come before", reads[0])
    ask.replace_reads(reads, ask.ask_before(parent, reads, statement))


def in_statement(ask: Asker, statement: Node, reads: list[Node]) -> None:
    if in_place(ask, statement, reads) or in_return(ask, statement, reads) or in_steps(ask, statement, reads):
        return
    if any(is_skipped(ask, read, statement) for read in reads):
        in_steps_before(ask, statement, statement, reads)
        return
    ask.replace_reads(reads, ask.ask_before(statement, reads, statement))


def in_place(ask: Asker, statement: Node, reads: list[Node]) -> bool:
    """`x := m[k]` becomes `_, x := m[k]`."""
    inner = spec_of(statement)
    if inner is None or inner.type not in SINGLE_VALUE:
        return False
    targets, values = sides(inner)
    if len(values) != 1 or len(targets) != 1 or without_parentheses(values[0]) != reads[0]:
        return False
    written = inner.child_by_field_name("type")
    if written is not None:
        return in_typed(ask, statement, inner, written, targets[0], reads[0])
    if not is_plain(inner, targets[0]) and not (
        # What panics first, the read or the store, is only sure if the read cannot.
        ask.is_pure(reads[0]) and operand_effect(targets[0], ask.facts) <= Effect.MAY_PANIC
    ):
        return False
    ask.draft.insert(targets[0].start_byte, "_, ")
    return True


def is_plain(statement: Node, target: Node) -> bool:
    return statement.type != "assignment_statement" or without_parentheses(target).type == "identifier"


def in_typed(ask: Asker, statement: Node, spec: Node, written: Node, name: Node, read: Node) -> bool:
    """`var x bool = m[k]` becomes `_, x := m[k]`, since two variables of one declaration have one type."""
    type_ = ask.facts.type(written)
    exact = type_ is not None and type_.is_exactly("bool") and text(name) != b"_"
    if not exact or has_comment(statement):
        return False
    ask.draft.replace(statement, ask.question(text(name).decode(), read))
    return True


def in_return(ask: Asker, statement: Node, reads: list[Node]) -> bool:
    """`return a && m[k]` becomes `if !a { return false }`, and the rest."""
    values = [one for child in statement.named_children for one in expressions(child) if child.type != "comment"]
    if statement.type != "return_statement" or len(values) != 1:
        return False
    for operator, way_out in (("&&", "false"), ("||", "true")):
        levels = split(values[0], operator, reads)
        if len(levels) > 1 and not is_deep(ask, levels, reads):
            split_return(ask, statement, levels, reads, way_out)
            return True
    return False


def split_return(ask: Asker, statement: Node, levels: list[Level], reads: list[Node], way_out: str) -> None:
    if has_comment(statement):
        raise Refuse("a comment stands in a return statement", statement)
    ask.require_room_before(statement, reads[0])
    names.builtin(ask.facts, way_out, [statement])
    indent = "\n" + indentation(ask.source, statement)
    lines = []
    for level in levels[:-1]:
        here = inside(level, reads)
        header = ask.header(level, here, level[-1].end_byte) if here else None
        asked = f"{header.asked}; " if header is not None else ""
        conditions = [ask.answered_in(node, here, "" if header is None else header.name) for node in level]
        if way_out == "false":
            conditions = [negated(node, new, ask.facts) for node, new in zip(level, conditions, strict=True)]
        lines += [f"if {asked}{for_header(' || '.join(conditions), level)} {{", f"\treturn {way_out}", "}"]
    last = inside(levels[-1], reads)
    ask.require_first(last, levels[-1][0])
    assert statement.parent is not None
    found = [ask.scopes.in_list(statement.parent, *WISHES) for _ in last]
    lines += [ask.question(name, read) for name, read in zip(found, last, strict=True)]
    lines.append("return " + ask.answered(levels[-1][0].start_byte, levels[-1][-1].end_byte, last, found))
    for name in found:
        ask.draft.claim_name(name)
    ask.draft.replace(statement, indent.join(lines))


def in_steps(ask: Asker, statement: Node, reads: list[Node]) -> bool:
    """`x := a && m[k]` becomes `x := a`, and `if x { _, x = m[k] }`."""
    if statement.type not in {"short_var_declaration", "assignment_statement"} or len(sides(statement)[1]) != 1:
        return False
    (target, *more), (value,) = sides(statement)
    for operator in ("&&", "||"):
        levels = split(value, operator, reads)
        if len(levels) > 1 and not inside(levels[0], reads) and not more and not is_deep(ask, levels, reads):
            return step_by_step(ask, statement, target, levels, reads, "" if operator == "&&" else "!")
    return False


def is_deep(ask: Asker, levels: list[Level], reads: list[Node]) -> bool:
    """Is a read skipped by more than the chain that the levels are of?"""
    return any(is_skipped(ask, read, level[0]) for level in levels for read in inside(level, reads))


def step_by_step(
    ask: Asker, statement: Node, target: Node, levels: list[Level], reads: list[Node], negation: str
) -> bool:
    obj = ask.facts.object(target) if target.type == "identifier" else None
    name = text(target).decode()
    type_ = None if obj is None else obj.type
    hidden = (
        obj is not None
        and obj.scope in {"local", "parameter"}
        and type_ is not None
        and type_.is_exactly("bool")
        and not ask.scopes.mentions(name, target.end_byte, statement.end_byte)
    )
    if hidden and obj is not None and statement.type == "assignment_statement":
        addressed = any(is_address_taken(ask.facts, use) for use in ask.facts.uses(obj))
        hidden = not addressed and not captures(ask.facts, obj)
    # What `x` is between the steps can be seen by nobody, a deferred function included.
    if not hidden or has_comment(statement):
        return False
    indent = "\n" + indentation(ask.source, statement)
    lines = []
    for level in levels[1:]:
        here = inside(level, reads)
        header = ask.header(level, here, level[-1].end_byte, but=name)
        lines.append(f"if {negation}{name} {{")
        if header.tested == header.name:
            lines.append(f"{TAB}_, {name} = {ask.text(here[0].start_byte, here[0].end_byte)}")
        else:
            lines += [f"{TAB}{header.asked}", f"{TAB}{name} = {header.tested}"]
        lines.append("}")
    steps, behind = indent + indent.join(lines), ask.after_line(statement.end_byte)
    if behind == statement.end_byte:
        ask.draft.replace_range(levels[0][-1].end_byte, statement.end_byte, steps)
    else:
        ask.draft.replace_range(levels[0][-1].end_byte, statement.end_byte, "")
        ask.draft.insert(behind, steps)
    return True


def spec_of(statement: Node) -> Node | None:
    """The one assignment that a statement makes; None for a declaration with several specifications."""
    if statement.type != "var_declaration":
        return statement
    specs = [child for child in statement.named_children if child.type == "var_spec"]
    return specs[0] if len(specs) == 1 else None
