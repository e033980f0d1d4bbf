"""What the commands print: results to standard output, everything else to standard error."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from hocvu import messages
from hocvu.errors import HocvuError, Origin, Remark, Severity

_STYLES: dict[Severity, str] = {"info": "dim", "warning": "yellow", "error": "bold red"}
_SIGNS: dict[Severity, str] = {"info": "·", "warning": "!", "error": "✗"}
_SAME = 5
_PLAIN = re.compile(r"[\w./\\:@%+,-]+")

# Long lines are the terminal's to fold: a path cut in two cannot be copied.
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Volume:
    """How much is told: ``-q`` errors only, ``-v`` also what is merely good to know."""

    level: int = 0


def result(line: str) -> None:
    """Print one line of a command's result."""
    sys.stdout.write(line + "\n")


def quoted(path: str | Path) -> str:
    """Return a path as it is written in a command, which people copy from messages."""
    written = str(path)
    return written if _PLAIN.fullmatch(written) else f'"{written}"'


def say(code: str, **params: str | int | float) -> None:
    """Tell a message of the catalogue, unless quiet."""
    if Volume.level >= 0:
        err.print(Text(messages.text(code, params)))


def tell(remark: Remark, also: Sequence[Origin] = ()) -> None:
    """Tell one remark: its place, and where `also` it is so, the message, then what to do."""
    others = [replace(origin, file=None).describe() for origin in also[:_SAME]]
    more = ["…"] if len(also) > _SAME else []
    place = "; ".join(part for part in (remark.origin.describe(), *others, *more) if part)
    line = Text(f"{_SIGNS[remark.severity]} ", style=_STYLES[remark.severity])
    line.append(f"{place}: " if place else "", style="bold")
    line.append(remark.message, style="not bold default")
    err.print(line)
    if remark.hint:
        err.print(Text(f"  → {remark.hint}", style="cyan"))


def tell_error(error: HocvuError) -> None:
    """Tell an error; of one that holds a list of problems, what kept it from going on."""
    for remark in error.remarks:
        if remark.severity == "error" or Volume.level > 0:
            tell(remark)


def tell_all(remarks: Iterable[Remark], most: int = _SAME) -> None:
    """Tell remarks by the volume: what is so in several places once, of many the first `most`."""
    least: dict[int, tuple[Severity, ...]] = {-1: ("error",), 0: ("error", "warning")}
    shown = least.get(Volume.level, ("error", "warning", "info"))
    same: dict[tuple[object, ...], list[Remark]] = {}
    for remark in remarks:
        if remark.severity in shown:
            values = tuple(sorted(remark.params.items()))
            key = (remark.code, remark.severity, remark.origin.file, values)
            same.setdefault(key, []).append(remark)
    seen: Counter[tuple[str, str]] = Counter()
    for first, *others in same.values():
        alike = (first.code, first.origin.file or "")
        seen[alike] += 1
        if seen[alike] <= most or Volume.level > 0:
            tell(first, [other.origin for other in others])
    for (code, file), count in seen.items():
        if count > most and Volume.level <= 0:
            say("cli.more", count=count - most, kind=code, file=file)
