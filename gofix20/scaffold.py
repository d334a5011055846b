"""What `gofix20 new` lays out: a transform that works, and a golden case that it passes.

In a checkout of gofix20 the files go where its own rules are; elsewhere a directory is made with
a package of its own, which gofix20 finds by its entry point once it is installed. Either way the
rule is a small real one, to be replaced piece by piece while it goes on working.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template

from gofix20.model import GofixError
from gofix20.registry import CODE
from gofix20.transform import Transform

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
FIRST_FREE = 21
"""GF01 to GF20 are the numbers of the twenty tips that gofix20 began with."""


def lay_out(name: str, directory: str, *, code: str | None, taken: Mapping[str, type[Transform]]) -> list[str]:
    """Write the files of a new rule, and give their absolute paths.

    `taken` are the rules that there are. Raises GofixError, before anything is written, for a name
    or a code that is none or is taken, and for a file that is there already.
    """
    name = name.strip().replace("_", "-")
    if not NAME.fullmatch(name):
        raise GofixError(f"{name!r} is no name for a rule", "such as strings-builder: lower case, with dashes")
    if any(rule.name == name for rule in taken.values()):
        raise GofixError(f"there is a rule {name} already")
    checkout = find_checkout(Path(directory))
    code = code or free_code("GF" if checkout else initials(name), FIRST_FREE if checkout else 1, taken)
    if not CODE.fullmatch(code):
        raise GofixError(f"{code!r} is no code for a rule", "such as GF21: capital letters, then digits")
    if code in taken:
        raise GofixError(f"{code} is {taken[code].name} already")
    module = name.replace("-", "_")
    words = {
        "name": name,
        "code": code,
        "module": module,
        "package": f"gofix20_{module}",
        "class_name": "".join(part.capitalize() for part in name.split("-")),
    }
    plugin = Path(directory) / f"gofix20-{name}"
    files = in_checkout(checkout, words) if checkout else as_plugin(plugin, words)
    for path in files:
        if path.exists() or path.is_symlink():
            raise GofixError(f"{path} exists already; nothing was written")
    for path, template in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(Template(template).substitute(words))
    return [os.fspath(path) for path in files]


def find_checkout(directory: Path) -> Path | None:
    """The root of the checkout of gofix20 that a directory is in."""
    for root in (directory, *directory.parents):
        if all((root / part).exists() for part in ("gofix20/transform.py", "transforms", "golden", "pyproject.toml")):
            return root
    return None


def initials(name: str) -> str:
    """BE of bytes-equal, ST of strings: what the code of a third party's rule begins with, if none is given."""
    first = [part[0] for part in name.split("-") if part[0].isalpha()]
    letters = first if len(first) > 1 else [*filter(str.isalpha, name), "x"][:2]
    return "".join(letters)[:8].upper()


def free_code(prefix: str, first: int, taken: Iterable[str]) -> str:
    """The first code with that prefix from the number `first` on, above all that are taken."""
    pattern = re.compile(prefix + r"([0-9]+)")
    numbers = [int(found[1]) for code in taken if (found := pattern.fullmatch(code))]
    return f"{prefix}{max([first - 1, *numbers]) + 1:02d}"


def in_checkout(root: Path, words: Mapping[str, str]) -> dict[Path, str]:
    golden = root / "golden" / words["name"]
    return {root / "transforms" / f"{words['module']}.py": TRANSFORM, **golden_cases(golden)}


def as_plugin(root: Path, words: Mapping[str, str]) -> dict[Path, str]:
    package = root / words["package"]
    return {
        root / "pyproject.toml": PYPROJECT,
        package / "__init__.py": '"""Transforms for gofix20."""\n',
        package / f"{words['module']}.py": TRANSFORM,
        **golden_cases(root / "golden" / words["name"]),
        root / "tests" / "test_golden.py": TEST,
    }


def golden_cases(golden: Path) -> dict[Path, str]:
    return {
        golden / "example" / "before" / "example.go": BEFORE,
        golden / "example" / "after" / "example.go": AFTER,
        golden / "refused" / "before" / "refused.go": REFUSED,
    }


TRANSFORM = '''\
from __future__ import annotations

from collections.abc import Hashable

from gofix20.api import Draft, Facts, Finding, Gain, GainLevel, Match, Refuse, Safety, Transform, text

FASTER = Gain(GainLevel.SMALL, "slices of different lengths are told apart without looking at a byte")


class $class_name(Transform):
    """Ask bytes.Equal whether two slices are equal, not bytes.Compare.

    What it does
    ------------
    Finds `bytes.Compare(a, b) == 0` and `bytes.Compare(a, b) != 0`.

    Why
    ---
    `Compare` has to find out which of the two comes first, which nobody asked for here.

    Example
    -------
        func same(a, b []byte) bool {
            return bytes.Compare(a, b) == 0
        }

    Use instead
    -----------
        func same(a, b []byte) bool {
            return bytes.Equal(a, b)
        }

    Fix safety
    ----------
    Safe: `bytes.Compare(a, b)` is 0 exactly where `bytes.Equal(a, b)` is true, for nil slices too. Both
    arguments are evaluated once, in the same order.

    When it refuses
    ---------------
    - The comparison's value has a boolean type of its own: `bytes.Equal` gives a `bool`.
    - `bytes` is imported with a dot.
    - A comment stands in what is taken out.

    Measured gain
    -------------
    Not measured yet.
    """

    code = "$code"
    safety = Safety.SAFE
    gain = "small"
    # A file without one of these is not parsed at all.
    needles = (b"Compare",)
    query = """
    (binary_expression
      left: (call_expression function: (_) @function) @call
      operator: ["==" "!="] @operator
      right: (int_literal) @zero (#eq? @zero "0")) @comparison
    """

    def site(self, match: Match, facts: Facts) -> Hashable | None:
        # Only go/types knows whether `bytes` is the package, and not a variable or another import.
        return match.node.start_byte if facts.callee(match["call"]) == "bytes.Compare" else None

    def rewrite(self, match: Match, facts: Facts) -> Finding:
        call, comparison = match["call"], match["comparison"]
        name = match["function"].child_by_field_name("field")
        if name is None:
            raise Refuse("`bytes` is imported with a dot")
        value_is_a_plain_bool(match, facts)
        no_comment_is_lost(match)

        draft = Draft.of(match)
        if text(match["operator"]) == b"!=":
            draft.insert(comparison.start_byte, "!")
        draft.replace(name, "Equal")
        draft.replace_range(call.end_byte, comparison.end_byte, "")
        fix = draft.fix("use bytes.Equal", Safety.SAFE)
        return self.finding(comparison, "bytes.Compare is compared with 0: use bytes.Equal", FASTER, fix)


def value_is_a_plain_bool(match: Match, facts: Facts) -> None:
    """`var f flag = x == y` compiles for `type flag bool`; with the bool of a call it does not."""
    type_ = facts.type(match["comparison"])
    if type_ is None:
        raise Refuse("the comparison's type is not known")
    if type_.text not in {"bool", "untyped bool"}:
        raise Refuse(f"the comparison's value is a `{type_.text}`")


def no_comment_is_lost(match: Match) -> None:
    """Comments stay: what is taken out, from the call's end on, may hold none."""
    for child in match["comparison"].named_children:
        if child.type == "comment":
            raise Refuse("a comment stands beside the comparison", child)
'''

BEFORE = """\
package example

import "bytes"

func same(a, b []byte) bool {
	return bytes.Compare(a, b) == 0 // want "use bytes.Equal"
}

func different(a, b []byte) bool {
	return len(a) == 1 || bytes.Compare(a, b) != 0 // want "use bytes.Equal"
}
"""

AFTER = """\
package example

import "bytes"

func same(a, b []byte) bool {
	return bytes.Equal(a, b) // want "use bytes.Equal"
}

func different(a, b []byte) bool {
	return len(a) == 1 || !bytes.Equal(a, b) // want "use bytes.Equal"
}
"""

REFUSED = """\
package example

import "bytes"

type flag bool

// bytes.Equal gives a bool, and that is no flag.
func ownType(a, b []byte) flag {
	return bytes.Compare(a, b) == 0 // refuse "the comparison's value is a `flag`"
}

func comment(a, b []byte) bool {
	return bytes.Compare(a, b) /* equal */ == 0 // refuse "a comment stands beside the comparison"
}

// Which of them comes first is what Compare is for.
func order(a, b []byte) bool {
	return bytes.Compare(a, b) < 0
}

type compared struct{}

func (compared) Compare(a, b []byte) int { return len(a) - len(b) }

func shadowed(bytes compared, a, b []byte) bool {
	return bytes.Compare(a, b) == 0
}
"""

PYPROJECT = """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "gofix20-$name"
version = "0.1.0"
description = "A transform for gofix20: $name"
requires-python = ">=3.11"
dependencies = ["gofix20"]

[project.optional-dependencies]
test = ["pytest>=8"]

# gofix20 finds a transform by this group; the rule is named as the module, with dashes.
[project.entry-points."gofix20.transforms"]
$name = "$package.$module"

[tool.setuptools]
packages = ["$package"]
"""

TEST = '''\
"""Each golden case: `before` becomes `after`; without an `after` it stays as it is."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent.parent / "golden"


def sources(directory: Path) -> dict[str, str]:
    return {path.relative_to(directory).as_posix(): path.read_text() for path in directory.rglob("*.go")}


@pytest.mark.parametrize("case", sorted(GOLDEN.glob("*/*")), ids=lambda case: case.name)
def test_golden(case: Path, tmp_path: Path) -> None:
    module = tmp_path / "module"
    shutil.copytree(case / "before", module)
    if not (module / "go.mod").exists():
        (module / "go.mod").write_text("module example.com/golden\\n\\ngo 1.22\\n")
    # Twice: what has been fixed is not fixed again. gofix20 compiles and vets what it writes.
    for _ in range(2):
        command = [sys.executable, "-P", "-m", "gofix20", "apply", "--isolated", "--select", case.parent.name]
        done = subprocess.run(command, cwd=module, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        after = case / "after"
        assert sources(module) == sources(after if after.exists() else case / "before")
'''
