"""The command line of bulk migration: `gofix20 migrate …`. What the commands do is in bulk/commands.py."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from gofix20.bulk.commands import Options

Function = TypeVar("Function", bound=Callable[..., Any])


def _common(function: Function) -> Function:
    for decorator in reversed((
        click.option("--config", default="migration.toml", show_default=True, metavar="FILE", help="The migration."),
        click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto"),
        click.option("-q", "--quiet", is_flag=True, help="On standard error, only errors."),
    )):  # fmt: skip
        function = decorator(function)
    return function


def _options(config: str, color: str, quiet: bool, json: bool = False) -> Options:
    from gofix20.bulk.commands import Options

    return Options(config, quiet, json, color)


_json = click.option("--json", is_flag=True, help="JSON on standard output.")
_jobs = click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Repositories at a time.")
_metrics = click.option(
    "--metrics", type=click.Path(dir_okay=False), metavar="FILE", help="Keep FILE up to date with OpenMetrics text."
)
_scheduler = click.option(
    "--scheduler", metavar="ADDRESS", help="Work on a Dask cluster, such as tls://host:8786; needs PostgreSQL."
)


@click.group()
def migrate() -> None:
    """Fix many repositories: one pull request each.

    `init` writes migration.toml, `plan` says what would be done, `run` does it and can be called again and again:
    it goes on where it was, and opens nothing twice. docs/migrate.md is a tutorial.
    """


@migrate.command()
@_common
@click.option("--yes", is_flag=True, help="Ask nothing: write the defaults.")
def init(yes: bool, **given: Any) -> int:
    """Write migration.toml, with comments."""
    from gofix20.bulk import commands

    asking = not yes and sys.stdin is not None and sys.stdin.isatty()
    ask = (lambda question, default: str(click.prompt(question, default=default, err=True))) if asking else None
    return commands.init(_options(**given), ask)


@migrate.command()
@_common
@_json
@_jobs
@click.option("--diff", is_flag=True, help="Also what would be changed.")
def plan(diff: bool, jobs: int | None, **given: Any) -> int:
    """Say which repositories there are, and what would change.

    Writes nothing but copies of the repositories in the cache directory. Runs no tests.
    """
    from gofix20.bulk import commands

    return commands.plan(_options(**given), diff=diff, jobs=jobs)


@migrate.command()
@_common
@_json
@_jobs
@_scheduler
@_metrics
@click.option("--wait", is_flag=True, help="Until nothing waits for a limit, and what failed was tried again.")
def run(jobs: int | None, wait: bool, scheduler: str | None, metrics: str | None, **given: Any) -> int:
    """Clone, fix, verify, test, commit, push, open.

    Can be stopped at any point, and called again: it goes on from the journal. Exits with 1 if something failed or
    still waits.
    """
    from gofix20.bulk import commands

    return commands.run(_options(**given), jobs=jobs, wait=wait, scheduler=scheduler, metrics_file=metrics)


@migrate.command()
@_common
@_json
@_jobs
@_scheduler
@_metrics
def update(jobs: int | None, scheduler: str | None, metrics: str | None, **given: Any) -> int:
    """Look at what is open again.

    Where the branch that a pull request goes to has moved, the change is made anew on it; what has become obsolete is
    closed; one with commits that are not ours is left alone.
    """
    from gofix20.bulk import commands

    return commands.update(_options(**given), jobs=jobs, scheduler=scheduler, metrics_file=metrics)


@migrate.command()
@_common
@_json
@click.option("--watch", is_flag=True, help="Until Ctrl-C.")
@click.option("--metrics", is_flag=True, help="OpenMetrics text on standard output.")
def status(watch: bool, metrics: bool, **given: Any) -> int:
    """Show how far the migration is."""
    from gofix20.bulk import commands

    return commands.status(_options(**given), watch=watch, as_metrics=metrics)


@migrate.command()
@_common
@click.option("--html", type=click.Path(dir_okay=False), metavar="FILE", help="One self-contained page.")
@click.option("--json", "json_file", type=click.Path(dir_okay=False, allow_dash=True), metavar="FILE")
@click.option("--markdown", type=click.Path(dir_okay=False, allow_dash=True), metavar="FILE")
def report(html: str | None, json_file: str | None, markdown: str | None, **given: Any) -> int:
    """Write a report: one HTML page (NAME.html beside migration.toml, if nothing is said), JSON, Markdown.

    `-` is standard output.
    """
    from gofix20.bulk import commands

    return commands.tell(_options(**given), html=html, json_file=json_file, markdown=markdown)


@migrate.command()
@_common
@click.option("--yes", count=True, help="Said once: ask only once. Twice: ask nothing.")
def close(yes: int, **given: Any) -> int:
    """Close all pull requests that are open, and delete their branches.

    Asks twice. A branch with commits that are not ours stays.
    """
    from gofix20.bulk import commands

    said = iter([True] * yes)
    return commands.close(_options(**given), lambda question: next(said, False) or click.confirm(question, err=True))
