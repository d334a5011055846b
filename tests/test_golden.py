"""Every golden case, through the engine: as it is, with CRLF, behind a non-ASCII comment, and on its own output."""

from __future__ import annotations

import difflib
import functools
import itertools
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gofix20 import engine, registry
from gofix20.config import Overrides
from gofix20.model import Finding, Plan, Refusal, Status, Verdict
from gofix20.toolchain import Toolchain
from tests.golden_cases import Case, cases, lay_out

CASES = cases()
RULES = sorted({case.rule for case in CASES})
COMMENT = "// Größe: 20 µm, 数\n\n".encode()

pytestmark = pytest.mark.xdist_group("golden")


def code_of(case: Case) -> str:
    return next(code for code, rule in registry.transforms().items() if rule.name == case.rule)


def with_crlf(text: bytes) -> bytes:
    return text.replace(b"\n", b"\r\n")


def behind_comment(text: bytes) -> bytes:
    # In front of everything, a //go:build line included, and ended by a blank line: it is no package comment.
    return COMMENT + text


class Ran:
    """What the engine made of some cases, in one module."""

    def __init__(self, root: Path, chosen: list[Case], plans: list[Plan]) -> None:
        self.root = root
        self.cases = chosen
        self.plans = plans
        self.texts = {change.path: change.after for plan in plans for change in plan.changes}

    def text(self, case: Case, name: str) -> bytes:
        path = self.root / case.rule / case.name / name
        return self.texts.get(str(path), path.read_bytes())

    def placed(self, case: Case, path: str) -> str | None:
        """The path relative to the case's package, if it is one of the case's."""
        folder = f"{self.root / case.rule / case.name}/"
        return path.removeprefix(folder) if path.startswith(folder) else None


def run_all(root: Path, chosen: list[Case], toolchain: Toolchain) -> Ran:
    """One run of the engine for each set of options that cases ask for."""
    plans = []

    def key(case: Case) -> tuple[str, bool, bool, bool]:
        return case.rule, case.unsafe, case.tests, case.go_mod is not None

    for (_, unsafe, tests, _), group in itertools.groupby(sorted(chosen, key=key), key):
        some = list(group)
        plans.append(
            engine.run(
                engine.Request(
                    directory=str(root),
                    paths=tuple(f"./{case.rule}/{case.name}/..." for case in some),
                    overrides=Overrides(select=(code_of(some[0]),), unsafe=unsafe),
                    go=toolchain.go,
                    tests=tests,
                    jobs=1,
                )
            )
        )
    return Ran(root, chosen, plans)


Runs = Callable[[str], Ran]
VARIANTS = ("plain", "crlf", "comment", "again")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, toolchain: Toolchain) -> Runs:
    """Give what the engine makes of all cases, in one variant; each variant is run once."""

    @functools.cache
    def run(variant: str) -> Ran:
        change = {"crlf": with_crlf, "comment": behind_comment}.get(variant, bytes)
        root = tmp_path_factory.mktemp(variant).resolve()
        lay_out(root, CASES, code_of, "after" if variant == "again" else "before", change)
        with pytest.MonkeyPatch.context() as patch:
            if variant != "plain":
                # The same fixes on the same code: what the verifier says of them is seen in the plain run.
                patch.setattr("gofix20.verify.Verifier.verify", lambda *args, **kwargs: Verdict(ok=True))
            return run_all(root, CASES, toolchain)

    return run


def expected_text(case: Case, name: str, variant: str) -> bytes:
    text = case.after[name]
    if variant == "crlf":
        return with_crlf(text)
    return behind_comment(text) if variant == "comment" else text


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_text(case: Case, variant: str, runs: Runs) -> None:
    results = runs(variant)
    for name in case.before:
        if name.endswith(".go"):
            assert_same(results.text(case, name), expected_text(case, name, variant), name)


def assert_same(found: bytes, expected: bytes, name: str) -> None:
    if found != expected:
        rows = difflib.unified_diff(
            expected.decode().splitlines(keepends=True),
            found.decode().splitlines(keepends=True),
            f"expected/{name}",
            f"found/{name}",
        )
        pytest.fail("".join(rows), pytrace=False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_expectations(case: Case, runs: Runs) -> None:
    """Findings and refusals are exactly the expected ones, and the verifier rejected none."""
    results = runs("plain")
    findings = [outcome.finding for plan in results.plans for outcome in plan.outcomes]
    refusals = [refusal for plan in results.plans for refusal in plan.refusals]
    assert mismatches(case, results, "want", findings) == []
    assert mismatches(case, results, "refuse", refusals) == []
    for plan in results.plans:
        for outcome in plan.outcomes:
            if results.placed(case, outcome.finding.path) is not None:
                assert outcome.status in {Status.APPLIED, Status.BELOW_SAFETY}, outcome


def mismatches(case: Case, results: Ran, kind: str, placed: list[Finding] | list[Refusal]) -> list[str]:
    expected = case.expected(kind)
    wrong = []
    for item in placed:
        name = results.placed(case, item.path)
        if name is None:
            continue
        said = item.message if isinstance(item, Finding) else item.reason
        match = next((row for row in expected if row[:2] == (name, item.line) and re.search(row[2], said)), None)
        if match is None:
            wrong.append(f"{name}:{item.line}: unexpected {kind}: {said}")
        else:
            expected.remove(match)
    return wrong + [f"{name}:{line}: no {kind} that matches {pattern!r}" for name, line, pattern in expected]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, toolchain: Toolchain) -> Path:
    """All cases before and after as one module each; every program built, by one `go build` each."""
    root = tmp_path_factory.mktemp("built").resolve()
    for which in ("before", "after"):
        lay_out(root / which, CASES, code_of, which)
    return root


def nested(case: Case) -> bool:
    return case.go_mod is not None


@pytest.mark.parametrize("which", ["before", "after"])
def test_vet(which: str, built: Path, toolchain: Toolchain) -> None:
    folders = [built / which, *(built / which / case.rule / case.name for case in CASES if nested(case))]
    for folder in folders:
        done = subprocess.run([toolchain.go, "vet", "./..."], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_formatted(built: Path, toolchain: Toolchain) -> None:
    assert toolchain.gofmt is not None
    done = subprocess.run([toolchain.gofmt, "-l", str(built / "after")], capture_output=True, text=True)
    unformatted_before = subprocess.run([toolchain.gofmt, "-l", str(built / "before")], capture_output=True, text=True)
    before = {line.replace("/before/", "/after/", 1) for line in unformatted_before.stdout.splitlines()}
    assert set(done.stdout.splitlines()) - before == set()


@pytest.fixture(scope="module")
def programs(built: Path, toolchain: Toolchain) -> Callable[[Case, str], str]:
    """Give what a case's program prints, before or after; all are built at once."""
    names = [case for case in CASES if case.is_program]
    for which in ("before", "after"):
        together = [f"./{case.rule}/{case.name}" for case in names if not nested(case)]
        if together:
            (built / which / "bin").mkdir()
            for case in names:
                (built / which / "bin" / case.rule).mkdir(exist_ok=True)
            # `go build -o DIR/` names programs by their last element, and two rules may share a case's name.
            for rule in sorted({case.rule for case in names}):
                some = [path for path in together if path.startswith(f"./{rule}/")]
                if some:
                    subprocess.run([toolchain.go, "build", "-o", f"bin/{rule}/", *some], cwd=built / which, check=True)
        for case in names:
            if nested(case):
                target = built / which / "bin" / case.rule / case.name
                subprocess.run(
                    [toolchain.go, "build", "-o", str(target), "."],
                    cwd=built / which / case.rule / case.name,
                    check=True,
                )

    def output(case: Case, which: str) -> str:
        program = built / which / "bin" / case.rule / case.name
        done = subprocess.run([str(program)], capture_output=True, text=True, timeout=60)
        # A traceback names lines and addresses; that it panics, and of what, is what counts.
        return f"{done.returncode}\n{done.stdout}\n{done.stderr.partition('goroutine')[0]}"

    return output


@pytest.mark.parametrize("case", [case for case in CASES if case.is_program], ids=lambda case: case.id)
def test_behaviour(case: Case, programs: Callable[[Case, str], str]) -> None:
    before = programs(case, "before")
    assert before.startswith("0\n") or "panic" in before
    assert programs(case, "after") == before


def test_tests_pass(built: Path, toolchain: Toolchain) -> None:
    tested = [f"./{case.rule}/{case.name}" for case in CASES if case.has_tests and not nested(case)]
    if tested:
        done = subprocess.run([toolchain.go, "test", *tested], cwd=built / "after", capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_every_rule_has_cases() -> None:
    assert {rule.name for rule in registry.transforms().values()} <= {case.rule for case in CASES}
