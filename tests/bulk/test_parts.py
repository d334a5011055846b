"""What one pull request holds, and what it says of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gofix20.bulk import body
from gofix20.bulk.fixing import Fixable, Rule
from gofix20.bulk.parts import Part, divided
from gofix20.bulk.settings import is_branch

RULES = {
    code: Rule(name, f"Be {name}.", {"Why": "It is slow.", "Measured gain": "Much.", "Fix safety": "UNSAFE: look."})
    for code, name in (("GF03", "ready"), ("GF05", "quick"))
}
CHECKS = body.Checks("go1.26", "the default build", "go test ./...", True, 12, 3.0)


def fix(path: str, rule: str = "GF05", start: int = 0, message: str = "slow", **more: object) -> Fixable:
    files = more.pop("files", (path,))
    return Fixable(rule, path, start, start + 1, 1, message, "large", "why", str(more.pop("safety", "safe")), files)  # type: ignore[arg-type]


def names(findings: list[Fixable], split: str, root: Path, most: int = 50) -> dict[str, list[str]]:
    return {part.name: [one.path for one in part.findings] for part in divided(findings, split, most, str(root))}


def test_all_or_a_rule_each(tmp_path: Path) -> None:
    findings = [fix("b.go"), fix("a.go", "GF03")]
    assert names(findings, "all", tmp_path) == {"all": ["a.go", "b.go"]}
    assert names(findings, "rule", tmp_path) == {"gf03": ["a.go"], "gf05": ["b.go"]}


def test_a_directory_each_and_each_has_a_name_of_its_own(tmp_path: Path) -> None:
    found = names([fix("x.go"), fix("a/b/x.go"), fix("a-b/x.go"), fix("é/x.go"), fix("è/x.go")], "directory", tmp_path)
    assert len(found) == 5
    assert {"root", "a-b"} <= set(found)
    assert all(is_branch(f"gofix20/m-{name}") for name in found)


def test_no_more_files_than_there_may_be_but_what_belongs_together_stays(tmp_path: Path) -> None:
    findings = [fix("a.go", files=("a.go", "b.go")), fix("b.go"), fix("c.go"), fix("d.go"), fix("e.go")]
    assert names(findings, "all", tmp_path, 2) == {
        "all-1": ["a.go", "b.go"], "all-2": ["c.go", "d.go"], "all-3": ["e.go"],
    }  # fmt: skip


def test_owners_the_last_line_that_matches_counts(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / "CODEOWNERS").write_text("# us\n* @acme/all\n/pay/ @ann @acme/pay\n[Section]\n*_gen.go\n")
    found = names([fix("x.go"), fix("pay/y.go"), fix("pay/z_gen.go")], "codeowners", tmp_path)
    assert sorted(map(tuple, found.values())) == [("pay/y.go",), ("pay/z_gen.go",), ("x.go",)]
    assert "unowned" in found


def test_a_file_of_owners_that_leads_out_of_the_tree_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("* @secret\n")
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "CODEOWNERS").symlink_to(tmp_path / "outside")
    assert list(names([fix("x.go")], "codeowners", tmp_path / "tree")) == ["unowned"]


@pytest.mark.parametrize(
    "hostile",
    [
        "a`b.go", "``.go", "<img src=x onerror=alert(1)>.go", "@everyone.go", "](http://evil).go", "a\nb.go", "x-->.go",
        "\u202egnp.go",
    ],
)  # fmt: skip
def test_nothing_of_a_repository_acts_in_the_body(hostile: str) -> None:
    text = body.body(Part("all", (fix(hostile, message=f"of {hostile}"),)), RULES, CHECKS)
    lines = [line for line in text.splitlines() if line.startswith("- ") and "verified" not in line]
    assert "\n" not in hostile or "a\\nb.go" in text
    assert "\u202e" not in text
    # In code a forge makes nothing of it; elsewhere it is escaped.
    parts = text.split("`" * (3 if "``" in hostile else 2) if "`" in hostile else "`")
    for sign in ("<img", "@everyone", "](http"):
        assert not re.search(rf"(?<!\\){re.escape(sign)}", "".join(parts[::2])), lines


def test_the_body_says_what_was_not_done() -> None:
    untested = body.Checks("go1.26", "the default build", "", True, 0, 0.0)
    text = body.body(Part("all", (fix("a.go", safety="unsafe"),)), RULES, untested, "Hello.")
    assert text.startswith("Hello.\n")
    assert "**The repository's tests were not run.**" in text
    assert "What to look at: UNSAFE: look." in text
    assert "every observable result stays the same" not in text


def test_titles_are_one_line() -> None:
    part = Part("all", (fix("a.go"), fix("b.go", "GF03")))
    assert body.title("Go:  $summary\n", part, RULES) == "Go: 2 fixes (GF03, GF05)"
    assert body.title("$count of $rules in $part", part, RULES) == "2 of GF03, GF05 in all"
    message = body.commit_message("$rule: $summary", "GF05", RULES["GF05"], part.findings, ["Change-Id: I1"])
    assert message.startswith("GF05: Be quick\n\nIt is slow.\n")
    assert message.endswith("\n\nChange-Id: I1\n")
