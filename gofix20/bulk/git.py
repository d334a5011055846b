"""Git as a migration uses it: fetch, check out, commit, push. Nothing that a repository names is run.

No hooks, filters, submodules, file system monitors: git gets a configuration of ours alone (`surroundings.for_git`, and
the flags below). A credential gets to git by a pipe-like file that has no name, for one host only; it is in no URL,
argument, environment or file. What git says is cleaned before anybody sees it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from gofix20.bulk import surroundings
from gofix20.bulk.secrets import Credential, clean
from gofix20.model import GofixError
from gofix20.process import Completed, run

_FLAGS = (
    "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.untrackedCache=false", "core.autocrlf=false",
    "core.quotePath=false", "core.pager=cat", "submodule.recurse=false", "fetch.recurseSubmodules=false",
    "protocol.ext.allow=never", "credential.helper=", "gc.auto=0", "maintenance.auto=false",
    "advice.detachedHead=false",
    "init.defaultBranch=main", "transfer.fsckObjects=true", "fetch.fsckObjects=true", "http.lowSpeedLimit=1",
    "http.lowSpeedTime=120", "http.followRedirects=initial", "commit.gpgSign=false", "tag.gpgSign=false",
)  # fmt: skip


class GitError(GofixError):
    """Git said no, in its own words, cleaned."""


class RejectedError(GitError):
    """The branch is not what we last saw there: somebody else pushed to it."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A repository elsewhere."""

    url: str
    credential: Credential | None = None


@dataclass(frozen=True, slots=True)
class Heads:
    """What a remote has: its default branch, and the commits of its branches by their names."""

    default: str
    commits: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who commits. `signing`: flags and settings of the operator's own git with which commits are signed."""

    name: str
    mail: str
    sign_off: bool = False
    signing: Sequence[str] = ()
    signing_environment: Mapping[str, str] | None = None


class Git:
    """Git in a directory of our own, where clones are kept; each holds the objects that it has seen."""

    def __init__(self, directory: str, seconds: float = 1800) -> None:
        self.program = surroundings.git_program()
        self.directory = directory
        self.seconds = seconds
        self.home, self.clones = os.path.join(directory, "home"), os.path.join(directory, "clones")
        self.checkouts = os.path.join(directory, "checkouts")
        os.makedirs(self.home, exist_ok=True)
        self.env = surroundings.for_git(self.home)

    def heads(self, remote: Remote, branches: Sequence[str] = ()) -> Heads:
        """Ask a remote for its default branch, and for others. GitError also if it is empty."""
        refs = [f"refs/heads/{branch}" for branch in branches]
        said = self._remote(remote, "ls-remote", "--symref", "--", remote.url, "HEAD", *refs).decode(errors="replace")
        default, commits = "", {}
        for line in said.splitlines():
            value, _, name = line.partition("\t")
            if value.startswith("ref: ") and name == "HEAD":
                default = value.removeprefix("ref: ").removeprefix("refs/heads/")
            elif name.startswith("refs/heads/"):
                commits[name.removeprefix("refs/heads/")] = value
            elif name == "HEAD":
                commits[""] = value
        if default and "" in commits:
            commits.setdefault(default, commits[""])
        commits.pop("", None)
        return Heads(default, commits)

    def fetch(self, remote: Remote, branch: str) -> tuple[str, str]:
        """Bring the newest commit of a branch, without its history; the clone's directory, and the commit."""
        clone = os.path.join(self.clones, hashlib.sha256(remote.url.encode()).hexdigest()[:20] + ".git")
        if not os.path.isfile(os.path.join(clone, "HEAD")):
            shutil.rmtree(clone, ignore_errors=True)
            self._run(self.directory, "init", "--quiet", "--bare", "--template=", "--", clone)
        ref = "refs/gofix20/base"
        with contextlib.suppress(OSError):  # of a fetch that was killed
            os.unlink(os.path.join(clone, "shallow.lock"))
        self._remote(
            remote, "fetch", "--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "--force", "--",
            remote.url, f"refs/heads/{branch}:{ref}", cwd=clone,
        )  # fmt: skip
        return clone, self._run(clone, "rev-parse", "--verify", ref).decode().strip()

    def prune(self, mebibytes: int) -> None:
        """Delete the clones that were not used for longest, until what remains is no larger."""
        sizes = []
        for entry in os.scandir(self.clones) if os.path.isdir(self.clones) else ():
            files = (os.path.join(place, name) for place, _, names in os.walk(entry.path) for name in names)
            with contextlib.suppress(OSError):
                used = os.stat(os.path.join(entry.path, "refs", "gofix20")).st_mtime
                sizes.append((used, sum(os.lstat(name).st_size for name in files), entry.path))
        total = sum(size for _, size, _ in sizes)
        for _, size, path in sorted(sizes):
            if total <= mebibytes << 20:
                break
            remove(path)
            total -= size

    @contextlib.contextmanager
    def room(self, owner: str) -> Iterator[str]:
        """A directory for checkouts, for as long as it is needed; git forgets them when there is another one."""
        os.makedirs(self.checkouts, exist_ok=True)
        directory = tempfile.mkdtemp(prefix=f"{owner}~", dir=self.checkouts)
        try:
            yield directory
        finally:
            remove(directory)

    def checkout(self, clone: str, commit: str, tree: str) -> None:
        """Make a directory the working tree of a commit, and nothing else, whatever was there."""
        remove(tree)
        self._run(clone, "worktree", "prune")
        self._run(clone, "worktree", "add", "--quiet", "--detach", "--force", "--", tree, commit)

    def go_back(self, tree: str, commit: str) -> None:
        """Let the next commit follow this one, which is what the tree's files already are."""
        self._run(tree, "reset", "--quiet", "--mixed", commit, "--")

    def commit(self, tree: str, files: Sequence[str], message: str, identity: Identity) -> str | None:
        """Commit the named files, and no others; the new commit, or None if they are as they were.

        Paths are relative to the tree.
        """
        listed = b"\0".join(os.fsencode(name) for name in files)
        self._run(tree, "add", "--pathspec-from-file=-", "--pathspec-file-nul", stdin=listed, literal=True)
        if not self._run(tree, "diff", "--cached", "--name-only", "-z", "--no-ext-diff", "--no-textconv"):
            return None
        argv = ["commit", "--quiet", "--no-verify", "--allow-empty-message", "--file=-"]
        if identity.sign_off:
            argv.append("--signoff")
        env = {
            "GIT_AUTHOR_NAME": identity.name, "GIT_AUTHOR_EMAIL": identity.mail,
            "GIT_COMMITTER_NAME": identity.name, "GIT_COMMITTER_EMAIL": identity.mail,
        }  # fmt: skip
        if identity.signing:
            argv.append("--gpg-sign")
            env |= identity.signing_environment or {}
        self._run(tree, *argv, stdin=message.encode(), env=env, flags=identity.signing)
        return self._run(tree, "rev-parse", "--verify", "HEAD").decode().strip()

    def push(self, clone: str, remote: Remote, commit: str, ref: str, expected: str | None) -> None:
        """Push a commit to a ref of which we know what it is now: `expected`, None where it must not be there yet.

        RejectedError if it is something else by now. For a ref that has no state (Gerrit's refs/for/…) nothing is
        expected.
        """
        lease = [f"--force-with-lease={ref}:{expected or ''}"] if ref.startswith("refs/heads/") else []
        self._remote(
            remote, "push", "--quiet", "--porcelain", "--no-verify", "--no-signed", *lease, "--",
            remote.url, f"{commit}:{ref}", cwd=clone,
        )  # fmt: skip

    def delete(self, remote: Remote, branch: str, expected: str) -> None:
        """Delete a branch if it is what we know it to be; RejectedError if it is not."""
        ref = f"refs/heads/{branch}"
        with tempfile.TemporaryDirectory(dir=self.directory) as empty:
            self._run(empty, "init", "--quiet", "--bare", "--template=")
            self._remote(
                remote, "push", "--quiet", "--porcelain", "--no-verify", f"--force-with-lease={ref}:{expected}", "--",
                remote.url, f":{ref}", cwd=empty,
            )  # fmt: skip

    # Running it

    def _remote(self, remote: Remote, *argv: str, cwd: str | None = None) -> bytes:
        with _lent(remote) as (flags, inherited):
            return self._run(
                cwd or self.directory, *argv, flags=flags, inherited=inherited, env=_for_ssh(remote.url)
            )

    def _run(
        self,
        cwd: str,
        *argv: str,
        stdin: bytes | None = None,
        env: Mapping[str, str] | None = None,
        flags: Sequence[str] = (),
        inherited: Sequence[int] = (),
        literal: bool = False,
    ) -> bytes:
        settings = [word for flag in (*_FLAGS, *flags) for word in ("-c", flag)]
        before = ["--literal-pathspecs"] if literal else []
        done = run(
            [self.program, *before, *settings, *argv],
            cwd=cwd, env=self.env | dict(env or {}), stdin=stdin, timeout=self.seconds, inherited=inherited,
        )  # fmt: skip
        if done.code:
            raise _error(argv[0], done)
        return done.stdout


def _error(command: str, done: Completed) -> GitError:
    said = clean((done.stderr + b"\n" + done.stdout).decode(errors="replace")).strip()
    told = [line for line in said.splitlines() if line and not line.startswith(("hint:", "Done", "To "))]
    text = re.sub(r"[\x00-\x1f\x7f]+", " ", "; ".join(told[:4]))[:500] or f"exit status {done.code}"
    kind = RejectedError if "stale info" in said or "[rejected]" in said or "fetch first" in said else GitError
    return kind(f"git {command}: {text}")


def _for_ssh(url: str) -> dict[str, str]:
    """ssh has keys and an agent of its own: the operator's."""
    if not (url.startswith("ssh://") or re.match(r"[\w.-]+@[\w.-]+:", url)):
        return {}
    return {name: os.environ[name] for name in ("SSH_AUTH_SOCK", "HOME") if name in os.environ}


@contextlib.contextmanager
def _lent(remote: Remote) -> Iterator[tuple[Sequence[str], Sequence[int]]]:
    """Git's settings and file descriptors by which it gets a credential, for this host and scheme alone."""
    parts = urlsplit(remote.url)
    if remote.credential is None or parts.scheme not in ("http", "https"):
        yield (), ()
        return
    pair = f"username={remote.credential.user}\npassword={remote.credential.secret.reveal()}\n".encode()
    if b"\n" in pair.removesuffix(b"\n").replace(b"\npassword=", b"", 1):
        raise GitError("a user name or token has a line break in it")
    handle = _nameless(pair)
    try:
        # Opened anew by its number each time that git asks, so that it is read from the start.
        helper = f'!f() {{ test "$1" = get && exec cat /dev/fd/{handle}; }}; f'
        host = f"{parts.scheme}://{parts.netloc}"
        yield (f"credential.{host}.helper=", f"credential.{host}.helper={helper}"), (handle,)
    finally:
        os.close(handle)


def _nameless(content: bytes) -> int:
    """A file that is in no directory; nothing but who inherits it can read it."""
    if hasattr(os, "memfd_create"):
        handle = os.memfd_create("credential", 0)
    else:
        handle, path = tempfile.mkstemp()
        os.unlink(path)
    os.write(handle, content)
    os.lseek(handle, 0, os.SEEK_SET)
    return handle


def identity(author: str, *, sign_off: bool, sign: bool) -> Identity:
    """Who commits: `author`, or the operator's git. GofixError says what to set."""
    program = surroundings.git_program()
    settings = _operators(program)
    name, mail = settings.get("user.name", ""), settings.get("user.email", "")
    if author:
        name, _, mail = author.removesuffix(">").partition(" <")
    if not name or not mail:
        raise GofixError(
            "nobody is named who commits",
            'set author = "Name <mail@example.org>" under [pull-requests], or user.name and user.email of git',
        )
    signing: list[str] = []
    if sign:
        signing = [
            f"{key}={value}" for key, value in settings.items() if key == "user.signingkey" or key.startswith("gpg.")
        ]
        if not signing:
            raise GofixError("sign = true, and git has no user.signingkey", "git config --global user.signingkey KEY")
    env = {k: os.environ[k] for k in ("HOME", "GNUPGHOME", "SSH_AUTH_SOCK", "GPG_AGENT_INFO") if k in os.environ}
    return Identity(name, mail, sign_off, signing, env if sign else None)


def _operators(program: str) -> Mapping[str, str]:
    """What the operator has set for all repositories; asked where there is none."""
    with tempfile.TemporaryDirectory() as nowhere:
        env = dict(os.environ) | {"GIT_CEILING_DIRECTORIES": os.path.dirname(nowhere)}
        done = run([program, "config", "--global", "--null", "--list"], cwd=nowhere, env=env, timeout=60)
    pairs = (entry.partition("\n") for entry in done.stdout.decode(errors="replace").split("\0") if entry)
    return {key: value for key, _, value in pairs}


def remove(directory: str) -> None:
    """Delete a directory, also one with directories in it that nobody may enter."""

    def allow(function: object, path: str, error: object) -> None:
        with contextlib.suppress(OSError):
            os.chmod(os.path.dirname(path), 0o700)
            os.chmod(path, 0o700)
            os.rmdir(path) if os.path.isdir(path) and not os.path.islink(path) else os.unlink(path)

    shutil.rmtree(directory, onerror=allow)
    shutil.rmtree(directory, ignore_errors=True)
