"""A record in simple Dublin Core, as OAI-PMH asks of every repository (OAI-PMH 2.0, section 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from hocvu.lesson import Record
from hocvu.manifest.profile import label

OAI_DC: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC: Final = "http://purl.org/dc/elements/1.1/"
SCHEMA: Final = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

_Element = tuple[str, str, str]
"""Name, text and language of an element; no language where the text has none."""


def oai_dc(record: Record, formats: tuple[str, ...] = (), page: str = "") -> bytes:
    """Return `record` as an ``oai_dc:dc`` element.

    Args:
        record: The master record.
        formats: Media types in which the work can be had.
        page: The address of its page, empty where it has none.
    """
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", f"{OAI_DC} {SCHEMA}")
    for name, text, lang in (*_about(record), *_terms(record, formats, page)):
        if text:
            element = etree.SubElement(root, f"{{{DC}}}{name}")
            element.text = text
            if lang:
                element.set(_XML_LANG, lang)
    made: bytes = etree.tostring(root, encoding="UTF-8", pretty_print=True)
    return made


def _about(record: Record) -> Iterator[_Element]:
    for lang, title in record.title.items():
        yield "title", title, lang
    yield from (("creator", one.name, "") for one in record.compilers)
    yield from (("subject", word, record.language) for word in record.keywords)
    for lang, field in record.field.label.items() if record.field else ():
        yield "subject", field, lang
    for lang, text in record.description.items():
        yield "description", text, lang
    yield "publisher", record.publisher.name if record.publisher else "", ""
    yield "contributor", record.appraiser.name if record.appraiser else "", ""


def _terms(record: Record, formats: tuple[str, ...], page: str) -> Iterator[_Element]:
    dates = [day.isoformat() for day in (record.issued, record.modified) if day]
    yield "date", dates[-1] if dates else "", ""
    for lang in ("vi", "en") if record.kind else ():
        yield "type", label("kind", record.kind or "", lang), lang
    yield from (("format", media_type, "") for media_type in formats)
    yield from (("identifier", one, "") for one in (record.id, record.code, page))
    yield "source", record.revision.of if record.revision else "", ""
    yield "language", record.language, ""
    yield from (("relation", one.number or one.text, "") for one in record.legal_basis)
    codes = record.coverage.provinces if record.coverage else ()
    yield from (("coverage", f"VN {code}", "") for code in codes)
    yield from (("rights", text or "", record.language) for text in (record.rights, record.access))
