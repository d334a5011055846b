"""Killed at any point, a migration goes on where it was: nothing lost, nothing twice, nothing of others overwritten.

A point is before and after each transaction of the journal, each call of git to a remote, and each call of a forge that
has an effect. All of them are tried. The engine is a stub here: what it does has no effect outside of a checkout.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from gofix20.bulk import surroundings, work
from gofix20.bulk.crew import one
from gofix20.bulk.fixing import Fixable, Found, Rule, Written
from gofix20.bulk.journal import Journal, LostLeaseError, Stage, Standing
from tests.bulk.world import Fate, KilledError, World, bare, git, push

SECTIONS = {"Why": "Because.", "Measured gain": "Much.", "Fix safety": "SAFE."}


class Stub:
    """An engine that finds one thing in each file that says so, and mends it by saying something else."""

    def __init__(self, root: str) -> None:
        self.root = Path(root)
        self.written: list[Fixable] = []

    def find(self) -> Found:
        found = [
            Fixable("GF99", name.name, 0, 4, 1, "slow", "large", "much", "safe", (name.name,))
            for name in sorted(self.root.glob("*.go"))
            if name.read_text() == "slow\n"
        ]
        return Found(False, 1, tuple(found), rules={"GF99": Rule("fast", "Be fast.", SECTIONS)})

    def write(self, findings: Sequence[Fixable]) -> Written:
        for one_ in self.written:
            (self.root / one_.path).write_text("slow\n")
        for one_ in findings:
            (self.root / one_.path).write_text("fast\n")
        self.written = list(findings)
        return Written(tuple(one_.path for one_ in findings), "a diff")


@pytest.fixture(autouse=True)
def _stub(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def fixing(root: str, *_: object) -> Iterator[Stub]:
        yield Stub(root)

    monkeypatch.setattr(work, "fixing", fixing)
    monkeypatch.setattr(surroundings, "go_version", lambda: "go1.0")


def expire(journal: Journal) -> None:
    """As if the time of all leases and pauses were over."""
    with journal._open() as db:
        db.execute(sa.text("UPDATE gofix20_repositories SET lease_until = 0, not_before = 0"))


def last(world: World, key: str, *, update: bool = False) -> int:
    """How many points a run has that nobody kills."""
    fate = Fate()
    one(world.kit(fate), key, update=update)
    return fate.passed


POINTS = range(1, 1000, 1 if os.environ.get("GOFIX20_EVERY_POINT") else 9)
"""At which a worker is killed. All of them take minutes."""
FILES = {"go.mod": "module m\n", "a.go": "slow\n", "b.go": "slow\n"}


def begun(template: World, directory: Path, name: str = "r.git") -> tuple[World, Path, str]:
    """A copy of a world, where nobody has been killed yet."""
    shutil.copytree(template.directory, directory)
    world = World(directory)
    shutil.rmtree(directory / "git", ignore_errors=True)
    (directory / "journal.sqlite").unlink(missing_ok=True)
    path = directory / name
    world.server.pulls = {str(path): [dict(pull) for pull in template.pulls(template.directory / name)]}
    (key,) = world.add(path)
    return world, path, key


def test_killed_anywhere_a_run_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    (tmp_path / "template").mkdir()
    template = World(tmp_path / "template")
    bare(template.directory / "r.git", FILES)
    for count in POINTS:
        world, path, key = begun(template, tmp_path / str(count))
        fate = Fate(at=count)
        try:
            one(world.kit(fate), key)
        except KilledError:
            pass
        else:
            assert not fate.dead
            assert count > 25, "fewer points than there must be"
            return
        for _ in range(3):
            expire(world.journal())
            one(world.kit(), key)
        (repository,) = world.journal().repositories()
        assert repository.standing is Standing.OPENED, (count, repository.reason)
        (pull,) = world.pulls(path)
        assert pull["state"] == "open"
        (kept,) = world.journal().pulls()
        assert kept.stage is Stage.OPEN
        assert kept.number == pull["number"]
        head = git(path, "rev-parse", pull["branch"])
        assert kept.heads[-1] == head
        assert git(path, "show", f"{head}:a.go") == "fast"
        assert git(path, "rev-list", "--count", f"main..{head}") == "1"
    pytest.fail("it never came to its end")


def test_killed_anywhere_an_update_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    for count in POINTS:
        directory = tmp_path / str(count)
        directory.mkdir()
        world = World(directory)
        path = bare(directory / "r.git", FILES)
        (key,) = world.add(path)
        one(world.kit(), key)
        moved = push(path, {"a.go": "fast\n", "c.go": "slow\n"}, "Moves")
        fate = Fate(at=count)
        try:
            one(world.kit(fate), key, update=True)
        except KilledError:
            pass
        else:
            assert not fate.dead
            return
        for _ in range(2):
            expire(world.journal())
            one(world.kit(), key, update=True)
        (pull,) = world.pulls(path)
        (kept,) = world.journal().pulls()
        assert (kept.stage, pull["state"]) == (Stage.OPEN, "open"), count
        head = git(path, "rev-parse", pull["branch"])
        assert git(path, "rev-parse", f"{head}~1") == moved
        assert git(path, "show", f"{head}:c.go") == "fast"
    pytest.fail("it never came to its end")


def test_killed_anywhere_closing_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    for count in POINTS:
        directory = tmp_path / str(count)
        directory.mkdir()
        world = World(directory)
        path = bare(directory / "r.git", FILES)
        (key,) = world.add(path)
        one(world.kit(), key)
        fate = Fate(at=count)
        kit = world.kit(fate)
        try:
            lease = kit.journal.acquire(key, "w")
            assert lease is not None
            work.withdraw_all(kit, lease, "over")
        except KilledError:
            pass
        else:
            assert not fate.dead
            return
        expire(world.journal())
        kit = world.kit()
        lease = kit.journal.acquire(key, "w")
        assert lease is not None
        work.withdraw_all(kit, lease, "over")
        assert [pull["state"] for pull in world.pulls(path)] == ["closed"]
        assert [pull.stage for pull in world.journal().pulls()] == [Stage.WITHDRAWN]
        assert git(path, "branch", "--list", "gofix20/*") == "", count
    pytest.fail("it never came to its end")


def test_a_worker_that_was_believed_dead_pushes_and_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    path = bare(tmp_path / "r.git", FILES)
    (key,) = world.add(path)
    slow = world.kit()
    lease = slow.journal.acquire(key, "slow")
    assert lease is not None

    class Overtaken(Stub):
        """While it looks for something, its lease runs out, and somebody else does it all."""

        def find(self) -> Found:
            found = super().find()
            monkeypatch.undo()
            monkeypatch.setattr(work, "fixing", plain)
            monkeypatch.setattr(surroundings, "go_version", lambda: "go1.0")
            expire(world.journal())
            assert one(world.kit(), key)
            return found

    @contextmanager
    def plain(root: str, *_: object) -> Iterator[Stub]:
        yield Stub(root)

    @contextmanager
    def overtaken(root: str, *_: object) -> Iterator[Stub]:
        yield Overtaken(root)

    monkeypatch.setattr(work, "fixing", overtaken)
    work.work_on(slow, lease)
    (pull,) = world.pulls(path)
    head = git(path, "rev-parse", pull["branch"])
    (kept,) = world.journal().pulls()
    assert kept.heads == (head,), "the slow one has pushed too"
    with pytest.raises(LostLeaseError):
        lease.check()


def test_a_lease_is_for_one(tmp_path: Path) -> None:
    world = World(tmp_path)
    (key,) = world.add(bare(tmp_path / "r.git", FILES))
    journal = world.journal()
    first = journal.acquire(key, "one", seconds=0.2)
    assert first is not None
    assert journal.acquire(key, "two") is None
    with first.held():
        time.sleep(0.5)
        assert journal.acquire(key, "two") is None, "it is renewed while it is held"
    time.sleep(0.3)
    second = journal.acquire(key, "two")
    assert second is not None
    assert second.fence == first.fence + 1
    with pytest.raises(LostLeaseError):
        first.release(Standing.CLEAN)
    second.release(Standing.CLEAN)


def test_who_ends_halfway_each_time_is_given_up(tmp_path: Path) -> None:
    world = World(tmp_path)
    (key,) = world.add(bare(tmp_path / "r.git", FILES))
    for _ in range(work.MOST_ATTEMPTS):
        assert world.journal().acquire(key, "dies") is not None
        expire(world.journal())
    one(world.kit(), key)
    (repository,) = world.journal().repositories()
    assert repository.standing is Standing.FAILED
    assert "given up" in repository.reason
    assert world.journal().unfinished() == 0


def test_settings_can_be_sent_and_hold_no_secret(tmp_path: Path) -> None:
    import pickle

    from gofix20.bulk.secrets import Secret

    world = World(tmp_path)
    assert pickle.loads(pickle.dumps(world.settings)) == world.settings
    with pytest.raises(TypeError, match="not sent"):
        pickle.dumps(Secret("abcdef"))
    assert "Secret" not in {field.type for field in dataclasses.fields(world.settings)}
