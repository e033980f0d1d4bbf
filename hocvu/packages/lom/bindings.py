"""The two XML forms of Learning Object Metadata that SCORM knows.

`Lom10` is IEEE 1484.12.3 (SCORM 2004); `ImsMd12` is the IMS form that SCORM 1.2 prescribes.
Both are told the names and terms of IEEE 1484.12.1 and write them in their own way.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from lxml import etree

from hocvu.identifiers import nfc
from hocvu.lesson.record import When

_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Binding(ABC):
    """One XML form of LOM; elements are added in the order that both forms accept."""

    namespace: ClassVar[str]
    schemas: ClassVar[tuple[str, ...]]
    largest_size: ClassVar[int | None] = None

    def root(self) -> etree._Element:
        """Return an empty record."""
        spaces: dict[Any, str] = {None: self.namespace}
        return etree.Element(f"{{{self.namespace}}}lom", nsmap=spaces)

    def name(self, name: str) -> str:
        """Return the element name of this form."""
        return name

    def add(self, parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
        """Add an element, with text."""
        child = etree.SubElement(parent, f"{{{self.namespace}}}{self.name(name)}")
        child.text = None if text is None else nfc(_NOT_XML.sub("", text))
        return child

    @abstractmethod
    def strings(self, parent: etree._Element, name: str, texts: Mapping[str, str]) -> None:
        """Add a text in one or more languages; nothing when there is none."""

    @abstractmethod
    def term(self, parent: etree._Element, name: str, value: str) -> None:
        """Add a term of the base vocabulary."""

    @abstractmethod
    def identifier(self, parent: etree._Element, catalog: str, entry: str) -> None:
        """Add an identifier in a catalogue."""

    @abstractmethod
    def entity(self, parent: etree._Element, vcard: str) -> None:
        """Add an organisation or a person."""

    @abstractmethod
    def date(self, parent: etree._Element, day: When, description: Mapping[str, str]) -> None:
        """Add a date and what it is the date of."""

    @abstractmethod
    def duration(self, parent: etree._Element, name: str, value: str) -> None:
        """Add a length of time in ISO 8601."""

    @abstractmethod
    def browser(self, technical: etree._Element) -> None:
        """Add that any browser will do."""


class Lom10(Binding):
    """IEEE 1484.12.3-2005, strict."""

    namespace = "http://ltsc.ieee.org/xsd/LOM"
    schemas: ClassVar[tuple[str, ...]] = ("LOMv1.0", "ADLv1.0")

    def strings(self, parent: etree._Element, name: str, texts: Mapping[str, str]) -> None:
        """Add a text in one or more languages; nothing when there is none."""
        if texts:
            element = self.add(parent, name)
            for language, text in texts.items():
                self.add(element, "string", text).set("language", language)

    def term(self, parent: etree._Element, name: str, value: str) -> None:
        """Add a term of the base vocabulary."""
        element = self.add(parent, name)
        self.add(element, "source", "LOMv1.0")
        self.add(element, "value", value)

    def identifier(self, parent: etree._Element, catalog: str, entry: str) -> None:
        """Add an identifier in a catalogue."""
        element = self.add(parent, "identifier")
        self.add(element, "catalog", catalog)
        self.add(element, "entry", entry)

    def entity(self, parent: etree._Element, vcard: str) -> None:
        """Add an organisation or a person."""
        self.add(parent, "entity", vcard)

    def date(self, parent: etree._Element, day: When, description: Mapping[str, str]) -> None:
        """Add a date and what it is the date of."""
        element = self.add(parent, "date")
        self.add(element, "dateTime", day.isoformat())
        self.strings(element, "description", description)

    def duration(self, parent: etree._Element, name: str, value: str) -> None:
        """Add a length of time in ISO 8601."""
        self.add(self.add(parent, name), "duration", value)

    def browser(self, technical: etree._Element) -> None:
        """Add that any browser will do."""
        either = self.add(self.add(technical, "requirement"), "orComposite")
        self.term(either, "type", "browser")
        self.term(either, "name", "any")


class ImsMd12(Binding):
    """IMS Learning Resource Meta-data 1.2.1, as SCORM 1.2 uses it (CAM 2.2)."""

    namespace = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
    schemas = ("ADL SCORM 1.2",)
    largest_size = 2**31 - 1
    _terms: ClassVar[Mapping[str, str]] = {
        "haspart": "HasPart",
        "isbasedon": "IsBasedOn",
        "isversionof": "IsVersionOf",
        "training": "Continuous Formation",
        "yes": "yes",
        "no": "no",
    }

    def name(self, name: str) -> str:
        """Return the element name of this form."""
        return "metadatascheme" if name == "metadataSchema" else name.lower()

    def strings(self, parent: etree._Element, name: str, texts: Mapping[str, str]) -> None:
        """Add a text in one or more languages; nothing when there is none."""
        if texts:
            element = self.add(parent, name)
            for language, text in texts.items():
                self.add(element, "langstring", text).set(_XML_LANG, language)

    def term(self, parent: etree._Element, name: str, value: str) -> None:
        """Add a term of the base vocabulary."""
        element = self.add(parent, name)
        self.strings(element, "source", {"x-none": "LOMv1.0"})
        self.strings(element, "value", {"x-none": self._terms.get(value, value.title())})

    def identifier(self, parent: etree._Element, catalog: str, entry: str) -> None:
        """Add an identifier in a catalogue."""
        element = self.add(parent, "catalogentry")
        self.add(element, "catalog", catalog)
        self.strings(element, "entry", {"x-none": entry})

    def entity(self, parent: etree._Element, vcard: str) -> None:
        """Add an organisation or a person."""
        holder = "person" if parent.tag.endswith("annotation") else "centity"
        self.add(self.add(parent, holder), "vcard", vcard)

    def date(self, parent: etree._Element, day: When, description: Mapping[str, str]) -> None:
        """Add a date and what it is the date of."""
        element = self.add(parent, "date")
        self.add(element, "datetime", day.isoformat())
        self.strings(element, "description", description)

    def duration(self, parent: etree._Element, name: str, value: str) -> None:
        """Add a length of time in ISO 8601."""
        self.add(self.add(parent, name), "datetime", value)

    def browser(self, technical: etree._Element) -> None:
        """Add that any browser will do."""
        element = self.add(technical, "requirement")
        self.term(element, "type", "browser")
        self.term(element, "name", "any")
