"""Where things stand in the syntax: statements, lists of statements, loops, functions."""

from __future__ import annotations

from gofix20.syntax import Node, ancestors, contains, walk

FUNCTIONS = frozenset({"func_literal", "function_declaration", "method_declaration"})
BREAKABLE = frozenset({"for_statement", "expression_switch_statement", "type_switch_statement", "select_statement"})
JUMPS = frozenset({"break_statement", "continue_statement", "goto_statement", "return_statement"})
CASES = frozenset({"expression_case", "default_case", "type_case", "communication_case"})


def enclosing_function(node: Node) -> Node | None:
    """The innermost function (a literal or a declaration) that the node is part of, itself excluded."""
    return next((outer for outer in ancestors(node) if outer.type in FUNCTIONS), None)


def enclosing_loops(node: Node) -> list[Node]:
    """The loops of the same function around a node, innermost first.

    A loop counts where the node is evaluated once a round: in its body, its condition or its post statement,
    not in what is evaluated once (`range` operand, first clause).
    """
    found = []
    child = node
    for outer in ancestors(node):
        if outer.type in FUNCTIONS:
            break
        if outer.type == "for_statement" and child.type != "range_clause" and not is_first_clause(outer, node):
            found.append(outer)
        child = outer
    return found


def is_first_clause(loop: Node, node: Node) -> bool:
    clause = next((child for child in loop.named_children if child.type == "for_clause"), None)
    first = None if clause is None else clause.child_by_field_name("initializer")
    return first is not None and contains(first, node)


def statement_of(node: Node) -> Node | None:
    """The innermost statement of a statement list that the node is part of (or is).

    A labelled statement is one statement with its label.
    """
    while node.parent is not None:
        if node.parent.type == "statement_list":
            return node
        node = node.parent
    return None


def statements(parent: Node) -> list[Node]:
    """The statements of a block, a case or a statement list, comments left out."""
    inner = parent
    if parent.type != "statement_list":
        lists = [child for child in parent.named_children if child.type == "statement_list"]
        if not lists:
            return []
        inner = lists[0]
    return [child for child in inner.named_children if child.type != "comment"]


def siblings_before(statement: Node) -> list[Node]:
    assert statement.parent is not None
    return [other for other in statements(statement.parent) if other.end_byte <= statement.start_byte]


def unlabelled(statement: Node) -> Node:
    """The statement behind its labels."""
    while statement.type == "labeled_statement":
        inner = [child for child in statement.named_children if child.type not in {"label_name", "comment"}]
        if not inner:
            break
        statement = inner[-1]
    return statement


def without_parentheses(node: Node) -> Node:
    while node.type == "parenthesized_expression":
        node = next(child for child in node.named_children if child.type != "comment")
    return node


def with_parentheses(node: Node) -> Node:
    """The outermost parenthesised expression that is nothing but `node`."""
    while node.parent is not None and node.parent.type == "parenthesized_expression":
        node = node.parent
    return node


def only(node: Node) -> Node | None:
    """The one expression of an expression list; a node that is no list is itself."""
    if node.type != "expression_list":
        return node
    parts = [child for child in node.named_children if child.type != "comment"]
    return parts[0] if len(parts) == 1 else None


def expressions(node: Node | None) -> list[Node]:
    """The expressions of an expression list; of a single expression, that one; none of None."""
    if node is None:
        return []
    if node.type != "expression_list":
        return [node]
    return [child for child in node.named_children if child.type != "comment"]


def arguments(call: Node) -> list[Node]:
    """The arguments of a call; a spread one (`xs...`) is a variadic_argument node."""
    found = call.child_by_field_name("arguments")
    return [] if found is None else [child for child in found.named_children if child.type != "comment"]


def has_comment(node: Node) -> bool:
    return any(inner.type == "comment" for inner in walk(node))


def indentation(text: bytes, node: Node) -> str:
    """The white space that the node's line begins with."""
    start = text.rfind(b"\n", 0, node.start_byte) + 1
    line = text[start : node.start_byte]
    return line[: len(line) - len(line.lstrip(b" \t"))].decode()


def in_function_literal(node: Node, function: Node) -> Node | None:
    """The outermost function literal inside `function` that the node is in."""
    found = None
    for outer in ancestors(node):
        if outer == function:
            return found
        if outer.type == "func_literal":
            found = outer
    return found


def sides(statement: Node) -> tuple[list[Node], list[Node]]:
    """What an assignment or a declaration of variables assigns to, and what it assigns."""
    if statement.type == "var_spec":
        names = [node for node in statement.children_by_field_name("name") if node.is_named]
        return names, expressions(statement.child_by_field_name("value"))
    left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
    return expressions(left), expressions(right)
