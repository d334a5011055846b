"""Verifies new texts: gofmt, then `go vet` (which type-checks) of every package touched, its tests included.

Where `go vet` would compile hundreds of packages for nothing else, as for a system that nobody asked for, the
compiler alone may have the word; and it is given the tests only if they can see what differs.

Nothing is written to the user's tree: the new texts are laid over it. What was wrong before does not
count. And a verdict is never good because nobody looked: a file that Go leaves out, a package that vet
did not visit, a tool that failed or took too long each make it bad.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gofix20.discover import Package
from gofix20.excuses import Report, fresh
from gofix20.golist import list_packages
from gofix20.lines import LineMap
from gofix20.model import Build, GofixError, Problem, Verdict
from gofix20.overlay import Overlay, on_disk
from gofix20.reach import stays_inside
from gofix20.toolchain import Toolchain
from gofix20.vet import Compiled, Depth, Vetted, compile_all, files_of, vet

__all__ = ["TOOL", "Verifier"]

TOOL = "go"
"""The stage of a problem that no fix is to blame for: Go itself failed, and would without any."""

_NEVER_BUILT = ("builtin", "unsafe")
"""Packages that the compiler knows by itself: Go neither builds nor vets their files."""

Format = Callable[[bytes], bytes | None]
"""What gofmt makes of a text; None if it does not parse."""


@dataclass(frozen=True, slots=True)
class _Texts:
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    """Of the files that differ, only."""
    old: Overlay
    new: Overlay


class Verifier:
    """Verifies texts over one state of the disk: make a new one when files there may have changed.

    `scratch` is a directory of our own, outside of every module, for the texts that are laid over.
    `timeout` is in seconds, for each call of Go.
    """

    def __init__(self, toolchain: Toolchain, *, scratch: str, format: Format, timeout: float | None = None) -> None:  # noqa: A002
        self._toolchain = toolchain
        self._scratch = scratch
        self._format = format
        self._timeout = timeout
        self._old_findings: dict[tuple[str | None, Package], tuple[Report, ...]] = {}

    def verify(
        self,
        packages: Sequence[Package],
        before: Mapping[str, bytes],
        after: Mapping[str, bytes],
        *,
        compiled: bool = False,
    ) -> Verdict:
        """Check `after`, the new text of some files, against the text that they have now.

        That is the one in `before`, such as an unsaved text of an editor, else the one on disk; a file
        that has neither is new. `packages` are those of the files in one or several builds, and others
        that are to be checked along with them. `compiled` is enough of them if they are, without vet, and
        without tests that cannot see what differs. The verdict's problems are new ones only, with the lines
        of the new text.
        """
        saved = {path: text for path in after if (text := on_disk(path)) is not None}
        before = {**saved, **before}
        after = {path: text for path, text in after.items() if text != before.get(path)}
        if not after:
            return Verdict(ok=True)
        problems: list[Problem] = []
        try:
            for path, text in after.items():
                problems += self._formatting(path, before.get(path), text)
            packages = [one for one in packages if not (one.standard and one.import_path in _NEVER_BUILT)]
            covered = {path for package in packages for path in package.all_files}
            problems += (_unchecked(path, "it is in no package that is built") for path in after if path not in covered)
            old, new = Overlay(before, self._scratch), Overlay({**before, **after}, self._scratch)
            texts = _Texts(before, after, old, new)
            groups: dict[tuple[str, Build, bool], list[Package]] = {}
            for package in packages:
                alone = compiled and _is_inside(package, texts)
                groups.setdefault((package.module.directory, package.build, alone), []).append(package)
            for (_, _, alone), group in groups.items():
                problems += self._compile(group, texts) if alone else self._check(group, texts)
        except GofixError as error:
            problems.append(Problem(TOOL, "", 0, 0, "; ".join(filter(None, (error.message, error.hint)))))
        # That a text does not parse is better said by the compiler, who says where.
        placed = {one.path for one in problems if one.line}
        kept = [one for one in problems if one.stage != "gofmt" or one.line or one.path not in placed]
        return Verdict(not kept, tuple(dict.fromkeys(kept)))

    # gofmt

    def _formatting(self, path: str, before: bytes | None, after: bytes) -> Iterator[Problem]:
        """Give the first place where gofmt would have it otherwise; in a file that it would, only in lines of ours."""
        text, was = _plain(after), _plain(before or b"")
        made = self._format(text)
        if made is None:
            yield Problem("gofmt", path, 0, 0, "the new text does not parse")
        if made is None or made == text:
            return
        formatted = was if before is None else self._format(was)
        if formatted is None:
            return  # nothing can be said of how it was
        kept, old, origin = LineMap(made, text), LineMap(formatted, was), LineMap(was, text)
        for line in range(1, text.count(b"\n") + 2):
            if kept.is_unchanged(line):
                continue
            if formatted != was:
                # A new line among lines that are not formatted can only follow its neighbours.
                first, last = origin.old_lines(line)
                if origin.is_unchanged(line) or not all(map(old.is_unchanged, range(first, last + 1))):
                    continue
            yield Problem("gofmt", path, line, 1, "gofmt would change this line")
            return

    # vet

    def _check(self, packages: Sequence[Package], texts: _Texts) -> list[Problem]:
        """Vet packages of one module and one build."""
        expected, problems = self._listed(packages, texts)
        if problems:
            return problems
        vetted = self._vet(packages, texts.new)
        if not vetted.failed and vetted.visited < expected:
            vetted = self._vet(packages, texts.new, cached=False)
        return self._judged(packages, expected, vetted, texts)

    def _judged(
        self, packages: Sequence[Package], expected: int, vetted: Vetted, texts: _Texts
    ) -> list[Problem]:
        new = self._new_findings(packages, vetted, texts)
        if vetted.failed:
            new += self._new_errors(vetted, packages, texts)
        if new:
            return [report.problem for report in new]
        if vetted.visited >= expected:
            return []
        return self._unvisited(packages, expected, vetted, texts)

    def _listed(self, packages: Sequence[Package], texts: _Texts) -> tuple[int, list[Problem]]:
        """Count the units that vet is to look at, and name touched files that Go would not compile any more."""
        listed = list_packages(
            self._toolchain,
            [package.import_path for package in packages],
            ("Dir", "ImportPath", "GoFiles", "CgoFiles", "TestGoFiles", "XTestGoFiles"),
            cwd=packages[0].module.directory,
            build=packages[0].build,
            flags=["-find"],
            overlay=texts.new.file,
            timeout=self._timeout,
        )
        units = 0
        compiled = set()
        for one in listed:
            files = files_of(one)
            external = one.get("XTestGoFiles") or ()
            units += (len(files) > len(external)) + (len(external) > 0)
            compiled |= {os.path.join(one.get("Dir", ""), name) for name in files}
        # By name exactly: under another name for the same file, the overlay would lie beside what is compiled.
        missing = [
            path
            for package in packages
            for path in package.all_files
            if path in texts.after and path not in compiled
        ]
        return units, [_unchecked(path, "with the new text, Go leaves it out of its package") for path in missing]

    def _new_findings(self, packages: Sequence[Package], vetted: Vetted, texts: _Texts) -> list[Report]:
        known = {package.import_path: package for package in packages if package.import_path in vetted.findings}
        key = texts.old.file
        missing = [package for package in known.values() if (key, package) not in self._old_findings]
        if missing:
            was = self._vet(missing, texts.old)
            if was.visited < sum(map(_units, missing)):
                was = self._vet(missing, texts.old, cached=False)
            for package in missing:
                self._old_findings[key, package] = was.findings.get(package.import_path, ())
        new: list[Report] = []
        for path, reports in vetted.findings.items():
            old = self._old_findings[key, known[path]] if path in known else ()
            new += fresh(old, reports, texts.before, texts.after)
        return new

    def _new_errors(self, vetted: Vetted, packages: Sequence[Package], texts: _Texts) -> list[Report]:
        """Give all compile errors, where vet said only the first; what only vet says counts as well."""
        # Where nothing could be loaded, that comes first, and it is quickly told.
        depth = Depth.ALL if vetted.loaded else Depth.LOAD
        compiled = self._compiled(vetted.broken, texts.new, depth)
        if not compiled.reports and depth is Depth.LOAD:
            depth = Depth.ALL
            compiled = self._compiled(vetted.broken, texts.new, depth)
        old = self._compiled(vetted.broken, texts.old, depth) if compiled.reports else None
        new = fresh(old.reports if old else (), compiled.reports, texts.before, texts.after)
        if new:
            return new
        known = {(report.problem.path, report.problem.line) for report in compiled.reports if report.problem.line}
        others = [one for one in vetted.complaints if (one.problem.path, one.problem.line) not in known]
        if not others:
            return []
        was = self._vet(packages, texts.old)
        return fresh(was.complaints, others, texts.before, texts.after)

    def _vet(self, packages: Sequence[Package], overlay: Overlay, *, cached: bool = True) -> Vetted:
        return vet(self._toolchain, packages, overlay, timeout=self._timeout, cached=cached)

    def _compiled(self, packages: Sequence[Package], overlay: Overlay, depth: Depth) -> Compiled:
        return compile_all(self._toolchain, packages, overlay, depth, timeout=self._timeout)

    def _unvisited(
        self, packages: Sequence[Package], expected: int, vetted: Vetted, texts: _Texts
    ) -> list[Problem]:
        """Nothing new was found, but vet did not look at everything: accept that only for what was broken before."""
        compiled = self._compiled(packages, texts.new, Depth.BUILD)
        problems: list[Problem] = []
        sound = [package for package in packages if package.import_path not in compiled.unloadable]
        if compiled.unloadable:
            # One package that cannot be loaded keeps vet from looking at any.
            problems += self._check(sound, texts) if sound else []
        elif expected - vetted.visited > compiled.broken:
            again = self._vet(packages, texts.new, cached=False)
            if again.visited > vetted.visited:
                return self._judged(packages, expected, again, texts)
            said = "; ".join(report.problem.message for report in vetted.complaints[:3]) or "it does not say why"
            message = f"go vet looked at {vetted.visited} of {expected} packages and tests: {said}"
            problems.append(Problem(TOOL, "", 0, 0, message))
        return problems + _broken(packages, compiled, texts)

    # The compiler alone

    def _compile(self, packages: Sequence[Package], texts: _Texts) -> list[Problem]:
        """Compile packages of one module and one build without their tests."""
        _, problems = self._listed(packages, texts)
        if problems:
            return problems
        compiled = self._compiled(packages, texts.new, Depth.ALONE)
        if compiled.reports:
            compiled = self._compiled(packages, texts.new, Depth.ALONE_ALL)
            old = self._compiled(packages, texts.old, Depth.ALONE_ALL)
            if new := fresh(old.reports, compiled.reports, texts.before, texts.after):
                return [report.problem for report in new]
        return _broken(packages, compiled, texts)


def _broken(packages: Sequence[Package], compiled: Compiled, texts: _Texts) -> list[Problem]:
    why = "it did not compile before, and does not now"
    return [
        _unchecked(path, why)
        for package in packages
        for path in package.all_files
        if path in texts.after and path not in compiled.sound
    ]


def _is_inside(package: Package, texts: _Texts) -> bool:
    """Say whether no test of a package can see what differs."""
    if not texts.after.keys().isdisjoint((*package.test_files, *package.xtest_files)):
        return False
    tests = [texts.before.get(path) or on_disk(path) or b"" for path in package.test_files]
    return all(stays_inside(texts.before.get(path, b""), text, tests) for path, text in texts.after.items())


def _units(package: Package) -> int:
    """Count the units of a package that vet looks at: with its tests, and the external ones."""
    inside = package.files or package.cgo_files or package.test_files
    return (len(inside) > 0) + (len(package.xtest_files) > 0)


def _unchecked(path: str, why: str) -> Problem:
    return Problem("vet", path, 0, 0, f"the new text cannot be checked: {why}")


def _plain(text: bytes) -> bytes:
    """Strip what gofmt would change in every file that has it: a byte order mark and carriage returns."""
    return text.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
