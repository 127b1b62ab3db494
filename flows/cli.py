"""The command line.  A command is imported when it is called: `dateline query` never loads the flow engine."""

from __future__ import annotations

import errno
import importlib
import sys
from importlib.metadata import version
from typing import Any

import click

from flows.errors import DatelineError, ExitCode
from flows.streams import open_what_is_closed, print_no_more, print_utf8

_COMMANDS = {
    "build": "Read articles and publish the timeline.",
    "init": "Write a dateline.toml with a runnable example.",
    "check": "Look a dateline.toml over: its words, sources, schedule.",
    "backfill": "Read what was published in a window of days.",
    "serve": "Run the build on its schedule, in one process.",
    "deploy": "Put the schedule on a Prefect server.",
    "timeline": "Show the timeline.",
    "query": "Run read-only SQL on the published timeline.",
    "explain": "Show an event's mentions, quotes, and how its date came about.",
    "export": "Write the timeline as a dataset.",
    "site": "Write the timeline as a page for a browser.",
    "releases": "List what has been published.",
    "diff": "Show what changed between two releases.",
    "validate": "Show what the checks of a run found.",
    "quarantine": "List what is held back and why; read it again.",
    "extract": "Documents in, event mentions out (JSON Lines).",
    "link": "Documents in, event mentions out, linked across the documents (JSON Lines).",
    "timex": "Documents in, temporal expressions out (JSON Lines).",
}

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class _ReaderGoneError(Exception):
    """Nobody reads the output any more."""


class _LazyGroup(click.Group):
    """Knows its commands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(importlib.import_module(f"flows.commands.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:  # click would end with 1, which says that something was held back
            raise _ReaderGoneError from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("dateline"), prog_name="dateline")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def cli(context: click.Context, debug: bool) -> None:
    """Dateline reads articles and keeps a timeline: dated, explained, queryable events."""
    context.obj = {"debug": debug}


def main() -> None:
    """Entry point: every error a user can act on is one line and an exit code of the design."""
    open_what_is_closed()
    print_utf8()
    debug = "--debug" in sys.argv
    if debug:
        sys.argv.remove("--debug")  # accepted before and after the command's name
    try:
        cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; the published timeline is as it was before", err=True)
        sys.exit(130)
    except (BrokenPipeError, _ReaderGoneError):
        print_no_more()
        sys.exit(0)  # the reader had enough (| head)
    except Exception as error:
        if debug:
            raise
        code = _exit_code(error)
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            print_no_more()
            click.echo(f"dateline: cannot write ({error.strerror}); make room", err=True)
            sys.exit(ExitCode.UNREADABLE)
        if code is None:
            click.echo(f"dateline: unexpected {type(error).__name__}: {_line(error)} (--debug shows where)", err=True)
            sys.exit(70)
        click.echo(f"dateline: {_line(error)}", err=True)
        sys.exit(code)


def _exit_code(error: Exception) -> int | None:
    """The exit code of an error that a user can act on; ``None`` for a fault of ours."""
    from expectations.gate import GateError
    from warehouse.errors import WarehouseError

    if isinstance(error, DatelineError):
        return error.exit_code
    if isinstance(error, GateError):
        return ExitCode.GATE_REFUSED
    return ExitCode.UNREADABLE if isinstance(error, WarehouseError) else None


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())
