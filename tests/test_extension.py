"""What the VS Code extension says of itself, against what the server and the package say. Needs no editor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gofix20 import __version__
from gofix20.config import GAINS
from gofix20.lsp import server
from gofix20.lsp.settings import Settings, settings_of

EDITORS = Path(__file__).parent.parent / "editors" / "vscode"
MANIFEST: dict[str, Any] = json.loads((EDITORS / "package.json").read_text())
PROPERTIES: dict[str, dict[str, Any]] = MANIFEST["contributes"]["configuration"]["properties"]


def test_it_has_the_version_of_the_package() -> None:
    assert MANIFEST["version"] == __version__


def test_its_settings_are_those_of_the_server() -> None:
    complaints: list[str] = []
    # `path` is the extension's own: which program the server is.
    given = {name.removeprefix("gofix20."): about["default"] for name, about in PROPERTIES.items()}
    del given["path"]
    assert settings_of(given, Settings(), complaints.append, trusted=True) == Settings()
    assert complaints == []
    # It names all there are when it hears of another.
    settings_of({"no-such": 1}, Settings(), complaints.append, trusted=True)
    assert set(complaints[0].partition(": ")[2].split(", ")) == set(given)
    assert PROPERTIES["gofix20.minGain"]["enum"] == ["none", *GAINS]


def test_its_commands_are_the_servers_and_some_of_its_own() -> None:
    named = {entry["command"] for entry in MANIFEST["contributes"]["commands"]}
    theirs = set(server.server.protocol.fm.commands)
    # Explaining needs to know what: it is for the quick fix menu, not for the palette.
    assert named == theirs - {"gofix20.explain"} | {"gofix20.showLog", "gofix20.install"}


def test_a_workspace_says_neither_what_is_run_nor_whether() -> None:
    assert {name for name, about in PROPERTIES.items() if about["scope"] == "machine"} == {"gofix20.path", "gofix20.go"}
    assert MANIFEST["capabilities"]["untrustedWorkspaces"]["supported"] is False


@pytest.mark.parametrize("lock", ["package-lock.json", "e2e/package-lock.json"])
def test_the_lock_files_name_no_mirror(lock: str) -> None:
    locked = json.loads((EDITORS / lock).read_text())["packages"]
    places = {name: about["resolved"] for name, about in locked.items() if "resolved" in about}
    assert not [place for place in places.values() if not place.startswith("https://registry.npmjs.org/")]
    assert all("integrity" in about for name, about in locked.items() if name), "a package without its digest"
