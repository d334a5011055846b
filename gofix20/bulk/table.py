"""How a migration stands, for a terminal: a table, a view that lives, and lines for a log.

What comes from repositories and servers is shown, never obeyed: no markup, no control characters.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.style import Style
from rich.table import Table
from rich.text import Text

from gofix20.bulk.body import plural
from gofix20.bulk.journal import Stage, Standing, Step
from gofix20.bulk.overview import Line, Overview, Request
from gofix20.report.text import table, visible

STYLES = {
    Standing.PENDING: "dim", Standing.WORKING: "cyan", Standing.OPENED: "green", Standing.WAITING: "yellow",
    Standing.CLEAN: "blue", Standing.SKIPPED: "magenta", Standing.FAILED: "bold red",
}  # fmt: skip
MOST_AT_WORK = 12
"""Repositories that the live view names."""
HEADINGS = ("repository", "standing", "fixes", "pull requests", "seconds", "why")
_URL = re.compile(r"https?://[!-~]{1,1000}")
LONGEST = 300
"""Characters of a text that a table shows."""


def status(overview: Overview, *, only: Collection[Standing] = ()) -> str:
    """What `migrate status` prints where its output is piped: a line a repository, then the totals."""
    rows = [_cells(line) for line in overview.lines if not only or line.standing in only]
    return (table(HEADINGS, rows) + "\n" if rows else "") + "".join(f"{line}\n" for line in totals(overview))


def pretty(overview: Overview, *, only: Collection[Standing] = ()) -> RenderableType:
    """The same for a terminal."""
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", expand=False)
    for heading in HEADINGS:
        right = heading in ("fixes", "seconds")
        grid.add_column(heading, justify="right" if right else "left", no_wrap=right, overflow="fold")
    for line in overview.lines:
        if only and line.standing not in only:
            continue
        cells = [Text(cell) for cell in _cells(line)]
        cells[1].stylize(STYLES[line.standing])
        cells[3] = Text(", ").join(_linked(request) for request in line.requests)
        grid.add_row(*cells)
    return Group(grid, *(Text(line) for line in totals(overview)))


def totals(overview: Overview) -> list[str]:
    """The last lines of a table."""
    standings = _counted(overview.standings.items())
    stages = _counted(overview.stages.items())
    lines = [f"{plural(len(overview.lines), 'repository', 'repositories')}: {standings or 'none'}"]
    if stages:
        lines.append(f"{plural(len(overview.requests), 'pull request')}: {stages}")
    if overview.rules:
        rules = ", ".join(f"{_short(rule.code)} {rule.proposed}" for rule in overview.rules if rule.proposed)
        lines.append(f"{plural(overview.fixes, 'fix', 'fixes')} proposed" + (f": {rules}" if rules else ""))
    if overview.rate:
        lines.append(pace(overview))
    return lines


def pace(overview: Overview) -> str:
    """How fast it goes, and how long it will take."""
    if not overview.rate:
        return "nobody is working" if not overview.working else "too early to tell how fast it goes"
    left = f"about {duration(overview.time_left or 0)} left" if overview.left else "nothing is left"
    if overview.standings[Standing.WAITING]:
        left += f", {overview.standings[Standing.WAITING]} wait for a limit"
    return f"{overview.rate:,.0f} repositories an hour, {left}"


class Live:
    """The view that lives: give it to `rich.live.Live` once, and set `overview` as often as there is a newer one."""

    def __init__(self, overview: Overview) -> None:
        self.overview = overview

    def __rich__(self) -> RenderableType:
        return live(self.overview)


def live(overview: Overview) -> RenderableType:
    """Repositories by standing, rate and time left, what is worked on at which step, and what went wrong last."""
    whole, done = len(overview.lines), overview.done
    head = Table.grid(padding=(0, 2))
    head.add_row(
        Text(visible(overview.migration), "bold"),
        ProgressBar(max(whole, 1), done, width=30, complete_style="green", finished_style="green"),
        Text(f"{done:,} of {whole:,} repositories done"),
    )
    counts = Text("  ").join(
        Text(f"{number:,} {standing}", STYLES[standing])
        for standing, number in overview.standings.items()
        if number
    )  # fmt: skip
    opened = overview.stages[Stage.OPEN] + overview.stages[Stage.MERGED] + overview.stages[Stage.CLOSED]
    requests = Text(
        f"{plural(opened, 'pull request')} opened, {overview.stages[Stage.MERGED]:,} of them merged; "
        f"{plural(overview.fixes, 'fix', 'fixes')} proposed"
    )
    parts: list[RenderableType] = [head, counts, requests, Text(pace(overview), "dim")]
    at_work = overview.working
    if at_work:
        grid = Table(box=None, pad_edge=False, header_style="bold", title_justify="left", padding=(0, 2, 0, 0))
        grid.add_column("at work", overflow="ellipsis", no_wrap=True, ratio=1)
        grid.add_column("step", no_wrap=True)
        grid.add_column("for", justify="right", no_wrap=True)
        for current in at_work[:MOST_AT_WORK]:
            named = " ".join(filter(None, (current.step or "…", current.part)))
            since = duration(overview.now - current.since)
            grid.add_row(Text(_short(current.key)), Text(_short(named, 40), "cyan"), Text(since))
        parts += [Text(), grid]
        if len(at_work) > MOST_AT_WORK:
            parts.append(Text(f"and {len(at_work) - MOST_AT_WORK} more", "dim"))
    failures = overview.failures()
    if failures:
        parts += [Text(), Text("what went wrong last", "bold")]
        for step in failures:
            where = _short(f"{step.key}: {step.step}"), "red"
            said = (f"{clock(step.at)} ", "dim"), where, f": {_short(step.detail)}"
            parts.append(Text.assemble(*said, overflow="ellipsis", no_wrap=True))
    return Group(*parts)


def show(overview: Overview, console: Console, *, only: Collection[Standing] = ()) -> None:
    """Print the table: with colours and as wide as the terminal, or plain where there is none."""
    if console.is_terminal:
        console.print(pretty(overview, only=only))
    else:
        console.file.write(status(overview, only=only))


def log_line(step: Step) -> str:
    """A step as a line of a log, with its final newline: when, which repository, what, and how it went."""
    what = f"{step.step} of {step.part}" if step.part else step.step
    how = {"begin": "begins", "end": "done", "error": "FAILED"}.get(step.phase, step.phase)
    told = f": {step.detail}" if step.detail else ""
    return f"{clock(step.at)} {visible(f'{step.key}: {what} {how}{told}')}\n"


def clock(at: float) -> str:
    """A time in UTC, as the same journal shows it everywhere."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))


def duration(seconds: float) -> str:
    """Such as 45 s, 12 min, 3 h 20 min, 2 d 4 h."""
    if seconds < 60:
        return f"{max(0, seconds):.0f} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if hours else f"{days} d"


def sentence(overview: Overview) -> str:
    """All of it, in two sentences; only numbers in it."""
    whole = len(overview.lines)
    done = f"{overview.done:,} of {whole:,} repositories are done" if whole != 1 else f"{overview.done} of 1 is done"
    opened = [request for request in overview.requests if request.stage is not Stage.WITHDRAWN]
    merged = [request for request in opened if request.stage is Stage.MERGED]
    failed = overview.standings[Standing.FAILED]
    told = f"{done}{f', {failed:,} failed' if failed else ''}."
    if not opened:
        return told + " No pull request has been opened."
    fixes = sum(request.fixes for request in merged)
    return (
        f"{told} {plural(len(opened), 'pull request')} with {plural(overview.fixes, 'fix', 'fixes')}; "
        f"{len(merged):,} of them merged, with {plural(fixes, 'fix', 'fixes')}."
    )


def why(line: Line) -> str:
    """What there is to say of where a repository stands."""
    if line.is_abandoned:
        return "its worker is gone: `gofix20 migrate run` takes it up again"
    if line.standing is Standing.FAILED:
        return line.reason + ("" if line.is_final else " (to be tried again)")
    left_out = len(line.guilty) + len(line.dropped)
    told = [line.reason] if line.reason else []
    if left_out:
        told.append(f"{plural(left_out, 'fix', 'fixes')} left out")
    return "; ".join(told)


def _cells(line: Line) -> Sequence[str]:
    requests = ", ".join(
        f"{_short(request.url or request.number or request.part, 200)} {request.stage}" for request in line.requests
    )
    fixes = str(line.fixes or sum(line.found.values()) or "")
    seconds = f"{sum(line.seconds.values()):.0f}" if line.seconds else ""
    return (_short(line.key), line.standing.value, fixes, requests, seconds, _short(why(line)))


def _linked(request: Request) -> Text:
    """A pull request by its number, which a terminal may open; the plain table has the whole URL."""
    named = _short(f"#{request.number}" if request.number else request.part, 60)
    text = Text(f"{named} {request.stage}")
    if _URL.fullmatch(request.url):
        text.stylize(Style(link=request.url), 0, len(named))
    return text


def _short(text: str, most: int = LONGEST) -> str:
    shown = visible(text[: most + 1])
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def _counted(pairs: Collection[tuple[Standing, int]] | Collection[tuple[Stage, int]]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in pairs if number)
