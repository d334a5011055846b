"""What tests need that no pip brings, fetched once by its own client into a directory that stays.

The directory is $GOFIX20_SERVERS, or one in the user's cache. `python -m tests.bulk.servers.fetched` fetches all.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
OPENAPI = "@octokit/openapi@23.0.2"
DESCRIPTIONS = ("api.github.com", "ghes-3.19")


class NotFetchedError(Exception):
    """It is not there and cannot be fetched; says why."""


def directory() -> Path:
    told = os.environ.get("GOFIX20_SERVERS")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    path = Path(told) if told else cache / "gofix20-servers"
    path.mkdir(parents=True, exist_ok=True)
    return path


def descriptions() -> list[Path]:
    """GitHub's own descriptions of its REST API, github.com's and Enterprise Server's; the package has 400 MB more."""
    version = OPENAPI.rpartition("@")[2]
    paths = {name: directory() / f"{version}-{name}.json" for name in DESCRIPTIONS}
    if all(path.exists() for path in paths.values()):
        return list(paths.values())
    npm = shutil.which("npm")
    if npm is None:
        raise NotFetchedError("npm, which has GitHub's OpenAPI description, is missing")
    with tempfile.TemporaryDirectory(dir=directory()) as temporary:
        done = subprocess.run([npm, "pack", "--silent", OPENAPI], cwd=temporary, capture_output=True, text=True)
        packed = list(Path(temporary).glob("*.tgz"))
        if done.returncode != 0 or not packed:
            raise NotFetchedError(f"npm pack {OPENAPI}: {done.stderr.strip()[-300:]}")
        with tarfile.open(packed[0]) as archive:
            for name, path in paths.items():
                member = archive.extractfile(f"package/generated/{name}.json")
                assert member is not None
                whole = Path(temporary) / name
                whole.write_bytes(member.read())
                whole.replace(path)
    return list(paths.values())


def gerrit() -> tuple[str, list[Path]]:
    """A Java that runs it, and the jars that a real Gerrit is made of; see `gerrit/pom.xml`."""
    java = shutil.which("java")
    if java is None:
        raise NotFetchedError("java, which Gerrit needs, is missing")
    pom = Path(__file__).parent / "gerrit/pom.xml"
    path = directory() / f"gerrit-{hashlib.sha256(pom.read_bytes()).hexdigest()[:12]}"
    if not path.exists():
        maven = shutil.which("mvn")
        if maven is None:
            raise NotFetchedError("mvn, which fetches Gerrit, is missing")
        with tempfile.TemporaryDirectory(dir=path.parent) as temporary:
            jars = Path(temporary) / "jars"
            done = subprocess.run(
                [maven, "--batch-mode", f"--file={pom}", COPY, f"-DoutputDirectory={jars}", "-DexcludeTransitive=true"],
                capture_output=True,
                text=True,
            )
            if done.returncode != 0:
                raise NotFetchedError(f"mvn cannot fetch Gerrit: {done.stdout.strip()[-500:]}")
            jars.replace(path)
    return java, sorted(path.glob("*.jar"))


def main() -> None:
    try:
        print(*descriptions(), sep="\n")
        print(gerrit()[1][0].parent)
    except NotFetchedError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
