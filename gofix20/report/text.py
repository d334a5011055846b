"""A plan as lines for people: findings, refusals, what did not land, the summary, the statistics.

Every function is pure: a `Plan` in, a string out (with its final newline, or empty). The shell
decides which of them go to standard output and which to standard error.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gofix20.model import Outcome, Plan, Problem, Refusal, Status
from gofix20.report.counts import LOST, Counts, refusals_by_reason, shown

_RESET = "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Paint:
    """ANSI colours, or none of them."""

    on: bool = False

    def __call__(self, text: str, style: str) -> str:
        """`text` in an SGR `style` such as "1" (bold) or "31" (red)."""
        return f"\x1b[{style}m{text}{_RESET}" if self.on and text else text


PLAIN = Paint()
_BOLD, _RED, _GREEN, _YELLOW, _CYAN, _FAINT = "1", "31", "32", "33", "36", "2"


def visible(text: str) -> str:
    """`text` with everything that a terminal might obey shown as an escape.

    File names and the messages that quote source are written by others: an escape sequence
    could retitle the window, a line break could forge a finding, a right-to-left override could
    turn a line around. Bytes that are not UTF-8 (surrogates, by `os.fsdecode`) are shown as `\\xNN`.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown_character(character) for character in text)


def _shown_character(character: str) -> str:
    if character.isprintable():
        return character
    point = ord(character)
    if 0xDC80 <= point <= 0xDCFF:
        return f"\\x{point - 0xDC00:02x}"
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(character) or (
        f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
    )


def message(text: str) -> str:
    """A message that may quote a compiler: its own line breaks stay, indented; the rest is made visible."""
    lines = text.rstrip("\n").expandtabs(4).split("\n")
    return "\n    ".join(_no_command(visible(line.removesuffix("\r")), "| ") for line in lines)


def _no_command(line: str, before: str) -> str:
    """At the beginning of a line of its log, blanks or not, a CI runner obeys `::` and `##[`."""
    return before + line if line.lstrip().startswith(("::", "##[")) else line


def complaint(told: str, hint: str | None) -> str:
    """An error, and what helps."""
    return f"gofix20: {message(told)}\n" + (f"{message(hint)}\n" if hint else "")


def shown_path(path: str, base: str) -> str:
    """`path` relative to the directory `base` if it is inside, and visible."""
    inside = path.startswith(base.rstrip(os.sep) + os.sep)
    return _no_command(visible(os.path.relpath(path, base) if inside else path), "./")


def _place(path: str, line: int, column: int, base: str, paint: Paint) -> str:
    """`path:line:col: `, as far as it is known."""
    if not path:
        return ""
    numbers = "".join(f":{n}" for n in (line, column if line else 0) if n)
    return f"{paint(shown_path(path, base), _BOLD)}{numbers}: "


def mark(outcome: Outcome) -> str:
    """What can be done about a finding: `[*]` by `apply` with the same options, `[unsafe]` with
    `--unsafe-fixes`, nothing where there is no fix."""
    if outcome.finding.fix is None:
        return ""
    return "[unsafe]" if outcome.status is Status.BELOW_SAFETY else "[*]"


def findings(plan: Plan, base: str, *, refused: bool = False, paint: Paint = PLAIN) -> str:
    """One finding a line, by position: `path:line:col: GF05 message [*]`; refusals among them if asked for."""
    lines: list[tuple[tuple[str, int, int, str], str]] = []
    for outcome in shown(plan.outcomes):
        finding = outcome.finding
        place = _place(finding.path, finding.line, finding.column, base, paint)
        fixable = mark(outcome)
        lines.append(
            (
                (finding.path, finding.line, finding.column, finding.rule),
                f"{place}{paint(finding.rule, _RED)} {message(finding.message)}"
                + (f" {paint(fixable, _CYAN)}" if fixable else ""),
            )
        )
    if refused:
        lines += [(_order(refusal), _refusal(refusal, base, paint)) for refusal in plan.refusals]
    return _joined(line for _, line in sorted(lines))


def refusals(plan: Plan, base: str, *, paint: Paint = PLAIN) -> str:
    """One refusal a line, by position: `path:line:col: GF05 refused: reason`."""
    return _joined(_refusal(refusal, base, paint) for refusal in sorted(plan.refusals, key=_order))


def _order(refusal: Refusal) -> tuple[str, int, int, str]:
    return refusal.path, refusal.line, refusal.column, refusal.rule


def _refusal(refusal: Refusal, base: str, paint: Paint) -> str:
    place = _place(refusal.path, refusal.line, refusal.column, base, paint)
    return f"{place}{refusal.rule} {paint('refused:', _FAINT)} {message(refusal.reason)}"


_LOST_BECAUSE = {
    Status.REJECTED: "dropped",
    Status.CONFLICT: "overlaps another fix",
    Status.STALE: "not written",
}


def lost(plan: Plan, base: str, *, paint: Paint = PLAIN) -> str:
    """The fixes that were wanted and did not land, one a line with the reason."""
    lines = []
    for outcome in plan.outcomes:
        if outcome.status in LOST:
            finding = outcome.finding
            place = _place(finding.path, finding.line, finding.column, base, paint)
            reason = f": {message(outcome.reason)}" if outcome.reason else ""
            because = paint(_LOST_BECAUSE[outcome.status], _YELLOW)
            lines.append(((finding.path, finding.line, finding.column), f"{place}{finding.rule} {because}{reason}"))
    return _joined(line for _, line in sorted(lines))


def problems(given: Sequence[Problem], base: str, *, label: str, paint: Paint = PLAIN) -> str:
    """Problems or notes, one a line in the order given: `path:line:col: label: message`."""
    return _joined(
        f"{_place(problem.path, problem.line, problem.column, base, paint)}"
        f"{paint(label + ':', _YELLOW)} {message(problem.message)}"
        for problem in given
    )


def summary_of_check(plan: Plan, *, paint: Paint = PLAIN) -> str:
    """The last line of `check`: how many findings, and what can be done about them."""
    counts = Counts.of(plan)
    if counts.findings:
        head = f"{_count(counts.findings, 'finding')} in {_count(counts.finding_files, 'file')}"
        kinds = []
        if counts.fixable:
            kinds.append(f"{counts.fixable} fixable with `gofix20 apply`")
        if counts.unsafe:
            kinds.append(f"{counts.unsafe} with --unsafe-fixes")
        if counts.display:
            kinds.append(f"{counts.display} to look at")
        head = f"{head}: {', '.join(kinds)}" if kinds else head
    else:
        head = "no findings"
    return _summary(head, [*_left_alone(counts)], paint)


def summary_of_baseline(plan: Plan, file: str, *, paint: Paint = PLAIN) -> str:
    """The last line of `baseline`: what is known from now on, and where that is written."""
    counts = Counts.of(plan)
    return _summary(f"{_count(counts.findings, 'finding')} in {visible(file)}", _left_alone(counts), paint)


def summary_of_apply(plan: Plan, *, dry_run: bool = False, paint: Paint = PLAIN) -> str:
    """The last line of `apply`, such as "12 fixes in 7 files; 3 refused; 1 dropped: did not pass"."""
    counts = Counts.of(plan)
    if counts.applied:
        head = f"{_count(counts.applied, 'fix')} in {_count(counts.changed_files, 'file')}"
    else:
        head = "no fixes"
    tail = []
    if counts.unsafe:
        tail.append(f"{counts.unsafe} more with --unsafe-fixes")
    tail += _left_alone(counts)
    if dry_run and counts.applied:
        tail.append("nothing was written (--dry-run)")
    return _summary(head, tail, paint)


def _left_alone(counts: Counts) -> list[str]:
    """What the two summaries say alike."""
    parts = []
    if counts.refused:
        parts.append(f"{counts.refused} refused")
    if counts.rejected:
        parts.append(f"{counts.rejected} dropped: did not pass")
    if counts.conflicts:
        parts.append(f"{counts.conflicts} left: {'overlaps' if counts.conflicts == 1 else 'overlap'} another fix")
    if counts.stale:
        parts.append(f"{counts.stale} not written")
    if counts.suppressed:
        parts.append(f"{counts.suppressed} suppressed")
    if counts.known:
        parts.append(f"{counts.known} in the baseline")
    if counts.problems:
        parts.append(_count(counts.problems, "problem"))
    return parts


def _summary(head: str, tail: list[str], paint: Paint) -> str:
    return "; ".join([paint(head, _BOLD), *tail]) + "\n"


def _count(n: int, what: str) -> str:
    if n == 1:
        return f"1 {what}"
    return f"{n} {what}{'es' if what.endswith(('x', 's')) else 's'}"


def statistics(plan: Plan, *, paint: Paint = PLAIN) -> str:
    """The tables of `--statistics`: findings, fixes and refusals a rule; refusals by reason; seconds by stage."""
    found = Counter(outcome.finding.rule for outcome in shown(plan.outcomes))
    applied = Counter(o.finding.rule for o in plan.outcomes if o.status is Status.APPLIED)
    fixable = Counter(o.finding.rule for o in shown(plan.outcomes) if mark(o) == "[*]")
    refused = Counter(refusal.rule for refusal in plan.refusals)
    rules = sorted(found.keys() | refused.keys())
    tables = [
        table(
            ("rule", "findings", "fixable", "fixed", "refused"),
            [(rule, *(str(n[rule]) for n in (found, fixable, applied, refused))) for rule in rules],
            paint=paint,
        )
    ]
    reasons = [(str(n), rule, message(reason)) for rule, reason, n in refusals_by_reason(plan)]
    if reasons:
        tables.append(table(("refused", "rule", "reason"), reasons, paint=paint))
    ran = plan.statistics
    if ran.seconds:
        seconds = [(stage, f"{taken:.2f}") for stage, taken in ran.seconds.items()]
        tables.append(table(("stage", "seconds"), seconds, paint=paint))
    return "\n".join(tables)


def extent(plan: Plan) -> str:
    """What `-v` tells: how much code, and how long each stage took."""
    ran = plan.statistics
    counted = (_count(n, what) for n, what in ((ran.packages, "package"), (ran.files, "file"), (ran.rounds, "round")))
    taken = [f"{stage} {seconds:.2f} s" for stage, seconds in ran.seconds.items()]
    return _joined([f"{', '.join(counted)}; {ran.parsed} parsed", *([", ".join(taken)] if taken else [])])


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, paint: Paint = PLAIN) -> str:
    """Columns of text, as wide as they need to be; columns of numbers are flush right."""
    columns = list(zip(headings, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    numeric = [bool(rows) and all(_is_number(cell) for cell in column[1:]) for column in columns]

    def line(cells: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(cells, widths, numeric, strict=True)
        )
        return "  ".join(padded).rstrip()

    return _joined([paint(line(headings), _BOLD), *map(line, rows)])


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isdecimal()


_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")


def diff(patch: bytes, *, paint: Paint) -> bytes:
    """A unified diff for eyes: coloured, and with the source's control characters made visible.

    Only for a terminal: what it returns is no patch any more.
    """
    lines = []
    # What is left of the hunk: a removed line "-- x" is printed as "--- x", so that only the
    # counts of the "@@" line tell it from the next file's header.
    old = new = 0
    for raw in patch.split(b"\n"):
        hunk = _HUNK.match(raw) if old <= 0 and new <= 0 else None
        if hunk:
            old, new = (1 if count is None else int(count) for count in hunk.groups())
            style = _CYAN
        elif old > 0 or new > 0:
            sign = raw[:1]
            old -= sign in (b" ", b"-")
            new -= sign in (b" ", b"+")
            style = {b"+": _GREEN, b"-": _RED}.get(sign, "")
        else:
            style = "" if raw.startswith(b"\\") else _BOLD
        ending = "\r" if raw.endswith(b"\r") else ""
        text = raw.removesuffix(b"\r").decode("utf-8", "surrogateescape")
        clean = "\t".join(visible(part) for part in text.split("\t"))
        lines.append((paint(clean, style) if style else clean) + ending)
    return "\n".join(lines).encode("utf-8")


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
