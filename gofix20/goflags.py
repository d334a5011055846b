"""The user's GOFLAGS: which of them may reach Go.

They come from the environment or from `go env -w`. Go does not check them against a command, so
each could change what is compiled, or the output that we read, in a call that never meant it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gofix20.model import GofixError

_OUTPUT = "it changes the output that gofix20 reads"
_FILE = "it would write a file"
_REFUSED = {
    "toolexec": "it would run a program of its own for every compilation",
    "vettool": "it would replace the vet that fixes are checked with",
    "exec": "it would run a program of its own",
    "overlay": "gofix20 lays its own overlay over the files",
    "json": _OUTPUT,
    "f": _OUTPUT,
    "m": _OUTPUT,
    "n": "nothing would be compiled, and so nothing checked",
    "C": "it would run Go in another directory",
    "o": _FILE,
    "debug-trace": _FILE,
    "debug-actiongraph": _FILE,
    "compiler": "only Go's own compiler is supported",
}
_DROPPED = frozenset(
    {
        "buildvcs",  # ours
        *("x", "v", "work"),  # they only add lines to what we read
        # Of `go list`, which we call with what we mean:
        *("compiled", "deps", "e", "export", "find", "retracted", "reuse", "test", "u", "versions"),
    }
)
_OFF = frozenset({"", "0", "f", "F", "false", "FALSE", "False"})
"""Values that turn a refused flag off; for -compiler there is one more."""


def kept(text: str, source: str) -> list[str]:
    """Give those flags of a GOFLAGS that Go may have; `source` says in errors where it comes from.

    GofixError names a flag that cannot be honoured and that may not be left out without a word.
    """
    return [flag for flag in _split(text) if _keeps(flag, source)]


def name_of(flag: str) -> str:
    """Give `tags` for `-tags=a,b` and `--tags=a,b`."""
    return flag.lstrip("-").partition("=")[0]


def joined(flags: Sequence[str]) -> str:
    """Give a GOFLAGS that Go splits into these flags."""
    return " ".join(map(_quoted, flags))


def _keeps(flag: str, source: str) -> bool:
    """Say whether a flag of GOFLAGS goes to Go; GofixError if it cannot, and may not be left out."""
    name, equals, value = flag.lstrip("-").partition("=")
    if name == "mod" and value == "mod":
        why = "with it Go rewrites go.mod and go.sum"
    elif name not in _REFUSED:
        return name not in _DROPPED
    elif equals and (value in _OFF or (name, value) == ("compiler", "gc")):
        return False
    else:
        why = _REFUSED[name]
    hint = "go env -u GOFLAGS" if source == "go env -w" else "unset GOFLAGS"
    raise GofixError(f"GOFLAGS ({source}) has {flag}: {why}", hint)


def _split(text: str) -> list[str]:
    """Split as Go does: at blanks, with quotes only around a whole field, and no escapes."""
    fields = []
    while text := text.lstrip(" \t\n\r"):
        if text[0] in "'\"":
            end = text.find(text[0], 1)
            if end < 0:
                raise GofixError(f"GOFLAGS has a quote that does not end: {text}")
            fields.append(text[1:end])
            text = text[end + 1 :]
        else:
            word = re.split(r"[ \t\n\r]", text, maxsplit=1)[0]
            fields.append(word)
            text = text[len(word) :]
    return fields


def _quoted(flag: str) -> str:
    # A quote inside a field is a character like another; one that came quoted has only the other kind.
    if not re.search(r"[ \t\n\r]", flag) and flag[:1] not in ("'", '"'):
        return flag
    return f'"{flag}"' if '"' not in flag else f"'{flag}'"
