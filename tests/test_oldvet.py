"""The vet of an old Go is shown the new files, whatever they are called."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from gofix20.model import GofixError
from gofix20.oldvet import tool_for
from gofix20.process import run
from gofix20.toolchain import Toolchain


def with_tool(toolchain: Toolchain, directory: Path, answer: str) -> Toolchain:
    """A Go that only knows where its vet is."""
    script = directory / "go"
    script.write_text(f'#!/bin/sh\ncase "$1" in tool) {answer};; esac\nexec {toolchain.go} "$@"\n')
    script.chmod(0o755)
    return dataclasses.replace(toolchain, go=str(script))


def go_json(value: object) -> str:
    """JSON as Go writes it."""
    text = json.dumps(value, ensure_ascii=False, indent="\t")
    return text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")


def test_files_of_the_configuration_are_replaced(toolchain: Toolchain, tmp_path: Path) -> None:
    vet = tmp_path / "vet it"
    vet.write_text('#!/bin/sh\nfor last; do :; done\necho "$1"; cat "$last"\n')
    vet.chmod(0o755)
    names = ["a b.go", "c[1].d.go", "c1xd.go", "e'f.go", "g&<h>.go", "ï,j.go", "k$^*.go", 'l\\"m.go']
    scratch = tmp_path / "scr&atch, [1]"
    scratch.mkdir()
    replace = {f"/m/{name}": f"{scratch}/0/{name}" for name in names}
    tool = tool_for(with_tool(toolchain, tmp_path, f"echo '{vet}'; exit 0"), replace, str(scratch))
    config = tmp_path / "vet.cfg"
    untouched = ["/m/c[1]xd.go", "/m/other.go", "/x/m/a b.go", "/m/a b.go.go"]
    config.write_text(go_json({"ID": "m", "GoFiles": [*replace, *untouched]}))
    done = run([tool, "-json", str(config)], cwd="/", env={})
    first, _, rest = done.stdout.decode().partition("\n")
    assert first == "-json"
    assert json.loads(rest) == {"ID": "m", "GoFiles": [*replace.values(), *untouched]}


def test_other_questions_go_to_vet(toolchain: Toolchain, tmp_path: Path) -> None:
    own = Path(tool_for(toolchain, {"/m/a.go": "/n/a.go"}, str(tmp_path)))
    assert b"version" in run([str(own), "-V=full"], cwd="/", env={}).stdout


def test_what_cannot_be_done_is_an_error(toolchain: Toolchain, tmp_path: Path) -> None:
    with pytest.raises(GofixError, match="control character"):
        tool_for(toolchain, {"/m/a\n.go": "/n/a.go"}, str(tmp_path))
    with pytest.raises(GofixError, match="has no vet: no such tool"):
        tool_for(with_tool(toolchain, tmp_path, "echo no such tool >&2; exit 2"), {}, str(tmp_path))
    with pytest.raises(GofixError, match="cannot write"):
        tool_for(toolchain, {"/m/a.go": "/n/a.go"}, str(tmp_path / "nowhere"))
