"""Plain git: what is known of a branch is in files."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from gofix20.bulk.forges import connect
from gofix20.bulk.forges.base import Forge, ForgeError, ForgeSettings, NotFoundError, Proposal, Query, State, Target

PROPOSAL = Proposal("m1/all", "gofix20/all", "main", "a" * 40, "Fewer allocations", "What and why.", labels=["x"])


@pytest.fixture
def forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Forge:
    monkeypatch.setenv("HOME", str(tmp_path))
    return connect(ForgeSettings("files", "git", "", directory=str(tmp_path / "bodies")))


@pytest.fixture
def target(forge: Forge, tmp_path: Path) -> Target:
    (tmp_path / "shop.git").mkdir()
    return forge.target(str(tmp_path / "shop.git"))


def test_from_beginning_to_end(forge: Forge, target: Target) -> None:
    assert forge.check() == []
    assert forge.find(target, "m1/all", "gofix20/all") == []
    opened = forge.open(target, PROPOSAL)
    assert (opened.state, opened.head, opened.branch) == (State.OPEN, "a" * 40, "gofix20/all")
    assert "# Fewer allocations\n\nWhat and why." in opened.body
    assert forge.open(target, PROPOSAL) == opened
    assert forge.find(target, "m1/all", "gofix20/all") == [opened]
    assert forge.find(target, "m1/all", "other") == []
    changed = forge.update(target, opened, dataclasses.replace(PROPOSAL, head="b" * 40, title="Fewer still"))
    assert (changed.number, changed.head, changed.title) == (opened.number, "b" * 40, "Fewer still")
    closed = forge.close(target, changed, "Fixed by hand.")
    assert closed.state is State.CLOSED
    assert forge.close(target, changed, "Again.") == closed
    assert json.loads(Path(opened.number).read_text())["comment"] == "Fixed by hand."
    assert forge.open(target, PROPOSAL).state is State.CLOSED, "it is not opened again"
    assert forge.credential() is None


def test_what_people_write_is_read(forge: Forge, target: Target) -> None:
    opened = forge.open(target, PROPOSAL)
    file = Path(opened.number)
    file.write_text(file.read_text().replace('"open"', '"merged"'))
    assert forge.find(target, "m1/all", "gofix20/all")[0].state is State.MERGED
    file.write_text(file.read_text().replace('"merged"', '"mergd"'))
    with pytest.raises(ForgeError, match="cannot be read"):
        forge.find(target, "m1/all", "gofix20/all")


def test_names_are_told_apart_and_stay_inside(forge: Forge, target: Target, tmp_path: Path) -> None:
    odd = [dataclasses.replace(PROPOSAL, marker=marker) for marker in ("a/b", "a-b", "../../x", "é" * 300)]
    numbers = {forge.open(target, each).number for each in odd}
    assert len(numbers) == 4
    assert {Path(each).parent.parent for each in numbers} == {tmp_path / "bodies"}


def test_what_cannot_be(forge: Forge, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        forge.target(str(tmp_path / "none.git"))
    with pytest.raises(ForgeError, match="no list"):
        list(forge.search(Query(search="x")))
    with pytest.raises(ForgeError, match="where bodies go"):
        connect(ForgeSettings("files", "git", "", directory="bodies"))
    (tmp_path / "file").write_text("")
    with pytest.raises(ForgeError, match="cannot be"):
        connect(ForgeSettings("files", "git", "", directory=str(tmp_path / "file" / "x"))).check()
