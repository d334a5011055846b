"""The texts that the editor has open, as bytes, with their versions."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from lsprotocol.types import Range

from gofix20.lsp.positions import UTF16, Text
from gofix20.overlay import on_disk


def path_of(uri: str) -> str | None:
    """The absolute path of a file; None for what is in no file (a new buffer, a diff, an archive)."""
    parts = urlsplit(uri)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return None
    path = unquote(parts.path, errors="surrogateescape")
    return os.path.normpath(path) if os.path.isabs(path) else None


def uri_of(path: str) -> str:
    return "file://" + quote(os.fsencode(path))


@dataclass(slots=True)
class Document:
    """A file that is open."""

    uri: str
    """As the editor spells it: it gets no other back."""
    path: str
    version: int
    """The editor's. It begins anew when a file is opened again."""
    edition: int
    """Ours: no two texts have the same."""
    text: Text
    is_dirty: bool
    """May it differ from what is on disk?"""
    touched: int = 0
    """The byte at which it was changed last."""

    @property
    def data(self) -> bytes:
        return self.text.data

    @property
    def directory(self) -> str:
        return os.path.dirname(self.path)


class Documents:
    """All of them, by path. Positions are counted in `encoding`."""

    def __init__(self) -> None:
        self.encoding = UTF16
        self._open: dict[str, Document] = {}
        self._editions = itertools.count()

    def __iter__(self) -> Iterator[Document]:
        return iter(self._open.values())

    def __len__(self) -> int:
        return len(self._open)

    def get(self, path: str | None) -> Document | None:
        return None if path is None else self._open.get(path)

    def of(self, uri: str) -> Document | None:
        return self.get(path_of(uri))

    def opened(self, uri: str, version: int, written: str) -> Document | None:
        """None for what is no Go file of a disk."""
        path = path_of(uri)
        if path is None or not path.endswith(".go"):
            return None
        data = encoded(written)
        text = Text(data, self.encoding)
        document = Document(uri, path, version, next(self._editions), text, on_disk(path) != data)
        self._open[path] = document
        return document

    def changed(self, document: Document, version: int, changes: Iterable[tuple[Range | None, str]]) -> None:
        """Each change is one of the text that the one before made; without a range it is the whole text."""
        for place, new in changes:
            text = document.text
            if place is None:
                data = encoded(new)
            else:
                start, end = text.offset(place.start), text.offset(place.end)
                data = text.data[:start] + encoded(new) + text.data[max(start, end) :]
                document.touched = start
            document.text = Text(data, self.encoding)
        document.version = version
        document.edition = next(self._editions)
        document.is_dirty = True

    def saved(self, document: Document) -> None:
        document.is_dirty = on_disk(document.path) != document.data

    def closed(self, uri: str) -> Document | None:
        path = path_of(uri)
        return None if path is None else self._open.pop(path, None)

    def beside(self, directory: str) -> list[Document]:
        """Those of one directory."""
        return [document for document in self if document.directory == directory]

    def laid(self, directory: str, root: str) -> list[Document]:
        """Those that count for the package of a directory: its own, and all below `root` that are not saved."""
        inside = os.path.join(root, "")
        return [one for one in self if one.directory == directory or (one.is_dirty and one.path.startswith(inside))]


def texts_of(documents: Iterable[Document]) -> Mapping[str, bytes]:
    return {document.path: document.data for document in documents}


def encoded(text: str) -> bytes:
    # JSON can have half a pair of surrogates; no Go has.
    return text.encode("utf-8", "surrogatepass")
