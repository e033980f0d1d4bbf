"""Items of a cmi5 course structure and of an xAPI ``tincan.xml``."""

from __future__ import annotations

from collections.abc import Iterator

from hocvu.sources.package.entries import Entry, located
from hocvu.sources.package.xml import Element, child, children, get, language, name, text


def cmi5(root: Element) -> list[Entry]:
    """Return the assignable units in order (cmi5, 13.1)."""
    return list(_units(root, ()))


def tincan(root: Element) -> list[Entry]:
    """Return the activities that are launched; the others are what they report on."""
    found = []
    for activity in (one for one in root.iter() if name(one) == "activity"):
        href = text(child(activity, "launch"))
        if href:
            title = best(list(children(activity, "name")))
            found.append(Entry(get(activity, "id"), title, (), *located(href)))
    return found


def best(texts: list[Element]) -> str:
    """Return the Vietnamese one of texts in several languages, else the first."""
    inner = [line for one in texts for line in children(one, "langstring", "string")] or texts
    chosen = next((one for one in inner if language(one).startswith("vi")), None)
    return text(inner[0] if chosen is None and inner else chosen)


def _units(parent: Element, sections: tuple[str, ...]) -> Iterator[Entry]:
    for part in children(parent, "au", "block"):
        title = best(list(children(part, "title")))
        if name(part) == "au":
            yield Entry(get(part, "id"), title, sections, *located(text(child(part, "url"))))
        else:
            yield from _units(part, (*sections, title) if title else sections)
