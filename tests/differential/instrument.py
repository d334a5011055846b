"""The guards of the rules: every `raise Refuse(…)`, and every reason for which a fix is UNSAFE.

`install` makes Python load the rules and their analysis so that each guard asks here whether it is taken out, and tells
that it was reached. It has to come before anything of gofix20 is imported. A guard is known by its module, function
and words, so that lines may move.
"""

from __future__ import annotations

import ast
import builtins
import importlib.machinery
import re
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType

PREFIXES = ("gofix20.analysis.", "gofix20.transforms.")
ROOT = Path(__file__).resolve().parents[2]
ASK = "__guard_holds__"

out: set[str] = set()
"""The guards that are taken out."""
reached: set[str] = set()
"""The guards that were reached, since somebody last looked."""


def holds(key: str) -> bool:
    reached.add(key)
    return key not in out


class Guarding(ast.NodeTransformer):
    """Puts the question before each guard of one module; `found` has their keys, in the order of the text."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.functions: list[str] = []
        self.found: list[str] = []
        self.count: Counter[str] = Counter()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.functions.append(node.name)
        made = self.generic_visit(node)
        self.functions.pop()
        return made

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        call = node.exc
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Refuse":
            return self.guarded(node, call.args[0])
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        """`reasons.append("…")`"""
        call = node.value
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "append"
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id in {"reasons", "doubts"}
        ):
            return self.guarded(node, call.args[0])
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        """`doubt = doubt or "…"`"""
        target = node.targets[0]
        if isinstance(target, ast.Name) and target.id in {"doubt", "reason"} and says(node.value) and self.doubts:
            return self.guarded(node, node.value)
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        """`return "…"` of a function that says why a fix is UNSAFE."""
        return self.guarded(node, node.value) if node.value is not None and self.doubts and says(node.value) else node

    @property
    def doubts(self) -> bool:
        return bool(self.functions) and ("doubt" in self.functions[-1] or self.functions[-1] == "rewrite")

    def guarded(self, node: ast.stmt, why: ast.expr) -> ast.AST:
        words = re.sub(r"^f?([\"'])(.*)\1$", r"\2", re.sub(r"\{[^{}]*\}", "…", ast.unparse(why)))
        key = f"{self.module}:{'.'.join(self.functions)}:{words}"
        self.count[key] += 1
        if self.count[key] > 1:
            key += f" #{self.count[key]}"
        self.found.append(key)
        question = ast.Call(ast.Name(ASK, ast.Load()), [ast.Constant(key)], [])
        return ast.copy_location(ast.If(question, [node], []), node)


def says(value: ast.expr) -> bool:
    """Has it words (and is not the empty string, for no doubt)?"""
    return any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) and bool(part.value.strip())
        for part in ast.walk(value)
    )


def guards() -> dict[str, list[str]]:
    """The guards of every module, as its text has them."""
    found = {}
    for prefix, folder in zip(PREFIXES, (ROOT / "gofix20" / "analysis", ROOT / "transforms"), strict=True):
        for path in sorted(folder.glob("*.py")):
            guarding = Guarding(prefix.split(".")[1] + "." + path.stem)
            guarding.visit(ast.parse(path.read_text()))
            if guarding.found:
                found[guarding.module] = guarding.found
    return found


class Loader(importlib.machinery.SourceFileLoader):
    """Loads a module with questions before its guards, past the cache of bytecode."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        guarding = Guarding(fullname.removeprefix("gofix20."))
        tree = ast.fix_missing_locations(guarding.visit(ast.parse(self.get_data(path))))
        code = compile(tree, path, "exec", dont_inherit=True)
        assert isinstance(code, CodeType)
        return code


class Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not fullname.startswith(PREFIXES):
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = Loader(fullname, spec.loader.path)
        return spec


def install() -> None:
    assert not any(name.startswith(PREFIXES) for name in sys.modules), "the rules are loaded already"
    setattr(builtins, ASK, holds)
    sys.meta_path.insert(0, Finder())
