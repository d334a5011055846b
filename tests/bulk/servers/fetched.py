"""What tests need that no pip brings, fetched once by its own client into a directory that stays.

The directory is $GOFIX20_SERVERS, or one in the user's cache. `python -m tests.bulk.servers.fetched` fetches all.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

OPENAPI = "@octokit/openapi@23.0.2"


class NotFetchedError(Exception):
    """It is not there and cannot be fetched; says why."""


def directory() -> Path:
    told = os.environ.get("GOFIX20_SERVERS")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    path = Path(told) if told else cache / "gofix20-servers"
    path.mkdir(parents=True, exist_ok=True)
    return path


def description() -> Path:
    """GitHub's own description of its REST API; of the package (400 MB) only that file is kept."""
    path = directory() / (OPENAPI.rpartition("@")[2] + "-api.github.com.json")
    if path.exists():
        return path
    npm = shutil.which("npm")
    if npm is None:
        raise NotFetchedError("npm, which has GitHub's OpenAPI description, is missing")
    with tempfile.TemporaryDirectory(dir=path.parent) as temporary:
        done = subprocess.run([npm, "pack", "--silent", OPENAPI], cwd=temporary, capture_output=True, text=True)
        packed = list(Path(temporary).glob("*.tgz"))
        if done.returncode != 0 or not packed:
            raise NotFetchedError(f"npm pack {OPENAPI}: {done.stderr.strip()[-300:]}")
        with tarfile.open(packed[0]) as archive:
            member = archive.extractfile("package/generated/api.github.com.json")
            assert member is not None
            whole = Path(temporary) / "whole"
            whole.write_bytes(member.read())
        whole.replace(path)
    return path


def main() -> None:
    try:
        print(description())
    except NotFetchedError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
