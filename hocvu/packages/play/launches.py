"""What a system would show of a package, in order."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml import html as lxml_html

from hocvu.packages.checks.container import Container
from hocvu.packages.checks.flavour import MANIFEST
from hocvu.packages.checks.references import is_external
from hocvu.packages.checks.xml import attribute, children, local, parsed, text
from hocvu.packages.play.records import Interface, Launch

_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_START: Final = "index.html"
_STRUCTURE: Final = "cmi5.xml"
_TINCAN: Final = "tincan.xml"
_ELEMENTS: Final = {
    "datafromlms": "cmi.launch_data",
    "masteryscore": "cmi.student_data.mastery_score",
    "dataFromLMS": "cmi.launch_data",
    "minNormalizedMeasure": "cmi.scaled_passing_score",
}
"""Elements of an item that the system hands on (SCORM 1.2 CAM 2.3.2, SCORM 2004 RTE 4.2)."""


def launches_of(container: Container, interface: Interface) -> list[Launch]:
    """Return what is to be opened, each page once for the same parameters."""
    found = _FINDERS[interface](container)
    return list({launch.href: launch for launch in found}.values())


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
    return Launch(_with(href, parameters), title, tracked, given=_given(item))


def _given(item: etree._Element) -> dict[str, str]:
    given: dict[str, str] = {}
    for child in item:
        for element in child.iter() if local(child) != "item" else ():
            if (name := _ELEMENTS.get(local(element))) and text(element):
                given.setdefault(name, text(element))
    return given


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


def cmi5_launches(container: Container) -> list[Launch]:
    """Return the assignable units of a course structure (cmi5 13.1.4)."""
    root = parsed(container, _STRUCTURE) if _STRUCTURE in container.files else None
    units = [] if root is None else [one for one in root.iter() if local(one) == "au"]
    return [launch for unit in units if (launch := _unit(unit))]


def _unit(unit: etree._Element) -> Launch | None:
    href = text(next(iter(children(unit, "url")), None))
    titles = [one for holder in children(unit, "title") for one in children(holder, "langstring")]
    given: dict[str, Any] = {}
    for name in ("moveOn", "launchMethod"):
        if value := attribute(unit, name):
            given[name] = value
    try:
        given["masteryScore"] = float(attribute(unit, "masteryScore") or "")
    except ValueError:
        given.pop("masteryScore", None)
    for name in ("launchParameters", "entitlementKey"):
        for one in children(unit, name):
            value = text(one)
            given[name] = {"courseStructure": value} if name == "entitlementKey" else value
    return _launched(href, text(next(iter(titles), None)), attribute(unit, "id") or "", given)


def xapi_launches(container: Container) -> list[Launch]:
    """Return the activities that ``tincan.xml`` launches."""
    root = parsed(container, _TINCAN) if _TINCAN in container.files else None
    activities = [] if root is None else [one for one in root.iter() if local(one) == "activity"]
    found: list[Launch] = []
    for activity in activities:
        name = text(next(iter(children(activity, "name")), None))
        for launch in children(activity, "launch")[:1]:
            one = _launched(text(launch), name, attribute(activity, "id") or "", {})
            found += [one] if one else []
    return found


def _launched(href: str, title: str, activity: str, given: Mapping[str, Any]) -> Launch | None:
    """Return what is in the package and can be launched; the rest is elsewhere."""
    return None if not href or is_external(href) else Launch(href, title, True, activity, given)


_FINDERS: Final[dict[Interface, Callable[[Container], list[Launch]]]] = {
    "scorm12": scorm_launches,
    "scorm2004": scorm_launches,
    "cmi5": cmi5_launches,
    "xapi": xapi_launches,
    "": web_launches,
}
