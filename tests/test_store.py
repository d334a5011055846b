"""The store of results: whatever goes wrong is the lack of an entry."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from gofix20.store import Store, key_of


def test_what_is_put_is_there(tmp_path: Path) -> None:
    key = key_of(["a", 1, ("b",)])
    assert Store(str(tmp_path)).get(key) is None
    Store(str(tmp_path)).put(key, {"x": [1, 2]})
    assert Store(str(tmp_path)).get(key) == {"x": [1, 2]}
    assert key_of(["a", 1, ("b",)]) == key
    assert len({key, key_of(["a", 1, "b"]), key_of(["a1", ("b",)]), key_of(["a", 1, ("b",), None])}) == 4


def entries(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file())


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 200])
def test_an_entry_that_is_damaged_is_none(tmp_path: Path, damage: bytes) -> None:
    store = Store(str(tmp_path))
    store.put("ab" + "0" * 62, "value")
    (path,) = entries(tmp_path)
    path.write_bytes(damage or path.read_bytes()[:-1])
    assert store.get("ab" + "0" * 62) is None


def test_a_full_disk_keeps_nothing_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    store = Store(str(tmp_path))
    store.put("ab" + "0" * 62, "value")
    assert store.get("ab" + "0" * 62) is None
    assert entries(tmp_path) == []


def test_a_directory_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = Store(str(tmp_path / "file"))
    store.put("ab" + "0" * 62, "value")
    assert store.get("ab" + "0" * 62) is None
    store.prune()


def test_the_oldest_go_when_it_is_too_much(tmp_path: Path) -> None:
    store = Store(str(tmp_path), most_bytes=10_000)
    keys = [key_of([number]) for number in range(12)]
    for number, key in enumerate(keys):
        store.put(key, os.urandom(1000))
        os.utime(tmp_path / key[:2] / key[2:], (number, number))
    assert store.get(keys[0]) is not None  # and so it is the youngest
    store.prune()
    left = [number for number, key in enumerate(keys) if store.get(key) is not None]
    assert left == [0, 6, 7, 8, 9, 10, 11]
    store.clear()
    assert entries(tmp_path) == []
    store.clear()


def putting(directory: str, start: float) -> None:
    store = Store(directory)
    while time.monotonic() < start + 30:
        for number in range(20):
            store.put(key_of([number]), (number, os.urandom(50_000)))


def test_killed_while_it_writes(tmp_path: Path) -> None:
    """Processes that put the same entries all the time are killed: what is there is whole."""
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=putting, args=(str(tmp_path), time.monotonic())) for _ in range(3)]
    for process in processes:
        process.start()
    store = Store(str(tmp_path))
    seen = 0
    end = time.monotonic() + 20
    while seen < 200 and time.monotonic() < end:
        for number in range(20):
            found = store.get(key_of([number]))
            if found is not None:
                assert isinstance(found, tuple)
                assert found[0] == number
                seen += 1
    for process in processes:
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    assert seen
    for path in entries(tmp_path):
        if path.name.startswith("new-"):
            continue  # what was being written; prune takes it with the rest
        found = store.get(path.parent.name + path.name)
        assert isinstance(found, tuple)
