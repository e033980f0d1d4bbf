"""What search engines and harvesters follow: a sitemap and ResourceSync documents (Z39.99)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from lxml import etree

from hocvu.catalog.entry import Entry

SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
RS: Final = "http://www.openarchives.org/rs/terms/"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_NAMES: Final[dict[str, str]] = {None: SITEMAP, "rs": RS, "xhtml": _XHTML}  # type: ignore[dict-item]

CAPABILITIES: Final = {
    "description": "resourcesync.xml",
    "capabilitylist": "capabilitylist.xml",
    "resourcelist": "resourcelist.xml",
    "changelist": "changelist.xml",
}
"""ResourceSync documents by their capability."""


def sitemap(entries: Sequence[Entry], base: str) -> bytes:
    """Return ``sitemap.xml``: every page that readers may find, in both languages."""
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap=_NAMES)
    for page in ("index.html", "all.html", "en/index.html", "en/all.html"):
        _url(root, f"{base}{page}")
    for entry in entries:
        if entry.state != "withdrawn":
            place = _url(root, f"{base}{entry.page}", entry.updated)
            for lang, before in (("vi", ""), ("en", "en/")):
                link = etree.SubElement(place, f"{{{_XHTML}}}link", rel="alternate", hreflang=lang)
                link.set("href", f"{base}{before}{entry.page}")
    return _bytes(root)


def web_files(entries: Sequence[Entry], base: str) -> dict[str, bytes]:
    """Return all of them by their names; none without a `base`, as they ask for full addresses."""
    if not base:
        return {}
    return {"sitemap.xml": sitemap(entries, base), **resource_sync(entries, base)}


def resource_sync(entries: Sequence[Entry], base: str) -> dict[str, bytes]:
    """Return the documents of ResourceSync by their names.

    The list of changes names every work once, with its last change; withdrawn ones are ``deleted``
    (ResourceSync Framework Specification 1.1, section 12).
    """
    newest = max((entry.updated for entry in entries if entry.updated), default=None)
    description = _list("description", newest)
    _url(description, f"{base}{CAPABILITIES['capabilitylist']}", capability="capabilitylist")
    capabilities = _list("capabilitylist", newest, up=base + CAPABILITIES["description"])
    for name in ("resourcelist", "changelist"):
        _url(capabilities, f"{base}{CAPABILITIES[name]}", capability=name)
    resources = _list("resourcelist", newest, up=base + CAPABILITIES["capabilitylist"])
    changes = _list("changelist", newest, up=base + CAPABILITIES["capabilitylist"])
    for entry in sorted(entries, key=lambda one: (one.updated or _EPOCH, one.id)):
        record = f"{base}courses/{entry.key}/metadata.json"
        if entry.state != "withdrawn":
            _url(resources, record, entry.updated)
        first = entry.published == entry.updated
        change = "deleted" if entry.state == "withdrawn" else "created" if first else "updated"
        _url(changes, record, entry.updated, change=change)
    made = {
        "description": description,
        "capabilitylist": capabilities,
        "resourcelist": resources,
        "changelist": changes,
    }
    return {CAPABILITIES[name]: _bytes(root) for name, root in made.items()}


_EPOCH: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def _list(capability: str, at: dt.datetime | None, up: str = "") -> etree._Element:
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap=_NAMES)
    if up:
        etree.SubElement(root, f"{{{RS}}}ln", rel="up", href=up)
    md = etree.SubElement(root, f"{{{RS}}}md", capability=capability)
    if capability == "resourcelist":
        md.set("at", _time(at or _EPOCH))
    if capability == "changelist":
        md.set("from", _time(_EPOCH))
    return root


def _url(
    root: etree._Element, address: str, changed: dt.datetime | None = None, **facts: str
) -> etree._Element:
    place = etree.SubElement(root, f"{{{SITEMAP}}}url")
    etree.SubElement(place, f"{{{SITEMAP}}}loc").text = address
    if changed:
        etree.SubElement(place, f"{{{SITEMAP}}}lastmod").text = _time(changed)
    if facts:
        etree.SubElement(place, f"{{{RS}}}md", facts)
    return place


def _time(when: dt.datetime) -> str:
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _bytes(root: etree._Element) -> bytes:
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made
