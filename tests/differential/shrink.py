"""Make a function that differs small, and a golden case of it."""

from __future__ import annotations

import dataclasses
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from gofix20.syntax import GoFile, Node, text, walk
from gofix20.toolchain import Toolchain
from tests.differential.fixing import fixed
from tests.differential.functions import Function, Package, imports
from tests.differential.running import Difference, compare, literal

MOST_AT_ONCE = 80
PACKAGE = b"package p\n\n"


@dataclasses.dataclass(frozen=True, slots=True)
class Small:
    """A difference, with the two forms of its function and its input as Go expressions."""

    difference: Difference
    before: str
    after: str
    input: dict[str, str]


def shrunk(function: Function, toolchain: Toolchain, say: Callable[[str], None] = lambda text: None) -> Small | None:
    """The smallest form of a function found that is still changed, and still differs; None if it does not differ."""
    smallest = differing([function], toolchain)
    if not smallest:
        return None
    best = smallest[0]
    while True:
        texts = sorted(set(smaller(best.difference.function)), key=len)
        found: list[Small] = []
        # The shortest first: a round is over with the first lot in which one still differs.
        for start in range(0, len(texts), MOST_AT_ONCE):
            lot = [dataclasses.replace(function, text=each) for each in texts[start : start + MOST_AT_ONCE]]
            found = differing(lot, toolchain)
            if found:
                break
        if not found:
            return best
        best = min(found, key=lambda small: len(small.difference.function.text))
        say(f"{function.seed}: {best.difference.function.text.count(chr(10))} lines")


def differing(functions: list[Function], toolchain: Toolchain) -> list[Small]:
    """Those whose two forms differ; each is a package of its own."""
    packages = [Package(f"c{number}", [one]) for number, one in enumerate(functions)]
    with tempfile.TemporaryDirectory(prefix="differential-") as scratch:
        root = Path(scratch).resolve()
        made = fixed(root / "fixed", packages, toolchain)
        compared = compare(root / "run", packages, made.before, made.after, toolchain)
        return [
            Small(each, made.before[each.function], made.after[each.function], literal(root / "run", each.input))
            for each in compared.differences
        ]


def smaller(function: Function) -> Iterator[str]:
    """Texts with something left out."""
    source = PACKAGE + function.text.encode()
    file = GoFile.parse("p.go", source)
    entry = f"func {function.name}(in *Input)".encode()
    for node in walk(file.root):
        parent = node.parent
        if parent is None or not node.is_named:
            continue
        if parent.type == "source_file" and node.type != "package_clause" and not text(node).startswith(entry):
            yield without(source, [node])
        elif parent.type in {"statement_list", "expression_case", "default_case", "communication_case", "type_case"}:
            yield without(source, [node])
            for inner in node.named_children:
                if inner.type == "block":
                    yield replaced(source, node, text(inner)[1:-1])
        elif (
            node.type == "identifier" and parent.parent is not None and parent.parent.type == "short_var_declaration"
        ) or (node.type == "field_identifier" and parent.type == "field_declaration"):
            yield without(source, mentioning(file.root, text(node)))
        if parent.type == "if_statement" and node == parent.child_by_field_name("alternative"):
            body = parent.child_by_field_name("consequence")
            assert body is not None
            yield (source[: body.end_byte] + source[node.end_byte :])[len(PACKAGE) :].decode()
        if node.type == "binary_expression":
            for side in ("left", "right"):
                operand = node.child_by_field_name(side)
                assert operand is not None
                yield replaced(source, node, text(operand))


def mentioning(root: Node, name: bytes) -> list[Node]:
    """The innermost statements in which a name stands."""
    found: list[Node] = []
    for node in walk(root):
        if node.type in {"identifier", "field_identifier"} and text(node) == name:
            statement: Node | None = node
            while statement is not None and statement.parent is not None and statement.parent.type != "statement_list":
                statement = statement.parent
            if statement is not None and statement.parent is not None and statement not in found:
                found.append(statement)
    return found


def without(source: bytes, nodes: list[Node]) -> str:
    for node in sorted(nodes, key=lambda node: -node.start_byte):
        source = source[: node.start_byte] + source[node.end_byte :]
    return source[len(PACKAGE) :].decode(errors="replace")


def replaced(source: bytes, node: Node, new: bytes) -> str:
    return (source[: node.start_byte] + new + source[node.end_byte :])[len(PACKAGE) :].decode(errors="replace")


def program(small: Small) -> str:
    """A program of its own, which prints what the function tells of the input: `before/main.go` of a golden case."""
    function = small.difference.function
    body = re.sub(r"(?s)^package.*?\n(?=(//|func|type|var|const) )", "", small.before)
    fields = [name for name in small.input if re.search(rf"\bin\.{name}\b", body)]
    values = ", ".join(f"{name}: {small.input[name]}" for name in fields if name not in {"Reader", "Err", "File"})
    types = "".join(f"\t{name} {TYPES[name]}\n" for name in fields)
    main = (
        f"type Input struct {{\n{types}}}\n\n"
        'func tell(label string, value any) {\n\tfmt.Printf("%s: %#v\\n", label, value)\n}\n\n'
        "func main() {\n\tdefer func() { fmt.Println(recover()) }()\n"
        f"\t{function.name}(&Input{{{values}}})\n}}\n\n{body}"
    )
    paths = "".join(f'\t"{path}"\n' for path in imports(main))
    return f"package main\n\nimport (\n{paths})\n\n{main}"


TYPES = {
    "N": "int", "U": "uint", "Small": "int", "Flag": "bool", "Other": "bool", "S": "string", "T": "string",
    "Words": "[]string", "More": "[]string", "Ints": "[]int", "Bytes": "[]byte", "Table": "map[string]int",
    "Nested": "[][]string", "Err": "error", "File": "string", "Reader": "func() io.Reader",
}  # fmt: skip


def keep(small: Small, folder: Path) -> Path:
    """Lay out a golden case that says that nothing may change: what it should become is for a person to say."""
    function = small.difference.function
    name = re.sub(r"\W", "-", function.seed)
    target = folder / name / "before"
    target.mkdir(parents=True, exist_ok=True)
    (target / "main.go").write_text(program(small))
    return folder / name
