"""Makes the vet of an old Go read texts that are laid over.

Up to Go 1.23, `go vet -overlay` type-checks dependencies as they are laid over, but looks at the files
of the package itself as they are on disk: everything would seem to be well. So that Go is given a
vet of ours: a script that puts the new files' names into vet's configuration and goes on as vet.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
from collections.abc import Mapping

from gofix20.model import GofixError
from gofix20.toolchain import GoVersion, Toolchain, go

__all__ = ["FIRST_SOUND", "tool_for"]

FIRST_SOUND = GoVersion(1, 24)

_SCRIPT = """#!/bin/sh
for last; do :; done
case $last in
*.cfg) command -p sed -f {rules} "$last" >"$last.laid" && mv "$last.laid" "$last" || exit 1 ;;
esac
exec {tool} "$@"
"""


def tool_for(toolchain: Toolchain, replace: Mapping[str, str], scratch: str) -> str:
    """Write a vet, for `-vettool`, that reads the files of `replace` (new by old path); give its path."""
    odd = next((path for path in replace if re.search(r"[\x00-\x1f]", path)), None)
    if odd is not None:  # not written the same by every Go, so it might not be found
        raise GofixError(f"{odd!r} cannot be checked by Go {toolchain.version}: its name has a control character")
    asked = go(toolchain, ["tool", "-n", "vet"], cwd=toolchain.goroot)
    tool = os.fsdecode(asked.stdout.strip())
    if asked.code != 0 or not os.path.isabs(tool):
        raise GofixError(f"{toolchain.go} has no vet: {asked.stderr.decode('utf-8', 'replace').strip()}")
    rules = "".join(
        f"s,{_escaped(_json(old), '[].*^$')},{_escaped(_json(new), '&')},\n" for old, new in sorted(replace.items())
    )
    digest = hashlib.sha256(rules.encode()).hexdigest()[:40]
    place = os.path.join(scratch, f"vet-{digest}")
    try:
        with open(f"{place}.sed", "w", encoding="utf-8") as stream:
            stream.write(rules)
        with open(place, "w", encoding="utf-8") as stream:
            stream.write(_SCRIPT.format(rules=shlex.quote(f"{place}.sed"), tool=shlex.quote(tool)))
        os.chmod(place, 0o700)
    except OSError as error:
        raise GofixError(f"cannot write {place}: {error.strerror or error}") from None
    return place


def _json(text: str) -> str:
    """Quote as Go does."""
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub("[<>&\u2028\u2029]", lambda found: rf"\u{ord(found[0]):04x}", quoted)


def _escaped(text: str, special: str) -> str:
    return "".join("\\" + char if char in special + "\\," else char for char in text)
