"""Items of a manifest of IMS Content Packaging, which SCORM builds upon."""

from __future__ import annotations

from collections.abc import Iterator

from hocvu.sources.package.entries import Entry, located
from hocvu.sources.package.xml import Element, base, child, children, get, name, text


def entries(root: Element) -> list[Entry]:
    """Return what the default organization launches, else every resource that is a page."""
    holder = child(root, "resources")
    around = base(root)
    resources: dict[str, tuple[Element, tuple[str, ...]]] = {}
    if holder is not None:
        inner = base(holder)
        for resource in children(holder, "resource"):
            resources.setdefault(get(resource, "identifier"), (resource, (around, inner)))
    organization = default_organization(root)
    if organization is not None:
        found = list(_items(organization, (), resources))
        if found:
            return found
    return [
        Entry(key, "", (), *_page(resource, bases))
        for key, (resource, bases) in resources.items()
        if _href(resource).lower().partition("?")[0].endswith((".html", ".htm", ".xhtml"))
    ]


def title(root: Element) -> str:
    """Return the title of the default organization."""
    return text(child(default_organization(root), "title"))


def sequenced(root: Element) -> bool:
    """Tell if rules say in which order items open (IMS Simple Sequencing, prerequisites)."""
    rules = {"sequencingrules", "limitconditions", "prerequisites"}
    return any(name(element) in rules for element in root.iter())


def default_organization(root: Element) -> Element | None:
    """Return the default organization, else the first."""
    holder = child(root, "organizations")
    if holder is None:
        return None
    found = list(children(holder, "organization"))
    default = get(holder, "default")
    chosen = [one for one in found if get(one, "identifier") == default] or found
    return chosen[0] if chosen else None


def _items(
    parent: Element,
    sections: tuple[str, ...],
    resources: dict[str, tuple[Element, tuple[str, ...]]],
) -> Iterator[Entry]:
    for item in children(parent, "item"):
        named = text(child(item, "title"))
        wanted = get(item, "identifierref")
        if wanted:
            known = resources.get(wanted)
            page, query = _page(*known) if known else ("", "")
            query = "&".join(part for part in (query, get(item, "parameters").lstrip("?&")) if part)
            yield Entry(get(item, "identifier"), named, sections, page, query)
        yield from _items(item, (*sections, named) if named else sections, resources)


def _page(resource: Element, bases: tuple[str, ...]) -> tuple[str, str]:
    href = _href(resource)
    return located(href, *bases, base(resource)) if href else ("", "")


def _href(resource: Element) -> str:
    """Return what a resource launches: its own address, else its first file."""
    first = next(children(resource, "file"), None)
    return get(resource, "href") or ("" if first is None else get(first, "href"))
