"""Reads XML of unknown origin: no entities, no network, no document type, bounded."""

from __future__ import annotations

import re

from lxml import etree

from hocvu.errors import Value
from hocvu.packages.checks.container import Opened
from hocvu.packages.checks.reasons import plain_reason
from hocvu.packages.checks.report import Report

_DECLARED = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


def parser() -> etree.XMLParser:
    """Return a parser that is safe for input from anywhere."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def parsed(container: Opened, name: str) -> etree._Element | None:
    """Return the root of an XML file, telling what is wrong with its form."""
    data = container.text(name)
    if data is None:
        return None
    report = container.report
    match = _DECLARED.match(data)
    declared = match[1].decode("ascii").lower() if match else "utf-8"
    really = "utf-16" if data.startswith(_UTF_16) else declared
    if really not in ("utf-8", "us-ascii", "ascii") or really.startswith("utf-16"):
        clause = "XML 1.0, 4.3.3"
        report.add("encoding", clause, member=name, line=1, encoding=really.upper())
        if really != "utf-16" or not data.startswith(_UTF_16):
            return None
    try:
        root = etree.fromstring(data, parser())
    except etree.XMLSyntaxError as error:
        report.add(
            "not_well_formed",
            "XML 1.0, 2.1",
            member=name,
            line=error.lineno or 1,
            reason=plain_reason(error.msg or ""),
        )
        return None
    if _doctype(root):
        report.add("doctype", "/, XML binding", severity="warning", member=name, line=1)
    return root


def _doctype(root: etree._Element) -> str:
    return str(getattr(root.getroottree().docinfo, "doctype", ""))


def local(element: etree._Element) -> str:
    """Return an element's name without its name space; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def space(element: etree._Element) -> str:
    """Return an element's name space; empty when it has none."""
    return element.tag.rpartition("}")[0][1:] if isinstance(element.tag, str) else ""


def line(element: etree._Element) -> int | None:
    """Return the line that an element begins on, from 1."""
    found: object = element.sourceline
    return found if isinstance(found, int) else None


def tell(
    report: Report,
    member: str,
    code: str,
    element: etree._Element,
    *,
    warning: bool = False,
    **params: Value,
) -> None:
    """Tell of ``verify.<code>`` at an element of the file `member`, with the element as clause."""
    name = f"{element.prefix}:{local(element)}" if element.prefix else local(element)
    report.add(
        code,
        f"/, <{name}>",
        severity="warning" if warning else "error",
        member=member,
        line=line(element),
        **params,
    )


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """Return the children called `name` in whatever name space."""
    return [child for child in element if local(child) == name]


def attribute(element: etree._Element, name: str) -> str | None:
    """Return an attribute without a name space, trimmed."""
    value = element.get(name)
    return None if value is None else str(value).strip()


def text(element: etree._Element | None) -> str:
    """Return the text of an element, trimmed; empty when there is none."""
    return "" if element is None else (element.text or "").strip()
