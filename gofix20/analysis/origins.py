"""What functions give: memory of their caller's own, parts of their arguments, or memory that is only lent."""

from __future__ import annotations

from gofix20.analysis.places import arguments
from gofix20.facts import Facts
from gofix20.syntax import Node

READ_WHOLE = {
    "os.ReadFile": "a whole file",
    "(*os.Root).ReadFile": "a whole file",
    "(embed.FS).ReadFile": "a whole file",
    "io/fs.ReadFile": "a whole file",
    "io/ioutil.ReadFile": "a whole file",
    "io.ReadAll": "all that a reader gives",
    "io/ioutil.ReadAll": "all that a reader gives",
    "net/http/httputil.DumpRequest": "a whole request",
    "net/http/httputil.DumpRequestOut": "a whole request",
    "net/http/httputil.DumpResponse": "a whole response",
}
"""Functions that give memory of their caller's own, whose size has no bound."""

FRESH = frozenset(
    {
        "bytes.Clone", "bytes.Join", "bytes.Repeat", "slices.Clone", "slices.Concat", "encoding/json.Marshal",
        "encoding/json.MarshalIndent", "encoding/hex.DecodeString", "(*encoding/base64.Encoding).DecodeString",
        "strings.Join", "strings.Repeat", "(*encoding/base32.Encoding).DecodeString", "(*strings.Builder).String",
        "(*bytes.Buffer).String", "(*os/exec.Cmd).Output", "(*os/exec.Cmd).CombinedOutput",
    }
)  # fmt: skip
"""Functions that give memory of their caller's own, of a size that nobody knows."""

OWN_CAPACITY = (READ_WHOLE.keys() - {"(embed.FS).ReadFile"}) | {
    "make", "encoding/json.Marshal", "encoding/json.MarshalIndent", "(*encoding/base64.Encoding).DecodeString",
    "(*encoding/base32.Encoding).DecodeString", "(*os/exec.Cmd).Output", "(*os/exec.Cmd).CombinedOutput",
}  # fmt: skip
"""Makers of slices whose capacity does not depend on whether they escape: Go defines it, or code that is never inlined.

The compiler has `[]byte(s)` and what `append` and `bytes.Clone` make in a buffer of 32 bytes if it does not escape.
"""

CHANGED = frozenset(
    f"{package}.{name}" for package in ("strings", "bytes") for name in ("ToLower", "ToUpper", "Replace", "ReplaceAll")
)
"""Functions that give new memory as large as their first argument; of a string they may give that itself."""

PARTS = frozenset(
    f"{package}.{name}"
    for package in ("strings", "bytes")
    for name in (
        "Split", "SplitN", "SplitAfter", "SplitAfterN", "Fields", "FieldsFunc", "Lines", "SplitSeq", "SplitAfterSeq",
        "FieldsSeq", "FieldsFuncSeq",
    )
)  # fmt: skip
"""Functions that give a list of parts of their first argument, which are all of it (but for what is between)."""

MATCHES = frozenset(
    f"(*regexp.Regexp).{name}"
    for name in (
        "FindStringSubmatch", "FindAllString", "FindSubmatch", "FindAll", "FindAllStringSubmatch", "FindAllSubmatch",
    )
)  # fmt: skip
"""Functions that give a list of those parts of their first argument that a pattern matches, or a list of such lists."""

FOUND = frozenset({"(*regexp.Regexp).FindString", "(*regexp.Regexp).Find"})
"""Functions that give the part of their first argument that a pattern matches."""

CUTS = frozenset({"strings.Cut", "bytes.Cut"})

TRIMS = frozenset(
    f"{package}.Trim{which}"
    for package in ("strings", "bytes")
    for which in ("", "Space", "Left", "Right", "Prefix", "Suffix", "Func", "LeftFunc", "RightFunc")
)
"""Functions that give a part of their first argument, or all of it."""

TRIMS_AND_TELLS = frozenset(
    f"{package}.Cut{which}" for package in ("strings", "bytes") for which in ("Prefix", "Suffix")
)
"""So too, as the first of two results."""

LENT = {
    "(*bufio.Scanner).Bytes": ("the buffer of a bufio.Scanner", "the next Scan"),
    "(*bufio.Reader).ReadSlice": ("the buffer of a bufio.Reader", "the next read"),
    "(*bufio.Reader).ReadLine": ("the buffer of a bufio.Reader", "the next read"),
    "(*bufio.Reader).Peek": ("the buffer of a bufio.Reader", "the next read"),
}
"""Functions that give a part of a buffer which is written again: what buffer, and when."""

BUFFERED = frozenset({"(*bytes.Buffer).Bytes", "(*bytes.Buffer).Next"})
"""Functions that give a part of a buffer which its owner may be done with."""

FOREIGN = ("syscall.Mmap", "golang.org/x/sys/unix.Mmap", "unsafe.Slice", "unsafe.String")


def is_foreign(callee: str) -> bool:
    return callee in FOREIGN or "mmap" in callee.lower() or callee.startswith("C.")


def maker_of(call: Node, index: int, facts: Facts) -> str:
    """The function that made the memory of one of a call's results: what is called, or what that calls in its turn."""
    origins = facts.origins(call)
    if index < len(origins) and origins[index]:
        return origins[index]
    return (facts.callee(call) or "") if index == 0 else ""


def limit_of(call: Node, facts: Facts) -> int | None:
    """How many bytes `io.ReadAll(io.LimitReader(r, n))` gives at most."""
    given = arguments(call)
    if not given or given[0].type != "call_expression" or facts.callee(given[0]) != "io.LimitReader":
        return None
    constant = facts.constant(arguments(given[0])[1])
    return constant.value if constant is not None and isinstance(constant.value, int) else None
