"""docs/migrate.md is a tutorial that a newcomer can follow: somebody does, line by line."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.bulk.test_safety import needs_sandbox

ROOT = Path(__file__).resolve().parents[2]


def blocks() -> list[str]:
    text = (ROOT / "docs" / "migrate.md").read_text()
    return re.findall(r"<!-- tutorial -->\n```sh\n(.*?)```", text, re.DOTALL)


@needs_sandbox
def test_the_tutorial(tmp_path: Path) -> None:
    for name in ("examples", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    found = blocks()
    assert len(found) == 6
    # Each with a line in front of it by which its output is known.
    script = "".join(f"echo '=== {number}'\n{block}\n" for number, block in enumerate(found))
    port = str(20_000 + os.getpid() % 20_000)
    bin_ = Path(sys.executable).parent
    env = os.environ | {"PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(tmp_path)}
    (tmp_path / "script").write_text(script.replace("8420", port).replace("kill %1", 'kill "$!"'))
    with (tmp_path / "said").open("wb") as stream:
        process = subprocess.Popen(
            ["bash", "-eu", "script"], cwd=tmp_path, env=env, stdout=stream, stderr=stream, start_new_session=True
        )
        try:
            code = process.wait(500)
        finally:
            with contextlib.suppress(ProcessLookupError):  # the forge, if it came to that
                os.killpg(process.pid, signal.SIGKILL)
    text = (tmp_path / "said").read_text()
    assert code == 0, text
    said = re.split(r"^=== \d\n", text, flags=re.MULTILINE)[1:]
    assert "acme/shop: GF03" in said[1]
    assert "+\tlengths = slices.Grow(lengths, len(words))" in said[1]
    assert "2 repositories: 2 opened" in said[2]
    assert len(said[3].splitlines()) == 4, "one commit a rule"
    assert "1 withdrawn, 1 open" in said[4] or "1 open, 1 withdrawn" in said[4]
    assert "2 withdrawn" in said[5]
    page = (tmp_path / "try" / "go-performance.html").read_text()
    assert "Content-Security-Policy" in page
    assert "acme/tools" in page
