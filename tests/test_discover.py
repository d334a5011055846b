"""Paths mean what they mean to Go, and what Go cannot load is named."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gofix20.discover import Discovery, Package, discover, is_generated
from gofix20.goversion import GoVersion
from gofix20.model import Build, GofixError
from gofix20.toolchain import Toolchain

Make = Callable[[Mapping[str, str | bytes]], str]

TREE = {
    "go.mod": "module example.com/m\n\ngo 1.21\n",
    "root.go": "package m\n",
    "a/a.go": "package a\n",
    "a/a_test.go": "package a\n",
    "a/x_test.go": "package a_test\n",
    "a/a_windows.go": "package a\n",
    "a/_skipped.go": "package a\n",
    "a/deep/deep.go": "package deep\n",
    "ab/ab.go": "package ab\n",
    "testdata/t.go": "package t\n",
    "_u/u.go": "package u\n",
    ".h/h.go": "package h\n",
    "-dash/d.go": "package dash\n",
    "onlytest/o_test.go": "package onlytest\n",
    "excluded/e.go": "//go:build never\n\npackage excluded\n",
    "empty/README": "no Go\n",
    "nested/go.mod": "module example.com/nested\n\ngo 1.22.3\n",
    "nested/n/n.go": "package n\n",
    "cycle1/c.go": 'package cycle1\n\nimport _ "example.com/m/cycle2"\n',
    "cycle2/c.go": 'package cycle2\n\nimport _ "example.com/m/cycle1"\n',
    "mixed/a.go": "package mixed\n",
    "mixed/b.go": "package other\n",
    "syntax/s.go": 'package syntax\n\nimport "fmt\n',
    "missing/m.go": 'package missing\n\nimport _ "example.org/nowhere"\n',
    "typo/t.go": 'package typo\n\nimport _ "strungs"\n',
    "above/a.go": 'package above\n\nimport _ "example.com/m/syntax"\n',
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("discover")
    for name, text in TREE.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return str(root)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOPROXY", "off")
    monkeypatch.delenv("GOWORK", raising=False)


def found(toolchain: Toolchain, directory: str, *paths: str, build: Build | None = None) -> Discovery:
    return discover(toolchain, paths, directory, build or Build(goos="linux", goarch="amd64"))


def names(discovery: Discovery) -> list[str]:
    return [package.import_path.removeprefix("example.com/") for package in discovery.packages]


SOUND = ["m", "m/a", "m/a/deep", "m/ab", "m/onlytest"]


def test_whole_module_and_what_is_wrong_in_it(toolchain: Toolchain, tree: str) -> None:
    discovery = found(toolchain, tree)
    assert names(discovery) == SOUND
    told = {
        (problem.stage, os.path.relpath(problem.path, tree) if problem.path else "", problem.line): problem.message
        for problem in discovery.problems
    }
    assert "go mod" in told.pop(("dependency", "missing/m.go", 3))
    assert told.pop(("list", "typo/t.go", 3)).startswith("package strungs is not in std")
    assert "not terminated" in told.pop(("list", "syntax/s.go", 3))
    messages = "\n".join(problem.message for problem in discovery.problems)
    assert not [key for key in told if key[1]]
    assert "m/cycle1: import cycle not allowed: example.com/m/cycle1 imports example.com/m/cycle2" in messages
    assert "m/cycle2: it depends on what does not build: import cycle" in messages
    assert "m/mixed: found packages mixed (a.go) and other (b.go)" in messages
    assert "m/above: it depends on what does not build: string literal not terminated" in messages
    assert "m/-dash: invalid input directory name" in messages


def test_files_of_a_package(toolchain: Toolchain, tree: str) -> None:
    (package,) = found(toolchain, tree, "./a").packages
    place = os.path.join(tree, "a")

    def base(files: tuple[str, ...]) -> list[str]:
        assert all(os.path.dirname(file) == place for file in files)
        return [os.path.basename(file) for file in files]

    assert base(package.files) == ["a.go"]
    assert base(package.test_files) == ["a_test.go"]
    assert base(package.xtest_files) == ["x_test.go"]
    assert "a_windows.go" in base(package.ignored_files)
    assert (package.name, package.directory, package.standard) == ("a", place, False)
    assert (package.module.path, package.module.directory, package.module.go_version) == ("example.com/m", tree, "1.21")
    (windows,) = found(toolchain, tree, "./a", build=Build(goos="windows", goarch="amd64")).packages
    assert base(windows.files) == ["a.go", "a_windows.go"]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["."], ["m"]),
        (["./a"], ["m/a"]),
        (["a"], ["m/a"]),
        (["a/"], ["m/a"]),
        (["./ab/../a"], ["m/a"]),
        (["a/..."], ["m/a", "m/a/deep"]),
        (["./a..."], ["m/a", "m/a/deep", "m/ab"]),
        (["./.../deep"], ["m/a/deep"]),
        (["a", "a/...", "./a/a.go"], ["m/a", "m/a/deep"]),
        (["example.com/m/a"], ["m/a"]),
        (["example.com/m/a/..."], ["m/a", "m/a/deep"]),
        (["./testdata"], ["m/testdata"]),
        (["_u"], ["m/_u"]),
        (["nested/..."], ["nested/n"]),
        (["a", "./nested/n"], ["m/a", "nested/n"]),
        (["nested/n/n.go"], ["nested/n"]),
    ],
)
def test_paths(toolchain: Toolchain, tree: str, paths: list[str], expected: list[str]) -> None:
    discovery = found(toolchain, tree, *paths)
    assert names(discovery) == expected
    assert all(discovery.wants(package, file) for package in discovery.packages for file in package.files)


def test_absolute_paths_and_another_current_directory(toolchain: Toolchain, tree: str) -> None:
    elsewhere = os.path.join(tree, "ab")
    assert names(found(toolchain, elsewhere)) == ["m/ab"]
    assert names(found(toolchain, elsewhere, "..", "../a/...")) == ["m", "m/a", "m/a/deep"]
    absolute = os.path.join(tree, "a"), os.path.join(tree, "nested/...")
    assert names(found(toolchain, "/", *absolute)) == ["m/a", "nested/n"]
    assert names(found(toolchain, elsewhere, "example.com/m/a")) == ["m/a"]


def test_single_files(toolchain: Toolchain, tree: str) -> None:
    file, other = os.path.join(tree, "a/a.go"), os.path.join(tree, "a/a_test.go")
    discovery = found(toolchain, tree, "a/a.go", "./ab")
    alone, whole = discovery.packages
    assert dict(discovery.selected) == {os.path.join(tree, "a"): frozenset({file})}
    assert discovery.wants(alone, file)
    assert not discovery.wants(alone, other)
    assert all(discovery.wants(whole, one) for one in whole.files)
    two = found(toolchain, tree, "a/a.go", "a/a_test.go")
    assert two.selected[os.path.join(tree, "a")] == {file, other}
    assert found(toolchain, tree, "a/a.go", "./a").selected == {}


@pytest.mark.parametrize(
    ("path", "why"), [("a/a_windows.go", "build constraints"), ("a/_skipped.go", "Go skips files of that name")]
)
def test_file_that_is_not_compiled(toolchain: Toolchain, tree: str, path: str, why: str) -> None:
    discovery = found(toolchain, tree, path)
    assert discovery.packages == ()
    (problem,) = discovery.problems or [file.problem for file in discovery.left_out]
    assert problem is not None
    assert problem.path == os.path.join(tree, path)
    assert why in problem.message


def left_out(discovery: Discovery, tree: str) -> dict[str, bool]:
    """The files that are left out, and whether they were asked for by name, or all that a path named."""
    return {os.path.relpath(file.path, tree): file.problem is not None for file in discovery.left_out}


def test_files_that_are_left_out(toolchain: Toolchain, tree: str) -> None:
    everything = left_out(found(toolchain, tree), tree)
    # Not those in testdata, vendor, nested modules, and directories that Go does not look into.
    assert everything == {"a/a_windows.go": False, "excluded/e.go": False}
    for path in ("./a", "a/...", "./a..."):
        assert left_out(found(toolchain, tree, path), tree) == {"a/a_windows.go": False}
    assert left_out(found(toolchain, tree, "a/a_windows.go"), tree) == {"a/a_windows.go": True}
    assert left_out(found(toolchain, tree, "a/a.go"), tree) == {}
    (file,) = found(toolchain, tree, "a").left_out
    assert (file.package, file.root) == ("a", tree)
    for path in ("excluded/...", "./ex...", "./...uded"):
        discovery = found(toolchain, tree, path)
        assert left_out(discovery, tree) == {"excluded/e.go": False}
        assert discovery.packages == ()


def test_ignore_directives_of_go_mod(toolchain: Toolchain, module: Make) -> None:
    text = "package p\n"
    directory = module(
        {
            "go.mod": "module m\n\ngo 1.25\n\nignore (\n\t./one\n\ttwo\n)\n",
            "one/a_windows.go": text,
            "x/one/a_windows.go": text,
            "x/two/a_windows.go": text,
            "x/two/three/a_windows.go": text,
            "a.go": text,
        }
    )
    if toolchain.version < GoVersion.parse("1.25"):  # which knows no such directive
        with pytest.raises(GofixError):
            found(toolchain, directory)
        return
    assert left_out(found(toolchain, directory), directory) == {"x/one/a_windows.go": False}


def test_only_excluded_files(toolchain: Toolchain, tree: str) -> None:
    (file,) = found(toolchain, tree, "./excluded").left_out
    assert file.problem is not None
    assert "m/excluded: build constraints exclude all Go files" in file.problem.message
    tagged = found(toolchain, tree, "./excluded", build=Build(tags=("never",)))
    assert names(tagged) == ["m/excluded"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("./nowhere", "./nowhere: no such file or directory"),
        ("nowhere/...", "no Go packages there"),
        ("/nowhere/at/all", "no such file or directory"),
        ("-x", "-x: no such file or directory"),
        ("--help", "--help: no such file or directory"),
        ("", "an empty path"),
        ("no\nwhere", "no such file or directory, and not an import path"),
        ("./empty", "no Go files"),
        ("empty/...", "no Go packages there"),
        ("go.mod", "go.mod is not a Go file"),
        ("fmt", "fmt is not code of the module"),
        ("example.com/m/nowhere", "example.com/m/nowhere"),
        ("./a/nowhere.go", "./a/nowhere.go: no such file or directory"),
    ],
)
def test_paths_that_mean_nothing(toolchain: Toolchain, tree: str, path: str, message: str) -> None:
    with pytest.raises(GofixError) as error:
        found(toolchain, tree, path)
    assert message in error.value.message


def test_directory_that_looks_like_an_option(toolchain: Toolchain, tree: str) -> None:
    # Go refuses such a package itself; what matters is that it is not taken for an option.
    (problem,) = found(toolchain, tree, "-dash").problems
    assert "invalid input directory name" in problem.message


def test_no_module(toolchain: Toolchain, tmp_path: Path) -> None:
    (tmp_path / "x.go").write_text("package x\n")
    with pytest.raises(GofixError, match=r"no go\.mod in .* or above it") as error:
        found(toolchain, str(tmp_path))
    assert error.value.hint is not None
    for name in ("one", "deep/two"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "go.mod").write_text(f"module {name}\n\ngo 1.22\n")
        (tmp_path / name / "x.go").write_text("package x\n")
    for path in ("./...", ".", "./x.go"):
        with pytest.raises(GofixError, match=r"there are modules below.*: deep/two, one") as error:
            found(toolchain, str(tmp_path), path)
        assert error.value.hint is not None
        assert "./deep/two/... ./one/..." in error.value.hint
    assert names(found(toolchain, str(tmp_path), "./deep/two/...", "./one/...")) == ["deep/two", "one"]


def test_workspace(toolchain: Toolchain, tmp_path: Path) -> None:
    files = {
        "go.work": "go 1.22\n\nuse (\n\t./one\n\t./two\n)\n",
        "one/go.mod": "module one\n\ngo 1.22\n",
        "one/x.go": 'package x\n\nimport _ "two"\n',
        "two/go.mod": "module two\n",
        "two/x.go": "package x\n",
        "three/go.mod": "module three\n\ngo 1.22\n",
        "three/x.go": "package x\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    discovery = found(toolchain, str(tmp_path))
    assert [(package.import_path, package.module.go_version) for package in discovery.packages] == [
        ("one", "1.22"),
        ("two", "1.16"),
    ]
    assert discovery.problems == ()
    assert names(found(toolchain, str(tmp_path / "one"))) == ["one"]
    assert names(found(toolchain, str(tmp_path / "one"), "two")) == ["two"]
    with pytest.raises(GofixError, match=r"go\.work") as error:
        found(toolchain, str(tmp_path), "./three/...")
    assert error.value.hint is not None
    assert "GOWORK=off" in error.value.hint


def test_broken_go_mod_is_an_error_in_gos_words(toolchain: Toolchain, module: Make) -> None:
    root = module({"go.mod": "module example.com/m\n\nbogus\n", "a.go": "package m\n"})
    with pytest.raises(GofixError, match="unknown directive: bogus"):
        found(toolchain, root)


def test_vendored_code_is_left_alone_and_a_stale_vendor_folder_named(toolchain: Toolchain, module: Make) -> None:
    root = module(
        {
            "go.mod": "module example.com/m\n\ngo 1.22\n\nrequire example.org/dep v1.0.0\n",
            "a.go": 'package m\n\nimport _ "example.org/dep"\n',
            "vendor/modules.txt": "# example.org/dep v1.0.0\n## explicit; go 1.22\nexample.org/dep\n",
            "vendor/example.org/dep/dep.go": "package dep\n",
        }
    )
    discovery = found(toolchain, root)
    assert names(discovery) == ["m"]
    assert discovery.problems == ()
    for path in ("example.org/dep", "./vendor/example.org/dep"):
        with pytest.raises(GofixError):
            found(toolchain, root, path)
    Path(root, "vendor/modules.txt").write_text("")
    with pytest.raises(GofixError, match="inconsistent vendoring") as error:
        found(toolchain, root)
    assert error.value.hint == "go mod vendor"


def test_dependency_that_is_not_fetched(toolchain: Toolchain, module: Make) -> None:
    root = module(
        {
            "go.mod": "module example.com/m\n\ngo 1.22\n\nrequire example.org/dep v1.0.0\n",
            "go.sum": "example.org/dep v1.0.0 h1:AAAA\nexample.org/dep v1.0.0/go.mod h1:AAAA\n",
            "a/a.go": 'package a\n\nimport _ "example.org/dep"\n',
            "b/b.go": "package b\n",
        }
    )
    discovery = found(toolchain, root)
    assert names(discovery) == ["m/b"]
    (problem,) = discovery.problems
    assert (problem.stage, problem.path) == ("dependency", os.path.join(root, "a/a.go"))
    assert "`go mod download`" in problem.message


def test_symbolic_links_give_a_file_one_name(toolchain: Toolchain, tree: str, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tree)
    linked = found(toolchain, str(link), "a/a.go")
    assert linked.packages[0].files == (str(link / "a/a.go"),)
    assert linked.wants(linked.packages[0], str(link / "a/a.go"))
    both = found(toolchain, tree, "./a", str(link / "a"), str(link / "ab"))
    assert [package.directory for package in both.packages] == [os.path.join(tree, "a"), str(link / "ab")]


def test_unsaved_file(toolchain: Toolchain, tree: str, tmp_path: Path) -> None:
    backing, overlay, new = tmp_path / "new.go", tmp_path / "overlay.json", os.path.join(tree, "a/new.go")
    backing.write_text("package a\n")
    overlay.write_text(f'{{"Replace": {{"{new}": "{backing}"}}}}')
    discovery = discover(toolchain, [new], tree, Build(), overlay=str(overlay))
    (package,) = discovery.packages
    assert new in package.files
    assert discovery.wants(package, new)
    assert not discovery.wants(package, os.path.join(tree, "a/a.go"))


def test_go_tree_is_a_module_too(toolchain: Toolchain, tmp_path: Path) -> None:
    source = os.path.join(toolchain.goroot, "src")
    (package,) = found(toolchain, source, "./container/ring").packages
    assert (package.import_path, package.module.path, package.standard) == ("container/ring", "std", True)
    assert package.module.go_version.startswith("1.")
    (package,) = found(toolchain, os.path.join(source, "cmd"), "./gofmt").packages
    assert (package.import_path, package.module.path) == ("cmd/gofmt", "cmd")
    with pytest.raises(GofixError, match="is not code of the module"):
        found(toolchain, source, "./vendor/golang.org/x/net/idna")
    # A copy of src is not what that Go builds.
    (tmp_path / "go.mod").write_text("module std\n\ngo 1.22\n")
    (tmp_path / "fmt").mkdir()
    (tmp_path / "fmt" / "fmt.go").write_text("package fmt\n")
    with pytest.raises(GofixError, match="Go's own tree") as error:
        found(toolchain, str(tmp_path))
    assert error.value.hint is not None
    assert "--go COPY/bin/go" in error.value.hint


def test_long_command_lines_are_cut(toolchain: Toolchain, tree: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gofix20.golist._LONGEST", 20)
    assert names(found(toolchain, tree, "./a", "./ab", "./a/deep", "./onlytest")) == [
        "m/a",
        "m/ab",
        "m/a/deep",
        "m/onlytest",
    ]


def test_package_lists_every_compiled_file(toolchain: Toolchain, tree: str) -> None:
    package: Package = found(toolchain, tree, "./a").packages[0]
    assert {os.path.basename(file) for file in package.all_files} == {"a.go", "a_test.go", "x_test.go"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"// Code generated by x. DO NOT EDIT.\npackage a\n", True),
        (b"// Copyright\n\n// Code generated by x. DO NOT EDIT.\n\npackage a\n", True),
        (b"\xef\xbb\xbf// Code generated by x. DO NOT EDIT.\r\n\r\npackage a\r\n", True),
        (b"/* a\n// Code generated by x. DO NOT EDIT.\n*/ package a\n", True),
        (b"package a\n\n// Code generated by x. DO NOT EDIT.\n", False),
        (b"// Code generated by x. DO NOT EDIT. Really.\npackage a\n", False),
        (b" // Code generated by x. DO NOT EDIT.\npackage a\n", False),
        (b"// code generated by x. DO NOT EDIT.\npackage a\n", False),
        (b"// Code generated DO NOT EDIT.\npackage a\n", False),
        (b"// see: // Code generated by x. DO NOT EDIT.\npackage a\n", False),
        (b"package a // Code generated by x. DO NOT EDIT.\n", False),
        (b"", False),
        (b"/* never ends", False),
    ],
)
def test_generated(text: bytes, expected: bool) -> None:
    assert is_generated(text) is expected
