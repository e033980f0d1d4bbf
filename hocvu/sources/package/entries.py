"""What descriptors of every standard name: something to launch, and where it stands."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from hocvu.identifiers import nfc


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as its descriptor has it; `page` is relative to the descriptor, or a web address."""

    id: str
    title: str
    sections: tuple[str, ...]
    page: str
    query: str = ""


def located(href: str, *bases: str) -> tuple[str, str]:
    """Return the member that `href` names below `bases`, and what follows its name.

    A path that leaves the package is returned as an empty name.
    """
    if "://" in href.partition("?")[0]:
        return href, ""
    plain, mark, query = href.partition("?")
    if not mark:
        plain, _, query = plain.partition("#")
    path = posixpath.normpath(posixpath.join(*bases, nfc(unquote(plain)).replace("\\", "/")))
    outside = path.startswith(("/", "..")) or path == "."
    return ("", "") if outside else (path, query)
