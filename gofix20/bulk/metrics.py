"""How a migration stands as OpenMetrics text, for Prometheus and those that read its form.

`gofix20 migrate run --metrics FILE` writes it anew as it goes: for the textfile collector of node_exporter, or whatever
serves a file. Repositories are counted and not named, so that ten thousand of them are no more series than ten.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping

from gofix20.bulk.overview import Overview
from gofix20.report.text import visible

PREFIX = "gofix20_migration_"

Labels = Mapping[str, str]
Sample = tuple[Labels, float]

_API = {
    "requests": ("api_requests", "counter", "Requests sent to a forge's API, each try counted."),
    "writes": ("api_writes", "counter", "Requests that change something on a forge."),
    "not_modified": ("api_not_modified", "counter", "Answers that cost nothing, because nothing had changed."),
    "retries": ("api_retries", "counter", "Requests that were sent again."),
    "limited": ("api_limited", "counter", "Answers that told us to wait."),
    "waits": ("api_waits", "counter", "Times that we waited for a forge's limits."),
    "seconds_waited": ("api_waited_seconds", "counter", "Time that we waited for a forge's limits."),
}


def document(overview: Overview, api: Mapping[str, Mapping[str, float]] | None = None) -> str:
    """The text; `api` has by host what happened there: requests, writes, retries, limited, waits, seconds_waited, …"""
    lines = [line for family in _families(overview, api or {}) for line in family]
    return "".join(f"{line}\n" for line in [*lines, "# EOF"])


def write(path: str, text: str) -> None:
    """Put it where a collector reads it, which never sees half of it."""
    directory = os.path.dirname(os.path.abspath(path))
    handle, temporary = tempfile.mkstemp(dir=directory, prefix=".gofix20-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _families(overview: Overview, api: Mapping[str, Mapping[str, float]]) -> Iterator[list[str]]:
    ours = {"migration": overview.migration}
    yield _family(
        "repositories", "gauge", "Repositories, by how far they have come.",
        [(ours | {"standing": standing}, number) for standing, number in overview.standings.items()],
    )  # fmt: skip
    yield _family(
        "pull_requests", "gauge", "Pull requests, by how far they have come.",
        [(ours | {"stage": stage}, number) for stage, number in overview.stages.items()],
    )  # fmt: skip
    fixes: list[Sample] = [
        (ours | {"rule": rule.code, "state": state}, number)
        for rule in overview.rules
        for state, number in (
            ("found", rule.found), ("proposed", rule.proposed), ("merged", rule.merged), ("left_out", rule.left_out),
        )
    ]  # fmt: skip
    yield _family("fixes", "gauge", "Fixes, by rule: found, in a pull request, merged, left out for the tests.", fixes)
    yield _family(
        "sites_refused", "gauge", "Places that were understood and left alone.",
        [(ours, sum(line.refused for line in overview.lines))],
    )  # fmt: skip
    yield _family(
        "stage_seconds", "counter", "Time that the work on repositories took, by stage.",
        [(ours | {"stage": stage}, seconds) for stage, seconds in overview.seconds.items()],
    )  # fmt: skip
    names = sorted({name for name, _ in overview.tallies})
    for suffix, phase, told in (
        ("steps", "end", "Steps that were done."), ("steps_failed", "error", "Steps that went wrong."),
    ):  # fmt: skip
        samples = [(ours | {"step": name}, overview.tallies.get((name, phase), 0)) for name in names]
        yield _family(suffix, "counter", told, samples)
    yield _family("repositories_done", "gauge", "Repositories that are not looked at again.", [(ours, overview.done)])
    if overview.rate is not None:
        told = "Repositories in a second, as it went lately; there is none while nobody works."
        yield _family("repositories_per_second", "gauge", told, [(ours, overview.rate / 3600)])
    if overview.time_left is not None:
        told = "Time that the rest takes if it goes on as it did."
        yield _family("left_seconds", "gauge", told, [(ours, overview.time_left)])
    told = "When this was written, as seconds since 1970."
    yield _family("written_timestamp_seconds", "gauge", told, [(ours, overview.now)])
    for name, (suffix, kind, told) in _API.items():
        asked = [(ours | {"host": host}, counts[name]) for host, counts in sorted(api.items()) if name in counts]
        yield _family(suffix, kind, told, asked)


def _family(suffix: str, kind: str, told: str, samples: Iterable[Sample]) -> list[str]:
    samples = list(samples)
    if not samples:
        return []
    name = PREFIX + suffix
    lines = [f"# TYPE {name} {kind}", f"# HELP {name} {_escaped(told)}"]
    if name.endswith("_seconds"):
        lines.insert(1, f"# UNIT {name} seconds")
    total = "_total" if kind == "counter" else ""
    for labels, value in samples:
        inside = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        lines.append(f"{name}{total}{{{inside}}} {_number(value)}")
    return lines


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.6f}".rstrip("0")


def _escaped(text: str) -> str:
    """As a label's value; control characters and halves of characters are shown, not kept."""
    return visible(text).replace("\\", "\\\\").replace('"', '\\"')
