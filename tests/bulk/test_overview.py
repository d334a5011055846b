"""What a journal comes to."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from gofix20.bulk.journal import Journal, Stage, Standing
from gofix20.bulk.overview import PAUSE, Overview
from tests.bulk import journals
from tests.bulk.journals import Made, Paced


@pytest.fixture
def journal(tmp_path: Path) -> Paced:
    return Paced(f"sqlite:///{tmp_path / 'journal.sqlite'}", "speed")


def overview(journal: Paced) -> Overview:
    return Overview.of(journal, now=journal.clock)


def test_a_journal_with_nothing_in_it(journal: Paced) -> None:
    empty = overview(journal)
    assert not empty.lines
    assert set(empty.standings) == set(Standing)
    assert set(empty.stages) == set(Stage)
    assert empty.done == empty.fixes == empty.left == empty.errors == 0
    assert empty.rate is empty.time_left is None


def test_what_is_proposed_is_counted_by_rule(journal: Paced) -> None:
    with journals.worked(journal, journals.target("a/one")) as lease:
        journals.open_pull(lease, Made("gf03", {"GF03": 5}, stage=Stage.MERGED), 1)
        journals.open_pull(lease, Made("gf13", {"GF13": 2}, guilty=["a: b.go:7: GF13: its tests fail with it"]), 2)
        result = {"rules": {"GF03": 5, "GF13": 3}, "refused": 4, "seconds": {"fix": 2.5, "open": 1.0}}
        lease.release(Standing.OPENED, result=result)
    with journals.worked(journal, journals.target("a/two")) as lease:
        journals.open_pull(lease, Made(rules={"GF03": 9}, stage=Stage.WITHDRAWN), 3)
        guilty = {"all": ["c.go:1: GF05: its tests fail with it"]}
        result = {"rules": {"GF03": 9, "GF05": 1}, "guilty": guilty, "seconds": {"fix": 1.5}}
        lease.release(Standing.SKIPPED, "none of its fixes passed its tests", result=result)
    found = overview(journal)
    columns = [(rule.code, rule.found, rule.proposed, rule.merged, rule.left_out) for rule in found.rules]
    assert columns == [("GF03", 14, 5, 5, 0), ("GF05", 1, 0, 0, 1), ("GF13", 3, 2, 0, 1)]
    assert [rule.repositories for rule in found.rules] == [2, 1, 1]
    assert found.fixes == 7
    assert list(found.seconds) == ["clone", "fix", "test", "commit", "push", "open"]
    assert found.seconds["fix"] == 4.0
    assert found.standings[Standing.OPENED] == found.standings[Standing.SKIPPED] == 1
    assert found.stages[Stage.MERGED] == found.stages[Stage.OPEN] == found.stages[Stage.WITHDRAWN] == 1
    one, two = found.lines
    assert (one.key, one.fixes, one.refused, one.guilty) == (
        "github:a/one", 7, 4, ["a: b.go:7: GF13: its tests fail with it"],
    )  # fmt: skip
    assert (two.fixes, two.guilty, two.reason) == (0, guilty["all"], "none of its fixes passed its tests")


def test_what_is_being_worked_on(journal: Paced) -> None:
    journal.add([journals.target("a/pending")])
    for name, step in (("a/first", "test"), ("a/second", "fix")):
        with journals.worked(journal, journals.target(name)) as lease:
            journals.step(journal, lease, "clone", 1)
            journals.begin_step(journal, lease, step, 4, "all")
    with journals.worked(journal, journals.target("a/third")) as lease:
        journals.step(journal, lease, "clone", 1)
    found = overview(journal)
    told = [(current.key, current.step, current.part) for current in found.working]
    assert told == [("github:a/first", "test", "all"), ("github:a/second", "fix", "all"), ("github:a/third", "", "")]
    assert found.working[0].since == journals.START + 1
    journal.pass_by(200)
    gone = overview(journal)
    assert not gone.working
    assert [line.is_abandoned for line in gone.lines] == [True, False, True, True]
    assert gone.left == 4


def test_the_rate_is_of_late(journal: Paced) -> None:
    """A night in which nobody worked says nothing of how fast it goes."""
    journal.add([journals.target(f"z/{number}") for number in range(6)])

    def work(team: str, seconds: float) -> None:
        for number in range(10):
            with journals.worked(journal, journals.target(f"{team}/{number}")) as lease:
                journals.step(journal, lease, "fix", seconds)
                lease.release(Standing.CLEAN)

    work("slow", 99)
    assert overview(journal).rate is None  # nobody is at work
    journal.pass_by(PAUSE + 1)
    work("fast", 5)
    with journals.worked(journal, journals.target("z/0")) as lease:
        journals.begin_step(journal, lease, "fix", 0)
    found = overview(journal)
    assert found.rate == pytest.approx(10 / 61 * 3600)
    assert found.left == 6
    assert found.time_left == pytest.approx(6 * 6.1)


def test_the_last_failures(journal: Paced) -> None:
    for number in range(8):
        with journals.worked(journal, journals.target(f"a/{number}")) as lease:
            journals.broken_step(journal, lease, "clone", 1, f"error {number}")
            lease.release(Standing.FAILED, f"error {number}", retry=number % 2 == 0)
    found = overview(journal)
    assert [step.detail for step in found.failures(3)] == ["error 7", "error 6", "error 5"]
    assert found.errors == 8
    assert (found.done, found.left) == (4, 4)


def test_a_diff_is_kept_by_itself(journal: Paced) -> None:
    """And nothing that is large is read for an overview."""
    with journals.worked(journal, journals.target("a/one")) as lease:
        journals.open_pull(lease, Made(diff="--- a/x.go\n"), 1)
    asked: list[str] = []
    sa.event.listen(journal._engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    found = overview(journal)
    assert found.requests[0].title
    assert asked
    assert not [query for query in asked if "diff" in query or "body" in query]
    assert journal.diffs("github:a/one") == {"all": "--- a/x.go\n"}
    (pull,) = journal.pulls("github:a/one")
    assert "diff" not in pull.details
    assert pull.body == "The body."


def test_what_is_no_text_for_a_database_is_kept_as_an_escape(journal: Paced) -> None:
    """A file name that is not UTF-8, in a reason or an error, must not end the whole run."""
    odd = "a\udcff.go:1: \0"
    with journals.worked(journal, journals.target("a/one")) as lease:
        journals.broken_step(journal, lease, "fix", 1, odd)
        journals.open_pull(lease, Made(title=odd, diff=odd, files=[odd]), 1)
        lease.release(Standing.SKIPPED, odd, result={"problems": [odd]})
    (line,) = overview(journal).lines
    assert line.reason == line.requests[0].title == "a\\udcff.go:1: \\x00"
    assert overview(journal).failures()[0].detail == line.reason
    assert journal.diffs(line.key) == {"all": line.reason}
    assert line.problems == line.requests[0].files == [odd]  # JSON has a way to say it


def test_the_same_journal_is_the_same_overview(tmp_path: Path) -> None:
    made = journals.realistic(tmp_path / "journal.sqlite", 24)
    again = Journal(f"sqlite:///{tmp_path / 'journal.sqlite'}", "speed")
    assert Overview.of(again, now=made.clock) == overview(made)
    assert {*overview(made).standings.values()} >= {1}


def test_ten_thousand_repositories_are_read_in_seconds(journal: Paced) -> None:
    """Of the processor's; each has a pull request with a large diff."""
    with journals.worked(journal, journals.target("a/one")) as lease:
        diff, files = journals.go_diff(random.Random(1), {"GF03": 20, "GF05": 20})
        journals.step(journal, lease, "fix", 5)
        journals.open_pull(lease, Made(rules={"GF03": 20}, diff=diff * 10, files=files), 1)
        result = {"rules": {"GF03": 20}, "seconds": {"fix": 3.0}, "problems": ["x" * 80] * 5}
        lease.release(Standing.OPENED, result=result)
    digits = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999) "
    with journal._open() as db:
        for name in ("gofix20_repositories", "gofix20_pull_requests"):
            columns = [row[1] for row in db.exec_driver_sql(f"PRAGMA table_info({name})")]
            values = ", ".join(f"{column} || i" if column == "key" else column for column in columns)
            db.exec_driver_sql(f"INSERT INTO {name} {digits} SELECT {values} FROM {name}, n")
    began = time.process_time()
    found = overview(journal)
    assert (len(found.lines), found.fixes) == (10_000, 200_000)
    assert time.process_time() - began < 5
