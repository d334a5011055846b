"""The Go helper's process: built once by the user's own Go, resident, JSON lines over stdio."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from gofix20 import process as processes
from gofix20.facts import Facts
from gofix20.model import GofixError, Problem
from gofix20.syntax import GoFile, Node
from gofix20.toolchain import Toolchain, cache_directory, go, helper_environment

MOST_RESTARTS = 3
MOST_ADDED = 64
"""Units that are loaded beside others before all is loaded anew: what the helper knows of old ones goes then."""

Item = TypeVar("Item")
Made = TypeVar("Made")


class HelperError(Exception):
    """The helper could not answer one request; others may still be answered."""


class Helper:
    """Talks to one resident helper. Not for several threads at once.

    The process starts with the first question. If it dies it is started again, with what it had been
    told, at most `MOST_RESTARTS` times; the request that killed it fails with HelperError.
    """

    def __init__(self, toolchain: Toolchain) -> None:
        self._toolchain = toolchain
        self._process: subprocess.Popen[bytes] | None = None
        self._load: dict[str, Any] | None = None
        self._overlay: dict[str, bytes] = {}
        self._deaths = 0
        self._added = 0
        self.waited = 0.0
        """Seconds spent on questions so far."""
        self._opened: dict[tuple[str, str, int], Facts] = {}
        self.with_tests: Callable[[str], Mapping[str, Any] | None] = lambda unit: None
        """A unit's id to the unit with the package's tests, None if there is none that compiles."""
        self.with_importers: Callable[[str], Mapping[str, Any] | str | None] = lambda unit: None
        """A unit's id to what its package is to be checked with if others use what it exports, or why it cannot be."""

    def __enter__(self) -> Helper:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def load(
        self,
        units: Sequence[Mapping[str, Any]],
        arch: str = "",
        sources: Mapping[str, Any] | None = None,
        *,
        warm: bool = False,
    ) -> None:
        """Make these units (see `unit` in the helper's main.go) the ones that can be asked about.

        `sources` are the packages that they import, by name, where `imports` are such names and no export files.
        """
        goroot = self._toolchain.goroot
        self._load = {"op": "load", "units": list(units), "arch": arch, "goroot": goroot, "sources": sources or {}}
        self._load |= {"joints": [], "warm": warm}
        self._opened.clear()
        if self._process is not None:  # else it is told when it starts
            self._ask(self._load)

    def load_more(self, units: Sequence[Mapping[str, Any]], arch: str = "") -> None:
        """The same as `load`, of units that import compiled packages; what is loaded already stays, types and all."""
        loaded = self._load
        known = {row["id"]: row for row in loaded["units"]} if loaded and self._process is not None else {}
        new = [row for row in units if known.get(row["id"]) != row]
        self._added += len(new)
        if not known or loaded is None or loaded["sources"] or loaded["arch"] != arch or self._added > MOST_ADDED:
            self._added = 0
            self.load(units, arch, warm=True)
        elif new:
            self._opened.clear()
            loaded["units"] = [*(known | {row["id"]: row for row in new}).values()]
            self._ask({"op": "add", "units": new})

    def unload(self) -> None:
        """Forget what is loaded, when something else is."""
        self._added = MOST_ADDED + 1

    def settle(self, texts: Mapping[str, bytes], changed: Iterable[str] = ()) -> None:
        """Lay over these texts and no others. `changed` are files that may not be on disk what they were when read."""
        for path in [*self._overlay, *changed]:
            if path not in texts:
                self.overlay(path, None)
        for path, text in texts.items():
            self.overlay(path, text)

    def overlay(self, path: str, text: bytes | None) -> None:
        """From now on read `text` where a file's content is wanted; None takes it back."""
        if text is not None and self._overlay.get(path) == text:
            return
        self._opened.clear()
        if text is None:
            self._overlay.pop(path, None)
        else:
            self._overlay[path] = text
        if self._process is not None:
            self._ask({"op": "overlay", "path": path, "drop": True} if text is None else overlay_request(path, text))

    def check(self, unit: str) -> tuple[Problem, ...]:
        """What go/types has to complain about in a unit."""
        return problems(self._ask({"op": "check", "unit": unit}))

    def compiles(self, unit: str) -> bool:
        """Does it certainly compile, if only bodies of functions differ from what did?"""
        return bool(self._ask({"op": "compiles", "unit": unit}).get("compiles"))

    def outlines(self, paths: Sequence[str]) -> dict[str, str]:
        """Digests of files, as they are on disk, without bodies of functions; none of what does not parse."""
        if not paths:
            return {}
        found = self._ask({"op": "outlines", "paths": paths})["outlines"]
        return {path: outline for path, outline in zip(paths, found, strict=True) if outline}

    def facts(
        self, unit: str, file: GoFile, declarations: Sequence[Node], importable: Collection[str] | None = None
    ) -> list[Facts]:
        """The facts of some top-level declarations of a file, whose text must be what the helper reads.

        `importable` are the packages that the file may newly import; None: all.
        """
        spans = [[node.start_byte, node.end_byte] for node in declarations]
        # Offsets into another text would be answered too, and mean something else.
        request = {"op": "facts", "unit": unit, "path": file.path, "spans": spans, "sum": zlib.crc32(file.text)}
        reply = self._ask(request)

        def visible(name: str, offset: int) -> dict[str, Any]:
            return self._ask({"op": "visible", "unit": unit, "path": file.path, "name": name, "offset": offset})

        def trace(start: int, end: int) -> dict[str, Any]:
            return self._ask({"op": "receivers", "unit": unit, "path": file.path, "spans": [[start, end]]})

        def connect(path: str, start: int, end: int) -> dict[str, Any]:
            return self._connected(unit, path, start, end)

        return [
            Facts(file, node, reply["file"], row, visible, trace, connect, self._open, importable)
            for node, row in zip(declarations, reply.get("functions", ()), strict=True)
        ]

    def _connected(self, unit: str, path: str, start: int, end: int) -> dict[str, Any]:
        """The component of a map type, as the unit with the tests has it if these take part in it."""
        request = {"op": "component", "unit": unit, "path": path, "spans": [[start, end]]}
        found: dict[str, Any] = self._ask(request)["component"]
        joint = self.with_importers(unit) if found["beyond"] else None
        if isinstance(joint, str):
            found["hard"]["what"] += f", and {joint}"
        elif joint is not None:
            self._join(joint)
            jointly: dict[str, Any] = self._ask(request | {"joint": joint["name"]})["component"]
            return jointly | {"unit": unit, "soft": found["hard"]}
        if found["tests"] and not found.get("hard"):
            row = self.with_tests(unit)
            if row is not None and row["id"] != unit:
                self._add(row)
                if not self.check(row["id"]):
                    unit = row["id"]
                    found = self._ask(request | {"unit": unit})["component"]
            if found["tests"] and not found.get("hard"):
                why = "tests may use it that do not compile, or are not part of this build"
                found["hard"] = {"what": why, "path": "", "line": 0}
        return found | {"unit": unit}

    def _add(self, row: Mapping[str, Any]) -> None:
        assert self._load is not None
        if all(known["id"] != row["id"] for known in self._load["units"]):
            self._load["units"].append(row)
            self._ask({"op": "add", "units": [row]})

    def _join(self, row: Mapping[str, Any]) -> None:
        assert self._load is not None
        if all(known["name"] != row["name"] for known in self._load["joints"]):
            self._load["joints"].append(row)
            self._ask({"op": "add", "joints": [row]})

    def _open(self, file: GoFile, unit: str, path: str, offsets: Iterable[int]) -> list[Facts]:
        """The facts of the declarations at some offsets of a file; `file` is one that is parsed already."""
        known = next((facts.file for (_, name, _), facts in self._opened.items() if name == path), None)
        file = known or (file.whole() if path == file.path else GoFile.parse(path, self._text(path)))
        wanted: dict[int, Node] = {}
        for node in file.declarations():
            if any(node.start_byte <= offset < node.end_byte for offset in offsets):
                wanted[node.start_byte] = node
        missing = [node for start, node in wanted.items() if (unit, path, start) not in self._opened]
        if missing:
            for node, facts in zip(missing, self.facts(unit, file, missing), strict=True):
                self._opened[unit, path, node.start_byte] = facts
        return [self._opened[unit, path, start] for start in wanted]

    def _text(self, path: str) -> bytes:
        if path in self._overlay:
            return self._overlay[path]
        with open(path, "rb") as stream:
            return stream.read()

    def format(self, text: bytes) -> bytes | None:
        """What gofmt makes of a text; None if it does not parse."""
        try:
            reply = self._ask({"op": "format", "text": base64.b64encode(text).decode()})
        except HelperError:
            return None
        return base64.b64decode(reply.get("text", ""))

    def parse_error(self, path: str, text: bytes) -> Problem | None:
        """The first thing that keeps a text from being Go; None if it parses."""
        found = problems(self._ask({"op": "parse", "path": path, "text": base64.b64encode(text).decode()}))
        return replace(found[0], stage="parse", path=path) if found else None

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.close()  # the end of its input ends it
        processes.stop(process)

    def abandon(self) -> None:
        """End the process under whoever waits for it in another thread, who gets a HelperError, and start no other."""
        self._deaths = MOST_RESTARTS + 1
        if self._process is not None:
            processes.stop(self._process)

    def _ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        start = time.perf_counter()
        process = self._process or self._start()
        try:
            reply = exchange(process, request)
            self.waited += time.perf_counter() - start
        except BaseException:
            # Interrupted between a request and its reply: the next reader would get the wrong one.
            self.close()
            raise
        if reply is None:
            self.close()
            self._deaths += 1
            raise HelperError("the type helper died at this request")
        if reply.get("error"):
            raise HelperError(reply["error"])
        return reply

    def _start(self) -> subprocess.Popen[bytes]:
        if self._deaths > MOST_RESTARTS:
            raise HelperError("the type helper died too often")
        process = self._process = processes.start(
            [build(self._toolchain)], cwd=cache_directory(), env=helper_environment(self._toolchain)
        )
        told = [] if self._load is None else [self._load]
        for request in (*told, *(overlay_request(path, text) for path, text in self._overlay.items())):
            if (reply := exchange(process, request)) is not None and reply.get("error"):
                raise HelperError(reply["error"])
        return process


class Helpers:
    """A few helpers that are told the same, for as many threads: while one checks types, another's answers are read.

    They start when they are first asked something.
    """

    def __init__(self, toolchain: Toolchain, count: int) -> None:
        self.all = [Helper(toolchain) for _ in range(count)]

    @property
    def first(self) -> Helper:
        """The one for whoever needs only one."""
        return self.all[0]

    def __enter__(self) -> Helpers:
        return self

    def __exit__(self, *_: object) -> None:
        for helper in self.all:
            helper.close()

    def each(self, work: Callable[[Helper, Item], Made], items: Sequence[Item]) -> Iterator[Made]:
        """What `work` makes of each item with one of the helpers, in the order of the items."""
        if len(self.all) == 1 or len(items) < 2:
            for item in items:
                yield work(self.first, item)
            return
        free: queue.SimpleQueue[Helper] = queue.SimpleQueue()
        for helper in self.all:
            free.put(helper)

        def one(item: Item) -> Made:
            helper = free.get()
            try:
                return work(helper, item)
            finally:
                free.put(helper)

        pool = ThreadPoolExecutor(len(self.all), thread_name_prefix="gofix20-rules")
        try:
            yield from pool.map(one, items)
        except BaseException:
            # Their threads wait for answers: without the processes there are none to come.
            pool.shutdown(wait=False, cancel_futures=True)
            for helper in self.all:
                helper.abandon()
            raise
        finally:
            pool.shutdown()


def overlay_request(path: str, text: bytes) -> dict[str, Any]:
    return {"op": "overlay", "path": path, "text": base64.b64encode(text).decode()}


def exchange(process: subprocess.Popen[bytes], request: Mapping[str, Any]) -> dict[str, Any] | None:
    """One request and its reply; None if the process is gone, or says what is no reply."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(request).encode("utf-8", "surrogateescape") + b"\n")
        process.stdin.flush()
        line = process.stdout.readline()
        reply = json.loads(line)
    except (OSError, ValueError):
        return None
    return reply if isinstance(reply, dict) else None


def problems(reply: Mapping[str, Any]) -> tuple[Problem, ...]:
    return tuple(
        Problem("types", row["path"], row["line"], row["column"], row["message"]) for row in reply.get("problems", ())
    )


def sources() -> dict[str, bytes]:
    """The helper's own files, by the name that they are built under."""
    folder = resources.files("gofix20") / "gohelper"
    found = {item.name: item.read_bytes() for item in folder.iterdir() if item.name.endswith(".go")}
    # Named otherwise in the package: a folder with a go.mod is left out of an enclosing module's zip.
    found["go.mod"] = (folder / "go.mod.txt").read_bytes()
    return found


def build(toolchain: Toolchain) -> str:
    """The helper's binary, built if the cache does not have it for this Go and these sources.

    Raises GofixError, with the compiler's words, if it cannot be built.
    """
    with _building:
        return _built(toolchain)


_building = threading.Lock()


def _built(toolchain: Toolchain) -> str:
    files = sources()
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(name.encode() + b"\0" + content + b"\0")
    identity = hashlib.sha256(f"{toolchain.go} {toolchain.version}".encode()).hexdigest()[:8]
    target = Path(cache_directory(), f"helper-{toolchain.version}-{identity}-{digest.hexdigest()[:16]}")
    if target.exists():
        return str(target)
    folder = tempfile.mkdtemp(prefix="build-", dir=cache_directory())
    try:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        made = go(toolchain, ["build", "-o", "gohelper", "."], cwd=folder, hermetic=True)
        if made.code != 0:
            raise GofixError(
                f"{toolchain.go} cannot build the type helper:\n{made.stderr.decode(errors='replace')}",
                "check that this Go installation is complete",
            )
        os.replace(Path(folder, "gohelper"), target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return str(target)
