"""`gofix20 migrate …` from the outside: exit codes, limits, and being interrupted."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from typing import Any

from prometheus_client.openmetrics import parser

from tests.bulk.test_safety import Migration, migration
from tests.bulk.world import REPOSITORY

__all__ = ["migration"]


def test_what_was_not_begun_cannot_be_shown(migration: Migration) -> None:
    code, said = migration.run("status")
    assert code == 2
    assert "migrate init" in said
    migration.write()
    for command in ("status", "report", "close", "update"):
        code, said = migration.run(command)
        assert code == 2, command
        assert "nothing was begun yet" in said
    assert sorted(path.name for path in migration.directory.iterdir()) == ["migration.toml"]


def test_limits_are_waited_for_by_the_next_run(migration: Migration) -> None:
    for name in "ab":
        migration.server.create_repository(f"acme/{name}", files=REPOSITORY)
    migration.write()
    text = (migration.directory / "migration.toml").read_text()
    (migration.directory / "migration.toml").write_text(text.replace("[tests]", "open-at-once = 1\n[tests]"))
    code, said = migration.run("run", "--json", "--metrics", "metrics.txt", "--jobs", "1", "-q")
    assert code == 1
    totals = json.loads(said)["totals"]["repositories"]
    assert (totals["opened"], totals["waiting"]) == (1, 1)
    read: Any = parser.text_string_to_metric_families
    families = read((migration.directory / "metrics.txt").read_text())
    assert {"gofix20_migration_repositories"} <= {family.name for family in families}
    assert len(migration.server.pulls("acme/a")) + len(migration.server.pulls("acme/b")) == 1


def test_ctrl_c_lets_what_was_begun_come_to_its_end(migration: Migration) -> None:
    for number in range(6):
        migration.server.create_repository(f"acme/r{number}", files=REPOSITORY)
    migration.write()
    process = migration.start("run", "--jobs", "1")
    journal = migration.directory / "safe.journal.sqlite"
    end = time.monotonic() + 120
    while time.monotonic() < end and not any(migration.server.pulls(f"acme/r{number}") for number in range(6)):
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=200)
    assert process.returncode == 130, said.decode()
    assert journal.exists()
    standings = [standing for standing, _ in migration.standings().values()]
    assert set(standings) <= {"opened", "pending"}, "nothing was left halfway"
    assert "pending" in standings
    assert migration.run("run")[0] == 0
    assert all(len(migration.server.pulls(f"acme/r{number}")) == 1 for number in range(6))


def test_closing_is_asked_twice(migration: Migration, tmp_path: Path) -> None:
    migration.server.create_repository("acme/r", files=REPOSITORY)
    migration.write()
    assert migration.run("run")[0] == 0
    code, said = migration.run("close", "--yes")  # the second question finds nobody
    assert code in (2, 130), said
    assert [pull.state for pull in migration.server.pulls("acme/r")] == ["open"]
    assert migration.run("close", "--yes", "--yes")[0] == 0
    assert [pull.state for pull in migration.server.pulls("acme/r")] == ["closed"]
    assert migration.run("run")[0] == 0
    assert len(migration.server.pulls("acme/r")) == 1, "it is not opened again"
