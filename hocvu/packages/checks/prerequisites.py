"""Checks the prerequisites of SCORM 1.2: the language, the names, and that every item opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from hocvu.packages.checks.flavour import MANIFEST
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.xml import attribute, children, local, tell, text

_TOKEN: Final = re.compile(r"""\s*(<>|[&|~(){},*=]|"[^"]*"|[^\s&|~(){},*=<>"]+)""")
_SIGNS: Final = frozenset("&|~(){},*=") | {"<>"}
_DONE: Final = frozenset({"passed", "completed", "p", "c"})
_BEGUN: Final = frozenset({"failed", "incomplete", "browsed", "f", "i", "b"})
_NOT_BEGUN: Final = frozenset({"not attempted", "n"})
_DEEPEST: Final = 50


class _SyntaxError(Exception):
    """A script that no system can read."""


@dataclass(slots=True)
class _Script:
    """A script of AICC's language (CMI001, 5.0; SCORM 1.2 CAM 2.3.2.5.1).

    Attributes:
        tokens: Its words and signs.
        names: The identifiers that it names, in order, once `holds` was asked.
        done: Identifiers of what learners can have begun and finished.
    """

    tokens: list[str]
    names: list[str] = field(default_factory=list)
    done: frozenset[str] = frozenset()
    _at: int = 0
    _depth: int = 0

    @classmethod
    def of(cls, script: str) -> _Script:
        tokens, at = [], 0
        while at < len(script.rstrip()):
            found = _TOKEN.match(script, at)
            if found is None:
                raise _SyntaxError
            tokens.append(found[1])
            at = found.end()
        return cls(tokens)

    def holds(self, done: frozenset[str]) -> bool:
        """Tell if the script can come true for a learner who finished `done`."""
        self.done, self._at, self._depth = done, 0, 0
        self.names.clear()
        value = self._any()
        if self._at < len(self.tokens):
            raise _SyntaxError
        return value

    def _any(self) -> bool:
        value = self._all()
        while self._take("|"):
            value = self._all() or value
        return value

    def _all(self) -> bool:
        value = self._one()
        while self._take("&"):
            value = self._one() and value
        return value

    def _one(self) -> bool:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _SyntaxError
        try:
            if self._take("~"):
                self._one()
                return True  # what is not done yet can always be so
            if self._take("("):
                value = self._any()
                self._expect(")")
                return value
            return self._name()
        finally:
            self._depth -= 1

    def _name(self) -> bool:
        word = self._word()
        if self._take("*"):
            if not word.isdigit():
                raise _SyntaxError
            return self._count(int(word))
        self.names.append(word)
        if self._take("<>"):
            self._status()
            return True
        if not self._take("="):
            return word in self.done
        status = self._status()
        return status in _NOT_BEGUN or word in self.done

    def _count(self, wanted: int) -> bool:
        self._expect("{")
        found = int(self._any())
        while self._take(","):
            found += self._any()
        self._expect("}")
        return found >= wanted

    def _status(self) -> str:
        status = self._word().strip('"').lower()
        if status not in _DONE | _BEGUN | _NOT_BEGUN:
            raise _SyntaxError
        return status

    def _word(self) -> str:
        if self._at >= len(self.tokens) or self.tokens[self._at] in _SIGNS:
            raise _SyntaxError
        self._at += 1
        return self.tokens[self._at - 1]

    def _take(self, sign: str) -> bool:
        found = self._at < len(self.tokens) and self.tokens[self._at] == sign
        self._at += found
        return found

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise _SyntaxError


def check_prerequisites(root: etree._Element, report: Report) -> None:
    """Tell of scripts that cannot be read, name nothing, or can never come true."""
    for organization in (one for one in root.iter() if local(one) == "organization"):
        items = {attribute(one, "identifier") or "": one for one in _items(organization)}
        scripts = {}
        for key, item in items.items():
            found = children(item, "prerequisites")
            if found and (script := _read(found[0], items.keys(), report)):
                scripts[key] = script
        opened = _opened(items, scripts)
        for key, item in items.items():
            if key in scripts and key not in opened:
                element = children(item, "prerequisites")[0]
                tell(report, MANIFEST, "never_opens", element, identifier=key)


def _items(organization: etree._Element) -> Iterator[etree._Element]:
    return (one for one in organization.iter() if local(one) == "item")


def _read(element: etree._Element, known: object, report: Report) -> _Script | None:
    written = text(element)
    try:
        script = _Script.of(written)
        script.holds(frozenset())
    except _SyntaxError:
        tell(report, MANIFEST, "prerequisites_syntax", element, script=written[:80])
        return None
    unknown = [name for name in script.names if name not in known]  # type: ignore[operator]
    for name in unknown:
        tell(report, MANIFEST, "prerequisites_unknown", element, identifier=name)
    return None if unknown else script


def _opened(items: dict[str, etree._Element], scripts: dict[str, _Script]) -> frozenset[str]:
    """Return what opens for a learner who finishes all that is open, again and again."""
    opened: frozenset[str] = frozenset()
    while True:
        more = frozenset(
            key
            for key, item in items.items()
            if (key not in scripts or scripts[key].holds(opened)) and _inside(item, opened)
        )
        if more <= opened:
            return opened
        opened |= more


def _inside(item: etree._Element, opened: frozenset[str]) -> bool:
    parent = item.getparent()
    return parent is None or local(parent) != "item" or attribute(parent, "identifier") in opened
