"""`python -m bench.same`: what a check tells is the same byte for byte, whatever the jobs, and remembered or not.

    python -m bench.same [--go PATH] [--in-place] [MODULE…]

Each MODULE is a directory with a go.mod. A copy of it is checked with one job and with eight, without a cache, with an
empty one and with a full one, and again after a change in the body of a function, and after that is taken back. A tree
of Go itself has to be a copy already, with its own Go, and is changed itself: `--in-place`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.running import go_program, say, table

BODY = re.compile(rb"^func [^\n]*\) \w+ \{\n", re.MULTILINE)


@dataclass(frozen=True)
class Told:
    """What one run prints, but for the times."""

    text: bytes
    findings: int
    refusals: int


def told(module: Path, go: str, cache: Path, *more: str) -> Told:
    own = {name: value for name, value in os.environ.items() if name != "GOROOT"}
    path = os.path.dirname(go) + os.pathsep + os.environ.get("PATH", "")
    env = own | {"PATH": path, "GOFIX20_CACHE": str(cache), "GOTOOLCHAIN": "local", "GOFLAGS": "-buildvcs=false"}
    options = ["--isolated", "--go", go, "--show-refused", "--format", "json", *more]
    command = [sys.executable, "-P", "-m", "gofix20", "check", *options, "./..."]
    done = subprocess.run(command, cwd=module, env=env, capture_output=True)
    if done.returncode not in (0, 1, 3):
        raise RuntimeError(f"ended with {done.returncode}: {done.stderr.decode()[-2000:]}")
    answer = json.loads(done.stdout)
    answer.pop("statistics", None)
    return Told(json.dumps(answer).encode(), len(answer["findings"]), len(answer["refusals"]))


def ways(module: Path, go: str, cache: Path) -> Iterator[tuple[str, str, Told]]:
    """The runs: what they are, which of them have to say the same, and what they say."""
    yield "1 job, no cache", "as it is", told(module, go, cache, "--jobs", "1", "--no-cache")
    yield "8 jobs, no cache", "as it is", told(module, go, cache, "--jobs", "8", "--no-cache")
    yield "8 jobs, empty cache", "as it is", told(module, go, cache, "--jobs", "8")
    yield "nothing changed", "as it is", told(module, go, cache)
    time.sleep(2.1)  # what was just written is not relied on
    path, text = changeable(module)
    match = BODY.search(text)
    assert match is not None
    try:
        path.write_bytes(text[: match.end()] + b"\tprintln()\n\n" + text[match.end() :])
        yield "one body changed", "changed", told(module, go, cache)
        yield "the same, no cache", "changed", told(module, go, cache, "--no-cache")
    finally:
        path.write_bytes(text)
    yield "taken back", "as it is", told(module, go, cache)
    other = module / "another-file.txt"
    other.write_text("")  # then what Go lists and what is found in a file are not taken from the last run
    try:
        yield "1 job, another file there", "as it is", told(module, go, cache, "--jobs", "1")
    finally:
        other.unlink()


def changeable(module: Path) -> tuple[Path, bytes]:
    """A file in the middle in which a function has a body that can be changed."""
    files = sorted(path for path in module.rglob("*.go") if not path.name.endswith("_test.go"))
    for path in files[len(files) // 2 :]:
        parts = path.relative_to(module).parts
        hidden = any(part in ("testdata", "vendor", "cmd") or part[0] in "._" for part in parts)
        text = path.read_bytes()
        if not hidden and b"append(" in text and BODY.search(text) and b"//go:build" not in text:
            return path, text
    raise RuntimeError(f"{module}: no file to change")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.same", description=__doc__)
    parser.add_argument("modules", nargs="*", type=Path)
    parser.add_argument("--go")
    parser.add_argument("--in-place", action="store_true")
    options = parser.parse_args()
    go = go_program(options.go)
    rows = []
    differing = 0
    for given in options.modules:
        with tempfile.TemporaryDirectory() as folder:
            cache = Path(folder, "cache")
            cache.mkdir(mode=0o700)
            module = given.resolve()
            if not options.in_place:
                module = Path(shutil.copytree(module, Path(folder, module.name), symlinks=True))
            first: dict[str, Told] = {}
            for way, kind, found in ways(module, go, cache):
                is_same = found.text == first.setdefault(kind, found).text
                say(f"{given.name}: {way}: {'the same' if is_same else 'differs'}")
                differing += not is_same
                size, sum_ = len(found.text), hashlib.sha256(found.text).hexdigest()[:12]
                rows.append((given.name, way, found.findings, found.refusals, size, sum_, "" if is_same else "differs"))
    print(table(("module", "run", "findings", "refusals", "bytes of JSON", "SHA-256", ""), rows))
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
