"""Standard output and standard error as the shell uses them: bytes, colour, and a reader who went away."""

from __future__ import annotations

import os
import sys
from typing import IO, Any

from gofix20.report.text import Paint


class Terminal:
    """The two streams of one run. `color` is "auto", "always" or "never"; `quiet` leaves only errors."""

    def __init__(self, color: str = "auto", *, quiet: bool = False) -> None:
        self.quiet = quiet
        self.out_paint = Paint(_coloured(color, sys.stdout))
        self.err_paint = Paint(_coloured(color, sys.stderr))
        self.out_is_for_eyes = self.out_paint.on or _is_terminal(sys.stdout)
        """Standard output is looked at, not taken by a program."""
        self.draws = _is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"
        """Standard error can show a line and take it away again."""

    def out(self, content: bytes | str) -> None:
        """The product. A reader that went away (`| head`) is no error: the rest goes nowhere, and the
        exit code says what it would have said."""
        stream = sys.stdout
        if stream is None:  # closed by the caller: `>&-`
            return
        data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        try:
            stream.flush()
            stream.buffer.write(data)
            stream.buffer.flush()
        except BrokenPipeError:
            _forget(stream)

    def clear(self) -> None:
        """An empty screen, where standard output is one."""
        if _is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb":
            self.out("\x1b[H\x1b[2J\x1b[3J")

    def err(self, content: str) -> None:
        """Everything that is not the product and not an error; nothing with `-q`."""
        if not self.quiet:
            self.error(content)

    def error(self, content: str) -> None:
        """What `-q` does not silence."""
        stream = sys.stderr
        if stream is None or not content:
            return
        try:
            stream.write(content)
            stream.flush()
        except BrokenPipeError:
            _forget(stream)


def _forget(stream: IO[Any]) -> None:
    """Sends what is still buffered, and all that comes, to nowhere: else the interpreter reports the
    broken pipe once more when it flushes at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, stream.fileno())
    finally:
        os.close(nowhere)


def _is_terminal(stream: IO[Any] | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()


def _coloured(color: str, stream: IO[Any] | None) -> bool:
    """`--color` decides; else NO_COLOR (https://no-color.org: set and not empty), TERM=dumb, and the stream."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return _is_terminal(stream)
