"""`gofix20 lsp`: the protocol, and nothing else. The only user of pygls."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from concurrent.futures import CancelledError

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from gofix20 import __version__
from gofix20.lsp import pages
from gofix20.lsp.actions import KINDS, Abilities, Actions, Refused
from gofix20.lsp.edits import Outdated
from gofix20.lsp.session import Session
from gofix20.lsp.workshop import Settings

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

    session: Session
    actions: Actions

    def __init__(self) -> None:
        super().__init__("gofix20", __version__, protocol_cls=Protocol)
        self.given = Settings()
        """What the command line and the editor's own start say."""

    # What the session says

    def publish(self, uri: str, version: int | None, diagnostics: Sequence[lsp.Diagnostic]) -> None:
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, list(diagnostics), version))

    def log(self, message: str, *, debug: bool = False) -> None:
        log.log(logging.DEBUG if debug else logging.INFO, "%s", message)

    def warn(self, message: str) -> None:
        log.warning("%s", message)
        self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, f"gofix20: {message}"))

    def status(self, state: str, message: str) -> None:
        pass

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


server = Server()


@server.feature(lsp.INITIALIZE)
def initialize(ls: Server, params: lsp.InitializeParams) -> None:
    ls.session = Session(ls)
    encoding = ls.workspace.position_encoding
    ls.session.documents.encoding = getattr(encoding, "value", encoding) or "utf-16"
    ls.actions = Actions(ls.session, abilities_of(params.capabilities))
    ls.session.settings[""] = ls.given
    ls.session.pages = pages.write_pages()


def abilities_of(client: lsp.ClientCapabilities) -> Abilities:
    document, workspace = client.text_document, client.workspace
    actions = document.code_action if document else None
    edits = workspace.workspace_edit if workspace else None
    resolved = actions.resolve_support.properties if actions and actions.resolve_support else ()
    return Abilities(
        resolves="edit" in resolved and bool(actions and actions.data_support),
        versions=bool(edits and edits.document_changes),
        annotations=bool(edits and edits.change_annotation_support),
        disabled=bool(actions and actions.disabled_support),
    )


@server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
def did_save(ls: Server, params: lsp.DidSaveTextDocumentParams) -> None:
    if document := ls.session.documents.of(params.text_document.uri):
        ls.session.saved(document)


@server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=list(KINDS), resolve_provider=True))
def code_action(ls: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    document = ls.session.documents.of(params.text_document.uri)
    if document is None:
        return []
    only = [str(getattr(kind, "value", kind)) for kind in params.context.only or ()]
    return ls.actions.at(document, params.range, only)


@server.feature(lsp.CODE_ACTION_RESOLVE)
async def resolve(ls: Server, action: lsp.CodeAction) -> lsp.CodeAction:
    data = action.data
    if not isinstance(data, dict):
        return action
    document = ls.session.documents.of(str(data.get("uri")))
    if document is None or document.version != data.get("version"):
        raise JsonRpcException("the text has changed since", lsp.LSPErrorCodes.ContentModified.value)
    task = ls.session.verify(ls.actions.wish_of(document, data), now=True)
    try:
        verdict = await asyncio.shield(asyncio.wrap_future(task.future))
        return ls.actions.complete(action, document, verdict)
    except (CancelledError, asyncio.CancelledError, Outdated):
        raise JsonRpcException("the text has changed since", lsp.LSPErrorCodes.ContentModified.value) from None
    except Refused as refused:
        raise JsonRpcException(f"gofix20: {refused}", lsp.LSPErrorCodes.RequestFailed.value) from None


@server.feature(lsp.SHUTDOWN)
def shut_down(ls: Server, *_: object) -> None:
    ls.session.close()


def start(*, tcp: str | None, go: str | None, log: str | None, verbose: bool) -> int:
    """Serve until the editor goes. Gives the exit code."""
    os.environ.update(NO_DOWNLOADS)
    output = {"filename": log} if log else {"stream": sys.stderr}
    form = "%(asctime)s %(levelname)s %(message)s"
    logging.basicConfig(level=logging.DEBUG if verbose else logging.INFO, format=form, **output)  # type: ignore[arg-type]
    logging.getLogger("pygls").setLevel(logging.ERROR)
    logging.getLogger("asyncio").setLevel(logging.WARNING)
    server.given = Settings(go=go)
    server.start_io()
    return 0
