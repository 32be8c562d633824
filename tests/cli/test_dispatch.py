"""Help, versions, errors and exit codes: what every command has in common."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import click
import pytest

import skilltheory
from skilltheory.cli import COMMANDS, _run
from skilltheory.errors import NoGuarantee, Refused

Run = Callable[..., Any]


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=60, check=False
    )


def test_help_lists_every_command(cli: Run) -> None:
    outcome = cli("--help")
    assert outcome.code == 0
    for name in COMMANDS:
        assert f"  {name} " in outcome.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_json(cli: Run, name: str) -> None:
    outcome = cli(name, "--help")
    assert outcome.code == 0
    assert "--json" in outcome.out


def test_help_imports_no_mathematics() -> None:
    code = (
        "import sys\nfrom skilltheory.cli._run import run\nrun(['--help'])\n"
        "heavy = {'sympy', 'numpy', 'flint', 'matplotlib', 'scipy', 'rich'}\n"
        "sys.exit(len(heavy & set(sys.modules)))"
    )
    assert python("-c", code).returncode == 0


def test_runs_as_a_module() -> None:
    done = python("-m", "skilltheory", "--version")
    assert done.stdout.strip() == f"skilltheory {skilltheory.__version__}"


def test_completion_knows_the_commands() -> None:
    context = click.Context(_run.program)
    offered = {item.value for item in _run.program.shell_complete(context, "s")}
    assert {"scale", "show", "solve"} <= offered
    assert "tour" not in offered
    assert _run.program.get_command(context, "sing") is None  # type: ignore[attr-defined]


def test_without_a_command_it_says_what_there_is(cli: Run) -> None:
    outcome = cli()
    assert outcome.code == 2
    assert "tour" in outcome.out


def test_unknown_command_offers_a_near_one(cli: Run) -> None:
    outcome = cli("solv")
    assert (outcome.code, outcome.out) == (2, "")
    assert "did you mean solve?" in outcome.err


def test_unknown_option_as_json(cli: Run) -> None:
    outcome = cli("scale", "--parameters", "3", "--json")
    assert outcome.code == 2
    assert outcome.json["error"] == "bad_input"
    assert "--parameters" in outcome.json["message"]


def test_unknown_option_in_words(cli: Run) -> None:
    outcome = cli("scale", "--parameters", "3")
    assert outcome.code == 2
    assert "--parameters" in outcome.err
    assert "skilltheory scale --help" in outcome.err


def raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def explode(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(_run.program, "main", explode)


def test_no_guarantee_is_exit_code_three(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(monkeypatch, NoGuarantee("a < b", "2", "1", "nothing follows"))
    outcome = cli("solve", "--json")
    assert outcome.code == 3
    assert outcome.json == {
        "error": "no_guarantee",
        "message": "no guarantee: the condition a < b fails: left = 2, right = 1 (nothing follows)",
        "condition": "a < b",
        "left": "2",
        "right": "1",
        "meaning": "nothing follows",
    }


def test_a_refusal_is_exit_code_one(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(monkeypatch, Refused("sign", "not a square", {"x": "1/2"}))
    outcome = cli("--json")
    assert outcome.code == 1
    assert outcome.json["counterexample"] == {"x": "1/2"}
    assert outcome.json["rule"] == "sign"


def test_an_error_of_the_system_is_a_line(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(monkeypatch, PermissionError(13, "Permission denied", "/root/out"))
    outcome = cli()
    assert outcome.code == 2
    assert outcome.err == "skilltheory: Permission denied: /root/out\n"


def test_interruption(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(monkeypatch, KeyboardInterrupt())
    assert cli().code == 130


def test_click_errors_other_than_usage(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(monkeypatch, click.ClickException("odd"))
    outcome = cli("--json")
    assert (outcome.code, outcome.json) == (2, {"error": "bad_input", "message": "odd"})


def test_a_mistake_of_the_program_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    raising(monkeypatch, ZeroDivisionError("mine"))
    with pytest.raises(ZeroDivisionError, match="mine"):
        _run.run([])


def test_a_closed_pipe_is_no_error() -> None:
    script = f"{sys.executable} -m skilltheory show | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "0"
