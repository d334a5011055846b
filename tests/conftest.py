"""What the tests share: a Go, throw-away Go modules, and a cache that is not the user's."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from gofix20 import helper
from gofix20 import toolchain as toolchains
from gofix20.model import GofixError


@pytest.fixture(scope="session", autouse=True)
def cache_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give gofix20 a cache of the session's own: the compiled helper is built once, the user's is not touched."""
    path = str(tmp_path_factory.mktemp("gofix20-cache"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOFIX20_CACHE", path)
        yield path


@pytest.fixture(scope="session", autouse=True)
def own_git_configuration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Take git's configuration from nowhere, and give commits an author."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            patch.delenv(name)
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path_factory.getbasetemp().parent))
        for who in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{who}_NAME", "Ada")
            patch.setenv(f"GIT_{who}_EMAIL", "ada@example.com")
        yield


@pytest.fixture(scope="session")
def toolchain() -> toolchains.Toolchain:
    """Give the Go that the tests run with; without one they fail, and say what to do."""
    try:
        return toolchains.find(None, [])
    except GofixError as error:
        pytest.fail(f"{error.message}\n{error.hint}", pytrace=False)


@pytest.fixture
def own_cache(tmp_path: Path, toolchain: toolchains.Toolchain, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a test a cache of its own, with nothing in it but the compiled helper."""
    helper_binary = helper.build(toolchain)
    cache = tmp_path / "cache"
    cache.mkdir(mode=0o700)
    os.link(helper_binary, cache / os.path.basename(helper_binary))
    monkeypatch.setenv("GOFIX20_CACHE", str(cache))
    monkeypatch.setenv("GOPROXY", "off")
    return cache


@pytest.fixture
def module(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], str]:
    """Make a throw-away Go module, `example.com/m`, of files by their relative paths; gives its directory.

    A go.mod among the files takes the place of the usual one. A second call adds to the same module.
    """
    root = tmp_path / "module"

    def make(files: Mapping[str, str | bytes]) -> str:
        root.mkdir(exist_ok=True)
        if not (root / "go.mod").exists():
            (root / "go.mod").write_text("module example.com/m\n\ngo 1.22\n")
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(root)

    return make
