"""Says in an author's words what libyaml says in a parser's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from yaml import YAMLError
from yaml.error import MarkedYAMLError

from hocvu.errors import Origin
from hocvu.manifest.problems import Problem

# A quoted value that does not end on its line, and is not followed by more of it there.
_OPEN: Final = re.compile(
    r"""^[^#\n"']*(?::|-|\[|\{|,)[ ]+(?P<open>"(?:[^"\\\n]|\\.)*|'(?:[^'\n]|'')*)$""", re.MULTILINE
)
_TAB: Final = re.compile(r"^ *\t", re.MULTILINE)

# Part of libyaml's context or problem; our code; whether the place is where the thing began.
_KNOWN: Final = (
    ("scanning a quoted scalar", "manifest.quote_open", True),
    ("unknown escape", "manifest.escape", False),
    ("escape character", "manifest.escape", False),
    ("mapping values are not allowed", "manifest.colon", False),
    ("parsing a flow", "manifest.bracket_open", True),
    ("cannot start any token", "manifest.reserved_character", False),
    ("could not find expected ':'", "manifest.colon_missing", True),
    ("parsing a block mapping", "manifest.indentation", False),
    ("parsing a block collection", "manifest.indentation", False),
    ("block sequence entries are not allowed", "manifest.indentation", False),
)


def explain(error: YAMLError, text: str, file: str) -> Iterator[Problem]:
    """Yield what to mend in `text`, on which libyaml stopped with `error`.

    Tabs are looked for first, in every line: they are the usual cause of the strangest errors.
    """
    tabs = list(_TAB.finditer(text))
    for found in tabs:
        where = Origin(file, _line(text, found.start()), len(found.group()))
        yield Problem("manifest.tab", "error", where)
    if tabs:
        return
    if not isinstance(error, MarkedYAMLError):
        yield Problem("manifest.syntax", "error", Origin(file, 1, 1), {"detail": str(error)})
        return
    words = f"{error.problem or ''} {error.context or ''}"
    mark = error.problem_mark or error.context_mark
    code = "manifest.syntax"
    for part, known, began in _KNOWN:
        # An escape is told of inside a quoted text, so it goes before the text itself.
        if part in words and not (known == "manifest.quote_open" and "escape" in words):
            code = known
            mark = (error.context_mark if began else None) or mark
            break
    if code == "manifest.indentation" and mark:
        # libyaml ends an open quotation at the next mark, and stumbles only there.
        opened = [
            found for found in _OPEN.finditer(text) if _line(text, found.start()) <= mark.line
        ]
        if opened:
            start = opened[-1].start("open")
            column = start - text.rfind("\n", 0, start)
            yield Problem("manifest.quote_open", "error", Origin(file, _line(text, start), column))
            return
    where = Origin(file, mark.line + 1, mark.column + 1) if mark else Origin(file, 1, 1)
    yield Problem(code, "error", where, {"detail": error.problem or ""})


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
