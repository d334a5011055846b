"""Who may import whom: left never imports right, and modules of one row do not import each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import gofix20

ROOT = Path(gofix20.__file__).resolve().parent

LAYERS = (
    ("model",),
    # What stands on the types alone.
    ("syntax", "lines", "texts", "process", "tomlfile", "goversion", "import_section", "constraints", "store", "trees"),
    ("facts", "reach"),
    ("transform",),
    ("analysis",),
    ("api",),
    ("registry",),
    ("config", "suppress", "vcs", "goflags", "merge", "imports", "diff", "apply", "propose", "overlay", "excuses"),
    ("toolchain", "scan"),
    ("helper", "golist", "oldvet"),
    ("patterns", "rounds", "matrix"),
    ("discover",),
    ("units", "vet", "elsewhere", "importers"),
    ("snapshot",),
    ("recall",),
    ("verify",),
    ("prove", "warm", "choice"),
    ("joints", "keeping"),
    ("engine",),
    ("known", "watch"),
    ("report", "scaffold"),
    ("lsp",),
    ("bulk",),
    ("commands",),
    ("cli_migrate",),
    ("cli",),
    ("__main__",),
)
ROW = {name: number for number, row in enumerate(LAYERS) for name in row}
ONLY_USER = {
    "tree_sitter": "syntax",
    "tree_sitter_go": "syntax",
    "unidiff": "diff",
    "click": "cli",
    "git": "vcs",
    "watchfiles": "watch",
    "pygls": "lsp",
    "lsprotocol": "lsp",
    "github": "bulk",
    "gitlab": "bulk",
    "requests": "bulk",
    "urllib3": "bulk",
    "jinja2": "bulk",
    "sqlalchemy": "bulk",
    "distributed": "bulk",
}
"""Libraries with one user, so that they can be replaced in one place."""
COMMAND_LINES = {"cli": ("cli_migrate",)}
"""What is a part of another."""


def part(path: Path) -> str:
    relative = path.relative_to(ROOT)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imports(path: Path) -> Iterator[str]:
    """Full names of what a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = (
                [f"{node.module}.{alias.name}" for alias in node.names]
                if node.module == "gofix20"
                else [node.module or ""]
            )
            yield from names
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


MODULES = sorted(path for path in ROOT.rglob("*.py") if "transforms" not in path.parts and path.name != "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_left(path: Path) -> None:
    own = part(path)
    assert own in ROW, f"{own} has no place in the layers yet: give it one"
    for name in imports(path):
        library = name.partition(".")[0]
        user = ONLY_USER.get(library, own)
        assert own in (user, *COMMAND_LINES.get(user, ())), f"{library} is imported by {user} alone"
        if library != "gofix20" or name == "gofix20.__version__":
            continue
        other = name.split(".")[1]
        assert other == own or ROW[other] < ROW[own], f"{own} imports {other}, which stands right of it or beside it"


@pytest.mark.parametrize("path", sorted((ROOT.parent / "transforms").glob("*.py")), ids=lambda path: path.stem)
def test_transforms_import_the_api_alone(path: Path) -> None:
    for name in imports(path):
        assert name.partition(".")[0] != "gofix20" or name == "gofix20.api", f"{path.name} imports {name}"


def test_every_layer_exists() -> None:
    assert set(ROW) == {part(path) for path in MODULES}
