"""`python -m bench.lsp`: what one waits for in an editor, in a real session over standard input and output.

    python -m bench.lsp [--go PATH] [--package DIR] [--file NAME] [--keystrokes N] [--rounds N]

Typed into a file of a large package, which is never saved: `net/http` of the Go that is used, and its largest file,
with a function behind it that has a finding. Times are the client's; those of diagnostics are without the debounce.
Of the statements that are typed, some are half written and do not compile. The CPU time is that of the server and of
its type helpers, from one keystroke to the next, without the `go vet` that begins where one stops.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from bench.running import go_program, say, table

DEBOUNCE = 0.1
FINDING = """
func gofix20Joined(words []string) string {
	s := ""
	for _, word := range words {
		s += word
	}
	return s
}
"""
TYPED = "// typed"
STATEMENTS = (
    "_ = {0}", "_ = len(s) + {0}", "s = strings.", "println(s, {0})", "if s == nowhere {{ s = s }}", "// {0}"
)  # fmt: skip
"""Each in the place of the one before, as words are typed: what is half written does not stay."""


class Session:
    """One document that is typed into."""

    def __init__(self, path: Path) -> None:
        self.client = LanguageClient("bench", "1")
        self.uri = path.as_uri()
        self.text = path.read_text() + FINDING + TYPED + "\n"
        self.version = 0
        self.last = ""
        self.arrived: dict[int, tuple[float, list[lsp.Diagnostic]]] = {}
        self.news = asyncio.Event()
        self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(functools.partial(self.publish))
        self.client.feature(lsp.WINDOW_SHOW_MESSAGE)(lambda params: say(params.message))

    def publish(self, params: lsp.PublishDiagnosticsParams) -> None:
        self.arrived[params.version or 0] = (time.perf_counter(), list(params.diagnostics))
        self.news.set()

    async def start(self, root: Path, go: str) -> None:
        await self.client.start_io(sys.executable, "-P", "-m", "gofix20", "lsp", "--go", go)
        process = self.client._server
        assert process is not None
        self.clock = Clock(process.pid)
        actions = lsp.CodeActionClientCapabilities(
            data_support=True, resolve_support=lsp.ClientCodeActionResolveOptions(["edit"])
        )
        edits = lsp.WorkspaceEditClientCapabilities(document_changes=True)
        await self.client.initialize_async(
            lsp.InitializeParams(
                lsp.ClientCapabilities(
                    text_document=lsp.TextDocumentClientCapabilities(code_action=actions),
                    workspace=lsp.WorkspaceClientCapabilities(workspace_edit=edits),
                ),
                root_uri=root.as_uri(),
                initialization_options={"debounce": DEBOUNCE * 1000},
            )
        )
        self.client.initialized(lsp.InitializedParams())

    async def open(self) -> float:
        """Seconds until what is found is shown."""
        self.version += 1
        start = time.perf_counter()
        item = lsp.TextDocumentItem(self.uri, lsp.LanguageKind.Go, self.version, self.text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        return await self.shown() - start

    async def type(self, characters: str) -> float:
        """The same after a keystroke, in the last function's body: its types have to be found anew."""
        end = self.text.index("\treturn s\n}\n" + TYPED)
        at = end - len(self.last)
        line = self.text.count("\n", 0, at)
        place = lsp.Range(lsp.Position(line, 0), lsp.Position(line + self.last.count("\n"), 0))
        self.text, self.last = self.text[:at] + characters + self.text[end:], characters
        self.version += 1
        target = lsp.VersionedTextDocumentIdentifier(self.version, self.uri)
        start = time.perf_counter()
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(target, [lsp.TextDocumentContentChangePartial(place, characters)])
        )
        return await self.shown() - start - DEBOUNCE

    async def shown(self) -> float:
        while self.version not in self.arrived:
            self.news.clear()
            await asyncio.wait_for(self.news.wait(), 120)
        return self.arrived[self.version][0]

    @property
    def finding(self) -> lsp.Diagnostic:
        """That of the last function."""
        return max(self.arrived[self.version][1], key=lambda one: one.range.start.line)

    async def menu(self) -> Any:
        found = await self.client.text_document_code_action_async(
            lsp.CodeActionParams(
                lsp.TextDocumentIdentifier(self.uri), self.finding.range, lsp.CodeActionContext([self.finding])
            )
        )
        return next(one for one in found or () if "strings.Builder" in one.title)

    async def resolve(self, action: Any) -> None:
        resolved = await self.client.code_action_resolve_async(action)
        assert resolved.edit is not None
        assert "strings.Builder" in str(resolved.edit)

    async def stop(self) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()  # type: ignore[no-untyped-call]


class Clock:
    """The CPU time of a process and of what it has started that lasts, in milliseconds."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def helpers(self) -> list[int]:
        found = []
        for task in Path(f"/proc/{self.pid}/task").glob("*/children"):
            for pid in map(int, task.read_text().split()):
                if Path(f"/proc/{pid}/comm").read_text().startswith("helper-"):
                    found.append(pid)
        return found

    def read(self) -> tuple[float, float]:
        """The server's, and that of its helpers."""
        return used(self.pid), sum(map(used, self.helpers()))


def used(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


async def timed(work: Callable[[], Awaitable[object]]) -> float:
    start = time.perf_counter()
    await work()
    return time.perf_counter() - start


async def measured(path: Path, go: str, keystrokes: int, rounds: int) -> list[tuple[str, list[float]]]:
    session = Session(path)
    await session.start(path.parent, go)
    rows = [("opened → diagnostics, first", [await session.open()])]
    randomly = random.Random(1)
    typed: list[float] = []
    server, helpers = session.clock.read()
    for number in range(keystrokes):
        typed.append(await session.type("\t" + STATEMENTS[number % len(STATEMENTS)].format(number) + "\n"))
        # As one types: mostly on, at times one stops for as long as it takes to begin verifying.
        await asyncio.sleep(randomly.choice((0.05, 0.1, 0.2, 0.4, 1.0)))
    rows.append(("keystroke → diagnostics", typed))
    for name, before, now in zip(("the server", "its helpers"), (server, helpers), session.clock.read(), strict=True):
        say(f"CPU of {name}: {(now - before) / keystrokes:.0f} ms a keystroke")
    say("typed")
    menus, taken = [], []
    for number in range(rounds):
        await session.type(f"\t_ = {number}\n")
        menus += [await timed(session.menu) for _ in range(5)]
        await asyncio.sleep(5.0)
        menus += [await timed(session.menu) for _ in range(5)]
        action = await session.menu()
        taken.append(0.0 if action.edit is not None else await timed(functools.partial(session.resolve, action)))
    rows += [("code action menu", menus), ("resolved, 5 s after it was shown", taken)]
    say("taken")
    at_once, vets = [], []
    for number in range(rounds):
        await session.type(f"\t_ = {number}\n")
        action = await session.menu()
        at_once.append(await timed(functools.partial(session.resolve, action)))
        await asyncio.sleep(2.0)
        vets.append(vet(path, go, session.text + f"// {number}\n"))
    rows += [("resolved, at once", at_once), ("go vet -overlay of the package", vets)]
    await session.stop()
    return rows


def vet(path: Path, go: str, text: str) -> float:
    """Seconds that go vet takes for the package, with a text that it has not seen."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, path.name).write_text(text)
        overlay = Path(folder, "overlay.json")
        overlay.write_text(json.dumps({"Replace": {str(path): str(Path(folder, path.name))}}))
        start = time.perf_counter()
        env = {**os.environ, "GOFLAGS": "-buildvcs=false", "GOTOOLCHAIN": "local"}
        subprocess.run([go, "vet", f"-overlay={overlay}", "."], cwd=path.parent, env=env, capture_output=True)
        return time.perf_counter() - start


def quantile(seconds: list[float], part: float) -> float:
    return sorted(seconds)[max(0, math.ceil(part * len(seconds)) - 1)]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--go", default=None)
    parser.add_argument("--package", type=Path, default=None)
    parser.add_argument("--file", default="server.go")
    parser.add_argument("--keystrokes", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=8, help="of fixes that are taken")
    given = parser.parse_args()
    go = go_program(given.go)
    if given.package is None:
        root = subprocess.run([go, "env", "GOROOT"], capture_output=True, text=True, check=True).stdout.strip()
        given.package = Path(root, "src", "net", "http")
    before = os.getloadavg()
    rows = asyncio.run(measured(given.package / given.file, go, given.keystrokes, given.rounds))
    shown = [
        (name, str(len(times)), *(f"{quantile(times, part) * 1000:.0f} ms" for part in (0.5, 0.95, 1.0)))
        for name, times in rows
    ]
    print(table(("", "n", "median", "p95", "most"), shown))
    print(f"load: {before[0]:.1f} before, {os.getloadavg()[0]:.1f} after, {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
