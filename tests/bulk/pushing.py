"""A clone with a commit on a branch, pushed as gofix20 does: with the token where no process shows it."""

from __future__ import annotations

import base64
import os
import subprocess
from pathlib import Path

from gofix20.bulk.forges.base import Forge, Proposal, Target


class Clone:
    """Of a target, in a directory that is made."""

    def __init__(self, forge: Forge, target: Target, directory: Path) -> None:
        self.forge = forge
        self.target = target
        self.directory = directory
        directory.mkdir(parents=True)
        self.git("clone", "--quiet", target.clone_url, ".")

    def git(self, *arguments: str) -> str:
        credential = self.forge.credential()
        env = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
        if credential is not None:
            pair = f"{credential.user}:{credential.secret.reveal()}".encode()
            env |= {
                "GIT_CONFIG_COUNT": "1",
                "GIT_CONFIG_KEY_0": "http.extraHeader",
                "GIT_CONFIG_VALUE_0": "Authorization: Basic " + base64.b64encode(pair).decode(),
            }
        done = subprocess.run(
            ["git", *arguments], cwd=self.directory, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def propose(
        self, marker: str = "m1/all", branch: str = "gofix20/all", text: str = "fixed", **rest: object
    ) -> Proposal:
        """Commit on the branch, push it to where the forge wants it, and give what to open."""
        self.git("checkout", "--quiet", "-B", branch, f"origin/{self.target.base}")
        (self.directory / "fixed.go").write_text(f"package main\n\n// {text}\n")
        self.git("add", ".")
        trailers = self.forge.trailers(marker, "1")
        self.git("commit", "--quiet", "--message", "\n\n".join([f"Fix: {text}", "\n".join(trailers)]).strip())
        return self.pushed(marker, branch, **rest)

    def pushed(self, marker: str, branch: str, **rest: object) -> Proposal:
        proposal = Proposal(
            marker=marker,
            branch=branch,
            base=self.target.base,
            head=self.git("rev-parse", "HEAD"),
            title=str(rest.pop("title", "Fewer allocations")),
            body=str(rest.pop("body", "What and why.")),
            **rest,  # type: ignore[arg-type]
        )
        self.git("push", "--quiet", "--force", "origin", f"HEAD:{self.forge.refspec(proposal)}")
        return proposal
