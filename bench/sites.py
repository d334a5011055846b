"""Places that other tools report, and what gofix20 says of the same variable in the same function."""

from __future__ import annotations

import bisect
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Site:
    """A place that a peer reports. Paths are relative to the tree."""

    path: str
    line: int
    column: int
    message: str


# What the peers say -------------------------------------------------------------------------


def reports(output: str, root: Path, kind: str | None = None) -> list[Site]:
    """Read what an analyzer prints with -json: objects one after another, packages with their tests told twice."""
    decoder = json.JSONDecoder()
    sites: set[Site] = set()
    at = output.find("{")
    while at >= 0:
        answer, end = decoder.raw_decode(output, at)
        for analyzers in answer.values():
            for found in analyzers.values():
                if isinstance(found, list):  # else it says what went wrong
                    sites.update(_site(one, root) for one in found if kind in (None, one.get("category")))
        at = output.find("{", end)
    return sorted(sites)


def _site(report: Mapping[str, Any], root: Path) -> Site:
    # Without a column where a //line comment names the place.
    path, line, column = re.fullmatch(r"(.*?):(\d+)(?::(\d+))?", report["posn"]).groups("1")  # type: ignore[union-attr]
    return Site(os.path.relpath(path, root), int(line), int(column), report["message"])


# What we say --------------------------------------------------------------------------------

FATES = ("fixed", "unsafe", "refused", "not seen")
"""From the best to the worst; a variable that is found twice has the better one."""


@dataclass(frozen=True, slots=True)
class Ours:
    """A finding or a refusal of ours, and the name that it speaks of."""

    path: str
    line: int
    rule: str
    fate: str
    reason: str
    name: str


def ours(answer: Mapping[str, Any], read: Callable[[str], bytes], prefix: str) -> Iterator[Ours]:
    """Give what gofix20's JSON document has; `prefix` leads from the tree to the directory it ran in."""
    for found in answer["findings"]:
        safe = found["status"] in ("applied", "unverified") and found["fix"]["safety"] == "safe"
        unsafe = found["fix"] is not None and found["fix"]["safety"] == "unsafe"
        fate = "fixed" if safe else "unsafe" if unsafe else "refused"
        # An unsafe fix's message says in parentheses what it is unsafe for.
        reason = f"{found['status']}: {found['reason']}" if fate == "refused" else _parenthesis(found["message"])
        yield _ours(found, fate, reason, read, prefix)
    for refusal in answer["refusals"]:
        yield _ours(refusal, "refused", refusal["reason"], read, prefix)
    for said in (*answer["notes"], *answer["problems"]):
        if said["path"] is not None:  # a file or a package that was left alone as a whole
            yield Ours(os.path.normpath(os.path.join(prefix, said["path"])), 0, "", "refused", said["message"], "")


def _parenthesis(message: str) -> str:
    found = re.search(r"\((unsafe: .*)\)", message)
    return found[1].removeprefix("unsafe: ") if found else ""


def _ours(one: Mapping[str, Any], fate: str, reason: str, read: Callable[[str], bytes], prefix: str) -> Ours:
    path = os.path.normpath(os.path.join(prefix, one["path"]))
    there = read(path)[one["start"] : one["end"]].decode("utf-8", "replace")
    said = re.match(r"`([^`]+)`", one.get("message", "")) or re.match(r"[\w.]+(?=\s*(?:\+?=|,|$))", there)
    return Ours(path, one["line"], one["code"], fate, reason, said[said.lastindex or 0] if said else there)


# Both together ------------------------------------------------------------------------------

_DECLARATION = re.compile(
    rb"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`[^`]*`|^(func|var|type|const)\b""",
    re.MULTILINE | re.DOTALL,
)
"""A declaration in group 1; comments and literals, which may hold the text of one, are passed over."""


class Source:
    """A file's text: its lines, the top-level declaration that a line belongs to, and whether it was generated."""

    def __init__(self, text: bytes, path: str) -> None:
        self.lines = text.decode("utf-8", "replace").split("\n")
        self.starts = [text.count(b"\n", 0, found.start()) + 1 for found in _DECLARATION.finditer(text) if found[1]]
        marked = re.search(rb"^// Code generated .* DO NOT EDIT\.$", text, re.MULTILINE)
        self.generated = marked is not None or not path.endswith(".go")

    def line(self, number: int) -> str:
        return self.lines[number - 1] if number <= len(self.lines) else ""

    def declaration(self, line: int) -> int:
        return bisect.bisect_right(self.starts, line)


def subject(site: Site, source: Source) -> str:
    """Give the variable that a peer's report is about: prealloc names it, the others report `s += …`."""
    named = re.match(r"Consider preallocating (\S+)", site.message)
    if named:
        return named[1]
    text = source.line(site.line).encode()[site.column - 1 :].decode("utf-8", "replace")
    return re.split(r"\s*\+?=", text, maxsplit=1)[0].strip("() ")


def match(site: Site, rule: str, source: Source, candidates: Sequence[Ours]) -> Ours:
    """Give what we say of a peer's site: of the same variable in the same declaration, the best, then the nearest."""
    name, declaration = subject(site, source), source.declaration(site.line)
    word = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
    same = [
        one
        for one in candidates
        if one.rule == rule and source.declaration(one.line) == declaration
        if one.name == name or word.search(one.reason) or word.search(one.name)  # of a loop, all that it does
    ]
    exact = [one for one in same if one.name == name] or same
    if not exact:
        whole = next((one for one in candidates if not one.rule), None)
        return whole or Ours(site.path, site.line, rule, "not seen", "", name)
    # Of variables of the same name in one function, the one whose finding is nearest is meant.
    nearest = min(abs(one.line - site.line) for one in exact)
    close = [one for one in exact if abs(one.line - site.line) <= nearest + NEAR]
    return min(close, key=lambda one: (FATES.index(one.fate), abs(one.line - site.line)))


NEAR = 12
"""Lines between a declaration and its loop within which two findings of one name are taken to be of one variable."""
