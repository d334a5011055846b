"""How much is done, which is what decides how long it takes: counted, not timed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from gofix20 import engine, helper, verify
from gofix20.syntax import GoFile
from gofix20.toolchain import Toolchain

Make = Callable[[Mapping[str, str]], str]

GROWS = """package %s

func %s(parts []string) string {
	s := ""
	for _, part := range parts {
		s += part
	}
	return s
}

func other%s(n int) int { return n }
"""


def tree() -> dict[str, str]:
    """Ten packages of six files; in two of them there is something to be found, and in one there only seems to be."""
    files = {
        f"p{package}/f{number}.go": f"package p{package}\n\nfunc F{number}(n int) int {{ return n + {number} }}\n"
        for package in range(10)
        for number in range(6)
    }
    files["p1/grows.go"] = GROWS % ("p1", "Join", "A")
    files["p2/grows.go"] = GROWS % ("p2", "Join", "B")
    files["p3/numbers.go"] = GROWS.replace("[]string) string", "[]int) int").replace('""', "0") % ("p3", "Sum", "C")
    return files


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What is done, by what it is."""
    counts: Counter[str] = Counter()

    def counted(owner: Any, name: str, what: Callable[..., Mapping[str, int]]) -> None:
        original = getattr(owner, name)

        def wrapper(*args: Any, **kwargs: Any) -> Any:
            counts.update(what(*args, **kwargs))
            return original(*args, **kwargs)

        monkeypatch.setattr(owner, name, wrapper)

    counted(helper.Helper, "_ask", lambda self, request: {f"asked {request['op']}": 1})
    counted(verify.Verifier, "_vet", lambda self, packages, *rest, **how: {"vetted": len(packages)})
    parse = GoFile.parse_some

    def parse_some(path: str, text: bytes, places: Sequence[tuple[int, int]]) -> GoFile:
        file = parse(path, text, places)
        counts.update({"parsed": 1, "declarations": len(file.declarations())})
        return file

    monkeypatch.setattr(GoFile, "parse_some", parse_some)
    return counts


def test_check(module: Make, toolchain: Toolchain, done: Counter[str]) -> None:
    root = module(tree())
    plan = engine.run(engine.Request(root, go=toolchain.go, jobs=1, verify=False, cache=False))
    assert len(plan.outcomes) == 2
    assert (plan.statistics.files, plan.statistics.parsed) == (63, 3)
    assert {what: count for what, count in done.items() if not what.startswith("asked")} == {
        "parsed": 3,
        "declarations": 3,
    }
    assert done["asked check"] == done["asked facts"] == 3


def test_apply(module: Make, toolchain: Toolchain, done: Counter[str]) -> None:
    root = module(tree())
    plan = engine.run(engine.Request(root, go=toolchain.go, jobs=1, cache=False))
    assert len(plan.changes) == 2
    assert done["vetted"] == 2
    assert done["asked check"] == 3
