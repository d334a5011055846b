"""What git knows of the user's files; the only user of gitpython, which is imported when it is needed.

A checkout may come with a configuration, attributes and hooks of somebody else's making, and git
runs what they name: file system monitors, hooks, external diffs, text conversions, clean and
smudge filters, and transports that fetch what a partial clone left out. None of it runs here:

- git is an absolute path, and each call turns off the monitor, hooks and transports.
- git never reads the working tree's contents for us. It would send them through the clean filters
  that attributes and configuration name. Instead we hash a file as it is, and compare that with
  git's blob; where attributes or core.autocrlf convert line endings, CRLF counts as LF. So a file
  that a filter (LFS, git-crypt) or another conversion (ident, working-tree-encoding) keeps in
  another form than git's own counts as differing, unless it is byte for byte the same.
- Lines are compared by git, but on copies in a directory of our own, which is no repository.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from gofix20.model import GofixError
from gofix20.process import programs

LineRanges = tuple[tuple[int, int], ...]
"""First and last lines, from 1, both included. (n + 1, n) is the gap where lines were only deleted."""


def meets(ranges: LineRanges | None, first: int, last: int) -> bool:
    """Say whether lines meet changed ones; a gap is met by lines on both of its sides, None by all."""
    return ranges is None or any(first <= end and start <= last for start, end in ranges)


def root_of(directory: str) -> str | None:
    """Give the root of the working tree that a directory is in, without asking git, or None."""
    directory = start = os.path.abspath(directory)
    ceilings = set(filter(None, os.environ.get("GIT_CEILING_DIRECTORIES", "").split(os.pathsep)))
    while directory == start or directory not in ceilings:
        if _is_git_directory(os.path.join(directory, ".git")):
            return directory
        parent = os.path.dirname(directory)
        if parent == directory:
            break
        directory = parent
    return None


def _is_git_directory(path: str) -> bool:
    if os.path.isdir(path):
        parts = ("objects", "refs") if not os.path.exists(os.path.join(path, "commondir")) else ()
        return os.path.lexists(os.path.join(path, "HEAD")) and all(
            os.path.isdir(os.path.join(path, part)) for part in parts
        )
    if not os.path.isfile(path):
        return False
    try:  # of a worktree or a submodule
        with open(path, "rb") as stream:
            return stream.read(8) == b"gitdir: "
    except OSError:
        return False


_NAMES_A_FILE = re.compile(r"^\s*(?:excludesfile|path)\s*=\s*\"?([^\"\n]+)", re.IGNORECASE | re.MULTILINE)


def state_files(root: str) -> list[str]:
    """The files that decide, beside those of the working tree, what git ignores in it: there or not."""
    given, home = os.path.join(root, ".git"), os.path.expanduser("~")
    private = common = given
    if os.path.isfile(given):  # a worktree or a submodule
        with open(given, "rb") as stream:
            private = os.path.join(root, os.fsdecode(stream.read().removeprefix(b"gitdir: ").strip()))
        common = private
        shared = os.path.join(private, "commondir")
        if os.path.isfile(shared):
            with open(shared, "rb") as stream:
                common = os.path.join(private, os.fsdecode(stream.read().strip()))
    kept = os.path.join(os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config"), "git")
    settings = [
        os.path.join(common, "config"), os.path.join(private, "config.worktree"), os.path.join(kept, "config"),
        os.path.join(home, ".gitconfig"), "/etc/gitconfig",
    ]  # fmt: skip
    found = [given, os.path.join(private, "index"), os.path.join(common, "info", "exclude")]
    found.append(os.path.join(kept, "ignore"))
    for path in settings:
        try:
            with open(path, encoding="utf-8", errors="surrogateescape") as text:
                named = _NAMES_A_FILE.findall(text.read())
        except OSError:
            named = []
        found += [os.path.join(os.path.dirname(path), os.path.expanduser(name.strip())) for name in named]
    return [*found, *settings]


def open_repository(directory: str) -> Repository | None:
    """Open the repository that a directory is in; None outside of git, and where git is not installed.

    GofixError where there is a repository that git refuses: it belongs to another user, or is bare.
    """
    root = root_of(directory)
    binary = next(iter(programs("git")), None)
    if root is None or binary is None or not _gitpython(binary):
        return None
    repository = Repository(root, binary)
    top = repository._run("rev-parse", "--show-toplevel").removesuffix(b"\n")
    # Not so with a core.worktree that is elsewhere: then the files here are in no repository.
    return repository if os.path.realpath(os.fsdecode(top)) == os.path.realpath(root) else None


def _gitpython(binary: str) -> bool:
    """Import gitpython, which runs `git version` when it is imported, and raises if it cannot."""
    os.environ["GIT_PYTHON_GIT_EXECUTABLE"] = binary
    try:
        import git  # noqa: F401
    except ModuleNotFoundError as error:
        raise GofixError(
            f"a dependency is missing: {error.name}", "python -m pip install gitpython"
        ) from None
    except Exception:  # ImportError, or what a git that does not work made of it
        return False
    return True


class _Entry(NamedTuple):
    """What a tree or the index has for a name: the mode as git writes it, and the blob."""

    mode: bytes
    blob: str


class Repository:
    """One working tree with its repository; made by `open_repository`.

    Paths are absolute. A path that belongs to another repository (a submodule, a nested clone) or
    to none is not ours to tell of: it counts as differing, as not ignored, and as changed whole.
    """

    def __init__(self, root: str, binary: str) -> None:
        self.root = root
        self._binary = binary
        self._real_root = os.path.realpath(root)

    def differing(self, paths: Iterable[str]) -> list[str]:
        """Give those paths that differ from HEAD: staged, unstaged, in conflict or untracked, ignored or not."""
        head = self._tree("HEAD") if self._commit("HEAD") else {}
        index = self._index()
        modes_count = self._setting("core.filemode", "bool") != "false"
        texts: dict[bytes, bytes] = {}
        path_of: dict[bytes, str] = {}
        differing = []
        for path, name in self._names(paths):
            entry = None if name is None else head.get(name)
            if name is None or entry is None or index.get(name) != entry:
                differing.append(path)
                continue
            text = _read(path, entry.mode, modes_count)
            if text is None:
                differing.append(path)
            elif _blob_of(text, entry.blob) != entry.blob:
                texts[name], path_of[name] = text, path
        for name, text in self._line_endings(texts).items():
            if _blob_of(text, head[name].blob) != head[name].blob:
                differing.append(path_of[name])
        return sorted(differing)

    def ignored(self, paths: Iterable[str]) -> set[str]:
        """Give those paths that git ignores; a tracked file never is."""
        # "./", so that no name is taken for a pattern with magic. Without the index, since git would
        # take a file named "*.go" for tracked where another Go file is.
        names = {path: b"./" + name for path, name in self._names(paths) if name is not None}
        if not names:
            return set()
        listed = self._run(
            "check-ignore", "--no-index", "-z", "--stdin", stdin=_listed(names.values()), ok=(0, 1)
        )
        matched = set(listed.split(b"\0"))
        if matched == {b""}:
            return set()
        tracked = self._index()
        return {path for path, name in names.items() if name in matched and name[2:] not in tracked}

    def changed_lines(self, ref: str, paths: Iterable[str] | None = None) -> dict[str, LineRanges | None]:
        """Give what differs between the merge base of `ref` and HEAD, and the working tree.

        Only files that exist and differ are listed, of `paths`, or of all that are tracked or
        untracked and not ignored. None stands for a whole file, one that the merge base does not have.
        GofixError if there is no such commit or no merge base; in a shallow clone it says what to fetch.
        """
        base = self._tree(self._merge_base(ref))
        if paths is None:
            listed = self._run("ls-files", "-z", "--cached", "--others", "--exclude-standard")
            found = dict.fromkeys(name for name in listed.split(b"\0") if name and not name.endswith(b"/"))
            paths = [os.path.join(self.root, os.fsdecode(name)) for name in found]
        changed: dict[str, LineRanges | None] = {}
        texts: dict[bytes, bytes] = {}
        path_of: dict[bytes, str] = {}
        for path, name in self._names(paths):
            text = _read(path, None, False)
            if text is None:
                continue
            entry = None if name is None else base.get(name)
            if name is None or entry is None or not entry.mode.startswith(b"100"):
                changed[path] = None
            elif _blob_of(text, entry.blob) != entry.blob:
                texts[name], path_of[name] = text, path
        before = self._blobs({name: base[name].blob for name in texts}, ref)
        # What has CRLF in git too is kept so.
        texts |= self._line_endings({n: text for n, text in texts.items() if b"\r\n" not in before[n]})
        for name, ranges in self._compare([(name, before[name], text) for name, text in texts.items()]):
            changed[path_of[name]] = ranges
        return changed

    # Asking git

    def _run(
        self, *args: str, stdin: bytes = b"", ok: tuple[int, ...] = (0,), cwd: str | None = None
    ) -> bytes:
        """Run one git command with everything turned off that could run another; GofixError quotes git."""
        code, stdout, stderr = self._execute(args, stdin, cwd or self.root)
        if code in ok:
            return stdout
        if "safe.directory" in stderr or "dubious ownership" in stderr:
            raise GofixError(
                f"git refuses {self.root}: it belongs to another user",
                f"git config --global --add safe.directory {self.root}",
            )
        if "must be run in a work tree" in stderr:
            raise GofixError(f"{self.root} is a bare git repository: it has no working tree")
        raise GofixError(f"git {args[0]} failed in {self.root}: {stderr.strip() or f'exit status {code}'}")

    def _execute(self, args: Iterable[str], stdin: bytes, cwd: str) -> tuple[int, bytes, str]:
        from git import Git, GitCommandNotFound

        # Nothing that the index or its files are told of runs, and a partial clone fetches nothing: that
        # would be with the commands that the checkout's configuration names for its remote.
        options = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
        command = [self._binary, "--no-pager", "--no-optional-locks", *options, *args]
        env = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_TERMINAL_PROMPT": "0"}
        if cwd != self.root:
            env |= {"GIT_DIR": os.path.join(cwd, "none"), "GIT_ATTR_NOSYSTEM": "1"}
        with tempfile.TemporaryFile() as stream:  # a pipe that nobody empties meanwhile could block
            stream.write(stdin)
            stream.seek(0)
            try:
                code, stdout, stderr = Git(cwd).execute(
                    command,
                    istream=stream,
                    with_extended_output=True,
                    with_exceptions=False,
                    stdout_as_string=False,
                    strip_newline_in_stdout=False,
                    env=env,
                )
            except (GitCommandNotFound, OSError) as error:
                raise GofixError(f"cannot run {self._binary} in {cwd}: {error}") from None
        return code, stdout, stderr

    def _setting(self, name: str, kind: str | None = None) -> str:
        typed = () if kind is None else (f"--type={kind}",)
        return (
            self._run("config", *typed, "--get", name, ok=(0, 1)).decode("utf-8", "replace").strip().lower()
        )

    def _commit(self, revision: str) -> str | None:
        if "\0" in revision:
            return None
        code, stdout, _ = self._execute(
            ("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"), b"", self.root
        )
        found = stdout.decode("ascii", "replace").strip()
        return found if code == 0 and re.fullmatch(r"[0-9a-f]{40,64}", found) else None

    def _merge_base(self, ref: str) -> str:
        commit, head = self._commit(ref), self._commit("HEAD")
        remotes = self._run("remote").decode("utf-8", "replace").split()
        remote, _, branch = ref.partition("/")
        if remote not in remotes:
            remote, branch = (remotes[0] if remotes else "origin"), ref
        if commit is None or head is None:
            what = (
                f"{ref!r} names no commit of {self.root}"
                if commit is None
                else f"{self.root} has no HEAD yet"
            )
            raise GofixError(what, f"git fetch {remote} {branch}" if remotes and commit is None else None)
        found = self._run("merge-base", commit, head, ok=(0, 1)).decode("ascii").split()
        if found:
            return found[0]
        if self._run("rev-parse", "--is-shallow-repository").strip() == b"true":
            raise GofixError(
                f"this is a shallow clone without the commit that {ref} and HEAD have in common",
                f"git fetch --unshallow {remote} (or clone with the whole history)",
            )
        raise GofixError(f"{ref} and HEAD have no commit in common")

    def _tree(self, commit: str) -> dict[bytes, _Entry]:
        entries = {}
        for line in self._run("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")[:-1]:
            about, _, name = line.partition(b"\t")
            mode, _, blob = about.split(b" ")
            entries[name] = _Entry(mode, blob.decode())
        return entries

    def _index(self) -> dict[bytes, _Entry | None]:
        """Give the index; None for a name in conflict."""
        entries: dict[bytes, _Entry | None] = {}
        for line in self._run("ls-files", "-z", "--stage").split(b"\0")[:-1]:
            about, _, name = line.partition(b"\t")
            mode, blob, stage = about.split(b" ")
            entries[name] = _Entry(mode, blob.decode()) if stage == b"0" else None
        return entries

    def _blobs(self, wanted: Mapping[bytes, str], ref: str) -> dict[bytes, bytes]:
        """Read blobs as they are in the repository."""
        texts = {}
        listed = "".join(f"{blob}\n" for blob in wanted.values()).encode()
        code, rest, stderr = self._execute(("cat-file", "--batch"), listed, self.root)
        for name in wanted:
            header, _, rest = rest.partition(b"\n")
            if code != 0 or header.endswith(b" missing"):
                raise GofixError(
                    f"git has no earlier text of {os.fsdecode(name)}; is this a partial clone? {stderr}".strip(),
                    f"git -C {self.root} diff --stat {ref}...HEAD (git then fetches it)",
                )
            size = int(header.split(b" ")[2])
            texts[name], rest = rest[:size], rest[size + 1 :]
        return texts

    def _line_endings(self, texts: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
        """Convert CRLF to LF in those texts for which git would, when it takes them in."""
        names = [name for name, text in texts.items() if b"\r\n" in text]
        if not names:
            return dict(texts)
        listed = self._run("check-attr", "-z", "--stdin", "text", "eol", stdin=_listed(names))
        fields = listed.split(b"\0")[:-1]
        attributes = dict(zip(zip(fields[::3], fields[1::3], strict=True), fields[2::3], strict=True))
        automatic = self._setting("core.autocrlf") in ("true", "yes", "on", "1", "input")
        converted = dict(texts)
        for name in names:
            text, eol = attributes[name, b"text"], attributes[name, b"eol"]
            if text == b"unspecified":
                text = b"set" if eol in (b"lf", b"crlf") else b"auto" if automatic else b"unset"
            new = texts[name].replace(b"\r\n", b"\n")
            # With "auto", what looks binary to git (a NUL, a lone CR) stays as it is.
            if text == b"set" or (text == b"auto" and b"\0" not in new and b"\r" not in new):
                converted[name] = new
        return converted

    def _compare(self, pairs: list[tuple[bytes, bytes, bytes]]) -> Iterator[tuple[bytes, LineRanges]]:
        """Compare texts with git's own diff, in a directory where no configuration but the user's reaches."""
        if not pairs:
            return
        with tempfile.TemporaryDirectory(prefix="gofix20-") as scratch:
            for side, which in (("a", 1), ("b", 2)):
                os.mkdir(os.path.join(scratch, side))
                for number, pair in enumerate(pairs):
                    with open(os.path.join(scratch, side, str(number)), "wb") as stream:
                        stream.write(pair[which])
            patch = self._run(
                *(
                    "-c",
                    "core.autocrlf=false",
                    "-c",
                    f"core.attributesFile={os.devnull}",
                    "diff",
                    "--no-index",
                ),
                *("--unified=0", "--inter-hunk-context=0", "--text", "--no-color", "--no-renames"),
                *("--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/", "a", "b"),
                cwd=scratch,
                ok=(0, 1),
            )
        for number, ranges in _hunks(patch).items():
            yield pairs[number][0], ranges

    def _names(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Pair paths with git's names for them; None for one that is not in this repository."""
        prefixes: dict[str, str | None] = {}
        for path in paths:
            directory, base = os.path.split(os.path.abspath(path))
            if directory not in prefixes:
                real = os.path.realpath(directory)
                ours = root_of(real) == self._real_root
                prefixes[directory] = os.path.relpath(real, self._real_root) if ours else None
            prefix = prefixes[directory]
            yield path, None if prefix is None else os.fsencode(os.path.normpath(os.path.join(prefix, base)))


def _read(path: str, mode: bytes | None, modes_count: bool) -> bytes | None:
    """Read a regular file; None if it is none, or its mode is not git's where that counts."""
    try:
        found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode) or mode not in (None, b"100644", b"100755"):
            return None
        if mode is not None and modes_count and bool(found.st_mode & stat.S_IXUSR) != (mode == b"100755"):
            return None
        with open(path, "rb") as stream:
            return stream.read()
    except OSError:
        return None


def _listed(names: Iterable[bytes]) -> bytes:
    return b"".join(name + b"\0" for name in names)


def _blob_of(text: bytes, like: str) -> str:
    """Give git's name of a blob, by the hash that `like` is of."""
    sha = hashlib.sha1 if len(like) == 40 else hashlib.sha256
    return sha(b"blob %d\0" % len(text) + text, usedforsecurity=False).hexdigest()


def _hunks(patch: bytes) -> dict[int, LineRanges]:
    """Read a patch without context of files with numbers for names."""
    ranges: dict[int, list[tuple[int, int]]] = {}
    current: list[tuple[int, int]] = []
    left = 0
    for line in patch.split(b"\n"):
        if left and line[:1] in (b"+", b"-"):
            left -= 1
        elif line.startswith(b"+++ b/b/"):
            current = ranges.setdefault(int(line.removeprefix(b"+++ b/b/")), [])
        elif hunk := re.match(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", line):
            removed, start, added = (1 if group is None else int(group) for group in hunk.groups())
            left = removed + added
            current.append((start, start + added - 1) if added else (start + 1, start))
    return {number: tuple(hunks) for number, hunks in ranges.items()}
