"""Follows references between the files of a package, by the letter."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_ODD = re.compile(r"[^\x21-\x7e]|%[0-9A-Fa-f]{2}")


def is_external(reference: str) -> bool:
    """Tell if `reference` leads out of the package."""
    return bool(_SCHEME.match(reference))


def is_odd(reference: str) -> bool:
    """Tell if systems read `reference` differently: spaces, percent signs, letters beyond ASCII."""
    return bool(_ODD.search(reference))


@dataclass(slots=True)
class Files:
    """The files of a package as references find them."""

    names: Mapping[str, object]
    _folded: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the names without regard to case and normalisation form."""
        self._folded = {_fold(name): name for name in self.names}

    def target(self, reference: str, base: str = "") -> str:
        """Return the path that `reference` leads to, seen from the folder `base`."""
        path = unquote(urlsplit(reference).path) if reference else ""
        return posixpath.normpath(posixpath.join(base, path)) if path else ""

    def nearly(self, path: str) -> str:
        """Return the file that differs from `path` in case or Unicode form only, or nothing."""
        return self._folded.get(_fold(path), "")


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
