"""What every rule has to keep: its documentation is true, its query compiles, its needles lose nothing."""

from __future__ import annotations

import inspect
import re
import textwrap
from pathlib import Path

import pytest

from gofix20 import engine, registry
from gofix20.model import Plan, Status
from gofix20.propose import parts_of
from gofix20.syntax import GoFile
from gofix20.toolchain import Toolchain
from gofix20.transform import HEADINGS, Transform, documentation
from tests.golden_cases import EXPECTATION, cases

RULES = list(registry.transforms().values())
PACKAGES = ("bytes", "errors", "fmt", "io", "maps", "os", "slices", "sort", "strconv", "strings", "sync")

pytestmark = pytest.mark.xdist_group("transforms")


def each_rule() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert list(registry.transforms()) == sorted(rule.code for rule in RULES)


@each_rule()
def test_the_name_is_the_files(rule: type[Transform]) -> None:
    assert re.fullmatch(r"GF\d\d", rule.code)
    assert rule.name == Path(inspect.getfile(rule)).stem.replace("_", "-")


@each_rule()
def test_the_documentation_is_whole(rule: type[Transform]) -> None:
    found = documentation(rule)
    assert found.summary
    assert "\n" not in found.summary
    assert tuple(found.sections) == HEADINGS
    assert all(map(str.strip, found.sections.values()))
    assert rule.gain
    for option in rule.options:
        assert isinstance(option.default, option.type)
        assert option.doc


@each_rule()
def test_the_query_compiles(rule: type[Transform]) -> None:
    assert GoFile.parse("", b"package m\n").matches(rule.query) == []


@each_rule()
def test_the_needles_lose_nothing(rule: type[Transform]) -> None:
    """Every golden file in which a finding is expected has one of them."""
    expecting = [
        text
        for case in cases(rule.name)
        for text in case.before.values()
        if any(match[1] == b"want" for match in EXPECTATION.finditer(text))
    ]
    assert expecting
    assert all(any(parts_of([rule], text)) for text in expecting)


# Example and Use instead


def code(rule: type[Transform], heading: str) -> str:
    """A section's code as Go has it: docstrings may be indented by blanks."""
    text = textwrap.dedent(documentation(rule).sections[heading])
    return re.sub(r"^(?: {4})+", lambda found: "\t" * (len(found[0]) // 4), text, flags=re.MULTILINE).strip() + "\n"


def whole_file(rule: type[Transform], text: str) -> str:
    imports = "".join(f'import "{name}"\n' for name in PACKAGES if re.search(rf"\b{name}\.[A-Z]", text))
    return f"package example{rule.code.lower()}\n\n{imports}\n{text}"


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module with a package for each rule's example, in which only that rule is selected."""
    root = tmp_path_factory.mktemp("examples").resolve()
    (root / "go.mod").write_text("module example.com/m\n\ngo 1.24\n")
    for rule in RULES:
        folder = root / rule.code
        folder.mkdir()
        (folder / "a.go").write_text(whole_file(rule, code(rule, "Example")))
        (folder / ".gofix20.toml").write_text(f'select = ["{rule.code}"]\n')
    return root


@pytest.fixture(scope="module")
def plan(examples: Path, toolchain: Toolchain) -> Plan:
    return engine.run(engine.Request(str(examples), go=toolchain.go, jobs=1))


@each_rule()
def test_the_example_becomes_what_is_to_be_used_instead(rule: type[Transform], plan: Plan, examples: Path) -> None:
    path = str(examples / rule.code / "a.go")
    refusals = [refusal.reason for refusal in plan.refusals if refusal.path == path]
    (change,) = [change for change in plan.changes if change.path == path] or pytest.fail(f"refused: {refusals}")
    found = change.after.decode()
    declarations = re.split(r"^(?=func |type |var |const )", found, maxsplit=1, flags=re.MULTILINE)[1]
    assert declarations == code(rule, "Use instead")
    statuses = {outcome.status for outcome in plan.outcomes if outcome.finding.path == path}
    assert statuses == {Status.APPLIED}
