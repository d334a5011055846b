"""An editor for tests: the server in a process of its own, and pytest-lsp at the other end of its pipes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from lsprotocol import types as lsp
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

SECONDS = 120.0
"""For whatever is waited for: the machine may be busy, and the first package is compiled."""


def uri_of(path: str | Path) -> str:
    return "file://" + quote(os.fsencode(path))


def path_of(uri: str) -> str:
    return unquote(urlsplit(uri).path)


def capabilities(
    *,
    resolve: bool = True,
    annotations: bool = True,
    encodings: Sequence[str] = (),
    configuration: bool = False,
    watch: bool = False,
) -> lsp.ClientCapabilities:
    """What an editor of today can do, less what a test leaves out."""
    support = lsp.ClientCodeActionResolveOptions(["edit"]) if resolve else None
    return lsp.ClientCapabilities(
        general=lsp.GeneralClientCapabilities(
            position_encodings=[lsp.PositionEncodingKind(name) for name in encodings] or None
        ),
        text_document=lsp.TextDocumentClientCapabilities(
            code_action=lsp.CodeActionClientCapabilities(
                code_action_literal_support=lsp.ClientCodeActionLiteralOptions(
                    lsp.ClientCodeActionKindOptions([lsp.CodeActionKind.QuickFix, lsp.CodeActionKind.SourceFixAll])
                ),
                is_preferred_support=True,
                data_support=resolve,
                resolve_support=support,
            ),
            publish_diagnostics=lsp.PublishDiagnosticsClientCapabilities(
                version_support=True, code_description_support=True
            ),
        ),
        window=lsp.WindowClientCapabilities(
            show_document=lsp.ShowDocumentClientCapabilities(True), work_done_progress=True
        ),
        workspace=lsp.WorkspaceClientCapabilities(
            apply_edit=True,
            configuration=configuration,
            did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=watch),
            workspace_edit=lsp.WorkspaceEditClientCapabilities(
                document_changes=True,
                change_annotation_support=lsp.ChangeAnnotationsSupportOptions() if annotations else None,
            ),
        ),
    )


@dataclass
class Editor:
    """Documents, and what the server says of them."""

    client: LanguageClient
    encoding: str = "utf-16"
    texts: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    published: list[tuple[lsp.PublishDiagnosticsParams, int]] = field(default_factory=list)
    """With the version that the document had then."""
    statuses: list[Any] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def pid(self) -> int:
        assert self.client._server is not None
        return self.client._server.pid

    def open(self, path: str | Path, text: str | None = None) -> str:
        uri = uri_of(path)
        if text is None:
            text = Path(path).read_bytes().decode()
        self.texts[uri], self.versions[uri] = text, self.versions.get(uri, 0) + 1
        item = lsp.TextDocumentItem(uri, lsp.LanguageKind.Go, self.versions[uri], text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        return uri

    def change(self, uri: str, old: str, new: str) -> None:
        """Type `new` in place of what stands there once."""
        text = self.texts[uri]
        assert text.count(old) == 1, (old, text)
        start = text.index(old)
        place = lsp.Range(self.position(text, start), self.position(text, start + len(old)))
        self._changed(uri, text.replace(old, new), lsp.TextDocumentContentChangePartial(place, new))

    def replace(self, uri: str, text: str) -> None:
        self._changed(uri, text, lsp.TextDocumentContentChangeWholeDocument(text))

    def _changed(self, uri: str, text: str, change: lsp.TextDocumentContentChangeEvent) -> None:
        self.texts[uri], self.versions[uri] = text, self.versions[uri] + 1
        target = lsp.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(target, [change]))

    def save(self, uri: str) -> None:
        Path(path_of(uri)).write_text(self.texts[uri], newline="")
        self.client.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(uri)))

    def close(self, uri: str) -> None:
        del self.texts[uri]
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri)))

    def touched(self, *paths: str | Path, kind: lsp.FileChangeType = lsp.FileChangeType.Changed) -> None:
        events = [lsp.FileEvent(uri_of(path), kind) for path in paths]
        self.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams(events))

    async def until(self, condition: Any, what: str) -> Any:
        async with self.news:
            try:
                await asyncio.wait_for(self.news.wait_for(condition), SECONDS)
            except TimeoutError:
                raise AssertionError(f"it never came to: {what}") from None
        return condition()

    def last(self, uri: str) -> lsp.PublishDiagnosticsParams | None:
        """What was published last, if it is of the version that the document has."""
        found = [params for params, _ in self.published if params.uri == uri]
        return found[-1] if found and found[-1].version == self.versions[uri] else None

    async def diagnostics(self, uri: str, *codes: str) -> list[lsp.Diagnostic]:
        """Those of the document as it is now; with `codes`, once they are these."""

        def ready() -> bool:
            last = self.last(uri)
            return last is not None and (not codes or [one.code for one in last.diagnostics] == list(codes))

        await self.until(ready, f"{codes or 'diagnostics'} in {uri}")
        last = self.last(uri)
        assert last is not None
        return list(last.diagnostics)

    async def nothing(self, uri: str) -> None:
        """Wait until there is nothing to be seen in the document as it is now."""
        await self.until(lambda: (last := self.last(uri)) is not None and not last.diagnostics, f"nothing in {uri}")

    async def menu(self, uri: str, place: lsp.Range | None = None, *only: str) -> list[Any]:
        """Actions, those with a command included (pygls takes these for commands)."""
        whole = lsp.Range(lsp.Position(0, 0), lsp.Position(100_000, 0))
        context = lsp.CodeActionContext([], only=list(only) or None)
        params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), place or whole, context)
        return list(await self.client.text_document_code_action_async(params) or ())

    async def action(self, uri: str, title: str, *only: str) -> Any:
        """The one action with a title that has these words."""
        found = [one for one in await self.menu(uri, None, *only) if title in one.title]
        assert len(found) == 1, (title, [one.title for one in found])
        return found[0]

    async def take(self, uri: str, title: str, *only: str) -> lsp.WorkspaceEdit:
        """Resolve an action, and do its edit."""
        action = await self.action(uri, title, *only)
        if action.edit is None:
            action = await self.client.code_action_resolve_async(action)
        self.apply(action.edit)
        return action.edit  # type: ignore[no-any-return]

    def apply(self, edit: lsp.WorkspaceEdit) -> None:
        """As an editor does: versions have to be right, edits are of one and the same text."""
        for change in edit.document_changes or ():
            assert isinstance(change, lsp.TextDocumentEdit)
            uri, version = change.text_document.uri, change.text_document.version
            if uri in self.texts:
                assert version == self.versions[uri]
                self.replace(uri, self.edited(self.texts[uri], change.edits))
            else:
                assert version is None
                path = Path(path_of(uri))
                path.write_text(self.edited(path.read_bytes().decode(), change.edits), newline="")

    def edited(self, text: str, edits: Sequence[Any]) -> str:
        places = [(self.offset(text, e.range.start), self.offset(text, e.range.end), e.new_text) for e in edits]
        assert all(one[1] <= two[0] for one, two in zip(sorted(places), sorted(places)[1:], strict=False))
        for start, end, new in sorted(places, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    # Positions, counted here once more and in another way than the server does

    def units(self, text: str) -> int:
        return {"utf-8": len(text.encode()), "utf-16": len(text.encode("utf-16-le")) // 2, "utf-32": len(text)}[
            self.encoding
        ]

    def position(self, text: str, offset: int) -> lsp.Position:
        lines = re.split("\r\n|\n|\r", text[:offset])
        return lsp.Position(len(lines) - 1, self.units(lines[-1]))

    def offset(self, text: str, position: lsp.Position) -> int:
        ends = [0, *(found.end() for found in re.finditer("\r\n|\n|\r", text))]
        if position.line >= len(ends):
            return len(text)
        start = at = ends[position.line]
        while self.units(text[start:at]) < position.character:
            at += 1
        return at

    def shown(self, uri: str, place: lsp.Range) -> str:
        text = self.texts[uri]
        return text[self.offset(text, place.start) : self.offset(text, place.end)]


@contextlib.asynccontextmanager
async def editing(
    *folders: str | Path,
    can: lsp.ClientCapabilities | None = None,
    options: Mapping[str, Any] | None = None,
    configuration: Mapping[str, Mapping[str, Any]] | None = None,
    env: Mapping[str, str] | None = None,
    arguments: Sequence[str] = (),
) -> AsyncIterator[Editor]:
    """A server that serves an editor with these folders, until it is told to end."""
    made = LanguageClient(
        converter_factory=default_converter,
        configuration={scope: dict(values) for scope, values in (configuration or {}).items()},
    )
    editor = Editor(made)

    async def publish(client: LanguageClient, params: lsp.PublishDiagnosticsParams) -> None:
        async with editor.news:
            editor.published.append((params, editor.versions.get(params.uri, 0)))
            editor.news.notify_all()

    async def message(client: LanguageClient, params: lsp.ShowMessageParams) -> None:
        async with editor.news:
            client.messages.append(params)
            editor.news.notify_all()

    async def status(client: LanguageClient, params: Any) -> None:
        async with editor.news:
            editor.statuses.append(params)
            editor.news.notify_all()

    def apply(client: LanguageClient, params: lsp.ApplyWorkspaceEditParams) -> lsp.ApplyWorkspaceEditResult:
        editor.apply(params.edit)
        return lsp.ApplyWorkspaceEditResult(True)

    register_lsp_features(
        made,
        {
            **DEFAULT_CLIENT_FEATURES,
            lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: publish,
            lsp.WINDOW_SHOW_MESSAGE: message,
            lsp.WORKSPACE_APPLY_EDIT: apply,
            lsp.CLIENT_REGISTER_CAPABILITY: lambda client, params: None,
            "gofix20/status": status,
        },
    )
    command = [sys.executable, "-P", "-m", "gofix20", "lsp", "-v", *arguments]
    await made.start_io(*command, env={**os.environ, **(env or {})})
    try:
        result = await made.initialize_session(
            lsp.InitializeParams(
                can or capabilities(),
                initialization_options=dict(options) if options is not None else None,
                workspace_folders=[lsp.WorkspaceFolder(uri_of(folder), str(folder)) for folder in folders] or None,
            )
        )
        editor.encoding = result.capabilities.position_encoding or "utf-16"
        yield editor
        assert made._server is not None
        if made._server.returncode is None:
            await asyncio.wait_for(made.shutdown_session(), SECONDS)
    finally:
        server = made._server
        if server is not None and server.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                server.send_signal(signal.SIGKILL)
        await made.stop()  # type: ignore[no-untyped-call]


def children(pid: int) -> list[int]:
    """The processes that one has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
    return found


def memory(pid: int) -> int:
    """Kilobytes that a process has in memory."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) if found else 0
