"""Finds the transforms: built in, and third parties' by the entry point group `gofix20.transforms`."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from gofix20.model import GofixError
from gofix20.transform import Transform

GROUP = "gofix20.transforms"
CODE = re.compile(r"[A-Z]{2,8}[0-9]{2,4}")


@functools.cache
def transforms() -> Mapping[str, type[Transform]]:
    """Every transform by its code, in the order of the codes.

    Raises GofixError if two claim the same code or name, or if a third party's cannot be imported.
    """
    found: dict[str, type[Transform]] = {}
    names: set[str] = set()
    for module in (*built_in(), *third_party()):
        for rule in classes(module):
            rule.name = module.__name__.rpartition(".")[2].replace("_", "-")
            if not CODE.fullmatch(getattr(rule, "code", "")):
                raise GofixError(f"{module.__name__}: a transform needs a code such as GF05")
            if rule.code in found or rule.name in names:
                raise GofixError(f"{module.__name__}: there is a transform {rule.code} ({rule.name}) already")
            found[rule.code] = rule
            names.add(rule.name)
    return dict(sorted(found.items()))


def origins() -> list[str]:
    """The files that the transforms come from."""
    return sorted({inspect.getfile(rule) for rule in transforms().values()})


def classes(module: ModuleType) -> Iterator[type[Transform]]:
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Transform) and value.__module__ == module.__name__:
            yield value


def built_in() -> Iterator[ModuleType]:
    package = built_in_package()
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        yield importlib.import_module(f"{package.__name__}.{info.name}")


def built_in_package() -> ModuleType:
    """The package `gofix20.transforms`; in a bare checkout, the folder that stands beside `gofix20/`."""
    if importlib.util.find_spec(GROUP) is not None:
        return importlib.import_module(GROUP)
    folder = Path(__file__).resolve().parent.parent / "transforms"
    spec = importlib.util.spec_from_file_location(
        GROUP, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None or not folder.is_dir():
        raise GofixError("this installation of gofix20 has no transforms", "install it again")
    module = importlib.util.module_from_spec(spec)
    sys.modules[GROUP] = module
    spec.loader.exec_module(module)
    return module


def third_party() -> Iterator[ModuleType]:
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            module = point.load()
        except Exception as error:  # somebody else's code: name it, whatever it raises
            raise GofixError(
                f"the transform {point.name} of {point.dist.name if point.dist else point.value} "
                f"cannot be imported: {error}",
                "uninstall that package, or mend it",
            ) from error
        yield module
