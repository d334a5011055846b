"""A third party's transform, installed as a package by its entry point, can do what ours can."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from gofix20.toolchain import Toolchain
from tests.installed import bin_directory, build, distributions, environment, new_environment

pytestmark = pytest.mark.xdist_group("installed")

PYPROJECT = """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "acme-gofix"
version = "1.0"
dependencies = ["gofix20"]

[project.entry-points."gofix20.transforms"]
count-calls = "acme_gofix.count_calls"
"""

RULE = '''\
"""A rule of Acme's."""

from gofix20.api import (
    Draft,
    Facts,
    Finding,
    Gain,
    GainLevel,
    Import,
    Match,
    Option,
    Refuse,
    Safety,
    Transform,
    text,
)


class CountCalls(Transform):
    """Calls of a function of Acme's become strings.Count.

    What it does
    ------------
    It asks the standard library.

    Why
    ---
    It is faster.

    Example
    -------
    n := acme.Count(s)

    Use instead
    -----------
    n := strings.Count(s, "a")

    Fix safety
    ----------
    SAFE.

    When it refuses
    ---------------
    Where `s` is no local variable.

    Measured gain
    -------------
    None was measured.
    """

    code = "ACME01"
    gain = "small"
    needles = (b"count(",)
    query = """((call_expression
        function: (identifier) @function
        arguments: (argument_list . (identifier) @argument .)) @call
        (#eq? @function "count"))"""
    options = (Option("letter", str, "a", "What to count."),)

    def rewrite(self, match: Match, facts: Facts) -> Finding:
        argument = facts.object(match["argument"])
        if argument is None or not argument.is_local:
            raise Refuse(f"`{text(match['argument']).decode()}` is no local variable", match["argument"])
        strings = facts.visible("strings", match["call"])
        if strings is not None and strings.kind != "package":
            raise Refuse("`strings` is something else here")
        draft = Draft.of(match)
        draft.replace(match["function"], "strings.Count")
        draft.insert(match["argument"].end_byte, f', "{self.settings["letter"]}"')
        draft.needs.add(Import("strings"))
        draft.claim(argument)
        gain = Gain(GainLevel.SMALL, "the standard library is faster")
        return self.finding(match["call"], "count of Acme's", gain, draft.fix("use strings.Count", Safety.SAFE))
'''

GO = """\
package m

var global string

func count(s string) int {
	return len(s)
}

func F(s string) int {
	return count(s) + count(global)
}
"""


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("acme")
    (source / "acme_gofix").mkdir()
    (source / "pyproject.toml").write_text(PYPROJECT)
    (source / "acme_gofix" / "__init__.py").touch()
    (source / "acme_gofix" / "count_calls.py").write_text(RULE)
    build(source, source / "dist", "--wheel")
    (wheel,) = (source / "dist").glob("*.whl")
    return new_environment(source / "venv", distributions()[1], wheel)


def run(programs: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(programs / "gofix20"), *arguments], cwd=cwd, env=environment(), capture_output=True, text=True
    )


def test_it_is_listed_and_explained(programs: Path, tmp_path: Path) -> None:
    rules = json.loads(run(programs, "rules", "--format", "json", cwd=tmp_path).stdout)["rules"]
    (rule,) = [rule for rule in rules if rule["code"] == "ACME01"]
    assert (rule["name"], rule["safety"], rule["gain"]) == ("count-calls", "safe", "small")
    assert rule["options"] == [{"name": "letter", "type": "str", "default": "a", "doc": "What to count."}]
    assert "strings.Count(s" in run(programs, "explain", "count-calls", cwd=tmp_path).stdout
    assert run(Path(bin_directory()), "explain", "ACME01", cwd=tmp_path).returncode == 2


def test_it_works_end_to_end(programs: Path, tmp_path: Path, toolchain: Toolchain) -> None:
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.22\n")
    (tmp_path / "m.go").write_text(GO)
    (tmp_path / ".gofix20.toml").write_text('select = ["ACME"]\n\n[rules.ACME01]\nletter = "b"\n')
    checked = run(programs, "check", "--show-refused", "--go", toolchain.go, cwd=tmp_path)
    assert checked.stdout == (
        "m.go:10:9: ACME01 count of Acme's [*]\nm.go:10:20: ACME01 refused: `global` is no local variable at line 10\n"
    ), checked.stderr
    applied = run(programs, "apply", "--go", toolchain.go, cwd=tmp_path)
    assert (applied.returncode, applied.stderr) == (0, "1 fix in 1 file; 1 refused\n")
    expected = GO.replace("package m\n", 'package m\n\nimport "strings"\n').replace(
        "count(s) + ", 'strings.Count(s, "b") + '
    )
    assert (tmp_path / "m.go").read_text() == expected


def test_one_that_cannot_be_imported_is_named(programs: Path, tmp_path: Path) -> None:
    (module,) = (programs.parent / "lib").glob("python*/site-packages/acme_gofix/count_calls.py")
    whole = module.read_text()
    module.write_text("raise RuntimeError('oh')\n")
    try:
        done = run(programs, "rules", cwd=tmp_path)
    finally:
        module.write_text(whole)
    assert done.returncode == 2
    assert done.stderr.startswith("gofix20: the transform count-calls of acme-gofix cannot be imported: oh\n")
    assert os.listdir(tmp_path) == []
