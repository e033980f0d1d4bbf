"""Says in the user's language what the parser of the command line says in English."""

from __future__ import annotations

import re
from typing import Any

from hocvu.messages import text


def explain(error: Any) -> str:
    """Return what is wrong, by the kind of error that the parser raised."""
    kind, said = type(error).__name__, str(getattr(error, "message", ""))
    parameter = getattr(error, "param", None)
    name = _name(parameter) or str(getattr(error, "option_name", "") or "")
    if kind == "NoSuchOption":
        near = ", ".join(error.possibilities or ())
        code = "cli.usage.option_misspelt" if near else "cli.usage.option_unknown"
        return text(code, {"name": error.option_name, "near": near})
    if kind == "MissingParameter":
        return text("cli.usage.missing", {"name": name})
    if kind in ("BadParameter", "BadOptionUsage"):
        allowed = ", ".join(re.findall(r"'([^']*)'", said.partition("one of")[2]))
        if allowed:
            return text("cli.usage.choice", {"name": name, "allowed": allowed})
        return text("cli.usage.value", {"name": name})
    if hasattr(getattr(getattr(error, "ctx", None), "command", None), "commands"):
        # What was written stands first; a guess at what was meant may follow it.
        return text("cli.usage.command", {"name": _last(re.findall(r"'([^']*)'", said)[:1])})
    return text("cli.usage.extra", {"name": _last(re.findall(r"\(([^)]*)\)", said))})


def _last(words: list[str]) -> str:
    return words[-1] if words else ""


def _name(parameter: Any) -> str:
    """Return a parameter as the help shows it."""
    if parameter is None:
        return ""
    options = [option for option in parameter.opts if option.startswith("-")]
    return (
        max(options, key=len)
        if options
        else str(parameter.metavar or parameter.name).upper().rstrip(".")
    )
