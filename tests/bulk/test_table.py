"""What a terminal and a log show."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from gofix20.bulk import table
from gofix20.bulk.journal import Standing, Step
from gofix20.bulk.overview import Overview
from tests.bulk import journals

STYLE = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;(?:id=\d+;https?://[!-~]+|;)\x1b\\")
"""What rich itself writes to a terminal."""


@pytest.fixture(scope="module")
def overview(tmp_path_factory: pytest.TempPathFactory) -> Overview:
    journal = journals.realistic(tmp_path_factory.mktemp("journal") / "journal.sqlite")
    return Overview.of(journal, now=journal.clock)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Overview:
    journal = journals.hostile(tmp_path_factory.mktemp("journal") / "journal.sqlite")
    return Overview.of(journal, now=journal.clock)


def on_terminal(what: object, width: int = 140) -> str:
    out = io.StringIO()
    Console(file=out, force_terminal=True, width=width, legacy_windows=False, color_system="standard").print(what)
    return out.getvalue()


def test_a_pipe_gets_a_line_a_repository_and_the_totals(overview: Overview) -> None:
    out = io.StringIO()
    table.show(overview, Console(file=out, width=40))
    lines = out.getvalue().splitlines()
    assert lines[0].split() == ["repository", "standing", "fixes", "pull", "requests", "seconds", "why"]
    assert len(lines) == 1 + 72 + 1 + 4
    one = next(line for line in overview.lines if line.requests and not table.why(line))
    row = next(line for line in lines if line.startswith(f"{one.key} "))
    assert re.fullmatch(rf"{one.key} +opened +{one.fixes} +{one.requests[0].url} {one.requests[0].stage} +\d+", row)
    assert lines[-4:-2] == [
        "72 repositories: 6 pending, 2 working, 41 opened, 2 waiting, 9 clean, 9 skipped, 3 failed",
        "41 pull requests: 19 open, 17 merged, 4 closed, 1 theirs",
    ]
    assert lines[-2].startswith(f"{overview.fixes} fixes proposed: GF03 ")
    assert re.fullmatch(r"\d+ repositories an hour, about \d+ min left, 2 wait for a limit", lines[-1])


def test_only_some(overview: Overview) -> None:
    rows = table.status(overview, only=[Standing.FAILED]).split("\n\n")[0].splitlines()[1:]
    assert len(rows) == 3
    assert all(" failed " in row for row in rows)
    assert any(row.endswith("502 Bad Gateway, three times (to be tried again)") for row in rows)


@pytest.mark.parametrize("width", [60, 140])
def test_a_terminal_gets_a_table(overview: Overview, width: int) -> None:
    text = STYLE.sub("", on_terminal(table.pretty(overview), width))
    assert all(len(line) <= width for line in text.splitlines())
    assert "#102" in text
    assert f"{overview.fixes} fixes proposed" in text


def test_the_view_that_lives(overview: Overview) -> None:
    view = table.Live(overview)
    text = STYLE.sub("", on_terminal(view))
    assert "59 of 72 repositories done" in text
    assert re.search(r"at work +step +for\s+github:payments/tax +test all +44 s\s+github:media/captions +fix", text)
    assert "what went wrong last" in text
    assert "payments/settlement: fix: fixing did not end within 1800 seconds" in text
    view.overview = Overview("other", overview.now, [], [], {})
    assert "0 of 0 repositories done" in on_terminal(view)


def test_nothing_that_a_repository_says_is_obeyed(hostile: Overview) -> None:
    texts = [table.status(hostile), *map(table.log_line, hostile.recent)]
    texts += [STYLE.sub("", on_terminal(what(hostile))) for what in (table.pretty, table.live)]
    for text in texts:
        assert text.encode()
        assert not re.search(r"[^\n\x20-\x7e\xa0-\U0010ffff]|[\u2028-\u202e\u200b]", text)
    assert "\\x1b]0;title\\x07" in texts[0]
    assert "\\u202egpj.exe" in texts[0]
    assert "\\u2028\\u2029\\r\\n" in texts[-1]
    assert len(table.status(hostile).split("\n\n")[0].splitlines()) == 1 + len(journals.HOSTILE)


def test_markup_means_itself(tmp_path: Path) -> None:
    journal = journals.Paced(f"sqlite:///{tmp_path / 'journal.sqlite'}", "[bold]x[/]")
    with journals.worked(journal, journals.target("a/[red]b[/red]")) as lease:
        journals.begin_step(journal, lease, "fix", 1)
    found = Overview.of(journal, now=journal.clock)
    assert "[bold]x[/]" in STYLE.sub("", on_terminal(table.live(found)))
    assert "github:a/[red]b[/red]" in STYLE.sub("", on_terminal(table.pretty(found)))


def test_lines_of_a_log() -> None:
    def line(phase: str, detail: str = "", part: str = "") -> str:
        return table.log_line(Step("github:a/b", part, "open", phase, detail, "builder-1", journals.START))

    assert line("begin", part="gf03") == "2026-09-21T14:13:20Z github:a/b: open of gf03 begins\n"
    assert line("end", "https://github.com/a/b/pull/1").endswith(" open done: https://github.com/a/b/pull/1\n")
    assert line("error", "502\n::error::x").endswith(" github:a/b: open FAILED: 502\\n::error::x\n")


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 s"), (59.4, "59 s"), (60, "1 min"), (3599, "1 h"), (3600 * 3.34, "3 h 20 min"), (3600 * 50, "2 d 2 h")],
)
def test_durations(seconds: float, told: str) -> None:
    assert table.duration(seconds) == told
