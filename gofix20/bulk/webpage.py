"""The report as one HTML file that asks nobody for anything.

The page runs one script and has one style, both ours and both named by their hash in its Content-Security-Policy, which
forbids all else: requests, images, other scripts, `style` attributes, forms. What comes from repositories is escaped
by the template; diffs are JSON in blocks that are no script, parsed and drawn, as text, when somebody asks for one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup

from gofix20 import __version__
from gofix20.bulk.journal import Stage, Standing
from gofix20.bulk.overview import Line, Overview, Request, Rule, known_rules
from gofix20.bulk.table import clock, duration, sentence, why
from gofix20.report.text import visible
from gofix20.transform import documentation

MOST_DIFFS = 64 << 20
"""Characters of diffs in a page; what comes later is left out, and said to be."""
LONGEST = 400
"""Characters of a text that are shown."""
MOST_REASONS = 16
MOST_LISTED = 50
"""Things of one kind that are listed of one repository."""
_STANDINGS = (
    Standing.OPENED, Standing.CLEAN, Standing.SKIPPED, Standing.WAITING, Standing.WORKING, Standing.PENDING,
    Standing.FAILED,
)  # fmt: skip
_STAGES = (
    Stage.MERGED, Stage.OPEN, Stage.OPENING, Stage.PUSHING, Stage.RESERVED, Stage.THEIRS, Stage.WITHDRAWING,
    Stage.WITHDRAWN, Stage.CLOSED,
)  # fmt: skip
"""As a chart shows them: what is good first."""
_URL = re.compile(r"https?://[!-~]{1,2000}")
_IN_SCRIPT = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}

Diffs = Callable[[str], Mapping[str, str]]
"""What the pull requests of a repository change, by their parts: `Journal.diffs`."""


@dataclass(frozen=True)
class Bar:
    """A piece of a chart; places and widths are per cent."""

    name: str
    number: int
    at: float
    width: float


@dataclass(frozen=True)
class Reason:
    """Why repositories were left alone, or failed."""

    text: str
    standing: Standing
    number: int


@dataclass(frozen=True)
class RuleRow:
    """A rule, as the page shows it."""

    rule: Rule
    name: str
    summary: str
    gain: str
    bars: Sequence[Bar]


def page(overview: Overview, diffs: Diffs | None = None) -> str:
    """The page; `diffs` None: without diffs."""
    css, js = _file("page.css"), _file("page.js")
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters |= {
        "shown": shown, "http": http, "duration": duration, "clock": clock, "why": why, "number": "{:,}".format,
        "words": words, "ticked": ticked,
    }  # fmt: skip
    template = environment.from_string(_file("page.html"))
    policy = (
        f"default-src 'none'; script-src '{_hash(js)}'; style-src '{_hash(css)}'; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return template.render(
        overview=overview, css=Markup(css), js=Markup(js), policy=policy, version=__version__,
        sentence=sentence(overview),
        standings=_stacked([(standing, overview.standings[standing]) for standing in _STANDINGS]),
        stages=_stacked([(stage, overview.stages[stage]) for stage in _STAGES]),
        rules=_rules(overview), seconds=_seconds(overview), reasons=_reasons(overview),
        diffs=_Diffs(diffs), Stage=Stage, most=MOST_LISTED,
        merged=sum(rule.merged for rule in overview.rules),
        left_out=sum(len(line.guilty) + len(line.dropped) for line in overview.lines),
        refused=sum(line.refused for line in overview.lines), taken=sum(overview.seconds.values()),
    )  # fmt: skip


def shown(text: str, most: int = LONGEST) -> str:
    """What somebody else wrote, without what could turn it round or hide it, and not longer than one can read."""
    cut = visible(text[: most + 1])
    return cut if len(cut) <= most else cut[: most - 1] + "…"


def ticked(text: str) -> Markup:
    """Our own text, in which code stands between backticks."""
    pieces = text.split("`")
    return Markup().join(Markup("<code>{}</code>").format(one) if odd % 2 else one for odd, one in enumerate(pieces))


def http(url: str) -> str | None:
    """The URL, if a browser may follow it."""
    if not _URL.fullmatch(url):
        return None
    try:
        return url if urlsplit(url).hostname else None
    except ValueError:
        return None


def words(line: Line) -> str:
    """What is searched for besides what is shown of a repository."""
    files = [file for request in line.requests for file in request.files]
    titles = [request.title for request in line.requests]
    return shown(" ".join([*titles, *line.found, *files, *line.problems]), 4000).lower()


class _Diffs:
    """The diffs, one after the other, as long as there is room for them."""

    def __init__(self, ask: Diffs | None) -> None:
        self._ask, self._left = ask, MOST_DIFFS

    def of(self, line: Line) -> Iterator[tuple[int, Request, Markup]]:
        """The number of a pull request of the repository, the pull request, and its diff as JSON within a script."""
        found = self._ask(line.key) if self._ask is not None and line.requests and self._left > 0 else {}
        for number, request in enumerate(line.requests):
            diff = found.get(request.part, "")
            if diff and len(diff) <= self._left:
                self._left -= len(diff)
                yield number, request, Markup(json.dumps(_plain(diff), ensure_ascii=False).translate(_IN_SCRIPT))


def _plain(diff: str) -> str:
    """A diff with its control characters made visible, but for tabs and the ends of lines."""
    if diff.isascii() and diff.replace("\n", "").replace("\t", "").isprintable():
        return diff
    return "\n".join("\t".join(map(visible, line.split("\t"))) for line in diff.split("\n"))


def _stacked(counts: Sequence[tuple[str, int]]) -> list[Bar]:
    """One bar of many pieces, without those that are nothing."""
    whole, at, bars = sum(number for _, number in counts), 0.0, list[Bar]()
    for name, number in counts:
        if number:
            width = 100 * number / whole
            bars.append(Bar(str(name), number, round(at, 3), round(width, 3)))
            at += width
    return bars


def _rules(overview: Overview) -> list[RuleRow]:
    most = max((rule.found for rule in overview.rules), default=0) or 1
    rows = []
    for rule in overview.rules:
        told = known_rules().get(rule.code)
        waiting = max(0, rule.proposed - rule.merged)
        others = max(0, rule.found - rule.proposed - rule.left_out)
        bars, at = list[Bar](), 0.0
        pieces = (("merged", rule.merged), ("proposed", waiting), ("left-out", rule.left_out), ("found", others))
        for name, number in pieces:
            width = 100 * number / max(most, rule.proposed)
            if number:
                bars.append(Bar(name, number, round(at, 3), round(width, 3)))
            at += width
        summary = "" if told is None else " ".join(documentation(told).summary.split())
        rows.append(RuleRow(rule, "" if told is None else told.name, summary, "" if told is None else told.gain, bars))
    return rows


def _seconds(overview: Overview) -> list[tuple[str, float, Bar]]:
    most = max(overview.seconds.values(), default=0.0) or 1.0
    return [
        (stage, seconds, Bar(stage, 0, 0.0, round(100 * seconds / most, 3)))
        for stage, seconds in overview.seconds.items()
    ]


def _reasons(overview: Overview) -> list[Reason]:
    """The commonest first; where only what stands behind a colon is different, without that."""
    groups: dict[tuple[Standing, str], Counter[str]] = {}
    for line in overview.lines:
        if line.standing in (Standing.SKIPPED, Standing.FAILED, Standing.WAITING) and line.reason:
            groups.setdefault((line.standing, line.reason.split(": ")[0]), Counter())[line.reason] += 1
    found = [
        Reason(head if len(texts) > 1 else next(iter(texts)), standing, texts.total())
        for (standing, head), texts in groups.items()
    ]
    return sorted(found, key=lambda reason: (-reason.number, reason.standing, reason.text))[:MOST_REASONS]


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _file(name: str) -> str:
    return resources.files("gofix20.bulk").joinpath("page", name).read_text(encoding="utf-8")
