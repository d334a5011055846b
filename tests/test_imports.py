"""Imports are put in and taken out as gofmt would have them, whatever the import section looks like."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gofix20.import_section import Spec, line_ending, read_head
from gofix20.imports import compose_imports
from gofix20.model import Import
from gofix20.toolchain import Toolchain

STRINGS = Import("strings")


def gofmt(toolchain: Toolchain, text: bytes) -> bytes:
    path = toolchain.gofmt or os.path.join(toolchain.goroot, "bin", "gofmt")
    done = subprocess.run([path], input=text, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode() + text.decode("utf-8", "replace")
    return done.stdout


def imported(text: bytes) -> list[tuple[str, str | None]]:
    head = read_head(text)
    assert head is not None
    return [(spec.path, spec.name) for found in head.declarations for spec in found.specs]


def dos(text: bytes) -> bytes:
    return b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n")


ADDED = {
    "none": (
        "package p\n\nvar x int\n",
        'package p\n\nimport "strings"\n\nvar x int\n',
    ),
    "none, and nothing else": (
        "package p\n",
        'package p\n\nimport "strings"\n',
    ),
    "a comment behind the package clause": (
        "package p // a\n\n// T is.\ntype T int\n",
        'package p // a\n\nimport "strings"\n\n// T is.\ntype T int\n',
    ),
    "a comment that goes on below the package clause": (
        "package p // a\n// b\n\nvar x int\n",
        'package p // a\n// b\n\nimport "strings"\n\nvar x int\n',
    ),
    "a comment below the package clause": (
        "package p\n\n// detached\n\n// T is.\ntype T int\n",
        'package p\n\nimport "strings"\n\n// detached\n\n// T is.\ntype T int\n',
    ),
    "build tags, a licence and a package comment": (
        "// Copyright\n\n//go:build linux && !cgo\n\n// Package p is.\npackage p\n\nvar x int\n",
        '// Copyright\n\n//go:build linux && !cgo\n\n// Package p is.\npackage p\n\nimport "strings"\n\nvar x int\n',
    ),
    "a block comment with package in it": (
        '/*\npackage q\n\nimport "x"\n*/\npackage p\n\nvar x int\n',
        '/*\npackage q\n\nimport "x"\n*/\npackage p\n\nimport "strings"\n\nvar x int\n',
    ),
    "one, before": (
        'package p\n\nimport "fmt"\n\nvar x int\n',
        'package p\n\nimport (\n\t"fmt"\n\t"strings"\n)\n\nvar x int\n',
    ),
    "one, behind": (
        'package p\n\nimport "time"\n\nvar x int\n',
        'package p\n\nimport (\n\t"strings"\n\t"time"\n)\n\nvar x int\n',
    ),
    "one, and the end of the file": (
        'package p\n\nimport "fmt"\n',
        'package p\n\nimport (\n\t"fmt"\n\t"strings"\n)\n',
    ),
    "one with comments": (
        'package p\n\n// above\nimport "fmt" // behind\n\nvar x int\n',
        'package p\n\n// above\nimport (\n\t"fmt" // behind\n\t"strings"\n)\n\nvar x int\n',
    ),
    "one of another kind": (
        'package p\n\nimport y "example.com/y" // y\n\nvar x int\n',
        'package p\n\nimport (\n\t"strings"\n\n\ty "example.com/y" // y\n)\n\nvar x int\n',
    ),
    "a block": (
        'package p\n\nimport (\n\t"bytes"\n\t"unicode"\n)\n\nvar x int\n',
        'package p\n\nimport (\n\t"bytes"\n\t"strings"\n\t"unicode"\n)\n\nvar x int\n',
    ),
    "a block with groups": (
        'package p\n\nimport (\n\t"fmt"\n\t"os"\n\n\t"example.com/a"\n\n\t"example.com/m/b"\n)\n',
        'package p\n\nimport (\n\t"fmt"\n\t"os"\n\t"strings"\n\n\t"example.com/a"\n\n\t"example.com/m/b"\n)\n',
    ),
    "a block with the groups the other way round": (
        'package p\n\nimport (\n\t"example.com/a"\n\n\t"fmt"\n\t"os"\n)\n',
        'package p\n\nimport (\n\t"example.com/a"\n\n\t"fmt"\n\t"os"\n\t"strings"\n)\n',
    ),
    "a block that mixes": (
        'package p\n\nimport (\n\t"example.com/a"\n\t"fmt"\n\t"zombies.example/b"\n)\n',
        'package p\n\nimport (\n\t"example.com/a"\n\t"fmt"\n\t"strings"\n\t"zombies.example/b"\n)\n',
    ),
    "a block without the standard library": (
        'package p\n\nimport (\n\t// a is.\n\t"example.com/a"\n)\n',
        'package p\n\nimport (\n\t"strings"\n\n\t// a is.\n\t"example.com/a"\n)\n',
    ),
    "blank, dot and named": (
        'package p\n\nimport (\n\t_ "embed"\n\t. "math"\n\tstr "strings"\n\t"unicode"\n)\n',
        'package p\n\nimport (\n\t_ "embed"\n\t. "math"\n\t"strings"\n\tstr "strings"\n\t"unicode"\n)\n',
    ),
    "the same one blank": (
        'package p\n\nimport _ "strings"\n',
        'package p\n\nimport (\n\t"strings"\n\t_ "strings"\n)\n',
    ),
    "comments in columns": (
        'package p\n\nimport (\n\t"a/long/path" // a\n\t"z"           // z\n)\n',
        'package p\n\nimport (\n\t"a/long/path" // a\n\t"strings"\n\t"z" // z\n)\n',
    ),
    "a heading": (
        'package p\n\nimport (\n\t// Standard library.\n\t"time"\n\t"unicode"\n)\n',
        'package p\n\nimport (\n\t// Standard library.\n\t"strings"\n\t"time"\n\t"unicode"\n)\n',
    ),
    "a comment of one import": (
        'package p\n\nimport (\n\t// For zones.\n\t"time"\n)\n',
        'package p\n\nimport (\n\t"strings"\n\t// For zones.\n\t"time"\n)\n',
    ),
    "a comment of one import, right below another": (
        'package p\n\nimport (\n\t"zoo.example/a"\n\t// For runes.\n\t"unicode"\n)\n',
        'package p\n\nimport (\n\t"strings"\n\t"zoo.example/a"\n\t// For runes.\n\t"unicode"\n)\n',
    ),
    "a comment of one import, below a blank line": (
        'package p\n\nimport (\n\n\t// For runes.\n\t"unicode"\n)\n',
        'package p\n\nimport (\n\t"strings"\n\n\t// For runes.\n\t"unicode"\n)\n',
    ),
    "a directive": (
        'package p\n\nimport (\n\t"bytes"\n\n\t//nolint:depguard\n\t"time"\n\t"unicode"\n)\n',
        'package p\n\nimport (\n\t"bytes"\n\t"strings"\n\n\t//nolint:depguard\n\t"time"\n\t"unicode"\n)\n',
    ),
    "a directive above the first": (
        'package p\n\nimport (\n\t//nolint:depguard\n\t"time"\n\t"unicode"\n)\n',
        'package p\n\nimport (\n\t"strings"\n\t//nolint:depguard\n\t"time"\n\t"unicode"\n)\n',
    ),
    "several declarations, by lines": (
        'package p\n\nimport "fmt"\nimport "os"\nimport "time"\n\nvar x int\n',
        'package p\n\nimport "fmt"\nimport "os"\nimport "strings"\nimport "time"\n\nvar x int\n',
    ),
    "several declarations, none of the standard library": (
        'package p\n\nimport "a.example/b"\nimport "c.example/d"\n\nvar x int\n',
        'package p\n\nimport "strings"\n\nimport "a.example/b"\nimport "c.example/d"\n\nvar x int\n',
    ),
    "several declarations, with comments in columns": (
        'package p\n\nimport "fmt"     // a\nimport "unicode" // b\n',
        'package p\n\nimport "fmt" // a\nimport "strings"\nimport "unicode" // b\n',
    ),
    "a block and a line": (
        'package p\n\nimport (\n\t"example.com/a"\n)\nimport "fmt"\n\nvar x int\n',
        'package p\n\nimport (\n\t"example.com/a"\n)\nimport (\n\t"fmt"\n\t"strings"\n)\n\nvar x int\n',
    ),
    "two blocks": (
        'package p\n\nimport (\n\t"example.com/a"\n)\n\nimport (\n\t"fmt"\n)\n',
        'package p\n\nimport (\n\t"example.com/a"\n)\n\nimport (\n\t"fmt"\n\t"strings"\n)\n',
    ),
    "an empty block": (
        "package p\n\nimport ()\n\nvar x int\n",
        'package p\n\nimport (\n\t"strings"\n)\n\nvar x int\n',
    ),
    "cgo alone": (
        'package p\n\n// #include <stdio.h>\nimport "C"\n\nvar x int\n',
        'package p\n\n// #include <stdio.h>\nimport "C"\n\nimport "strings"\n\nvar x int\n',
    ),
    "cgo in front": (
        'package p\n\n/*\n#include <stdio.h>\n*/\nimport "C"\nimport "fmt"\n\nvar x int\n',
        'package p\n\n/*\n#include <stdio.h>\n*/\nimport "C"\nimport (\n\t"fmt"\n\t"strings"\n)\n\nvar x int\n',
    ),
    "cgo behind": (
        'package p\n\nimport (\n\t"fmt"\n)\n\n// int x;\nimport "C"\n',
        'package p\n\nimport (\n\t"fmt"\n\t"strings"\n)\n\n// int x;\nimport "C"\n',
    ),
    "cgo in a block": (
        'package p\n\n// int x;\nimport (\n\t"C"\n\t"fmt"\n)\n\nvar x int\n',
        'package p\n\n// int x;\nimport (\n\t"C"\n\t"fmt"\n)\n\nimport "strings"\n\nvar x int\n',
    ),
}


@pytest.mark.parametrize("shape", ADDED)
def test_an_import_is_added_as_gofmt_has_it(shape: str, toolchain: Toolchain) -> None:
    before, after = (text.encode() for text in ADDED[shape])
    assert gofmt(toolchain, before) == before
    assert compose_imports(before, [STRINGS]) == after
    assert gofmt(toolchain, after) == after
    assert compose_imports(after, [STRINGS]) == after
    assert compose_imports(dos(before), [STRINGS]) == dos(after)


UNFORMATTED = {
    "a raw string": (
        "package p\n\nimport (\n\t`fmt`\n\t`time`\n)\n",
        'package p\n\nimport (\n\t`fmt`\n\t"strings"\n\t`time`\n)\n',
    ),
    "semicolons": (
        'package p; import "fmt"; var x int\n',
        'package p; import "strings"; import "fmt"; var x int\n',
    ),
    "a block with semicolons": (
        'package p\n\n// doc\nimport ("fmt"; "time")\n\nvar x int\n',
        'package p\n\nimport "strings"\n\n// doc\nimport ("fmt"; "time")\n\nvar x int\n',
    ),
    "no import, and semicolons": (
        "package p; var x int\n",
        'package p; import "strings"; var x int\n',
    ),
    "no import, and a comment": (
        "package p /* a\nb */\nvar x int\n",
        'package p; import "strings" /* a\nb */\nvar x int\n',
    ),
    "cgo and semicolons": (
        'package p\nimport "C"; var x int\n',
        'package p\nimport "C"; import "strings"; var x int\n',
    ),
    "no blank line behind the package clause": (
        "package p\nfunc f() {}\n",
        'package p\n\nimport "strings"\n\nfunc f() {}\n',
    ),
    "no newline at the end": (
        "package p",
        'package p\n\nimport "strings"\n',
    ),
    "one, and no newline at the end": (
        'package p\nimport "fmt"',
        'package p\nimport (\n\t"fmt"\n\t"strings"\n)',
    ),
    "blanks for tabs": (
        'package p\nimport (\n    "fmt"   // a\n    "time"\n)\n',
        'package p\nimport (\n    "fmt"   // a\n\t"strings"\n    "time"\n)\n',
    ),
    "not in order": (
        'package p\n\nimport (\n\t"time"\n\t"fmt"\n)\n',
        'package p\n\nimport (\n\t"strings"\n\t"time"\n\t"fmt"\n)\n',
    ),
    "a comment in front of a path": (
        'package p\n\nimport (\n\t/* a */ "fmt"\n)\n',
        'package p\n\nimport "strings"\nimport (\n\t/* a */ "fmt"\n)\n',
    ),
}


@pytest.mark.parametrize("shape", UNFORMATTED)
def test_in_a_text_that_is_not_formatted_the_rest_stays(shape: str, toolchain: Toolchain) -> None:
    before, after = (text.encode() for text in UNFORMATTED[shape])
    assert compose_imports(before, [STRINGS]) == after
    assert compose_imports(dos(before), [STRINGS]) == dos(after) if b"\n" in before else True
    assert b'"strings"' in gofmt(toolchain, after)


REMOVED = {
    "the only one": (
        'package p\n\nimport "strings"\n\nvar x int\n',
        "package p\n\nvar x int\n",
    ),
    "the only one, and nothing else": (
        'package p\n\nimport "strings"\n',
        "package p\n",
    ),
    "the only one, with comments": (
        'package p\n\n// above\nimport "strings" // behind\n\nvar x int\n',
        "package p\n\n// above\n\nvar x int\n",
    ),
    "the only one of a block": (
        'package p\n\nimport (\n\t"strings" // behind\n)\n\nvar x int\n',
        "package p\n\nvar x int\n",
    ),
    "the only one of a block with comments that stand alone": (
        'package p\n\nimport (\n\t// one\n\n\t"strings"\n\n\t// two\n) // three\n\nvar x int\n',
        "package p\n\n// one\n// two\n// three\n\nvar x int\n",
    ),
    "the first of a group": (
        'package p\n\nimport (\n\t// Standard library.\n\t"strings"\n\t"time"\n)\n',
        'package p\n\nimport (\n\t// Standard library.\n\t"time"\n)\n',
    ),
    "the last of a group": (
        'package p\n\nimport (\n\t"fmt"\n\t"strings" // behind\n\n\t"example.com/a"\n)\n',
        'package p\n\nimport (\n\t"fmt"\n\n\t"example.com/a"\n)\n',
    ),
    "a group in front": (
        'package p\n\nimport (\n\t"strings"\n\n\t"example.com/a"\n)\n',
        'package p\n\nimport (\n\t"example.com/a"\n)\n',
    ),
    "a group in front, below a blank line": (
        'package p\n\nimport (\n\n\t// For Join.\n\t"strings"\n\n\t"example.com/a"\n)\n',
        'package p\n\nimport (\n\t"example.com/a"\n)\n',
    ),
    "a block with a comment, right below another import": (
        'package p\n\nimport "fmt"\nimport (\n\t// alone\n\n\t"strings"\n)\n',
        'package p\n\nimport "fmt"\n\n// alone\n',
    ),
    "a group in between": (
        'package p\n\nimport (\n\t"a.example/a"\n\n\t"strings"\n\n\t"b.example/b"\n)\n',
        'package p\n\nimport (\n\t"a.example/a"\n\n\t"b.example/b"\n)\n',
    ),
    "a group at the end": (
        'package p\n\nimport (\n\t"example.com/a"\n\n\t// For Join.\n\t"strings"\n)\n',
        'package p\n\nimport (\n\t"example.com/a"\n)\n',
    ),
    "a group with a directive": (
        'package p\n\nimport (\n\t"example.com/a"\n\n\t//nolint:depguard\n\t"strings"\n\n\t"b.example/b"\n)\n',
        'package p\n\nimport (\n\t"example.com/a"\n\n\t//nolint:depguard\n\n\t"b.example/b"\n)\n',
    ),
    "a comment that stands alone": (
        'package p\n\nimport (\n\t"fmt"\n\n\t// alone\n\n\t"strings"\n)\n',
        'package p\n\nimport (\n\t"fmt"\n\t// alone\n)\n',
    ),
    "the one that made the columns wide": (
        'package p\n\nimport (\n\t"fmt"     // a\n\t"strings" // b\n)\n',
        'package p\n\nimport (\n\t"fmt" // a\n)\n',
    ),
    "one that parted the columns": (
        'package p\n\nimport (\n\t"a/long/path" // a\n\t"strings"\n\t"z" // z\n)\n',
        'package p\n\nimport (\n\t"a/long/path" // a\n\t"z"           // z\n)\n',
    ),
    "one of several lines": (
        'package p\n\nimport "fmt"\nimport "strings"\nimport "time"\n\nvar x int\n',
        'package p\n\nimport "fmt"\nimport "time"\n\nvar x int\n',
    ),
    "beside cgo": (
        'package p\n\n// int x;\nimport "C"\nimport "strings"\n\nvar x int\n',
        'package p\n\n// int x;\nimport "C"\n\nvar x int\n',
    ),
    "only the one without a name": (
        'package p\n\nimport (\n\t_ "strings"\n\t"strings"\n\tstr "strings"\n)\n',
        'package p\n\nimport (\n\t_ "strings"\n\tstr "strings"\n)\n',
    ),
}


@pytest.mark.parametrize("shape", REMOVED)
def test_an_unused_import_is_removed_as_gofmt_has_it(shape: str, toolchain: Toolchain) -> None:
    before, after = (text.encode() for text in REMOVED[shape])
    before = gofmt(toolchain, before)
    assert compose_imports(before, [], [STRINGS]) == after
    assert gofmt(toolchain, after) == after
    assert compose_imports(dos(before), [], [STRINGS]) == dos(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('package p; import "strings"; var x int\n', "package p; var x int\n"),
        ('package p\nimport ("fmt"; "strings"; "time")\n', 'package p\nimport ("fmt"; "time")\n'),
        ('package p\nimport ("fmt"; "strings")\n', 'package p\nimport ("fmt"; )\n'),
        ('package p\nimport (\n"fmt"; "strings"\n)\n', 'package p\nimport (\n"fmt"; \n)\n'),
        ('package p\nimport (\n"fmt"; "time"\n"strings"\n)\n', 'package p\nimport (\n"fmt"; "time"\n)\n'),
    ],
)
def test_an_unused_import_among_semicolons(before: str, after: str, toolchain: Toolchain) -> None:
    assert compose_imports(before.encode(), [], [STRINGS]) == after.encode()
    assert b"strings" not in gofmt(toolchain, after.encode())


def test_one_goes_as_another_comes() -> None:
    lone = b'package p\n\nimport "bytes"\n\nvar x int\n'
    assert compose_imports(lone, [STRINGS], [Import("bytes")]) == lone.replace(b"bytes", b"strings")
    block = b'package p\n\nimport (\n\t// Standard library.\n\t"bytes"\n\n\t"example.com/a"\n)\n'
    assert compose_imports(block, [STRINGS], [Import("bytes")]) == block.replace(b"bytes", b"strings")


def test_what_is_needed_is_not_removed() -> None:
    text = b'package p\n\nimport "strings"\n'
    assert compose_imports(text, [STRINGS], [STRINGS]) == text
    assert compose_imports(text, [Import("strings", "strings")], [STRINGS]) == text


def test_cgo_is_not_removed() -> None:
    text = b'package p\n\n// int x;\nimport "C"\n'
    assert compose_imports(text, [], [Import("C")]) == text


def test_a_name_is_written_where_there_is_one() -> None:
    text = b'package p\n\nimport "fmt"\n'
    needs = [Import("strings", "str"), Import("math/rand/v2"), Import("strings", "str")]
    after = b'package p\n\nimport (\n\t"fmt"\n\t"math/rand/v2"\n\tstr "strings"\n)\n'
    assert compose_imports(text, needs) == after
    assert compose_imports(after, [Import("math/rand/v2", "rand")]) == after


def test_a_third_partys_package_goes_to_its_kin() -> None:
    text = b'package p\n\nimport (\n\t"fmt"\n\n\t"a.example/x"\n\n\t"m.example/m/a"\n)\n'
    after = text.replace(b'm/a"\n', b'm/a"\n\t"m.example/m/b"\n')
    assert compose_imports(text, [Import("m.example/m/b")]) == after
    alone = b'package p\n\nimport (\n\t"fmt"\n)\n'
    assert compose_imports(alone, [Import("m.example/m/b")]) == alone.replace(b")", b'\n\t"m.example/m/b"\n)')


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"packag p\n",
        b"package\n",
        b'package p\nimport (\n"fmt"\n',
        b"package p\nimport fmt\n",
        b"package p\nimport",
        b"\xff",
    ],
)
def test_what_is_no_go_comes_back_as_it_is(text: bytes) -> None:
    assert compose_imports(text, [STRINGS], [Import("fmt")]) == text


def test_what_follows_the_imports_is_not_looked_at() -> None:
    text = b'package p\n\nimport "fmt"\n\nfunc f() { import "no" \xff ` }\n'
    assert compose_imports(text, [STRINGS]).endswith(b'"strings"\n)\n\nfunc f() { import "no" \xff ` }\n')


def test_the_line_ending_is_that_of_most_lines() -> None:
    assert line_ending(b"") == line_ending(b"a") == line_ending(b"a\nb\r\n") == line_ending(b"a\rb") == b"\n"
    assert line_ending(b"a\r\n") == line_ending(b"a\nb\r\nc\r\n") == b"\r\n"


PATHS = [
    "bytes",
    "encoding/json",
    "example.com/a",
    "example.com/b",
    "fmt",
    "m/internal",
    "net/http",
    "other.org/x",
    "strings",
]
names = st.sampled_from([None, None, None, None, "_", ".", "n", "longer"])
imports = st.builds(Import, st.sampled_from(PATHS), names)
behind = st.sampled_from(["", "", "", " // b", " /* k */", " // behind"])
on_lines = st.sampled_from(
    ["", "", "", "", "", "// one\n", "// two\n// lines\n", "//nolint:x\n", "// alone\n\n", "\n", "\n"]
)


def spelled(item: Import) -> str:
    return f'{item.name} "{item.path}"' if item.name else f'"{item.path}"'


singles = st.builds(lambda above, item, after: f"{above}import {spelled(item)}{after}\n", on_lines, imports, behind)
members = st.builds(lambda above, item, after: f"{above}\t{spelled(item)}{after}\n", on_lines, imports, behind)
blocks = st.builds(
    lambda above, opened, specs, last, closed: f"{above}import ({opened}\n{''.join(specs)}{last}){closed}\n",
    on_lines,
    st.sampled_from(["", "", "", " // opened"]),
    st.lists(members, min_size=1, max_size=6),
    st.sampled_from(["", "", "", "\n\t// last\n"]),
    st.sampled_from(["", "", "", " // closed"]),
)
cgo = st.sampled_from(['// #include <x.h>\nimport "C"\n', "import ()\n"])
files = st.builds(
    lambda front, package, sections, end: (
        f"{front}package p{package}\n\n" + "".join(section + between for section, between in sections) + end
    ),
    st.sampled_from(["", "//go:build linux\n\n", "// Package p is.\n"]),
    behind,
    st.lists(st.tuples(st.one_of(singles, blocks, blocks, cgo), st.sampled_from(["", "\n"])), max_size=3),
    st.sampled_from(["", "\nvar x int\n", "\n// f is.\nfunc f() {}\n", "\n// detached\n\ntype T struct{}\n"]),
)


def words(text: bytes) -> list[bytes]:
    """The comments, paths and names of a text, in order."""
    return re.findall(rb'//[^\n]*|/\*.*?\*/|"[^"]*"|[\w.]+', text, re.DOTALL)


def specs_of(text: bytes) -> Iterator[Spec]:
    head = read_head(text)
    assert head is not None
    for found in head.declarations:
        yield from found.specs


@given(files, st.lists(st.sampled_from(PATHS), max_size=2), st.data())
@settings(max_examples=100, derandomize=True, deadline=None)
def test_any_import_section(toolchain: Toolchain, drawn: str, wanted: list[str], data: st.DataObject) -> None:
    before = gofmt(toolchain, gofmt(toolchain, drawn.encode()))
    there = imported(before)
    assume(len(there) == len(set(there)))  # Go takes no import twice
    removable = sorted({item for item in there if item[0] != "C"}, key=str)
    gone = data.draw(st.lists(st.sampled_from(removable), max_size=3)) if removable else []
    needs = [Import(path) for path in wanted]
    unused = [Import(*item) for item in gone]
    after = compose_imports(before, needs, unused)

    needed = {(path, None) for path in wanted}
    left = imported(after)
    assert needed <= set(left)
    assert set(left) == (set(there) - set(gone)) | needed | (set(there) & needed)
    assert compose_imports(after, needs) == after
    assert compose_imports(dos(before), needs, unused) == dos(after)
    if not gone:
        # Whatever was there is there still, and in the same order.
        remaining = iter(words(after))
        assert all(word in remaining for word in words(before))
        comments = {before[spec.end : before.find(b"\n", spec.end)].strip() for spec in specs_of(before)}
        assert comments <= {after[spec.end : after.find(b"\n", spec.end)].strip() for spec in specs_of(after)}
    # gofmt takes a comment below one that stands behind an import for its second line, and leaves them together.
    if not re.search(rb"(?m)^(import|\)).*//.*\n//", before):
        assert gofmt(toolchain, after) == after
