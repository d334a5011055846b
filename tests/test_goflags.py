from __future__ import annotations

import pytest

from gofix20.goflags import joined, kept
from gofix20.model import GofixError


@pytest.mark.parametrize(
    "flag",
    [
        *("-toolexec=/evil", "--toolexec=/evil", "-vettool=/evil", "-exec=/evil", "-overlay=o.json"),
        *(
            "-json",
            "-json=true",
            "-mod=mod",
            "--mod=mod",
            "-n",
            "-f={{.Dir}}",
            "-C=elsewhere",
            "-compiler=gccgo",
        ),
    ],
)
def test_refused_by_name(flag: str) -> None:
    with pytest.raises(GofixError) as caught:
        kept(f"-trimpath {flag}", "environment")
    assert flag in caught.value.message
    assert "environment" in caught.value.message
    assert caught.value.hint == "unset GOFLAGS"


def test_the_hint_for_a_persisted_flag() -> None:
    with pytest.raises(GofixError) as caught:
        kept("-json", "go env -w")
    assert caught.value.hint == "go env -u GOFLAGS"


def test_what_stays_and_what_is_left_out() -> None:
    text = "-mod=vendor -modfile=alt.mod -tags=a,b -buildvcs=true -x -json=false -compiler=gc -deps -trimpath"
    assert kept(text, "environment") == ["-mod=vendor", "-modfile=alt.mod", "-tags=a,b", "-trimpath"]


@pytest.mark.parametrize(
    "text", ["", "  ", "-a -b", "'-ldflags=-s -w' -a", '"-gcflags=-N -l"', "-a='b", "-a='b\"c"]
)
def test_splitting_and_joining(text: str) -> None:
    flags = kept(text, "environment")
    assert kept(joined(flags), "environment") == flags


def test_a_quoted_flag_is_one_flag() -> None:
    assert kept("'-ldflags=-s -w'\t\"-gcflags=-d='x'\"", "environment") == [
        "-ldflags=-s -w",
        "-gcflags=-d='x'",
    ]
    with pytest.raises(GofixError, match="toolexec"):
        kept("'-toolexec=/evil it'", "environment")
    with pytest.raises(GofixError, match="does not end"):
        kept("'-ldflags=-s -w", "environment")
