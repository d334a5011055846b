"""The value of `for k, v := range m` over a map that holds nothing but true: `v` says nothing, and can go."""

from __future__ import annotations

from gofix20.analysis.evaluation import is_logical
from gofix20.analysis.places import (
    JUMPS,
    expressions,
    has_comment,
    statements,
    with_parentheses,
    without_parentheses,
)
from gofix20.facts import Facts, Object
from gofix20.syntax import Node, text
from gofix20.transform import Draft, Refuse

DECLARING = frozenset(
    {"short_var_declaration", "var_declaration", "const_declaration", "type_declaration", "labeled_statement"}
)


def drop_value(clause: Node, stored: list[Node], facts: Facts, draft: Draft) -> None:
    """Take the value out of a range clause, and its uses; or keep it where all that is done with it is to store it.

    `stored` are the values that are stored in the component. Raises Refuse for a use that is more than a condition.
    """
    left = clause.child_by_field_name("left")
    targets = expressions(left)
    if left is None or len(targets) < 2 or text(targets[1]) == b"_":
        return
    value = targets[1]
    obj = facts.object(value) if value.type == "identifier" else None
    if obj is None or facts.definition(obj) != value or not facts.uses(obj):
        raise Refuse(f"a range uses the value `{text(value).decode()}`", clause)
    uses = facts.uses(obj)
    if all(any(without_parentheses(one) == use for one in stored) for use in uses):
        return
    for use in uses:
        drop(use, obj, draft)
    if text(targets[0]) == b"_":
        right = clause.children_by_field_name("right")[0]
        draft.replace_range(left.start_byte, right.start_byte, "range ")
    else:
        draft.replace_range(targets[0].end_byte, value.end_byte, "")


def drop(use: Node, obj: Object, draft: Draft) -> None:
    """Take out a condition that is always true, or what is done where it is not."""
    outer = with_parentheses(use)
    parent = outer.parent
    negated = parent is not None and parent.type == "unary_expression" and text(parent).startswith(b"!")
    if negated and parent is not None:
        outer = with_parentheses(parent)
        parent = outer.parent
    if parent is not None and parent.type == "binary_expression" and is_logical(parent) and not has_comment(parent):
        operator = parent.children_by_field_name("operator")[0].type
        left, right = parent.children_by_field_name("left")[0], parent.children_by_field_name("right")[0]
        if (operator == "&&") != negated:  # `v && x`, `!v || x`
            if outer == left:
                draft.replace_range(left.start_byte, right.start_byte, "")
            else:
                draft.replace_range(left.end_byte, right.end_byte, "")
            return
    if parent is not None and parent.type == "if_statement" and drop_if(parent, draft, negated=negated):
        return
    raise Refuse(f"a range uses the value `{obj.name}`", use)


def drop_if(statement: Node, draft: Draft, *, negated: bool) -> bool:
    """`if v { … }` becomes its body, `if !v { continue }` goes."""
    body = statement.children_by_field_name("consequence")[0]
    inner = statements(body)
    listed = statement.parent is not None and statement.parent.type == "statement_list"
    plain = not statement.child_by_field_name("initializer") and not statement.child_by_field_name("alternative")
    if not (listed and plain and inner):
        return False
    if negated:
        source = draft.file.text
        end = source.find(b"\n", statement.end_byte)
        start = source.rfind(b"\n", 0, statement.start_byte) + 1
        alone = not source[start : statement.start_byte].strip() and not source[statement.end_byte : end].strip()
        if len(inner) != 1 or inner[0].type not in JUMPS or has_comment(statement) or not alone or end < 0:
            return False
        draft.replace_range(start, end + 1, "")
        return True
    commented = any(child.type == "comment" for child in (*body.named_children, *statement.named_children))
    declares = {
        "short_var_declaration",
        "var_declaration",
        "const_declaration",
        "type_declaration",
        "labeled_statement",
    }
    if commented or any(one.type in declares for one in inner):
        return False
    draft.replace_range(statement.start_byte, inner[0].start_byte, "")
    draft.replace_range(inner[-1].end_byte, statement.end_byte, "")
    return True
