"""Keeps results in the user's cache, by a digest of all that they were made from.

An entry is one file, written beside its place and moved there, so that a kill and a second process each leave a
whole entry or none, and what is read is checked against a checksum. Whatever goes wrong in here (a full disk, a
directory that cannot be written, an entry of another version) is the lack of an entry, never an error: everything can
be worked out again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import shutil
import tempfile
import zlib
from collections.abc import Iterable

MOST_BYTES = 256 << 20
"""What the entries may take together; past it the ones that were not asked for the longest go first."""
KEPT = 0.75
"""The share that is left then, so that not every run has to look for what can go."""

_SUM = hashlib.sha256().digest_size


def key_of(parts: Iterable[object]) -> str:
    """A digest of some parts, whose `repr` says all that they are."""
    digest = hashlib.sha256()
    for part in parts:
        text = repr(part).encode("utf-8", "surrogateescape")
        digest.update(b"%d " % len(text) + text)
    return digest.hexdigest()


class Store:
    """Entries in one directory, which is the user's own: what is in it is trusted as the programs in it are."""

    def __init__(self, directory: str, most_bytes: int = MOST_BYTES) -> None:
        self.directory = directory
        self._most_bytes = most_bytes
        self._has_new = False

    def get(self, key: str) -> object | None:
        """The value of a key; None if there is none, or nobody can read it any more."""
        path = self._path(key)
        try:
            with open(path, "rb") as file:
                content = file.read()
            checksum, packed = content[:_SUM], content[_SUM:]
            if hashlib.sha256(packed).digest() != checksum:
                return None
            value: object = pickle.loads(zlib.decompress(packed))
        except Exception:  # an unpickled entry of another version may raise anything
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return value

    def put(self, key: str, value: object) -> None:
        """Keep a value, if that can be done."""
        packed = zlib.compress(pickle.dumps(value), 1)
        path = self._path(key)
        with contextlib.suppress(OSError):
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            handle, beside = tempfile.mkstemp(prefix="new-", dir=os.path.dirname(path))
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(packed).digest() + packed)
                os.replace(beside, path)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(beside)
                raise
            self._has_new = True

    def prune(self) -> None:
        """Take out what is too much, if this store got something new."""
        if not self._has_new:
            return
        entries = []
        for place, _, names in os.walk(self.directory):
            for name in names:
                with contextlib.suppress(OSError):
                    found = os.stat(os.path.join(place, name))
                    entries.append((found.st_mtime, found.st_size, os.path.join(place, name)))
        total = sum(size for _, size, _ in entries)
        if total <= self._most_bytes:
            return
        for _, size, path in sorted(entries):
            if total <= self._most_bytes * KEPT:
                return
            with contextlib.suppress(OSError):
                os.unlink(path)
                total -= size

    def clear(self) -> None:
        """Take out everything. Raises OSError for what cannot be."""
        if os.path.isdir(self.directory):
            shutil.rmtree(self.directory)

    def _path(self, key: str) -> str:
        return os.path.join(self.directory, key[:2], key[2:])
