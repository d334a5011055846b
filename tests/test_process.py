from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gofix20 import process
from gofix20.model import GofixError
from gofix20.process import path_entries, programs, run, start, stop

SH = "/bin/sh"
ENV = {"PATH": "/usr/bin:/bin"}


def gone(pid: int) -> bool:
    """Wait until a process is no more; one that was killed and that its parent never asks for is a zombie."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        with contextlib.suppress(OSError):
            if b") Z " in Path(f"/proc/{pid}/stat").read_bytes():
                return True
        time.sleep(0.01)
    return False


def test_run_gives_code_and_output(tmp_path: Path) -> None:
    done = run([SH, "-c", "cat; pwd; echo $PWD >&2; exit 3"], cwd=str(tmp_path), env=ENV, stdin=b"in\n")
    assert done == process.Completed(
        3, b"in\n" + os.fsencode(tmp_path) + b"\n", os.fsencode(tmp_path) + b"\n"
    )


def test_pwd_keeps_a_symlink(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    done = run([SH, "-c", "pwd"], cwd=str(tmp_path / "link"), env={**ENV, "PWD": "/elsewhere"})
    assert done.stdout == os.fsencode(tmp_path / "link") + b"\n"


def test_standard_input_is_empty_unless_given(tmp_path: Path) -> None:
    assert run([SH, "-c", "cat"], cwd=str(tmp_path), env=ENV, timeout=20).stdout == b""


@pytest.mark.parametrize("shell", ["sleep 100 & echo $!; wait", "trap '' INT; sleep 100 & echo $!; wait"])
def test_a_timeout_ends_the_whole_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    monkeypatch.setattr(process, "GRACE_SECONDS", 0.2)
    with pytest.raises(GofixError, match=r"`/bin/sh -c .*did not end within 0\.3 seconds"):
        run([SH, "-c", f"({shell}) > {tmp_path}/pid; :"], cwd=str(tmp_path), env=ENV, timeout=0.3)
    assert gone(int((tmp_path / "pid").read_text()))


def test_an_interrupt_ends_the_whole_group(tmp_path: Path) -> None:
    code = (
        "import sys; from gofix20.process import run\n"
        "run(['/bin/sh', '-c', 'sleep 100 & echo $! > pid.new; mv pid.new pid; wait'], cwd=sys.argv[1], env={})"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stderr=subprocess.PIPE)
    pid_file = tmp_path / "pid"
    for _ in range(1000):
        if pid_file.exists():
            break
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    _, stderr = child.communicate(timeout=20)
    assert b"KeyboardInterrupt" in stderr
    assert gone(int(pid_file.read_text()))


def test_stop_ends_a_resident_process_and_what_it_started(tmp_path: Path) -> None:
    child = start([SH, "-c", "sleep 100 & echo $!; wait"], cwd=str(tmp_path), env=ENV)
    assert child.stdout is not None
    pid = int(child.stdout.readline())
    stop(child)
    stop(child)
    assert child.returncode is not None
    assert child.stdout.closed
    assert gone(pid)


def test_stop_ends_what_outlives_its_parent(tmp_path: Path) -> None:
    child = start([SH, "-c", "(trap '' INT; sleep 100) & echo $!"], cwd=str(tmp_path), env=ENV)
    assert child.stdout is not None
    pid = int(child.stdout.readline())
    stop(child)
    assert gone(pid)


def test_what_cannot_be_started_is_named(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage"
    garbage.write_bytes(b"\x7fELF nothing")
    for path, mode, why in ((garbage, 0o600, "Permission denied"), (garbage, 0o700, "Exec format error")):
        path.chmod(mode)
        with pytest.raises(GofixError, match=why) as caught:
            run([str(path)], cwd=str(tmp_path), env=ENV)
        assert str(path) in caught.value.message
    with pytest.raises(GofixError, match=r"/bin/sh: .*/gone: No such file"):
        run([SH], cwd=str(tmp_path / "gone"), env=ENV)
    with pytest.raises(ValueError, match="absolute"):
        run(["sh"], cwd=str(tmp_path), env=ENV)


def test_programs_come_from_absolute_entries_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("here", "there", "third"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "tool").write_text("")
        (tmp_path / name / "tool").chmod(0o700)
    (tmp_path / "third" / "tool").chmod(0o600)
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv(
        "PATH", os.pathsep.join(["", ".", "../there", str(tmp_path / "third"), str(tmp_path / "there")])
    )
    assert path_entries() == [str(tmp_path / "third"), str(tmp_path / "there")]
    assert programs("tool") == [str(tmp_path / "there" / "tool")]
    monkeypatch.delenv("PATH")
    assert programs("tool") == []
