"""From `m[k]` as a value to `_, ok := m[k]`: the comma-ok form needs a statement, and so a place for one.

Each read stays where it is evaluated: in the header of its `if` or `switch` where it comes first there, in a nested
`if` behind an `&&`, at the top of a loop's body, or in a statement of its own in front. Where there is no such place,
Refuse.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Final

from gofix20.analysis.asking import TAB, Asker, is_else, require_no_comment
from gofix20.analysis.conditions import Level, inside, negated, split
from gofix20.analysis.places import JUMPS, expressions, has_comment, indentation, statements
from gofix20.analysis.read_values import in_place, in_simple, in_statement, is_deep
from gofix20.analysis.steps import in_steps_before
from gofix20.facts import Facts
from gofix20.syntax import Node, ancestors, contains, text, walk
from gofix20.transform import Draft, Refuse

LONGEST_JUMP: Final = 60
"""Bytes of a jump that may be written twice."""

PLACES = {
    ("if_statement", "condition"): "if",
    ("if_statement", "initializer"): "simple",
    ("for_statement", ""): "for",
    ("for_clause", "condition"): "for",
    ("for_clause", "initializer"): "simple",
    ("for_clause", "update"): "simple",
    ("range_clause", "right"): "nowhere",
    ("range_clause", "left"): "nowhere",
    ("expression_switch_statement", "value"): "tag",
    ("expression_switch_statement", "initializer"): "simple",
    ("expression_case", "value"): "case",
    ("type_switch_statement", "value"): "nowhere",
    ("type_switch_statement", "initializer"): "simple",
    ("communication_case", "communication"): "nowhere",
    ("labeled_statement", ""): "simple",
    ("statement_list", ""): "statement",
    ("source_file", ""): "package",
}
"""Where a read may be, by the parent and its field: in a condition, in a statement of a header, …"""


def ask_for_elements(reads: Sequence[Node], facts: Facts, draft: Draft, *, shared: bool) -> None:
    """Rewrite these index expressions, all that there are of a component, or raise Refuse for one that cannot be.

    `shared`: a closure, and so perhaps another goroutine, may see the map.
    """
    ask = Asker(reads, facts, draft, shared=shared)
    groups: dict[int, tuple[str, Node, list[Node]]] = {}
    for read in ask.reads:
        if any(other != read and contains(other, read) for other in reads):
            raise Refuse("an element is read in the key of another read", read)
        kind, statement = place(read)
        groups.setdefault(statement.start_byte, (kind, statement, []))[2].append(read)
    for kind, statement, found in groups.values():
        draft.claims.add(f"{draft.file.path}:statement:{statement.start_byte}")
        HANDLERS[kind](ask, statement, found)


def place(read: Node) -> tuple[str, Node]:
    """The kind of place that a read is in, and its statement: the whole `if` of a condition, the `switch` of a case."""
    child = read
    while (parent := child.parent) is not None:
        kind = PLACES.get((parent.type, field_of(parent, child)))
        if kind in {"if", "tag"} or (kind == "for" and parent.type == "for_statement"):
            return kind, parent
        if kind in {"for", "case"}:
            assert parent.parent is not None
            return kind, parent.parent
        if kind is not None:
            return kind, child
        child = parent
    raise AssertionError("a file is a place, too")


def field_of(parent: Node, child: Node) -> str:
    index = next(index for index, one in enumerate(parent.children) if one == child)
    return parent.field_name_for_child(index) or ""


def in_nowhere(ask: Asker, statement: Node, reads: list[Node]) -> None:
    raise Refuse("an element is read where no statement can come before", reads[0])


def in_if(ask: Asker, statement: Node, reads: list[Node]) -> None:
    condition = statement.children_by_field_name("condition")[0]
    levels = split(condition, "&&", reads)
    alternatives = split(condition, "||", reads)
    body = statement.children_by_field_name("consequence")[0]
    operands = levels if len(levels) > 1 else alternatives
    if is_deep(ask, operands, reads) or (
        not is_short_jump(ask, body)
        if len(levels) == 1 < len(alternatives)
        else len(levels) > 1 and statement.child_by_field_name("alternative") is not None
    ):
        in_if_by_steps(ask, statement, condition, reads)
        return
    if len(levels) == 1 < len(alternatives):
        in_alternatives(ask, statement, alternatives, reads)
        return
    start, first = first_header(ask, statement, levels[0], reads, statement if len(levels) == 1 else body)
    parts = first
    indent = indentation(ask.source, statement)
    for depth, level in enumerate(levels[1:], 1):
        require_no_comment(ask.source, levels[depth - 1], level)
        parts += [f" {{\n{indent}{TAB * depth}if ", *ask.header(level, inside(level, reads), body.end_byte).parts]
    ask.compose(start, condition.end_byte, parts)
    if len(levels) > 1:
        closing = [f"\n{indent}{TAB * depth}}}" for depth in reversed(range(len(levels) - 1))]
        ask.draft.insert(body.end_byte, "".join(closing))


def first_header(
    ask: Asker, statement: Node, level: Level, reads: list[Node], scope: Node
) -> tuple[int, list[str | Node]]:
    """What an `if` begins with, up to the end of its first level, and from where that replaces it."""
    here = inside(level, reads)
    start, end = level[0].start_byte, level[-1].end_byte
    if not here:
        return start, [ask.text(start, end)]
    declared, first = statement.child_by_field_name("initializer"), []
    if declared is not None:
        # An `if` holds one initializer.
        require_movable(ask, statement, declared, here[0])
        first = [ask.text(declared.start_byte, declared.end_byte)]
    replaced = start if declared is None else declared.start_byte
    if len(here) > 1:
        return replaced, [ask.answered(start, end, here, ask.ask_before(statement, here, level[0], first))]
    if first:
        ask.lines_before(statement, first)
    return replaced, ask.header(level, here, scope.end_byte).parts


def require_movable(ask: Asker, statement: Node, declared: Node, read: Node) -> None:
    """An initializer may become a statement before its `if`."""
    ask.require_room_before(statement, read)
    condition = statement.children_by_field_name("condition")[0]
    if ask.source[declared.end_byte : condition.start_byte].strip() != b";":
        raise Refuse("a comment stands behind an initializer", declared)
    declares = declared.type == "short_var_declaration" and not is_else(statement)
    if declares and not ask.scopes.widened(declared, statement):
        raise Refuse("an element is read in an `if` that declares a variable, whose name is used elsewhere", read)


def in_if_by_steps(ask: Asker, statement: Node, condition: Node, reads: list[Node]) -> None:
    """`if a || m[k] { … }` with a long body, and what else no nested `if` can say."""
    declared = statement.child_by_field_name("initializer")
    if declared is None:
        in_steps_before(ask, statement, condition, reads)
        return
    require_movable(ask, statement, declared, reads[0])
    in_steps_before(ask, statement, condition, reads, ask.text(declared.start_byte, declared.end_byte))
    ask.draft.replace_range(declared.start_byte, condition.start_byte, "")


def is_short_jump(ask: Asker, body: Node) -> bool:
    """May the body, a jump, be written twice?"""
    jump = statements(body)
    return (
        len(jump) == 1
        and jump[0].type in JUMPS
        and len(text(jump[0])) <= LONGEST_JUMP
        and b"\n" not in text(jump[0])
        and not has_comment(body)
        and not any(node.type == "func_literal" for node in walk(jump[0]))
        and not any(contains(body, read) for read in ask.reads)
    )


def in_alternatives(ask: Asker, statement: Node, levels: list[Level], reads: list[Node]) -> None:
    """`if a || m[k] { continue }` becomes two `if`s."""
    body = statement.children_by_field_name("consequence")[0]
    condition = statement.children_by_field_name("condition")[0]
    start, first = first_header(ask, statement, levels[0], reads, statement)
    alone = (
        statement.parent is not None
        and statement.parent.type == "statement_list"
        and statement.child_by_field_name("alternative") is None
        and statement.child_by_field_name("initializer") is None
    )
    joint = "\n" + indentation(ask.source, statement) if alone else " else "
    # The body is written once more, so no other fix may change it meanwhile: it is part of what is replaced.
    more = [ask.text(condition.end_byte, body.end_byte)]
    for before, level in itertools.pairwise(levels):
        require_no_comment(ask.source, before, level)
        header = ask.header(level, inside(level, reads), statement.end_byte)
        more.append(f"{joint}if {header.asked}; {header.tested} {ask.text(body.start_byte, body.end_byte)}")
    ask.compose(start, body.end_byte, [*first, *more])


def in_for(ask: Asker, statement: Node, reads: list[Node]) -> None:
    """A loop's condition is asked each round: from the first read on, it moves to the top of the body."""
    clause = next((child for child in statement.named_children if child.type == "for_clause"), None)
    body = statement.children_by_field_name("body")[0]
    if clause is not None:
        condition = clause.children_by_field_name("condition")[0]
    else:
        condition = next(node for node in statement.named_children if node.type != "comment")
    if has_comment(condition):
        raise Refuse("a comment stands in the condition of a loop", condition)
    levels = split(condition, "&&", reads)
    kept = [] if inside(levels[0], reads) else levels.pop(0)
    ends = []
    for level in levels:
        header = ask.header(level, inside(level, reads), level[-1].end_byte)
        over = [negated(node, ask.answered_in(node, reads, header.name), ask.facts) for node in level]
        ends.append(f"if {header.asked}; {' || '.join(over)} {{")
    if kept:
        ask.draft.replace_range(kept[-1].end_byte, condition.end_byte, "")
    else:
        # `for m[k] {` loses the blank, too; `for i := 0; m[k]; i++ {` keeps it.
        end = condition.end_byte if clause is not None else body.start_byte
        if ask.source[condition.end_byte : end].strip():
            raise Refuse("a comment stands in the condition of a loop", condition)
        ask.draft.replace_range(condition.start_byte, end, "")
    break_at_top(ask, body, statement, ends)


def break_at_top(ask: Asker, body: Node, statement: Node, conditions: list[str]) -> None:
    """New lines at the top of a loop's body, behind a comment on its first line."""
    start = body.start_byte + 1
    behind = ask.after_line(start)
    if behind == start and not ask.source.startswith((b"\n", b"\r\n"), start):
        ask.draft.insert(start, "".join(f" {condition} break }};" for condition in conditions))
        return
    indent = "\n" + indentation(ask.source, statement) + TAB
    ask.draft.insert(behind, "".join(f"{indent}{each}{indent}{TAB}break{indent}}}" for each in conditions))


def in_tag(ask: Asker, statement: Node, reads: list[Node]) -> None:
    """`switch m[k] {`."""
    value = statement.children_by_field_name("value")[0]
    if statement.child_by_field_name("initializer") is not None:
        raise Refuse("an element is read in a `switch` that has an initializer", reads[0])
    ask.compose(value.start_byte, value.end_byte, ask.header([value], reads, statement.end_byte).parts)


def in_case(ask: Asker, statement: Node, reads: list[Node]) -> None:
    """`switch { case m[k]:`: the first expression of the first case is always evaluated."""
    case = next(child for child in statement.named_children if child.type == "expression_case")
    first = expressions(case.children_by_field_name("value")[0])[0]
    for read in reads:
        if not contains(first, read):
            raise Refuse("an element is read in a case that is not always asked", read)
    if statement.child_by_field_name("initializer") is not None:
        raise Refuse("an element is read in a `switch` that has an initializer", reads[0])
    tag = statement.child_by_field_name("value")
    if tag is not None and ask.facts.constant(tag) is None:
        raise Refuse("an element is read in a case after the `switch` has evaluated something", reads[0])
    header = ask.header([first], reads, statement.end_byte)
    ask.draft.insert(statement.children[0].end_byte, f" {header.asked};")
    ask.draft.replace(first, header.tested)


def in_package(ask: Asker, declaration: Node, reads: list[Node]) -> None:
    """`var x = m[k]` of a package."""
    for read in reads:
        spec = next((outer for outer in ancestors(read) if outer.type in {"var_spec", "func_literal"}), declaration)
        if spec.type != "var_spec" or spec.child_by_field_name("type") or not in_place(ask, spec, [read]):
            raise Refuse("an element is read where no statement can come before", read)


HANDLERS: dict[str, Callable[[Asker, Node, list[Node]], None]] = {
    "if": in_if, "for": in_for, "tag": in_tag, "case": in_case, "simple": in_simple, "statement": in_statement,
    "nowhere": in_nowhere, "package": in_package,
}  # fmt: skip
