"""What parameters are called and what they take, in the user's language.

All of it is read from the commands' own signatures, which no version of typer changes.
"""

from __future__ import annotations

import re
import types
import typing
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final

from hocvu.messages import text

_WORD: Final = re.compile(r"[A-Z]+(?:-[A-Z]+)*")
_KINDS: Final[dict[type, str]] = {int: "NUMBER", float: "NUMBER", Path: "PATH"}


@dataclass(frozen=True, slots=True)
class Takes:
    """What a parameter takes.

    Attributes:
        kind: The type of one value.
        least: The smallest number, where there is one.
        most: The largest number, where there is one.
    """

    kind: type
    least: float | None = None
    most: float | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        """The only values that are taken; none where others are."""
        return tuple(str(one.value) for one in self.kind) if issubclass(self.kind, Enum) else ()


def localised(metavar: str) -> str:
    """Return a placeholder such as ``FOLDER|PACKAGE...`` with its words in the user's language."""
    return _WORD.sub(lambda word: text(f"cli.metavar.{word.group()}"), metavar)


def takes(parameter: Any, command: Any) -> Takes:
    """Return what `parameter` of `command` takes, by the signature of the function it calls."""
    hints = typing.get_type_hints(command.callback, include_extras=True) if command.callback else {}
    kind, least, most = hints.get(parameter.name, str), None, None
    if typing.get_origin(kind) is typing.Annotated:
        kind, declared, *_ = typing.get_args(kind)
        least, most = declared.min, declared.max
    while typing.get_origin(kind) in (typing.Union, types.UnionType, list):
        kind = typing.get_args(kind)[0]
    return Takes(kind, least, most)


def placeholder(parameter: Any, command: Any) -> str:
    """Return what stands for the value of `parameter` in a usage line."""
    if parameter.metavar:
        return localised(parameter.metavar)
    taken = takes(parameter, command)
    if taken.choices:
        return "|".join(taken.choices)
    shown = localised(_KINDS.get(taken.kind, "TEXT"))
    return f"{shown}..." if is_argument(parameter) and parameter.nargs != 1 else shown


def is_argument(parameter: Any) -> bool:
    """Tell a parameter without a name of its own from an option."""
    return bool(parameter.param_type_name == "argument")


def shown_name(parameter: Any, command: Any) -> str:
    """Return what a message calls `parameter`: an option's longest name or the placeholder."""
    if is_argument(parameter):
        return placeholder(parameter, command).strip("[]").removesuffix("...")
    return str(max(parameter.opts, key=len))
