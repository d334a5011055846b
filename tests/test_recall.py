"""What is remembered: after any change, a run gives what one without a memory gives."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gofix20 import engine, helper, recall, trees
from gofix20.config import Overrides
from gofix20.model import GofixError, Plan
from gofix20.toolchain import Toolchain
from tests.directed_rules import Directed, use

pytestmark = pytest.mark.xdist_group("recall")

GROWS = """package %s

func %s(parts []string) string {
	s := ""
	for _, part := range parts {
		s += part
	}
	return s
}
"""
FILES = {
    "m/go.mod": (
        "module example.com/m\n\ngo 1.22\n\nrequire example.com/dep v0.0.0\n\nreplace example.com/dep => ../dep\n"
    ),
    "m/a/a.go": GROWS % ("a", "Join"),
    "m/a/a_test.go": "package a\n\nimport \"testing\"\n\nfunc TestJoin(t *testing.T) { t.Log(Join(nil)) }\n",
    "m/a/a_plan9.go": "package a\n\nvar onPlan9 = true\n",
    "m/b/b.go": (
        "package b\n\nimport \"example.com/dep\"\n\nfunc All(n int) []dep.T {\n\tvar all []dep.T\n"
        "\tfor i := 0; i < n; i++ {\n\t\tall = append(all, dep.New(i))\n\t}\n\treturn all\n}\n"
    ),
    "m/c/c.go": (
        "package c\n\nvar Known = map[string]bool{\"x\": true}\n\nfunc has(s string) bool {\n"
        "\tseen := map[string]bool{}\n\tseen[s] = true\n\treturn seen[s] || Known[s]\n}\n\nvar _ = has\n"
    ),
    "dep/go.mod": "module example.com/dep\n\ngo 1.18\n",
    "dep/dep.go": "package dep\n\ntype T int\n\nfunc New(i int) T { return T(i) }\n",
}
CHANGES: dict[str, Callable[[Path], object]] = {
    "a finding goes": lambda root: edit(root / "m/a/a.go", "s += part", "s = part"),
    "a finding comes": lambda root: edit(root / "m/a/a_plan9.go", "var", "func Later() {}\n\nvar"),
    "another build": lambda root: (root / "m/a/a_more.go").write_text("//go:build more\n\n" + GROWS % ("a", "More")),
    "a test": lambda root: edit(root / "m/a/a_test.go", "t.Log(", "t.Log(1, "),
    "a dependency's type": lambda root: edit(root / "dep/dep.go", "type T int", "type T [1 << 20]int\n\nvar _ = 1"),
    "a dependency breaks": lambda root: edit(root / "dep/dep.go", "T(i)", "T(j)"),
    "go.mod": lambda root: edit(root / "m/go.mod", "go 1.22\n", "go 1.20\n"),
    "a setting": lambda root: (root / "m/.gofix20.toml").write_text('ignore = ["GF05"]\n'),
    "a setting of a rule": lambda root: (root / "m/.gofix20.toml").write_text('[rules.GF06]\nmin-base = 4096\n'),
    "a new package": lambda root: write(root / "m/d/d.go", GROWS % ("d", "Join")),
    "a package goes": lambda root: (root / "m/a/a.go").unlink(),
    "a directive": lambda root: edit(root / "m/a/a.go", "s += part", "s += part //gofix20:ignore GF05"),
    "what does not parse": lambda root: edit(root / "m/b/b.go", "return all\n}", "return all\n"),
    "a name for others": lambda root: (root / "m/c/l.go").write_text(
        "package c\n\nimport _ \"unsafe\"\n\n//go:linkname told example.com/m/a.told\nvar told int\n"
    ),
}  # fmt: skip


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def edit(path: Path, old: str, new: str) -> None:
    if path.exists():
        path.write_text(path.read_text().replace(old, new))


def lay_out(root: Path) -> None:
    """Every file as it was at first, and no other."""
    for path in [path for path in root.rglob("*") if path.is_file()]:
        if str(path.relative_to(root)) not in FILES:
            path.unlink()
    for name, text in FILES.items():
        if not (root / name).exists() or (root / name).read_text() != text:
            write(root / name, text)


Run = Callable[..., Plan]


@pytest.fixture
def cached(tmp_path: Path, own_cache: Path, toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run in the module of FILES, with a memory of the test's own. A file counts as settled at once."""
    monkeypatch.setattr(trees, "COARSE_NS", 0)
    lay_out(tmp_path / "tree")

    def run(**how: object) -> Plan:
        request = {"jobs": 2, "verify": False} | how
        time.sleep(0.02)  # a file system's clock has ticks
        return engine.run(engine.Request(str(tmp_path / "tree" / "m"), go=toolchain.go, **request))  # type: ignore[arg-type]

    return run


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the helpers were asked, in order."""
    asked: list[str] = []
    ask = helper.Helper._ask

    def noted(self: helper.Helper, request: dict[str, str]) -> dict[str, object]:
        asked.append(request["op"])
        return ask(self, request)

    monkeypatch.setattr(helper.Helper, "_ask", noted)
    return asked


def answer(run: Run, **how: object) -> object:
    """What a run tells, or why it does not."""
    try:
        return told(run(**how))
    except GofixError as error:
        return error.message


def told(plan: Plan) -> tuple[object, ...]:
    return plan.changes, plan.outcomes, plan.refusals, plan.problems, plan.notes


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change(cached: Run, tmp_path: Path, change: str) -> None:
    before = cached()
    assert len(before.outcomes) >= 3
    CHANGES[change](tmp_path / "tree")
    assert answer(cached) == answer(cached, cache=False)
    lay_out(tmp_path / "tree")
    assert told(cached()) == told(before)


def test_a_walk(cached: Run, tmp_path: Path) -> None:
    """Changes and their reverts in a random order, with what every third one asks otherwise."""
    choose = random.Random(20)
    for step in range(10):
        if choose.random() < 0.3:
            lay_out(tmp_path / "tree")
        CHANGES[choose.choice(sorted(CHANGES))](tmp_path / "tree")
        how: dict[str, object] = {}
        if step % 3 == 0:
            how = choose.choice([
                {"verify": True}, {"tests": True}, {"overrides": Overrides(unsafe=True)},
                {"overrides": Overrides(tags=("more",))}, {"overrides": Overrides(builds="default")},
            ])  # fmt: skip
        assert answer(cached, **how) == answer(cached, **how, cache=False), step


def test_nothing_is_asked_twice(cached: Run, tmp_path: Path, started: list[str]) -> None:
    first = cached()
    assert started.count("facts") >= 3
    started.clear()
    assert told(cached()) == told(first)
    assert started == []
    edit(tmp_path / "tree/m/a/a.go", "func Join", "// Join joins.\nfunc Join")
    cached()
    assert started.count("check") == 1
    assert started.count("facts") == 1


def test_another_module_of_the_repository(cached: Run, tmp_path: Path) -> None:
    """What it does with an internal package counts, wherever in the repository it is."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path / "tree")], check=True)
    write(
        tmp_path / "tree/m/internal/i/i.go",
        'package i\n\nvar Known = map[string]bool{"x": true}\n\nfunc Has(s string) bool { return Known[s] }\n',
    )
    before = answer(cached)
    write(tmp_path / "tree/other/go.mod", "module example.com/m/other\n\ngo 1.22\n")
    write(tmp_path / "tree/other/o.go", 'package o\n\nimport "example.com/m/internal/i"\n\nvar M = i.Known\n')
    after = answer(cached)
    assert after == answer(cached, cache=False)
    assert after != before


def test_what_is_kept_is_of_use_to_apply_too(cached: Run, started: list[str]) -> None:
    first = cached(verify=True)
    assert first.changes
    started.clear()
    assert told(cached(verify=True)) == told(first)
    assert "facts" not in started


def test_another_rule_and_another_program(
    cached: Run, tmp_path: Path, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cached()
    monkeypatch.setattr(recall, "_digest", lambda rules: "another program")
    started.clear()
    cached()
    assert "facts" in started
    use(monkeypatch, Directed)
    write(tmp_path / "tree/m/e/e.go", "package e\n\nvar x = 1 //fix: y\n")
    assert told(cached()) == told(cached(cache=False))
    assert recall.program() is None


def test_forget(cached: Run, tmp_path: Path) -> None:
    cached()
    assert (tmp_path / "cache" / recall.FOLDER).exists()
    recall.forget(str(tmp_path / "cache"))
    assert list((tmp_path / "cache").iterdir()) == []


def test_one_thread_or_several(cached: Run) -> None:
    assert told(cached(jobs=1, cache=False)) == told(cached(jobs=8, cache=False))
