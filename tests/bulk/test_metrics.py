"""The metrics, as Prometheus' own parser reads them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from gofix20.bulk import metrics
from gofix20.bulk.journal import Stage, Standing
from gofix20.bulk.overview import Overview
from tests.bulk import journals

Values = dict[str, dict[tuple[str, ...], float]]


def read(text: str) -> Values:
    """By sample, the values by what the labels say, the migration's name left out."""
    found: Values = {}
    for family in text_string_to_metric_families(text):  # type: ignore[no-untyped-call]
        assert family.documentation
        assert family.type in ("gauge", "counter")
        for sample in family.samples:
            labels = tuple(value for name, value in sample.labels.items() if name != "migration")
            assert labels not in found.setdefault(sample.name, {})
            found[sample.name][labels] = sample.value
    return {name.removeprefix(metrics.PREFIX): values for name, values in found.items()}


@pytest.fixture(scope="module")
def overview(tmp_path_factory: pytest.TempPathFactory) -> Overview:
    journal = journals.realistic(tmp_path_factory.mktemp("journal") / "journal.sqlite")
    return Overview.of(journal, now=journal.clock)


def test_all_that_is_counted_is_there(overview: Overview) -> None:
    values = read(metrics.document(overview))
    assert values["repositories"] == {(standing,): overview.standings[standing] for standing in Standing}
    assert values["pull_requests"] == {(stage,): overview.stages[stage] for stage in Stage}
    assert sum(values["repositories"].values()) == 72
    for rule in overview.rules:
        assert values["fixes"][rule.code, "proposed"] == rule.proposed
    assert values["stage_seconds_total"]["test",] == pytest.approx(overview.seconds["test"])
    assert sum(values["steps_failed_total"].values()) == overview.errors > 0
    assert values["steps_total"]["clone",] == overview.tallies["clone", "end"]
    assert values["left_seconds"][()] == pytest.approx(overview.time_left)
    assert values["repositories_per_second"][()] * 3600 == pytest.approx(overview.rate, rel=1e-3)
    assert not [name for name in values if name.startswith("api")]


def test_what_happened_at_a_forge(overview: Overview) -> None:
    api: dict[str, dict[str, float]]
    api = {"api.github.com": {"requests": 120, "waits": 3, "seconds_waited": 75.25}, "git.example.com": {"requests": 7}}
    values = read(metrics.document(overview, api))
    assert values["api_requests_total"] == {("api.github.com",): 120, ("git.example.com",): 7}
    assert values["api_waits_total"] == {("api.github.com",): 3}
    assert values["api_waited_seconds_total"] == {("api.github.com",): 75.25}


def test_nothing_in_a_label_ends_it(tmp_path: Path) -> None:
    journal = journals.hostile(tmp_path / "journal.sqlite")
    text = metrics.document(Overview.of(journal, now=journal.clock), {'a"b\\c\nd': {"requests": 1}})
    assert text.encode()  # no half characters
    values = read(text)
    assert ("GF13<b>&\"'`", "proposed") in values["fixes"]
    assert ('a"b\\c\\nd',) in values["api_requests_total"]
    assert sum(values["repositories"].values()) == len(journals.HOSTILE)


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "gofix20.prom"
    file.write_text("old")
    metrics.write(str(file), "new\n")
    assert file.read_text() == "new\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert [each.name for each in tmp_path.iterdir()] == ["gofix20.prom"]
