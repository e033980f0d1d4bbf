"""Says in the user's language what the parser of the command line says in English."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import typer

from hocvu.cli.console import quoted
from hocvu.cli.parameters import Takes, shown_name, takes
from hocvu.messages import text

# The family that a wrong command line raises; typer may carry its own copy of click.
Misused: Final[type[Exception]] = typer.BadParameter.__mro__[1]


def explain(error: Any) -> str:
    """Return what is wrong, by the kind of error that the parser raised."""
    kind = type(error).__name__
    command = getattr(getattr(error, "ctx", None), "command", None)
    if kind == "NoSuchOption":
        near = ", ".join(error.possibilities or ())
        code = "cli.usage.option_misspelt" if near else "cli.usage.option_unknown"
        return text(code, {"name": error.option_name, "near": near})
    if kind == "MissingParameter":
        return text("cli.usage.missing", {"name": shown_name(error.param, command)})
    if kind == "BadParameter":
        name = shown_name(error.param, command) if error.param else ""
        return _value(name, takes(error.param, command) if error.param else Takes(str))
    if kind == "BadOptionUsage":
        parameters = getattr(command, "params", ())
        flags = {n for one in parameters if getattr(one, "is_flag", False) for n in one.opts}
        code = "cli.usage.flag" if error.option_name in flags else "cli.usage.no_value"
        return text(code, {"name": error.option_name})
    return _words(error.message, grouped=hasattr(command, "commands"))


def _value(name: str, taken: Takes) -> str:
    """Say what `name` would take."""
    if taken.choices:
        return text("cli.usage.choice", {"name": name, "allowed": ", ".join(taken.choices)})
    if taken.kind not in (int, float):
        return text("cli.usage.value", {"name": name})
    if taken.least is None:
        code = "cli.usage.integer" if taken.kind is int else "cli.usage.number"
    elif taken.most is None:
        code = "cli.usage.integer_from" if taken.kind is int else "cli.usage.number_from"
    else:
        code = "cli.usage.integer_between" if taken.kind is int else "cli.usage.number_between"
    return text(code, {"name": name, "least": taken.least or 0, "most": taken.most or 0})


def _words(said: str, *, grouped: bool) -> str:
    """Say which word of the command line is one too many, or names no command."""
    if not grouped:
        return text("cli.usage.extra", {"name": said.partition(" (")[2].removesuffix(")")})
    # What was written stands first; a guess at what was meant may follow it.
    name, *near = re.findall(r"'([^']*)'", said) or [""]
    if not name:
        return text("cli.usage.no_command")
    if Path(name).exists():
        return text("cli.usage.command_is_path", {"name": name, "quoted": quoted(name)})
    code = "cli.usage.command_misspelt" if near else "cli.usage.command"
    return text(code, {"name": name, "near": ", ".join(near)})
