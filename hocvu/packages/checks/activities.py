"""The activities of a SCORM 2004 manifest as sequencing sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from hocvu.packages.checks.xml import attribute, children, local

IMSSS: Final = "http://www.imsglobal.org/xsd/imsss"
_TRUE: Final = ("true", "1")


@dataclass(frozen=True, slots=True)
class MapInfo:
    """What an objective shares under a name: where that is written, and in which directions."""

    element: etree._Element
    target: str
    reads: bool
    writes: bool


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective of an activity; `key` is empty for a primary one without a name."""

    element: etree._Element
    key: str
    primary: bool
    maps: tuple[MapInfo, ...]


@dataclass(frozen=True, slots=True)
class Activity:
    """An organization or item, with what its own and its shared sequencing say together."""

    element: etree._Element
    key: str
    parent: str
    sequencing: tuple[etree._Element, ...]
    objectives: tuple[Objective, ...]

    def found(self, name: str) -> Iterator[etree._Element]:
        """Yield the elements `name` of its sequencing."""
        for one in self.sequencing:
            yield from one.iter(f"{{{IMSSS}}}{name}")

    @property
    def children(self) -> list[etree._Element]:
        """The items inside it."""
        return children(self.element, "item")


def activities(root: etree._Element) -> list[Activity]:
    """Return every activity of a manifest in document order."""
    shared = {
        attribute(one, "ID"): one
        for holder in root.iter(f"{{{IMSSS}}}sequencingCollection")
        for one in children(holder, "sequencing")
    }
    found = []
    for element in root.iter():
        if local(element) not in {"organization", "item"}:
            continue
        own = children(element, "sequencing")
        named = [shared[key] for one in own if (key := attribute(one, "IDRef")) in shared]
        parent = element.getparent()
        found.append(
            Activity(
                element,
                attribute(element, "identifier") or "",
                "" if parent is None else attribute(parent, "identifier") or "",
                (*own, *named),
                tuple(_objectives((*own, *named))),
            )
        )
    return found


def truth(element: etree._Element, name: str, default: bool) -> bool:
    """Return a truth value; `default` where it is not written."""
    value = attribute(element, name)
    return default if value is None else value in _TRUE


def _objectives(sequencing: Sequence[etree._Element]) -> Iterator[Objective]:
    for one in sequencing:
        for element in one.iter(f"{{{IMSSS}}}primaryObjective", f"{{{IMSSS}}}objective"):
            maps = tuple(_map(found) for found in children(element, "mapInfo"))
            primary = local(element) == "primaryObjective"
            yield Objective(element, attribute(element, "objectiveID") or "", primary, maps)


def _map(element: etree._Element) -> MapInfo:
    reads = truth(element, "readSatisfiedStatus", True) or truth(
        element, "readNormalizedMeasure", True
    )
    writes = truth(element, "writeSatisfiedStatus", False) or truth(
        element, "writeNormalizedMeasure", False
    )
    return MapInfo(element, attribute(element, "targetObjectiveID") or "", reads, writes)
