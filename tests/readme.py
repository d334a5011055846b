"""The parts of the README that are made: the table of rules, and the diff for `examples/`.

`python -m tests.readme` writes them; a test holds them to be what they would be.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from gofix20 import registry
from gofix20.transform import documentation

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
COMMAND = ("apply", "--dry-run", "./examples/...")


def table() -> str:
    """The rules, as the README has them."""
    rows = ["| code | rule | does | best safety | gains |", "|---|---|---|---|---|"]
    for code, rule in registry.transforms().items():
        if rule.__module__.startswith("gofix20."):
            summary = " ".join(documentation(rule).summary.split())
            rows.append(f"| {code} | `{rule.name}` | {summary} | {rule.safety.name} | {rule.gain} |")
    return "\n".join(rows)


def diff() -> str:
    """What the README's first command prints."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "gofix20", *COMMAND], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return f"```diff\n{done.stdout}```"


def filled(text: str, name: str, content: str) -> str:
    """The README with the part between `<!-- name -->` and `<!-- /name -->` replaced."""
    found, count = re.subn(
        rf"(<!-- {name} -->\n).*?(\n<!-- /{name} -->)",
        lambda match: match[1] + content + match[2],
        text,
        flags=re.DOTALL,
    )
    assert count == 1, f"README.md has no part {name}"
    return found


def made() -> str:
    return filled(filled(README.read_text(), "rules", table()), "diff", diff())


if __name__ == "__main__":
    README.write_text(made())
