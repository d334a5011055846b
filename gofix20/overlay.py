"""Lays new texts over files by Go's `-overlay`, and maps the paths that Go then prints back to the user's.

Tools are told a backing file's path, and print it, whole, relative, or shortened by a string prefix
(a folder `…/ovrep` beside a package `…/ov` becomes `.rep`). Go's cache even replays findings with
the path that an earlier run had, perhaps in another directory. So a backing file is named by its
content and place: `<scratch>/<digest>/<name of the original>`, and only the end of a path counts.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping

from gofix20.model import GofixError

__all__ = ["Overlay", "on_disk"]

_DIGITS = 40


class Overlay:
    """Some texts, and the file that makes Go read them in place of what is on disk.

    `scratch` must be outside of every module, else `./...` would find the backing files.
    """

    def __init__(self, texts: Mapping[str, bytes], scratch: str) -> None:
        """Write the backing files. GofixError for a path that Go could not be told, or that cannot be written."""
        self.texts = {path: text for path, text in texts.items() if on_disk(path) != text}
        self.file: str | None = None
        """For `-overlay`; None where nothing differs from what is on disk."""
        self.replace: dict[str, str] = {}
        """The backing files' paths."""
        self.scratch = scratch
        self._originals: dict[str, str] = {}
        try:
            for path, text in self.texts.items():
                _check_encoding(path)
                digest = hashlib.sha256(os.fsencode(path) + b"\0" + text).hexdigest()[:_DIGITS]
                directory = os.path.join(scratch, digest)
                os.makedirs(directory, exist_ok=True)
                self.replace[path] = os.path.join(directory, os.path.basename(path))
                self._originals[digest] = path
                with open(self.replace[path], "wb") as stream:
                    stream.write(text)
            if self.replace:
                name = hashlib.sha256("".join(sorted(self._originals)).encode()).hexdigest()[:_DIGITS]
                self.file = os.path.join(scratch, f"{name}.json")
                with open(self.file, "w", encoding="utf-8") as stream:
                    json.dump({"Replace": self.replace}, stream, ensure_ascii=False)
        except OSError as error:
            raise GofixError(f"cannot write {error.filename or scratch}: {error.strerror or error}") from None

    def original(self, path: str) -> str:
        """Give the user's path for one that Go printed."""
        found = re.search(rf"(?:^|/)([0-9a-f]{{{_DIGITS}}})/([^/]+)$", path)
        original = self._originals.get(found[1]) if found else None
        if found is None or original is None:
            return path
        # A //line directive names another file, beside the one that it stands in.
        return os.path.join(os.path.dirname(original), found[2])

    def mapped(self, message: str) -> str:
        """Replace backing files' paths in running text by the originals' names."""
        return re.sub(
            rf"[^\s:]*?\b([0-9a-f]{{{_DIGITS}}})/",
            lambda found: "" if found[1] in self._originals else found[0],
            message,
        )


def _check_encoding(path: str) -> None:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        # Go would read it as another path, and check the old text.
        shown = path.encode("utf-8", "backslashreplace").decode()
        raise GofixError(f"{shown} cannot be checked: its name is not valid UTF-8", "rename it") from None


def on_disk(path: str) -> bytes | None:
    """Read a file; None if there is none, or it cannot be read."""
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except OSError:
        return None
