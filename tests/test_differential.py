"""Generated functions tell the same before and after; and the machinery that says so can say otherwise."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from gofix20.toolchain import Toolchain
from tests.differential import functions, guards, instrument, shrink
from tests.differential.fixing import Fixed, discard, lay_out
from tests.differential.functions import Function, Package
from tests.differential.proof import prove
from tests.differential.running import Compared, compare

pytestmark = pytest.mark.xdist_group("differential")

COUNT = 1000
SEED = int(os.environ.get("DIFFERENTIAL_SEED", "20"))
"""Set DIFFERENTIAL_SEED for other functions; `python -m tests.differential --seed … --rule …` shrinks what differs."""


def test_a_thousand_functions_tell_the_same(toolchain: Toolchain) -> None:
    proof = prove(functions.available(), COUNT, SEED, toolchain)
    print(proof.summary())
    different = [f"{one.function.seed} input {one.input}\n{one.before}\n{one.after}" for one in proof.differences]
    assert different == []
    assert proof.dropped == []
    assert proof.too_timid == [], proof.summary()
    assert proof.holds, "\n".join(f"{one.seed}: {why}" for one, why in proof.useless.items())


@pytest.mark.parametrize("rule", functions.available())
def test_a_seed_gives_the_same_function(rule: str) -> None:
    one, other = functions.written(rule, 3, 7), functions.written(rule, 3, 7)
    assert one == other
    assert one.text != functions.written(rule, 3, 8).text


SAME = 'func f(in *Input) {\n\ttell("n", len(in.Words))\n}\n'
PAIRS = {
    "nil": ('tell("out", []int(nil))', 'tell("out", []int{})'),
    "typed": ('tell("out", any(int32(1)))', 'tell("out", any(int64(1)))'),
    "order": ('tell("a", 1)\n\ttell("b", 2)', 'tell("b", 2)\n\ttell("a", 1)'),
    "printed": ('os.Stdout.WriteString("x")', 'os.Stdout.WriteString("y")'),
    "panic": ("_ = make([]int, 0, 3)", "n := -1\n\t_ = make([]int, 0, n)"),
    "message": ('panic("one")', 'panic("two")'),
    "goexit": ("runtime.KeepAlive(in)", "runtime.Goexit()"),
    "input": ("_ = in.Words", "in.Words = append(in.Words[:0:0], in.Words...)\n\tin.Words = append(in.Words, in.T)"),
    "memory": ("_ = in.Small", 'out := make([]int, 0, max(in.N, 0)%(1<<40+1))\n\ttell("out", len(out))'),
    "stack": ("_ = in.Small", "var down func(n int) int\n\tdown = func(n int) int { return down(n+1) + 1 }\n\tdown(0)"),
    "exit": ("_ = in.Small", "os.Exit(1)"),
    "late": ("_ = in.Small", 'if in.Small == 40 {\n\t\ttell("forty", true)\n\t}'),
}


def form(text: str) -> str:
    return f"func f(in *Input) {{\n\t{text}\n}}\n"


def ran(pairs: dict[str, tuple[str, str]], root: Path, toolchain: Toolchain) -> Compared:
    """What comparing hand-written forms gives; the functions are named after what they are about."""
    packages = []
    before: dict[Function, str] = {}
    after: dict[Function, str] = {}
    for name, texts in pairs.items():
        function = Function("GF00", "f", form(texts[0]), name)
        packages.append(Package(name, [function]))
        for told, text in zip((before, after), texts, strict=True):
            told[function] = functions.file_text(name, Function("GF00", "f", form(text)))
    return compare(root / "run", packages, before, after, toolchain)


def test_every_kind_of_difference_is_seen(tmp_path: Path, toolchain: Toolchain) -> None:
    """Those that end the program too, whatever comes behind them."""
    same = {"same1": (PAIRS["nil"][0],) * 2, "same2": ("panic(fmt.Sprint(in.Words))",) * 2}
    found = ran({**PAIRS, **same}, tmp_path, toolchain)
    assert sorted(difference.function.seed for difference in found.differences) == sorted(PAIRS)
    assert found.flawed == {}


def test_functions_that_prove_nothing_are_told_apart(tmp_path: Path, toolchain: Toolchain) -> None:
    unstable = 'tell("n", fmt.Sprintf("%p", new(int)))'
    found = ran({"unstable": (unstable, unstable), "dies": ("os.Exit(0)", "os.Exit(0)")}, tmp_path, toolchain)
    assert sorted(function.seed for function in found.flawed) == ["dies", "unstable"]
    assert found.differences == []


def test_what_differs_is_made_small(toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With an engine that does harm: it makes `out` empty where it was nil."""

    def harmful(root: Path, packages: list[Package], toolchain: Toolchain) -> Fixed:
        lay_out(root, packages, toolchain)
        useless = discard(root, packages, toolchain)
        made = Fixed()
        for package in packages:
            for function in package.functions:
                if function in useless:
                    continue
                text = functions.file_text(package.name, function)
                made.before[function] = text
                if "var out []int" in text:
                    made.after[function] = text.replace("var out []int", "out := []int{}")
        return made

    monkeypatch.setattr(shrink, "fixed", harmful)
    text = (
        "func f(in *Input) {\n\tn := 1\n\tif in.Small >= 0 {\n\t\tn++\n\t}\n\tvar out []int\n"
        '\ttell("out", out)\n\ttell("n", n)\n}\n'
    )
    small = shrink.shrunk(Function("GF03", "f", text, "1:GF03:1"), toolchain)
    assert small is not None
    assert "".join(small.difference.function.text.split()) == 'funcf(in*Input){varout[]inttell("out",out)}'
    kept = shrink.keep(small, tmp_path / "golden") / "before" / "main.go"
    assert "func main()" in kept.read_text()


def test_an_excused_guard_exists() -> None:
    there = {key for found in instrument.guards().values() for key in found}
    assert there, "no guards found"
    assert set(guards.EXCUSED) <= there, "excuses of guards that are gone"


def test_imports_are_those_of_names_in_code() -> None:
    text = 'func f(in *Input) {\n\t// os.Exit\n\ttell("fmt.Sprint", strings.ToUpper(in.S))\n}\n'
    assert functions.imports(text) == ["strings"]


def test_generators_do_not_look_at_the_clock() -> None:
    state = random.getstate()
    for rule in functions.available():
        functions.written(rule, 1, 1)
    assert random.getstate() == state
