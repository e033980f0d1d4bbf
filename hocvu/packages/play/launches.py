"""What a system would show of a package, in order."""

from __future__ import annotations

import posixpath
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml import html as lxml_html

from hocvu.packages.checks.container import Container
from hocvu.packages.checks.flavour import MANIFEST
from hocvu.packages.checks.references import is_external
from hocvu.packages.checks.xml import attribute, children, local, parsed, text
from hocvu.packages.play.records import Launch

_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_START: Final = "index.html"


def scorm_launches(container: Container) -> list[Launch]:
    """Return what the items of the default organization launch."""
    root = parsed(container, MANIFEST) if MANIFEST in container.files else None
    if root is None:
        return []
    resources = {attribute(e, "identifier"): e for e in root.iter() if local(e) == "resource"}
    found: list[Launch] = []
    for item in _items(root):
        resource = resources.get(attribute(item, "identifierref"))
        if resource is not None and attribute(resource, "href"):
            found.append(_launch(item, resource))
    return found


def _items(root: etree._Element) -> list[etree._Element]:
    """Return the items of the default organization in their order, at whatever depth."""
    for organizations in children(root, "organizations"):
        every = children(organizations, "organization")
        wanted = attribute(organizations, "default")
        chosen = [one for one in every if attribute(one, "identifier") == wanted] or every
        if chosen:
            return [element for element in chosen[0].iter() if local(element) == "item"]
    return []


def _launch(item: etree._Element, resource: etree._Element) -> Launch:
    holders = [*reversed([resource, *resource.iterancestors()])]
    base = "".join(str(holder.get(_BASE, "")) for holder in holders)
    href = posixpath.join(base, attribute(resource, "href") or "")
    kinds = [value for name, value in resource.attrib.items() if _is_scorm_type(str(name))]
    title = text(next(iter(children(item, "title")), None))
    parameters = attribute(item, "parameters") or ""
    tracked = any(str(kind).lower() == "sco" for kind in kinds)
    return Launch(_with(href, parameters), title, tracked)


def _is_scorm_type(name: str) -> bool:
    return name.lower().endswith("}scormtype")


def _with(href: str, parameters: str) -> str:
    """Join an address and its parameters (SCORM 2004 CAM 3.4.1, parameters)."""
    words = parameters.lstrip("?&")
    if not words or parameters.startswith("#"):
        return href + parameters
    return f"{href}{'&' if '?' in href else '?'}{words}"


def web_launches(container: Container) -> list[Launch]:
    """Return a site's start page and the pages that it links to."""
    names = [_START] if _START in container.files else []
    page = container.text(_START) if names else None
    if page:
        root = lxml_html.document_fromstring(page, lxml_html.HTMLParser(no_network=True))
        for link in root.iter("a"):
            href = str(link.get("href", ""))
            name = posixpath.normpath(unquote(urlsplit(href).path)) if href else ""
            is_page = name.endswith((".html", ".htm")) and not is_external(href)
            if is_page and name in container.files and name not in names:
                names.append(name)
    return [Launch(name, name, tracked=False) for name in names]
