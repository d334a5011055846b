"""A repository's own tests, before and after: what newly fails, and what only fails now and then.

`go test` is run by us, so that it builds with our build cache, which no test can write to, and each test binary is run
in the sandbox (`-exec`). Any other command runs in the sandbox as a whole, with a build cache of its own, and all that
is known of it is whether it failed.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gofix20.bulk import sandbox, surroundings
from gofix20.bulk.secrets import clean
from gofix20.bulk.settings import Tests
from gofix20.model import GofixError
from gofix20.process import run

WHOLE = ("", "")
"""In place of a test's package and name: the command itself failed."""
TAIL = 4000
"""Characters of what failed tests said that are kept."""

Test = tuple[str, str]
"""A package and a test in it; an empty name is the package as a whole: it did not build, or it crashed."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the tests came to."""

    passed: frozenset[Test] = frozenset()
    failed: frozenset[Test] = frozenset()
    seconds: float = 0.0
    said: str = field(default="", repr=False)
    """The end of what the failed ones printed."""


class Runner:
    """Runs the tests of checkouts of one repository, each in the directory `tree`.

    `room` is a directory that is ours; `modules` the directories, relative, in which `go test` is run.
    """

    def __init__(self, tests: Tests, room: str, tree: str, modules: Sequence[str], clone: str) -> None:
        self.tests, self.tree, self.modules = tests, tree, modules
        self.home, self.temporary = os.path.join(room, "test-home"), os.path.join(room, "test-tmp")
        for directory in (self.home, self.temporary):
            os.makedirs(directory, exist_ok=True)
        self.go = surroundings.go_program()
        self._room, self._clone = room, clone
        self._bwrap = sandbox.program() if tests.sandbox == "bwrap" else None

    @property
    def is_go(self) -> bool:
        return tuple(self.tests.command[:2]) == ("go", "test")

    def run(self, only: frozenset[Test] | None = None) -> Ran:
        """Run all of them, or those of the packages of `only`."""
        start = time.monotonic()
        if not self.is_go:
            ran = self._command(self.tests.command)
        else:
            parts = [self._module(module, only, start) for module in self.modules]
            ran = Ran(
                frozenset().union(*(part.passed for part in parts)),
                frozenset().union(*(part.failed for part in parts)),
                said="\n".join(part.said for part in parts if part.said)[-TAIL:],
            )
        return Ran(ran.passed, ran.failed, time.monotonic() - start, ran.said)

    def steady(self, ran: Ran) -> tuple[frozenset[Test], frozenset[Test]]:
        """Of the tests that failed, those that fail each time, and those that passed when they were run again."""
        failing = ran.failed
        flaky = frozenset[Test]()
        for _ in range(self.tests.reruns):
            if not failing:
                break
            again = self.run(None if WHOLE in failing else failing)
            passes = failing - again.failed if WHOLE in failing else failing & (again.passed - again.failed)
            flaky |= passes
            failing -= passes
        return failing, flaky

    def _command(self, command: Sequence[str]) -> Ran:
        env = self._inner()
        argv = list(command)
        argv = [*sandbox.wrapped(self._bwrap, self._sandbox(env)), *argv] if self._bwrap else ["/usr/bin/env", *argv]
        try:
            done = run(argv, cwd=self.tree, env=env, timeout=self.tests.seconds)
        except GofixError as error:
            return Ran(failed=frozenset([WHOLE]), said=clean(error.message))
        said = clean((done.stdout + done.stderr).decode(errors="replace"))[-TAIL:]
        return Ran(failed=frozenset([WHOLE]), said=said) if done.code else Ran(passed=frozenset([WHOLE]))

    def _module(self, module: str, only: frozenset[Test] | None, start: float) -> Ran:
        directory = os.path.normpath(os.path.join(self.tree, module))
        env = surroundings.for_go(self.home, self.tree, network=True) | {"GOTMPDIR": self.temporary}
        argv = [self.go, "test", "-json", "-count=1"]
        if self._bwrap:
            wrapper = os.path.join(self._room, "in-sandbox")
            with open(wrapper, "w", encoding="utf-8", errors="surrogateescape") as stream:
                stream.write(sandbox.script(sandbox.wrapped(self._bwrap, self._sandbox(self._inner()))))
            os.chmod(wrapper, 0o700)
            argv.append(f"-exec={wrapper}")
        packages = None if only is None else sorted({package for package, _ in only if package})
        given = list(self.tests.command[2:])
        if packages is not None:
            given = [word for word in given if word.startswith("-")] + packages
        left = max(1.0, self.tests.seconds - (time.monotonic() - start))
        try:
            done = run([*argv, *given], cwd=directory, env=env, timeout=left)
        except GofixError as error:
            return Ran(failed=frozenset([WHOLE]), said=clean(error.message))
        ran = _read(done.stdout)
        if done.code and not ran.failed:
            said = clean(done.stderr.decode(errors="replace"))
            return Ran(ran.passed, frozenset([WHOLE]), said=said[-TAIL:])
        return ran

    def _inner(self) -> Mapping[str, str]:
        """What a test has in its environment."""
        env = surroundings.for_go(self.home, self.tree, network=self.tests.network and self._bwrap is not None)
        env.pop("GOPRIVATE", None)
        own = {"HOME": self.home, "GOPATH": os.path.join(self.home, "go"), "GOCACHE": os.path.join(self.home, "cache")}
        path = os.pathsep.join([os.path.dirname(self.go), "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"])
        return env | own | {"PATH": path}

    def _sandbox(self, env: Mapping[str, str]) -> sandbox.Room:
        goroot = os.path.dirname(os.path.dirname(os.path.realpath(self.go)))
        readable = [goroot, self._clone, os.path.join(self.tree, ".git"), self.temporary]
        modules = env.get("GOMODCACHE", "")
        if os.path.isdir(modules):
            readable.append(modules)
        return sandbox.Room(readable, [self.tree], self.home, env, self.tests.network, self.tests.memory)


def _read(stream: bytes) -> Ran:
    """What `go test -json` says; see `go doc test2json`."""
    passed, failed = set[Test](), set[Test]()
    output: dict[Test, list[str]] = {}
    for line in stream.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        test = (event.get("Package") or event.get("ImportPath", "").split(" ")[0], event.get("Test", ""))
        action = event.get("Action")
        if action in ("output", "build-output"):
            output.setdefault(test, []).append(event.get("Output", ""))
        elif action == "pass":
            passed.add(test)
        elif action in ("fail", "build-fail"):
            failed.add(test)
    # A package, and a test with sub-tests, fails with what is in it: what is in it says more.
    inner = {(package, "") for package, name in failed if name}
    inner |= {(package, name.rpartition("/")[0]) for package, name in failed if "/" in name}
    failed -= inner
    said = "".join(text for test in sorted(failed) for text in output.get(test, ()))
    return Ran(frozenset(passed), frozenset(failed), said=clean(said)[-TAIL:])
