"""Many machines: PostgreSQL, a Dask scheduler and workers, all of them real, some of them killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from gofix20.bulk.cluster import Cluster
from gofix20.bulk.forges.base import Target
from gofix20.bulk.journal import Journal, LostLeaseError, Stage, Standing
from gofix20.model import GofixError
from tests.bulk.servers import postgres
from tests.bulk.servers.fake import ForgeServer
from tests.bulk.world import REPOSITORY, World, git

pytestmark = pytest.mark.skipif(postgres.programs() is None, reason="there is no PostgreSQL server (initdb) here")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with postgres.server(tmp_path_factory.mktemp("pg") / "server") as url:
        yield url


@pytest.fixture
def opened(database: str) -> Iterator[Callable[[str], Journal]]:
    """Give journals in the database, by the names of their migrations."""
    made: list[Journal] = []

    def open_(name: str) -> Journal:
        made.append(Journal(database, name))
        return made[-1]

    yield open_
    for journal in made:
        journal.close()


Opened = Callable[[str], Journal]


def target(number: int) -> Target:
    return Target("f", f"acme/r{number}", "http://127.0.0.1:1/", "http://127.0.0.1:1/", "main")


def test_in_postgresql_a_lease_is_for_one_of_many(opened: Opened) -> None:
    journal = opened("leases")
    journal.add([target(0)])
    key = target(0).key
    others = [opened("leases") for _ in range(8)]
    got: list[object] = []
    threads = [
        threading.Thread(target=lambda one=one: got.append(one.acquire(key, "x", seconds=0.5)))
        for one in others
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (lease,) = [one for one in got if one is not None]
    time.sleep(0.7)
    second = journal.acquire(key, "y")
    assert second is not None
    with pytest.raises(LostLeaseError):
        lease.check()  # type: ignore[attr-defined]
    second.release(Standing.CLEAN)


def test_in_postgresql_the_limit_holds_for_all_that_ask_at_once(opened: Opened) -> None:
    journal = opened("limits")
    journal.add([target(number) for number in range(10)])
    waits: list[float | None] = []

    def reserve(number: int) -> None:
        own = opened("limits")
        lease = own.acquire(target(number).key, f"w{number}")
        assert lease is not None
        waits.append(lease.reserve("all", f"m{number}", "b", 3, 100))

    threads = [threading.Thread(target=reserve, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert waits.count(None) == 3
    assert sum(pull.stage is Stage.RESERVED for pull in journal.pulls()) == 3


def test_a_password_of_the_journal_is_in_no_error(database: str) -> None:
    wrong = database.replace(postgres.PASSWORD, "another-s3cret")
    with pytest.raises(GofixError) as raised:
        Journal(wrong, "x")
    assert "another-s3cret" not in str(raised.value)
    assert "another-s3cret" not in repr(raised.value.__cause__)


def test_a_cluster_needs_a_journal_that_all_can_reach(tmp_path: Path) -> None:
    with pytest.raises(GofixError, match="SQLite"):
        Cluster(World(tmp_path).kit(), "tcp://127.0.0.1:1")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(*arguments: str, env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments], env=env, stdout=stream, stderr=stream, start_new_session=True
        )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_a_cluster_with_a_worker_killed_and_the_scheduler_restarted(
    database: str, opened: Opened, tmp_path: Path
) -> None:
    count = 8
    with ForgeServer("github", tmp_path / "server") as server, ExitStack() as stack:
        for number in range(count):
            server.create_repository(f"acme/r{number}", files={**REPOSITORY, "n.txt": str(number)})
        (tmp_path / "migration.toml").write_text(
            f'name = "cluster"\n[forges.github]\nkind = "github"\nurl = "{server.url}"\nseconds-between-writes = 0\n'
            '[[repositories]]\nforge = "github"\norganization = "acme"\n'
            '[pull-requests]\nauthor = "Many <many@example.org>"\n[tests]\nrun = false\n'
        )
        env = os.environ | {
            "GH_ENTERPRISE_TOKEN": server.token, "GOFIX20_JOURNAL": database,
            "GOFIX20_CACHE": str(tmp_path / "cache"), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "10",
        }  # fmt: skip
        (tmp_path / "cache").mkdir(mode=0o700)
        port, log = free_port(), tmp_path / "log"
        address = f"tcp://127.0.0.1:{port}"
        scheduling = ("distributed.cli.dask_scheduler", "--host=127.0.0.1", f"--port={port}", "--no-dashboard")
        working = (
            "distributed.cli.dask_worker", address, "--nthreads=1", "--no-dashboard", "--host=127.0.0.1",
            f"--local-directory={tmp_path}/dask", "--death-timeout=60",
        )  # fmt: skip
        plain = {name: value for name, value in env.items() if name not in ("GH_ENTERPRISE_TOKEN", "GOFIX20_JOURNAL")}
        scheduler = stack.enter_context(started(*scheduling, env=plain, log=log))
        workers = [stack.enter_context(started(*working, env=env, log=log)) for _ in range(2)]
        journal = opened("cluster")
        run = ("gofix20", "migrate", "run", "--config", str(tmp_path / "migration.toml"), "--scheduler", address)
        driver = stack.enter_context(started(*run, env=env, log=log))

        def until(wanted: int) -> None:
            end = time.monotonic() + 240
            while journal.counts()[Standing.OPENED] < wanted:
                assert time.monotonic() < end, f"{journal.counts()}\n{log.read_text()[-6000:]}"
                assert driver.poll() is None or journal.counts()[Standing.OPENED] >= wanted, log.read_text()[-6000:]
                time.sleep(0.2)

        until(1)
        os.killpg(workers[0].pid, signal.SIGKILL)
        until(3)
        os.killpg(scheduler.pid, signal.SIGKILL)
        scheduler.wait()
        stack.enter_context(started(*scheduling, env=plain, log=log))
        # As a supervisor does: workers end with their scheduler.
        for worker in workers[1:]:
            os.killpg(worker.pid, signal.SIGKILL)
        for _ in range(2):
            stack.enter_context(started(*working, env=env, log=log))
        until(count)
        assert driver.wait(60) == 0, log.read_text()[-3000:]

        for number in range(count):
            (pull,) = server.pulls(f"acme/r{number}")
            repository = server.repository(f"acme/r{number}")
            assert repository is not None
            assert git(repository.directory, "rev-list", "--count", f"main..{pull.branch}") == "1"
            assert "strings.Builder" in git(repository.directory, "show", f"{pull.branch}:list.go")
        said = log.read_text()
        assert server.token not in said
        assert postgres.PASSWORD not in said
