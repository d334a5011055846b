"""What a pull request says, so that a reviewer can judge in a minute: Markdown. Nothing in it acts.

Paths and messages come from other people's files: they stand in code, where a forge sees no mention, link, image or
HTML, and what is prose is escaped.
"""

from __future__ import annotations

import re
import string
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gofix20.bulk.fixing import Fixable, Rule
from gofix20.bulk.parts import Part
from gofix20.report.rdjson import markdown
from gofix20.report.text import visible

MOST_SITES = 400
"""Listed one by one; forges bound a body (GitHub: 65,536 characters)."""
MOST_FOLDED = 8
"""Sites up to which the list is not folded."""
_GAINS = {"none": "none", "small": "small", "unknown": "depends on the data"}


@dataclass(frozen=True, slots=True)
class Checks:
    """How a part was verified."""

    go: str
    builds: str
    tests: str
    """The command, or empty where none were run."""
    sandboxed: bool
    passed: int
    seconds: float
    flaky: Sequence[str] = ()
    dropped: Sequence[str] = ()
    """Fixes that were left out, and why."""


def title(template: str, part: Part, rules: Mapping[str, Rule]) -> str:
    """The title; one line."""
    summary = _summary(part, rules)
    values = {
        "summary": summary, "rules": ", ".join(part.rules), "part": part.name, "count": str(len(part.findings)),
    }  # fmt: skip
    return " ".join(string.Template(template).substitute(values).split())[:200]


def commit_message(template: str, rule: str, told: Rule, findings: Sequence[Fixable], trailers: Sequence[str]) -> str:
    """The message of a rule's commit."""
    values = {"rule": rule, "name": told.name, "summary": told.summary.rstrip("."), "count": str(len(findings))}
    head = " ".join(string.Template(template).substitute(values).split())
    why = told.sections["Why"].strip()
    places = "\n".join(f"- {visible(one.path)}:{one.line}" for one in findings[:50])
    more = f"\n- and {len(findings) - 50} more" if len(findings) > 50 else ""
    paragraphs = [head, textwrap.fill(_flat(why), 72), f"Made by gofix20, {rule} ({told.name}):\n{places}{more}"]
    return "\n\n".join([*paragraphs, *(["\n".join(trailers)] if trailers else [])]) + "\n"


def body(part: Part, rules: Mapping[str, Rule], checks: Checks, introduction: str = "") -> str:
    """The text of a pull request."""
    parts = [introduction.strip()] if introduction.strip() else []
    files = {path for one in part.findings for path in (one.path, *one.files)}
    parts.append(
        f"gofix20 found {plural(len(part.findings), 'place')} in {plural(len(files), 'file')} where Go code "
        "does more work than it has to, and rewrote them. There is one commit a rule."
    )
    parts.append(_rules(part, rules))
    parts.append("### How it was verified\n\n" + "\n".join(f"- {line}" for line in _verified(part, checks)))
    parts.append(_sites(part))
    parts.append(
        "### If you do not want this\n\n"
        "- One place: write `//gofix20:ignore RULE why` behind the line, for example "
        f"`//gofix20:ignore {next(iter(part.rules))} it is as it should be`.\n"
        "- This repository: commit a file `.gofix20.toml` with the line `migrate = false`.\n"
        "- This pull request: close it. It is not opened again.\n"
        "- Commits that you add to its branch are never overwritten."
    )
    return "\n\n".join(parts) + "\n"


def _rules(part: Part, rules: Mapping[str, Rule]) -> str:
    rows = ["| rule | what | places | safety | expected gain |", "| --- | --- | ---: | --- | --- |"]
    whys = []
    for code, members in part.rules.items():
        told = rules[code]
        gain = "large" if any(one.gain == "large" for one in members) else _GAINS[members[0].gain]
        safety = "unsafe" if any(one.safety == "unsafe" for one in members) else "safe"
        what = markdown(told.summary.rstrip(".")).replace("|", "\\|")
        rows.append(f"| {code} `{told.name}` | {what} | {len(members)} | {safety} | {gain} |")
        sections = told.sections
        whys.append(f"**{code}.** {markdown(_flat(sections['Why']))}")
        whys.append(f"Measured: {markdown(_flat(sections['Measured gain']))}")
        if safety == "unsafe":
            whys.append(f"What to look at: {markdown(_flat(sections['Fix safety']))}")
    return "\n".join(rows) + "\n\n" + "\n\n".join(whys)


def _verified(part: Part, checks: Checks) -> list[str]:
    lines = [
        f"`gofmt` and `go vet` of everything that the change touches, composed as it is here, with {as_code(checks.go)}"
        f" ({checks.builds}): no new problem."
    ]
    if checks.tests and not checks.passed:
        lines.append(f"{as_code(checks.tests)} before and after: there are no tests.")
    elif checks.tests:
        where = "in a sandbox" if checks.sandboxed else "without a sandbox"
        lines.append(
            f"{as_code(checks.tests)} before and after, {where}: {checks.passed} passed, nothing fails that passed "
            f"before ({checks.seconds:.0f} s)."
        )
    else:
        lines.append("**The repository's tests were not run.**")
    if checks.flaky:
        listed = ", ".join(as_code(name) for name in checks.flaky[:10])
        lines.append(f"Failed now and then, also when run again, and not counted: {listed}.")
    if checks.dropped:
        lines.append(f"Left out, because it did not pass: {plural(len(checks.dropped), 'fix', 'fixes')}.")
        lines += [f"  - {as_code(one)}" for one in checks.dropped[:10]]
    if all(one.safety == "safe" for one in part.findings):
        lines.append("All fixes are *safe*: every observable result stays the same.")
    return lines


def _sites(part: Part) -> str:
    by_file: dict[str, list[Fixable]] = {}
    for one in sorted(part.findings, key=lambda one: (one.path, one.start)):
        by_file.setdefault(one.path, []).append(one)
    lines, left = [], MOST_SITES
    for path, members in by_file.items():
        if left <= 0:
            break
        lines.append(f"- {as_code(path)}")
        lines += [f"  - line {one.line}: {one.rule} {markdown(visible(one.message))}" for one in members[:left]]
        left -= len(members)
    if left < 0 or len(part.findings) > MOST_SITES:
        lines.append(f"- and more: {len(part.findings)} in all")
    listed = "\n".join(lines)
    heading = "### Places, by file"
    if len(part.findings) <= MOST_FOLDED:
        return f"{heading}\n\n{listed}"
    return f"{heading}\n\n<details><summary>{plural(len(part.findings), 'place')}</summary>\n\n{listed}\n\n</details>"


def _summary(part: Part, rules: Mapping[str, Rule]) -> str:
    named = [rules[code].summary.rstrip(".") for code in part.rules]
    named = [text[0].lower() + text[1:] if index else text for index, text in enumerate(named)]
    if len(named) == 1:
        return named[0]
    return f"{plural(len(part.findings), 'fix', 'fixes')} ({', '.join(part.rules)})"


def as_code(text: str) -> str:
    """The text as code, whatever is in it."""
    shown = visible(text).replace("\n", " ")
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _flat(text: str) -> str:
    return " ".join(text.split())




def plural(number: int, word: str, words: str = "") -> str:
    """A number of things, such as "1 fix" and "1,200 fixes"."""
    return f"{number:,} {word if number == 1 else words or word + 's'}"
