"""Packages that have to be looked at together: of which one edits the other's files, or sees what it exports."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from gofix20.choice import root_of
from gofix20.discover import Package
from gofix20.importers import MOST_SOURCE, TOO_MUCH, Importers, Joint, is_internal
from gofix20.model import Build
from gofix20.prove import Work
from gofix20.snapshot import Needs
from gofix20.toolchain import Toolchain
from gofix20.units import Unit


class Joints:
    """The internal packages of one run, with what uses what they export; for one thread at a time."""

    def __init__(self, toolchain: Toolchain) -> None:
        self._toolchain = toolchain
        self._found: dict[tuple[Build, str, str], Joint | str] = {}
        """By build, module and package (empty for all that were asked about)."""
        self._importers: dict[tuple[Build, str], Importers] = {}
        self.asking: set[str] = set()
        """The directories of packages of which it was asked what others do with what they export."""

    @property
    def modules(self) -> set[str]:
        """Those of which it was asked who imports whom."""
        return {importers.module.path for importers in self._importers.values()}

    def of(self, unit: Unit, units: Iterable[Unit], needs: Needs, overlay: str | None) -> Joint | str:
        """What a package is checked with, or why it cannot be; `needs` takes what that depends on."""
        package = unit.package
        place = package.build, package.module.directory
        if place not in self._importers:
            root = root_of(package.module.directory) or package.module.directory
            self._importers[place] = Importers(self._toolchain, package.module, package.build, root, overlay)
        found = self._joined(package, units, self._importers[place])
        needs.jointly(self._importers[place].directories, self._importers[place].needed(found))
        return found

    def _joined(self, package: Package, units: Iterable[Unit], importers: Importers) -> Joint | str:
        module, path = package.module, package.import_path
        others = (unit.package for unit in units)
        internal = {other.import_path for other in others if other.module == module and is_internal(other)}
        joint: Joint | str = TOO_MUCH
        for key, some, most in (("", internal, MOST_SOURCE), (path, {path}, MOST_SOURCE // 4)):
            place = (package.build, module.directory, key)
            if place not in self._found:
                self._found[place] = importers.join(some, f"joint {len(self._found)}", most)
            joint = self._found[place]
            if joint != TOO_MUCH:
                break
        if isinstance(joint, Joint):
            self.asking.add(package.directory)
        return joint

    def packages(self) -> Iterator[Package]:
        """All that are checked with others."""
        for joint in self._found.values():
            yield from joint.packages if isinstance(joint, Joint) else ()

    def beside(self, touched: Sequence[Package], work: Iterable[Work]) -> Iterator[Package]:
        """The packages, not touched themselves, that can see what a fix in one of those changes."""
        if not any(fix.finding.fix and fix.finding.fix.wide for each in work for fix in each.result.applied):
            return
        seen = {package.directory for package in touched}
        for package in self.packages():
            if package.directory not in seen and any(package.build == other.build for other in touched):
                seen.add(package.directory)
                yield package


def entangled(work: Sequence[Work], jointly: Collection[str]) -> tuple[int, int] | None:
    """Two works, by their indexes, of which one edits files of the other's package, or that are asked about jointly."""
    asking = [index for index, each in enumerate(work) if each.unit.package.directory in jointly]
    if len(asking) > 1:
        return asking[0], asking[1]
    places = [each.directories for each in work]
    for index, each in enumerate(work):
        if places[index] != {each.unit.package.directory}:
            for other in range(len(work)):
                if other != index and not places[index].isdisjoint(places[other]):
                    return min(index, other), max(index, other)
    return None
