"""What readers of reports do with them: apply fixes and suggestions by their specifications, take commands apart."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema

SARIF = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))

Span = tuple[int, int, bytes]


def edited(text: bytes, spans: Iterable[Span]) -> bytes:
    """A text with ranges of bytes replaced. They may not overlap, or a reader would not know what is meant."""
    at, parts = 0, []
    for start, end, new in sorted(spans):
        assert at <= start <= end <= len(text)
        parts += [text[at:start], new]
        at = end
    return b"".join([*parts, text[at:]])


def lines_of(text: bytes) -> list[bytes]:
    return text.split(b"\n")


# SARIF


def valid_sarif(document: str) -> dict[str, Any]:
    """The one run of a document that follows the schema."""
    content = json.loads(document)
    jsonschema.Draft4Validator(SARIF, format_checker=jsonschema.FormatChecker()).validate(content)
    (run,) = content["runs"]
    assert isinstance(run, dict)
    return run


def sarif_path(run: Mapping[str, Any], location: Mapping[str, Any]) -> bytes:
    """The absolute path of an artifact location."""
    base = run["originalUriBaseIds"][location["uriBaseId"]]["uri"] if "uriBaseId" in location else ""
    uri = base + location["uri"]
    assert uri.startswith("file:///")
    return unquote_to_bytes(uri.removeprefix("file://"))


def sarif_span(text: bytes, region: Mapping[str, Any]) -> tuple[int, int]:
    """A region in bytes, where columns are UTF-16 code units."""

    def offset(line: int, column: int) -> int:
        lines = lines_of(text)
        before = sum(len(one) + 1 for one in lines[: line - 1])
        bom = len(b"\xef\xbb\xbf") if line == 1 and text.startswith(b"\xef\xbb\xbf") else 0
        units = lines[line - 1][bom:].decode("utf-8", "replace").encode("utf-16-le")
        assert 2 * (column - 1) <= len(units)
        return before + bom + len(units[: 2 * (column - 1)].decode("utf-16-le").encode())

    return offset(region["startLine"], region["startColumn"]), offset(region["endLine"], region["endColumn"])


def with_sarif_fix(run: Mapping[str, Any], fix: Mapping[str, Any]) -> dict[bytes, bytes]:
    """The files that a fix changes, and what it makes of them."""
    made = {}
    for change in fix["artifactChanges"]:
        path = sarif_path(run, change["artifactLocation"])
        text = Path(os.fsdecode(path)).read_bytes()
        made[path] = edited(
            text,
            [
                (*sarif_span(text, replacement["deletedRegion"]), replacement["insertedContent"]["text"].encode())
                for replacement in change["replacements"]
            ],
        )
    return made


# rdjson


def rdjson_span(text: bytes, range_: Mapping[str, Any]) -> tuple[int, int]:
    """A range in bytes; without columns, it is of whole lines without the ending of the last one."""
    start, end = range_["start"], range_.get("end", range_["start"])
    starts = [0]
    for line in lines_of(text):
        starts.append(starts[-1] + len(line) + 1)
    if "column" in start:
        return starts[start["line"] - 1] + start["column"] - 1, starts[end["line"] - 1] + end["column"] - 1
    last = lines_of(text)[end["line"] - 1].removesuffix(b"\r")
    return starts[start["line"] - 1], starts[end["line"] - 1] + len(last)


def with_suggestions(directory: Path, diagnostics: Sequence[Mapping[str, Any]]) -> dict[str, bytes]:
    """The files for which there are suggestions, with all of them taken."""
    spans: dict[str, list[Span]] = {}
    for diagnostic in diagnostics:
        path = diagnostic["location"]["path"]
        text = (directory / path).read_bytes()
        for suggestion in diagnostic.get("suggestions", ()):
            start, end = rdjson_span(text, suggestion["range"])
            spans.setdefault(path, []).append((start, end, suggestion["text"].encode()))
    return {path: edited((directory / path).read_bytes(), of_path) for path, of_path in spans.items()}


# GitHub's workflow commands

_COMMAND = re.compile(r"::(\w[\w-]*)(?: ([^:]*))?::(.*)")


def commands(output: str) -> list[tuple[str, dict[str, str], str]]:
    """What a runner takes from a log: kind, properties, message. Every line has to be a command."""
    found = []
    for line in output.removesuffix("\n").split("\n") if output else []:
        match = _COMMAND.fullmatch(line)
        assert match, line
        pairs = (pair.split("=", 1) for pair in (match[2] or "").split(",") if pair)
        found.append((match[1], {name: _unescaped(value) for name, value in pairs}, _unescaped(match[3])))
    return found


def _unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text
