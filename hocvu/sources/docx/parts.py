"""The parts of a package and the relationships between them (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from lxml import etree

from hocvu.errors import Damaged, Origin, TooLarge
from hocvu.sources.docx.names import STRICT
from hocvu.tools.archive import MIB, Archive

LARGEST_XML: Final = 96 * MIB
LARGEST_PICTURE: Final = 64 * MIB
_METAFILES: Final = (".emf", ".wmf", ".emz", ".wmz")
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT_PREFIX: Final = b"http://purl.oclc.org/ooxml/"
_TOO_DEEP: Final = frozenset({"Excessive depth", "xmlSAX2Characters: huge text node"})


@dataclass(frozen=True, slots=True)
class Relationship:
    """A reference from one part to another, or to the world outside.

    Attributes:
        kind: Last word of its type, such as ``image``.
        target: Name of a part, or an address when `external`.
        external: The target is not in the package.
        type: Its whole type.
    """

    kind: str
    target: str
    external: bool
    type: str = ""


@dataclass(slots=True)
class Part:
    """A part: its name, its tree and its relationships by their ids."""

    name: str
    root: etree._Element
    links: dict[str, Relationship]

    def first(self, kind: str) -> str | None:
        """Return the name of the part that is referred to as `kind`."""
        found = (r.target for r in self.links.values() if r.kind == kind and not r.external)
        return next(found, None)


class Package:
    """The parts of one open container."""

    def __init__(self, archive: Archive, origin: Origin) -> None:
        """Take the container that holds the parts."""
        self._archive = archive
        self._origin = origin
        # Names of parts are compared without regard to case (ECMA-376-2, 6.2.2.3).
        self._names = {name.casefold(): name for name in archive.names}

    def main(self) -> Part:
        """Return the document itself, wherever the package says that it is.

        Raises:
            Damaged: There is none, or it cannot be read.
        """
        for link in self.links("").values():
            if link.kind == "officeDocument" and self.has(link.target):
                return self.part(link.target)
        if self.has("word/document.xml"):
            return self.part("word/document.xml")
        raise Damaged("docx.no_document", origin=self._origin)

    def has(self, name: str | None) -> bool:
        """Tell if the package holds the part `name`."""
        return name is not None and name.casefold() in self._names

    def part(self, name: str) -> Part:
        """Return the part `name` with its relationships."""
        return Part(name, self.tree(name), self.links(name))

    def tree(self, name: str) -> etree._Element:
        """Return the root element of the part `name`, in transitional namespaces.

        Raises:
            Damaged: It is no well-formed XML, or holds a document type.
            TooLarge: It is larger or nested deeper than what is read.
        """
        place = Origin(file=self._origin.file, member=name)
        data = self._read(name, LARGEST_XML)
        # Office files may hold none (ECMA-376-2, 6.5.3), and only attacks need them.
        if b"<!DOCTYPE" in data:
            raise Damaged("docx.doctype", origin=place)
        if _STRICT_PREFIX in data:
            for strict, transitional in STRICT:
                data = data.replace(strict, transitional)
        return parse(data, place)

    def metafiles(self) -> tuple[str, ...]:
        """Return the names of the parts that may be Windows metafiles."""
        return tuple(name for name in self._names.values() if name.lower().endswith(_METAFILES))

    def picture(self, name: str) -> bytes:
        """Return the bytes of the part `name`."""
        return self._read(name, LARGEST_PICTURE)

    def _read(self, name: str, limit: int) -> bytes:
        return self._archive.read(self._names.get(name.casefold(), name), limit)

    def links(self, name: str) -> dict[str, Relationship]:
        """Return the relationships of the part `name` by their ids."""
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(rels):
            return {}
        found = {}
        for item in self.tree(rels).iter(_RELATIONSHIP):
            target = item.get("Target", "")
            external = item.get("TargetMode") == "External"
            found[item.get("Id", "")] = Relationship(
                kind=item.get("Type", "").rpartition("/")[2],
                target=target if external else _resolve(folder, target),
                external=external,
                type=item.get("Type", ""),
            )
        return found


def parse(data: bytes, place: Origin) -> etree._Element:
    """Return the root element of untrusted XML.

    Raises:
        Damaged: It is not well formed, or declares entities.
        TooLarge: It is nested too deep or holds too long a text.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if any(words in str(error) for words in _TOO_DEEP):
            raise TooLarge("docx.too_deep", origin=place) from error
        raise Damaged("docx.bad_xml", origin=place) from error
    except ValueError as error:
        raise Damaged("docx.bad_xml", origin=place) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Damaged("docx.doctype", origin=place)
    return root


def _resolve(folder: str, target: str) -> str:
    """Return the name of the part that `target` in a part of `folder` refers to."""
    path = unicodedata.normalize("NFC", unquote(target.partition("#")[0]))
    absolute = path if path.startswith("/") else posixpath.join("/", folder, path)
    return posixpath.normpath(absolute).lstrip("/")
