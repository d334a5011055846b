"""Changed texts as edits of an editor's documents."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable, Iterator

from lsprotocol.types import (
    AnnotatedTextEdit,
    ChangeAnnotation,
    OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from gofix20.import_section import BYTE_ORDER_MARK
from gofix20.lsp.documents import Documents, uri_of
from gofix20.lsp.positions import Text
from gofix20.model import FileChange
from gofix20.overlay import on_disk

UNSAFE = "unsafe"
"""The name of the annotation."""


class OutdatedError(Exception):
    """A text is not the one any more that a change was made for."""


def workspace_edit(
    changes: Iterable[FileChange], documents: Documents, *, versions: bool, confirm: str | None = None
) -> WorkspaceEdit:
    """The edits that make each text what it is to be. Raises OutdatedError.

    With `versions`, the editor refuses them for any other text. `confirm` is what it asks the user before.
    """
    found: list[tuple[OptionalVersionedTextDocumentIdentifier, list[TextEdit]]] = []
    for change in changes:
        document = documents.get(change.path)
        before = change.before or b""
        text: Text
        if document is not None:
            text = document.text
            if text.data != before:
                raise OutdatedError(change.path)
            target = OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
        else:
            if on_disk(change.path) != change.before:
                raise OutdatedError(change.path)
            # No editor counts the mark.
            text = Text(before.removeprefix(BYTE_ORDER_MARK), documents.encoding)
            target = OptionalVersionedTextDocumentIdentifier(uri_of(change.path), None)
        after = change.after if document is not None else change.after.removeprefix(BYTE_ORDER_MARK)
        found.append((target, list(edits(text, after))))
    if not versions:
        return WorkspaceEdit(changes={target.uri: made for target, made in found})
    if confirm is None:
        return WorkspaceEdit(document_changes=[TextDocumentEdit(target, made) for target, made in found])
    return WorkspaceEdit(
        document_changes=[
            TextDocumentEdit(target, [AnnotatedTextEdit(UNSAFE, edit.range, edit.new_text) for edit in made])
            for target, made in found
        ],
        change_annotations={UNSAFE: ChangeAnnotation("Unsafe fix", needs_confirmation=True, description=confirm)},
    )


def edits(text: Text, after: bytes) -> Iterator[TextEdit]:
    """Whole lines, as few as can be."""
    before = text.data
    if before == after:
        return
    old, new = lines_of(before), lines_of(after)
    same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - same
    tail = next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)
    starts = list(itertools.accumulate(map(len, old), initial=0))
    some, others = old[same : len(old) - tail], new[same : len(new) - tail]
    for tag, i, j, k, m in difflib.SequenceMatcher(None, some, others, autojunk=False).get_opcodes():
        if tag != "equal":
            made = b"".join(others[k:m])
            yield TextEdit(text.range(starts[same + i], starts[same + j]), made.decode("utf-8", "replace"))


def lines_of(text: bytes) -> list[bytes]:
    """With their ends; only a line feed ends one."""
    parts = text.split(b"\n")
    return [*(part + b"\n" for part in parts[:-1]), *filter(None, parts[-1:])]
