"""Dispatch to a command, and turn exceptions into messages and exit codes."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from skilltheory import __version__
from skilltheory.cli import COMMANDS

__all__ = ["BAD_INPUT", "NO_GUARANTEE", "REFUSED", "program", "run"]

REFUSED = 1
BAD_INPUT = 2
NO_GUARANTEE = 3


class _LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"skilltheory.cli.{cmd_name}")
        command: click.Command = module.command
        _unwrapped(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from skilltheory.errors import UnknownName

            raise UnknownName("command", args[0], COMMANDS)
        return super().resolve_command(ctx, args)


def _unwrapped(command: click.Command) -> None:
    """Let examples stand as written: click's mark for that is a control character.

    The docstrings are raw, so there it is two characters; in the commands of a group, too.
    """
    if command.help:
        command.help = command.help.replace("\\b\n", "\b\n")
    if isinstance(command, click.Group):
        for one in command.commands.values():
            _unwrapped(one)


@click.command(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="skilltheory", message="%(prog)s %(version)s")
def program() -> None:
    """From scaling laws to guaranteed skills.

    Every command takes --json.  Numbers are integers, decimals, 1e-6 or fractions a/b.
    """


def run(arguments: list[str]) -> int:
    """Run the program on ``arguments`` and return its exit code."""
    as_json = "--json" in arguments
    try:
        outcome = program.main(arguments, prog_name="skilltheory", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return BAD_INPUT
    except click.UsageError as error:
        hint = f" (see: {error.ctx.command_path} --help)" if error.ctx else ""
        return _fail({"error": "bad_input", "message": error.format_message()}, hint, as_json)
    except click.ClickException as error:
        return _fail({"error": "bad_input", "message": error.format_message()}, "", as_json)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return 130
    except BrokenPipeError:
        # The reader of a pipe has seen enough; keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        message = f"{error.strerror or error}{where}"
        return _fail({"error": "bad_input", "message": message}, "", as_json)
    except Exception as error:
        return _fail_of_library(error, as_json)
    return outcome if isinstance(outcome, int) else 0


def _fail(report: dict[str, object], hint: str, as_json: bool, code: int = BAD_INPUT) -> int:
    if as_json:
        import json

        click.echo(json.dumps(report))
    else:
        click.echo(f"skilltheory: {report['message']}{hint}", err=True)
    return code


def _fail_of_library(error: Exception, as_json: bool) -> int:
    """Report an error that skilltheory raised on purpose; raise any other again."""
    from skilltheory.errors import NoGuarantee, Refused, SkillTheoryError, SortError, UnknownName

    if not isinstance(error, SkillTheoryError):
        raise error
    report: dict[str, object] = {"error": "bad_input", "message": str(error)}
    code = BAD_INPUT
    if isinstance(error, NoGuarantee):
        code = NO_GUARANTEE
        report |= {
            "error": "no_guarantee",
            "condition": error.condition,
            "left": error.left,
            "right": error.right,
            "meaning": error.meaning,
        }
    elif isinstance(error, Refused):
        code = REFUSED
        report |= {
            "error": "refused",
            "rule": error.rule,
            "reason": error.reason,
            "counterexample": error.counterexample,
        }
    elif isinstance(error, SortError):
        report |= {
            "parameter": error.parameter,
            "value": error.value,
            "accepted": error.accepted,
        }
    elif isinstance(error, UnknownName):
        report["known"] = list(error.known)
    return _fail(report, "", as_json, code)
