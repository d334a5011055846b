"""`gofix20 lsp`: the protocol, and nothing else. The only user of pygls."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import secrets
import signal
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from gofix20 import __version__, registry
from gofix20.lsp import pages
from gofix20.lsp.actions import KINDS, Abilities, Actions, RefusedError
from gofix20.lsp.documents import path_of, uri_of
from gofix20.lsp.edits import OutdatedError, workspace_edit
from gofix20.lsp.hover import hover
from gofix20.lsp.session import Session, module_of
from gofix20.lsp.settings import Settings, settings_of
from gofix20.model import FileChange, GofixError
from gofix20.transform import documentation

log = logging.getLogger("gofix20")

NO_DOWNLOADS = {"GOPROXY": "off", "GONOPROXY": "none", "GOVCS": "*:off", "GOTOOLCHAIN": "local"}
"""For every Go that is run: an editor that opens a file fetches nothing. GONOPROXY, for that goes before GOPROXY."""


class Protocol(LanguageServerProtocol):
    _server: Server

    """Documents are the session's: pygls takes characters for line ends that are none in the protocol."""

    @lsp_method(lsp.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: lsp.DidOpenTextDocumentParams) -> None:
        self._server.opened(params.text_document)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        self._server.changed(params)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: lsp.DidCloseTextDocumentParams) -> None:
        self._server.closed(params.text_document.uri)


class Server(LanguageServer):
    """One connection."""

    def __init__(self) -> None:
        super().__init__("gofix20", __version__, protocol_cls=Protocol)
        self.given = Settings()
        """What the command line and the editor's own start say."""
        self.session = Session(self)
        self.actions = Actions(self.session, Abilities())
        self.tells_status = False

    @property
    def can(self) -> lsp.ClientCapabilities:
        return self.client_capabilities

    # What the session says

    def publish(self, uri: str, version: int | None, diagnostics: Sequence[lsp.Diagnostic]) -> None:
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, list(diagnostics), version))

    def log(self, message: str, *, debug: bool = False) -> None:
        log.log(logging.DEBUG if debug else logging.INFO, "%s", message)

    def warn(self, message: str) -> None:
        log.warning("%s", message)
        self.tell(message, lsp.MessageType.Warning)

    def tell(self, message: str, kind: lsp.MessageType = lsp.MessageType.Info) -> None:
        self.window_show_message(lsp.ShowMessageParams(kind, f"gofix20: {message}"))

    def status(self, state: str, message: str) -> None:
        """For an extension that shows it; asked for by the option `statusNotification`."""
        if self.tells_status:
            self.protocol.notify("gofix20/status", {"state": state, "message": message})

    def begin(self, title: str) -> Progress:
        window = self.can.window
        return Progress(self, title if window is not None and window.work_done_progress else None)

    # Documents

    def opened(self, item: lsp.TextDocumentItem) -> None:
        if document := self.session.documents.opened(item.uri, item.version, item.text):
            self.session.opened(document)

    def changed(self, params: lsp.DidChangeTextDocumentParams) -> None:
        if document := self.session.documents.of(params.text_document.uri):
            changes = [(getattr(change, "range", None), change.text) for change in params.content_changes]
            self.session.documents.changed(document, params.text_document.version, changes)
            self.session.changed(document)

    def closed(self, uri: str) -> None:
        if document := self.session.documents.closed(uri):
            self.session.closed(document)

    # Settings

    async def configure(self, pushed: object = None) -> None:
        """Ask the editor for the settings of each folder; take what was `pushed` where it cannot be asked."""
        session, base = self.session, self.given
        settings = {"": base}
        if self.can.workspace is not None and self.can.workspace.configuration:
            scopes: list[str | None] = [None, *map(uri_of, session.folders)]
            items = [lsp.ConfigurationItem(scope, "gofix20") for scope in scopes]
            answers = await self.workspace_configuration_async(lsp.ConfigurationParams(items))
            for folder, answer in zip(["", *session.folders], answers, strict=False):
                settings[folder] = settings_of(answer, base, self.log, trusted=False)
        elif isinstance(pushed, dict):
            settings[""] = settings_of(pushed.get("gofix20", pushed), base, self.log, trusted=False)
        if settings != session.settings:
            session.settings = settings
            session.reconfigured()

    # Ending

    def shutdown(self) -> None:
        """Of the connection, however it ended. Not pygls's own, which waits for the next line of input."""
        self.session.close()
        if self._stop_event is not None:
            self._stop_event.set()
        if self._server is not None:
            self._server.close()

    @property
    def was_told_to_end(self) -> bool:
        return bool(self.protocol._shutdown)


class Progress:
    """Work-done progress of something long. For any thread; without a title nobody sees it."""

    def __init__(self, server: Server, title: str | None) -> None:
        self._server = server
        self._title = title
        self._token = f"gofix20-{secrets.token_hex(8)}"
        self._loop = asyncio.get_running_loop()
        self._stage, self._total, self._done = "", 0, 0
        self._last = 0.0
        self._begun: asyncio.Task[None] | None = None
        if title is not None:
            self._begun = self._loop.create_task(self._begin(title))

    async def _begin(self, title: str) -> None:
        await self._server.work_done_progress.create_async(self._token)
        self._server.work_done_progress.begin(self._token, lsp.WorkDoneProgressBegin(f"gofix20: {title}"))

    def stage(self, name: str, total: int | None) -> None:
        self._stage, self._total, self._done = name, total or 0, 0
        self._say(name)

    def advance(self, n: int = 1) -> None:
        self._done += n
        if self._total and time.monotonic() - self._last > 0.2:
            self._say(f"{self._stage} {self._done}/{self._total}")

    def _say(self, message: str) -> None:
        self._last = time.monotonic()
        self._after_begin(lambda: self._report(message))

    def _report(self, message: str) -> None:
        self._server.work_done_progress.report(self._token, lsp.WorkDoneProgressReport(message=message))

    def end(self) -> None:
        self._after_begin(lambda: self._server.work_done_progress.end(self._token, lsp.WorkDoneProgressEnd()))

    def _after_begin(self, call: Callable[[], None]) -> None:
        begun = self._begun
        if begun is None or self._loop.is_closed():
            return

        def later(done: asyncio.Task[None]) -> None:
            if not done.cancelled() and done.exception() is None:
                call()

        self._loop.call_soon_threadsafe(begun.add_done_callback, later)


server = Server()


# Starting


@server.feature(lsp.INITIALIZE)
def initialize(ls: Server, params: lsp.InitializeParams) -> None:
    session = ls.session
    encoding = ls.workspace.position_encoding
    session.documents.encoding = str(getattr(encoding, "value", encoding) or "utf-16")
    session.folders = folders_of(params)
    options = params.initialization_options
    if isinstance(options, dict):
        options = dict(options)
        ls.tells_status = options.pop("statusNotification", False) is True
        ls.given = settings_of(options, ls.given, ls.log, trusted=True)
    session.settings = {"": ls.given}
    session.pages = pages.write_pages()
    ls.actions = Actions(session, abilities_of(params.capabilities))
    log.info("gofix20 %s for %s", __version__, params.client_info.name if params.client_info else "an editor")


def folders_of(params: lsp.InitializeParams) -> list[str]:
    uris = [folder.uri for folder in params.workspace_folders or ()] or [params.root_uri or ""]
    return [path for path in map(path_of, uris) if path is not None]


def abilities_of(client: lsp.ClientCapabilities) -> Abilities:
    document, workspace = client.text_document, client.workspace
    actions = document.code_action if document else None
    edits = workspace.workspace_edit if workspace else None
    resolved = actions.resolve_support.properties if actions and actions.resolve_support else ()
    return Abilities(
        resolves="edit" in resolved and bool(actions and actions.data_support),
        versions=bool(edits and edits.document_changes),
        annotations=bool(edits and edits.change_annotation_support),
    )


@server.feature(lsp.INITIALIZED)
async def initialized(ls: Server, params: lsp.InitializedParams) -> None:
    watched = ls.can.workspace and ls.can.workspace.did_change_watched_files
    if watched and watched.dynamic_registration:
        globs = ("**/*.go", "**/go.mod", "**/go.sum", "**/go.work", "**/.gofix20.toml")
        options = lsp.DidChangeWatchedFilesRegistrationOptions([lsp.FileSystemWatcher(glob) for glob in globs])
        registration = lsp.Registration("gofix20-files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        with contextlib.suppress(JsonRpcException):
            await ls.client_register_capability_async(lsp.RegistrationParams([registration]))
    with contextlib.suppress(JsonRpcException):
        await ls.configure()


@server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)
async def did_change_configuration(ls: Server, params: lsp.DidChangeConfigurationParams) -> None:
    with contextlib.suppress(JsonRpcException):
        await ls.configure(params.settings)


@server.feature(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
async def did_change_folders(ls: Server, params: lsp.DidChangeWorkspaceFoldersParams) -> None:
    gone = {path_of(folder.uri) for folder in params.event.removed}
    new = [path for folder in params.event.added if (path := path_of(folder.uri)) is not None]
    ls.session.folders = [folder for folder in ls.session.folders if folder not in gone] + new
    with contextlib.suppress(JsonRpcException):
        await ls.configure()


# Files


@server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
def did_save(ls: Server, params: lsp.DidSaveTextDocumentParams) -> None:
    if document := ls.session.documents.of(params.text_document.uri):
        ls.session.saved(document)


@server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
def did_change_watched_files(ls: Server, params: lsp.DidChangeWatchedFilesParams) -> None:
    for path in dict.fromkeys(path_of(event.uri) for event in params.changes):
        if path is not None:
            ls.session.file_changed(path)


# Findings


@server.feature(lsp.TEXT_DOCUMENT_HOVER)
def hover_at(ls: Server, params: lsp.HoverParams) -> lsp.Hover | None:
    document = ls.session.documents.of(params.text_document.uri)
    seen = None if document is None else ls.session.seen(document)
    if document is None or seen is None:
        return None
    at = document.text.offset(params.position)
    here = [one for one in seen.outcomes if one.finding.start <= at <= one.finding.end]
    if not here:
        return None
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, hover(here)))


_OFFERS = lsp.CodeActionOptions(code_action_kinds=list(KINDS), resolve_provider=True)


@server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, _OFFERS)
async def code_action(ls: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    document = ls.session.documents.of(params.text_document.uri)
    if document is None:
        return []
    only = [str(getattr(kind, "value", kind)) for kind in params.context.only or ()]
    if not ls.actions.abilities.resolves:
        # An editor that cannot ask again, and asks for everything to be fixed, as on save: it has to wait.
        for wish in ls.actions.asked_for(document, only):
            with contextlib.suppress(CancelledError, asyncio.CancelledError):
                await asyncio.shield(asyncio.wrap_future(ls.session.verify(wish, now=True).future))
    return ls.actions.at(document, params.range, only)


@server.feature(lsp.CODE_ACTION_RESOLVE)
async def resolve(ls: Server, action: lsp.CodeAction) -> lsp.CodeAction:
    data = action.data
    if not isinstance(data, dict):
        return action
    document = ls.session.documents.of(str(data.get("uri")))
    if document is None or document.edition != data.get("edition"):
        raise modified()
    try:
        if data.get("what") == "ignore":
            return ls.actions.ignored(action, document)
        task = ls.session.verify(ls.actions.wish_of(document, data), now=True)
        verdict = await asyncio.shield(asyncio.wrap_future(task.future))
        return ls.actions.complete(action, document, verdict)
    except (CancelledError, asyncio.CancelledError, OutdatedError):
        raise modified() from None
    except (RefusedError, GofixError) as error:
        raise JsonRpcException(f"gofix20: {error}", lsp.LSPErrorCodes.RequestFailed.value) from None


def modified() -> JsonRpcException:
    return JsonRpcException("the text has changed since", lsp.LSPErrorCodes.ContentModified.value)


# Commands


@server.command("gofix20.applyAll")
async def apply_all(ls: Server, *args: Any) -> str:
    """Apply every SAFE fix of the workspace, or of the folder whose URI is given."""
    told = []
    for folder in places(ls, args):
        progress = ls.begin(f"fixing {os.path.basename(folder)}")
        try:
            verdict = await asyncio.shield(asyncio.wrap_future(ls.session.fix_everything(folder, progress).future))
        except GofixError as error:
            told.append(error.message)
            continue
        finally:
            progress.end()
        told.append(await put(ls, verdict.changes, verdict.applied) if verdict.changes else verdict.reason)
    message = "; ".join(told) or "there is no folder to look at"
    ls.tell(message)
    return message


async def put(ls: Server, changes: Sequence[FileChange], count: int) -> str:
    try:
        edit = workspace_edit(changes, ls.session.documents, versions=ls.actions.abilities.versions)
    except OutdatedError as error:
        return f"{error} has changed meanwhile; nothing was done"
    answer = await ls.workspace_apply_edit_async(lsp.ApplyWorkspaceEditParams(edit, "gofix20: fix everything"))
    if not answer.applied:
        return f"the editor did not take the edit: {answer.failure_reason or 'it does not say why'}"
    return f"{count} {'fix' if count == 1 else 'fixes'} in {len(changes)} {'file' if len(changes) == 1 else 'files'}"


@server.command("gofix20.restart")
def restart(ls: Server, *args: Any) -> None:
    """End the type helpers; they start anew with all that is on disk."""
    log.info("restarted")
    ls.session.restart()


@server.command("gofix20.showReport")
async def show_report(ls: Server, *args: Any) -> str | None:
    """Write all findings and refusals of the workspace to a file, and open it."""
    parts = []
    for folder in places(ls, args):
        progress = ls.begin(f"looking at {os.path.basename(folder)}")
        try:
            plan = await asyncio.shield(asyncio.wrap_future(ls.session.report(folder, progress).future))
            parts.append(pages.report(folder, plan))
        except GofixError as error:
            parts.append(f"# {folder}\n\n{error.message}\n")
        finally:
            progress.end()
    uri = pages.write_report("\n".join(parts) or "there is no folder to look at\n")
    await show(ls, uri, "the report")
    return uri


@server.command("gofix20.explain")
async def explain(ls: Server, *args: Any) -> str | None:
    """Open a rule's documentation."""
    code = str(args[0]) if args else ""
    uri = ls.session.pages.get(code)
    if uri is None:
        ls.tell(f"there is no rule {code!r}")
        return None
    await show(ls, uri, f"{code} ({documentation(registry.transforms()[code]).summary})")
    return uri


async def show(ls: Server, uri: str, what: str) -> None:
    """Open a file in the editor, or say where it is."""
    window = ls.can.window
    if window is not None and window.show_document is not None and window.show_document.support:
        with contextlib.suppress(JsonRpcException):
            answer = await ls.window_show_document_async(lsp.ShowDocumentParams(uri, take_focus=True))
            if answer.success:
                return
    ls.tell(f"{what}: {path_of(uri)}")


def places(ls: Server, args: Sequence[Any]) -> list[str]:
    """The folders that a command is about: those of its arguments, of the workspace, of what is open."""
    given = [path for arg in args if isinstance(arg, str) and (path := path_of(arg)) is not None]
    opened = dict.fromkeys(module_of(document.directory) for document in ls.session.documents)
    return given or ls.session.folders or [place for place in opened if place is not None]


# Ending


@server.feature(lsp.SHUTDOWN)
def shut_down(ls: Server, params: object) -> None:
    ls.session.close()


def start(*, tcp: str | None, go: str | None, log_file: str | None, verbose: bool) -> int:
    """Serve until the editor goes. Gives the exit code: 1 if it went without a word."""
    os.environ.update(NO_DOWNLOADS)
    handler = logging.FileHandler(log_file) if log_file else logging.StreamHandler(sys.stderr)
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.INFO,
        format="%(asctime)s %(levelname)s %(message)s",
        handlers=[handler],
    )
    for library in ("pygls", "asyncio"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
    # What is there now stays. To look through all of it again and again takes longer than a keystroke may.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    # The menu is not to wait for a thread that compares texts.
    sys.setswitchinterval(0.001)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    server.given = Settings(go=go)
    if tcp is None:
        server.start_io()
    else:
        host, _, port = tcp.rpartition(":")
        if not port.isdecimal():
            raise GofixError(f"--tcp {tcp}: a host and a port are needed", "--tcp 127.0.0.1:8765")
        server.start_tcp(host.strip("[]") or "127.0.0.1", int(port))
    server.shutdown()
    logging.shutdown()
    # A thread of pygls may still wait for input; nothing else is left.
    os._exit(0 if server.was_told_to_end else 1)
