"""The help of every command, in the user's language throughout.

The parser of the command line has fixed English words of its own, and other ones in other
versions; here every word is the catalogue's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from hocvu.cli.parameters import is_argument, localised, placeholder
from hocvu.cli.usage import Misused
from hocvu.messages import text

_OPTIONS = {"help_option_names": ["-h", "--help"]}


def _write_help(command: Any, context: Any, formatter: Any) -> None:
    """Write the usage line, what the command does, its parameters and its commands."""
    formatter.write_usage(
        context.command_path, " ".join(_usage(command)), prefix=text("cli.help.usage") + " "
    )
    if command.help:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(command.help)
    own = [parameter for parameter in command.params if not getattr(parameter, "hidden", False)]
    helping = (", ".join(context.help_option_names), text("cli.help.help"))
    parts = {
        "cli.help.arguments": [
            (placeholder(one, command).strip("[]"), _about(one)) for one in own if is_argument(one)
        ],
        "cli.help.options": [
            *((_names(one, command), _about(one)) for one in own if not is_argument(one)),
            helping,
        ],
        "cli.help.commands": [
            (name, one.help or "") for name, one in getattr(command, "commands", {}).items()
        ],
    }
    for title, rows in parts.items():
        if rows:
            with formatter.section(text(title)):
                formatter.write_dl(rows)


def _usage(command: Any) -> Iterator[str]:
    """Yield the words of the usage line: what must be given stands without brackets."""
    for parameter in command.params:
        if not is_argument(parameter) and parameter.required:
            yield _names(parameter, command)
    yield f"[{localised('OPTIONS')}]"
    for parameter in command.params:
        if is_argument(parameter):
            shown = placeholder(parameter, command).strip("[]")
            yield shown if parameter.required else f"[{shown}]"
    if hasattr(command, "commands"):
        yield localised("COMMAND ...")


def _names(option: Any, command: Any) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    return names if option.is_flag else f"{names} {placeholder(option, command)}"


def _about(parameter: Any) -> str:
    """Return what is said of a parameter, with its default or that it must be given."""
    said = parameter.help or ""
    if parameter.required:
        return said if is_argument(parameter) else f"{said}  [{text('cli.help.required')}]"
    default = getattr(parameter.default, "value", parameter.default)
    if not default or callable(default) or getattr(parameter, "is_flag", False):
        return said
    return f"{said}  [{text('cli.help.default', {'value': default})}]"


class _Telling:
    """Writes its help, and lets an error of its options know where it happened."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help in the user's language."""
        _write_help(self, ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the arguments apart; errors keep the command that they are about."""
        try:
            return super().parse_args(ctx, args)  # type: ignore[misc, no-any-return]
        except Misused as error:
            error.ctx = error.ctx or ctx  # type: ignore[attr-defined]
            raise


class _Command(_Telling, TyperCommand):
    """A command that speaks the user's language."""


class _Group(_Telling, TyperGroup):
    """A group of commands that speaks the user's language."""


class App(typer.Typer):
    """Commands under one name, whose help is in the user's language."""

    def __init__(self, about: str | None = None) -> None:
        """Begin without commands; `about` says what they do together."""
        super().__init__(
            help=about,
            cls=_Group,
            add_completion=False,
            no_args_is_help=True,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
            context_settings=_OPTIONS,
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[..., Any]:
        """Take a function as the command `name`."""
        settings.setdefault("cls", _Command)
        return super().command(name, **settings)
