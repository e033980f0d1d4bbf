"""Says in an author's words what libyaml says in a parser's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from yaml import YAMLError
from yaml.error import MarkedYAMLError

from hocvu.errors import Origin
from hocvu.written.problems import Problem

# A quoted value that does not end on its line, and is not followed by more of it there.
_OPEN: Final = re.compile(
    r"""^[^#\n"']*(?::|-|\[|\{|,)[ ]+(?P<open>"(?:[^"\\\n]|\\.)*|'(?:[^'\n]|'')*)$""", re.MULTILINE
)
# A quotation that ends, and words after it: the mark that ended it was meant as part of the text.
_INSIDE: Final = re.compile(
    r"""(?:(?:^|[:\-])[ ]+|[\[{,][ ]*)"""
    r"""(?:"(?:[^"\\]|\\.)*(?P<double>")|'(?:[^']|'')*(?P<single>'))"""
    r"""[ ]*[^\s,\]}:#"']"""
)
_TAB: Final = re.compile(r"^ *\t", re.MULTILINE)
_WIDE_SPACE: Final = re.compile(r"^ *[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+", re.MULTILINE)
_WIDE_COLON: Final = re.compile(
    r"^ *(?:- +)?[\"']?(?P<key>\w+)[\"']?(?P<colon>[：﹕∶])", re.MULTILINE
)
_CONFLICT: Final = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
_KEY: Final = re.compile(r"^(?P<indent> *)(?:- +)*(?P<key>[\w-]+) *:(?P<rest>.*)$")
_NO_SPACE: Final = re.compile(r"^ *(?:- +)*(?P<key>[\w-]+):\S")

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


def forestall(text: str, file: str, names: frozenset[str]) -> Iterator[Problem]:
    """Yield what makes a file no YAML in an author's sense, whatever a parser makes of it.

    `names` are the names of fields that the file may have.
    """
    if "<<<<<<<" in text:
        for found in _CONFLICT.finditer(text):
            yield Problem("manifest.conflict", "error", Origin(file, _line(text, found.start()), 1))
    if text.isascii():
        return
    for found in _WIDE_SPACE.finditer(text):
        at = Origin(file, _line(text, found.start()), len(found.group()))
        yield Problem("manifest.space_wide", "error", at)
    for found in _WIDE_COLON.finditer(text):
        if found["key"] in names:
            start = found.start("colon")
            at = Origin(file, _line(text, start), start - text.rfind("\n", 0, start))
            params = {"key": found["key"], "sign": found["colon"]}
            yield Problem("manifest.colon_wide", "error", at, params)


def explain(error: YAMLError, text: str, file: str, names: frozenset[str]) -> Iterator[Problem]:
    """Yield what to mend in `text`, on which libyaml stopped with `error`.

    Tabs are looked for first, in every line: they are the usual cause of the strangest errors.
    """
    tabs = list(_TAB.finditer(text))
    for found in tabs:
        where = Origin(file, _line(text, found.start()), len(found.group()))
        yield Problem("manifest.tab", "error", where)
    if tabs:
        return
    code, line, column = _diagnose(error, text.splitlines(), names)
    if code in ("manifest.indentation", "manifest.bracket_open"):
        # libyaml ends an open quotation at the next mark, and stumbles only there.
        opened = [found for found in _OPEN.finditer(text) if _line(text, found.start()) <= line]
        if opened and code == "manifest.indentation":
            start = opened[-1].start("open")
            code, line = "manifest.quote_open", _line(text, start)
            column = start - text.rfind("\n", 0, start)
    yield Problem(code, "error", Origin(file, line, column))


def _diagnose(error: YAMLError, lines: list[str], names: frozenset[str]) -> tuple[str, int, int]:
    """Return the code, line and column of what is wrong."""
    if not isinstance(error, MarkedYAMLError):
        return "manifest.syntax", 1, 1
    words = f"{error.problem or ''} {error.context or ''}"
    code, mark = "manifest.syntax", error.problem_mark or error.context_mark
    for part, known, began in _KNOWN:
        # An escape is told of inside a quoted text, so it goes before the text itself.
        if part in words and not (known == "manifest.quote_open" and "escape" in words):
            code, mark = known, (error.context_mark if began else None) or mark
            break
    if mark is None:
        return code, 1, 1
    here = error.problem_mark or mark
    if code in ("manifest.indentation", "manifest.bracket_open", "manifest.quote_open"):
        for number in dict.fromkeys((here.line, mark.line)):
            if inside := _INSIDE.search(lines[number] if number < len(lines) else ""):
                at = max(inside.start("double"), inside.start("single"))
                return "manifest.quote_inside", number + 1, at + 1
    line = lines[mark.line] if mark.line < len(lines) else ""
    if code == "manifest.colon" and (column := _too_deep(lines, mark, names)):
        return "manifest.indentation", mark.line + 1, column
    if code == "manifest.colon_missing" and (found := _NO_SPACE.match(line)):
        return "manifest.colon_space", mark.line + 1, found.start("key") + 1
    return code, mark.line + 1, mark.column + 1


def _too_deep(lines: list[str], mark: Any, names: frozenset[str]) -> int:
    """Return the column of a field that stands too deep below a value; 0 if that is not it.

    YAML takes it for more of the value, and stumbles at its colon.
    """
    found = _KEY.match(lines[mark.line]) if mark.line < len(lines) else None
    if not found or found.end("key") != mark.column or found["key"] not in names:
        return 0
    above = next((line for line in reversed(lines[: mark.line]) if line.strip()), "")
    before = _KEY.match(above)
    inside = before and before["rest"].strip() and len(before["indent"]) < len(found["indent"])
    return found.start("key") + 1 if inside else 0


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
