"""The parts of the language server that need no server: positions, edits, settings, threads, suppressions."""

from __future__ import annotations

import sys
import threading
import time
from concurrent.futures import CancelledError

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position

from gofix20.lsp.actions import suppressed, wanted
from gofix20.lsp.documents import Document, Documents, path_of, uri_of
from gofix20.lsp.edits import OutdatedError, edits, workspace_edit
from gofix20.lsp.positions import Text
from gofix20.lsp.settings import Settings, settings_of
from gofix20.lsp.workers import SHOWN, WANTED, Worker
from gofix20.model import FileChange, Finding, Gain, GainLevel
from gofix20.process import PATIENCE, run

ENCODINGS = ("utf-8", "utf-16", "utf-32")
TEXTS = st.text(st.sampled_from("ab é😀𝕏\u2028\x0c\n\r\t"), max_size=40)


def units(text: str, encoding: str) -> int:
    return {"utf-8": len(text.encode()), "utf-16": len(text.encode("utf-16-le")) // 2, "utf-32": len(text)}[encoding]


@given(TEXTS, st.sampled_from(ENCODINGS), st.data())
def test_positions_there_and_back(written: str, encoding: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(written)))
    if written[at - 1 : at + 1] == "\r\n":
        at += 1  # no position is between these
    text = Text(written.encode(), encoding)
    offset = len(written[:at].encode())
    place = text.position(offset)
    before = written[:at].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert (place.line, place.character) == (len(before) - 1, units(before[-1], encoding))
    assert text.offset(place) == offset


def test_positions_outside_are_taken_back() -> None:
    text = Text("a😀b\r\nc".encode(), "utf-16")
    assert text.offset(Position(0, 99)) == len("a😀b".encode())
    assert text.offset(Position(7, 0)) == len(text.data)
    assert text.offset(Position(0, 2)) == len("a😀".encode())  # in the middle of a pair
    assert text.position(99) == Position(1, 1)


@given(TEXTS, TEXTS, st.sampled_from(ENCODINGS))
def test_edits_make_the_other_text(before: str, after: str, encoding: str) -> None:
    text = Text(before.encode(), encoding)
    made = text.data
    last = len(made) + 1
    for edit in reversed(list(edits(text, after.encode()))):
        start, end = text.offset(edit.range.start), text.offset(edit.range.end)
        assert start <= end < last
        last = start + 1
        made = made[:start] + edit.new_text.encode() + made[end:]
    assert made == after.encode()


def test_edits_leave_alone_what_stays() -> None:
    lines = [f"line {number}" for number in range(5000)]
    changed = [*lines[:10], "other", *lines[11:4000], *lines[4001:]]
    found = list(edits(Text("\n".join(lines).encode()), "\n".join(changed).encode()))
    assert [(edit.range.start.line, edit.new_text) for edit in found] == [(10, "other\n"), (4000, "")]


def test_no_edit_of_a_text_that_is_another_by_now(tmp_path: pytest.TempPathFactory) -> None:
    path = f"{tmp_path}/a.go"
    documents = Documents()
    assert documents.opened(uri_of(path), 3, "package a\n") is not None
    change = FileChange(path, "", b"package b\n", b"package c\n")
    with pytest.raises(OutdatedError):
        workspace_edit([change], documents, versions=True)
    with pytest.raises(OutdatedError):
        workspace_edit([change], Documents(), versions=True)
    with open(path, "wb") as stream:
        stream.write(b"\xef\xbb\xbfpackage b\n")
    marked = FileChange(path, "", b"\xef\xbb\xbfpackage b\n", b"\xef\xbb\xbfpackage c\n")
    (made,) = workspace_edit([marked], Documents(), versions=True).document_changes or ()
    assert [edit.new_text for edit in made.edits] == ["package c\n"]  # type: ignore[union-attr]
    assert made.text_document.version is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a%20b/%C3%A9.go", "/a b/é.go"),
        ("file://localhost/a.go", "/a.go"),
        ("file:///a/../b.go", "/b.go"),
        ("file://elsewhere/a.go", None),
        ("untitled:Untitled-1", None),
        ("git:/a.go?x", None),
    ],
)
def test_paths(uri: str, path: str | None) -> None:
    assert path_of(uri) == path


@given(st.text(st.characters(exclude_characters="\0/", codec="utf-8"), min_size=1))
def test_any_name_there_and_back(name: str) -> None:
    path = f"/x/{name}.go"
    assert path_of(uri_of(path)) == path


def test_settings() -> None:
    told: list[str] = []
    given = {"select": ["GF05"], "minGain": "large", "debounce": 20, "unsafeFixes": False, "go": "/go", "tagz": 1}
    found = settings_of(given, Settings(), told.append, trusted=True)
    assert found == Settings("/go", ("GF05",), None, GainLevel.LARGE, None, False, 0.02)
    assert told == ["there is no setting gofix20.tagz: go, select, ignore, minGain, tags, unsafeFixes, debounce"]
    # A repository may have brought this: it starts no program, and brings back nothing that was hidden.
    theirs = settings_of({"go": "./evil", "unsafeFixes": True, "ignore": ["GF03"]}, found, told.append, trusted=False)
    assert (theirs.go, theirs.unsafe_fixes, theirs.ignore) == ("/go", False, ("GF03",))
    assert settings_of({"debounce": -1, "select": "GF05"}, found, told.append, trusted=True) == found
    assert told[1:] == ["gofix20.debounce: -1 is not understood", "gofix20.select: 'GF05' is not understood"]
    assert settings_of(None, found, told.append, trusted=True) == found


def test_kinds() -> None:
    assert wanted("source.fixAll.gofix20", ["source.fixAll"])
    assert wanted("source.fixAll.gofix20", ["source"])
    assert wanted("quickfix", None)
    assert not wanted("quickfix", ["source.fixAll.gofix20"])
    assert not wanted("source.gofix20.fixPackage", ["source.fixAll"])
    assert not wanted("source.fixAll.gofix20", ["source.fixAll.eslint"])


def finding(text: str, what: str) -> tuple[Document, Finding]:
    start = len(text[: text.index(what)].encode())
    line, column = text[: text.index(what)].count("\n") + 1, 1
    document = Document("file:///a.go", "/a.go", 1, 1, Text(text.encode()), True)
    gain = Gain(GainLevel.SMALL, "")
    return document, Finding("GF05", "/a.go", start, start + len(what.encode()), line, column, "", gain)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("package a\n\nfunc f() {\n\ts += x\n}\n", "\t//gofix20:ignore GF05\n\ts += x\n"),
        ("package a\r\n\r\nfunc f() {\r\n\ts += x\r\n}\r\n", "\t//gofix20:ignore GF05\r\n\ts += x\r\n"),
        # Above, it would go into the comment of a declaration, where gofmt moves it.
        ("package a\n\n// Why.\nvar s += x\n", "var s += x //gofix20:ignore GF05\n"),
        # There it would be part of the string.
        ("package a\n\nvar y = `\n` + s += x\n", "` + s += x //gofix20:ignore GF05\n"),
        ("package a\n\nvar s += x", "//gofix20:ignore GF05\nvar s += x"),
    ],
)
def test_ignoring(text: str, expected: str) -> None:
    change = suppressed(*finding(text, "s += x"))
    assert change is not None
    assert expected in change.after.decode()
    kept = [line for line in change.after.decode().splitlines() if "s += x" not in line and "ignore" not in line]
    assert kept == [line for line in text.splitlines() if "s += x" not in line]


# Threads


def test_what_somebody_waits_for_is_done_first() -> None:
    worker = Worker("test")
    done: list[str] = []
    hold = threading.Event()
    worker.submit(lambda: hold.wait(10), 0)
    shown = [worker.submit(lambda name=name: done.append(name), 0) for name in "abc"]  # type: ignore[misc]
    worker.want(shown[2], -1)
    hold.set()
    for task in shown:
        task.future.result(10)
    worker.close()
    assert done == ["c", "a", "b"]


def test_a_task_that_nobody_wants_is_ended_with_what_it_runs() -> None:
    worker = Worker("test")
    sleeping = threading.Event()

    def work() -> None:
        sleeping.set()
        run([sys.executable, "-c", "import time; time.sleep(60)"], cwd="/", env={})

    task = worker.submit(work, 0)
    assert sleeping.wait(10)
    time.sleep(0.2)
    start = time.monotonic()
    task.cancel()
    with pytest.raises(CancelledError):
        task.future.result(10)
    assert worker.submit(lambda: 3, 0).future.result(20) == 3
    assert time.monotonic() - start < 20
    with pytest.raises(ZeroDivisionError):
        worker.submit(lambda: 1 // 0, 0).future.result(10)
    worker.close()


def test_what_somebody_waits_for_does_not_wait_for_what_nobody_does() -> None:
    worker = Worker("test")
    begun = threading.Event()

    def work() -> None:
        begun.set()
        run([sys.executable, "-c", "import time; time.sleep(60)"], cwd="/", env={})

    shown = worker.submit(work, SHOWN)
    assert begun.wait(10)
    start = time.monotonic()
    assert worker.submit(lambda: 3, WANTED).future.result(30) == 3
    assert time.monotonic() - start < 30
    assert shown.future.cancelled()
    # Of two that are waited for, neither is ended.
    begun.clear()
    resume = threading.Event()

    def waiting() -> bool:
        begun.set()
        return resume.wait(30)

    first = worker.submit(waiting, WANTED)
    assert begun.wait(10)
    second = worker.submit(lambda: 4, WANTED)
    resume.set()
    assert (first.future.result(30), second.future.result(30)) == (True, 4)
    worker.close()


def test_what_nobody_waits_for_gives_way() -> None:
    worker = Worker("test")
    code = "import os; print(os.getpriority(os.PRIO_PROCESS, 0), end='')"

    def niceness() -> int:
        time.sleep(0.05)
        return int(run([sys.executable, "-c", f"import time; time.sleep(0.5); {code}"], cwd="/", env={}).stdout)

    usual = worker.submit(niceness, WANTED).future.result(20)
    assert worker.submit(niceness, SHOWN).future.result(20) == min(usual + PATIENCE, 19)
    worker.close()


def test_an_end_does_not_wait_for_what_waits() -> None:
    worker = Worker("test")
    started = threading.Event()

    def work() -> None:
        started.set()
        run([sys.executable, "-c", "import time; time.sleep(60)"], cwd="/", env={})

    running = worker.submit(work, 0)
    waiting = worker.submit(lambda: 3, 0)
    assert started.wait(10)
    start = time.monotonic()
    worker.close(20)
    assert time.monotonic() - start < 20
    for task in (running, waiting):
        assert task.future.cancelled()
