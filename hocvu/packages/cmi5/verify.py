"""Verifies cmi5 packages against the specification (Quartz, 1st Edition), chapters 13 and 14.

Clauses bear the numbers of the published list of requirements (``@cmi5/requirements``), after the
section where that is another one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from hocvu.packages.checks.container import Container
from hocvu.packages.checks.descriptor import DescriptorCheck
from hocvu.packages.checks.launched import LaunchedVerifier
from hocvu.packages.checks.xml import attribute, children, local, space

NAMESPACE: Final = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
STRUCTURE: Final = "cmi5.xml"
# What each element holds, as patterns over the names of its children (13.2).
_TEXTS: Final = "title description"
_MODELS: Final = {
    "courseStructure": r"course( objectives)?( (au|block))+",
    "course": _TEXTS,
    "block": rf"{_TEXTS}( objectives)?( (au|block))+",
    "au": rf"{_TEXTS}( objectives)? url( launchParameters)?( entitlementKey)?",
    "objectives": r"objective( objective)*",
    "title": r"langstring( langstring)*",
    "description": r"langstring( langstring)*",
}
_OBJECTIVE: Final = rf"{_TEXTS}|description title"
_ATTRIBUTES: Final = {
    "course": {"id"},
    "block": {"id"},
    "au": {"id", "moveOn", "masteryScore", "launchMethod", "activityType"},
    "objective": {"id", "idref"},
    "langstring": {"lang"},
}
_MOVE_ON: Final = (
    "NotApplicable",
    "Passed",
    "Completed",
    "CompletedAndPassed",
    "CompletedOrPassed",
)
_LAUNCH_METHODS: Final = ("AnyWindow", "OwnWindow")
_SHARE: Final = re.compile(r"\+?(0*1(\.0*)?|0+(\.\d*)?|0*\.\d+)")
_SCHEMA: Final = "cmi5 13.2.0.0-1"
_IRIS: Final = "3.0.0.0-1"
_CONFORMS: Final = "4.4.0.0-1"
_SECTIONS: Final = {"course": "13.1.1", "block": "13.1.2", "objective": "13.1.3", "au": "13.1.4"}
_LAUNCH: Final = {
    "empty_text": _SCHEMA,
    "launch_parameter": "cmi5 8.1.0.0-6",
    "bad_address": "cmi5 13.1.4.0-2",
    "odd_href": "cmi5 13.1.4.0-2",
    "bad_href": "cmi5 14.1.0.0-3",
    "external_file": "cmi5 14.1.0.0-4",
    "wrong_case": "cmi5 14.1.0.0-4",
    "missing_file": "cmi5 14.1.0.0-4",
}


@dataclass(slots=True)
class _StructureCheck:
    container: Container
    root: etree._Element
    check: DescriptorCheck = field(init=False)

    def __post_init__(self) -> None:
        self.check = DescriptorCheck(self.container, STRUCTURE)

    def run(self) -> None:
        """Tell everything that is wrong, in the order of the elements."""
        if not self.check.root(self.root, "courseStructure", NAMESPACE, _SCHEMA):
            return
        objectives = {
            attribute(one, "id")
            for holder in children(self.root, "objectives")
            for one in children(holder, "objective")
        }
        for element in self.root.iter(f"{{{NAMESPACE}}}*"):
            name = local(element)
            self._model(element, name)
            self._attributes(element, name)
            refers = name == "objective" and _parent(_up(element)) != "courseStructure"
            if refers and attribute(element, "idref") not in objectives:
                said = attribute(element, "idref") or ""
                clause = _clause(_parent(_up(element)), _CONFORMS)
                self.check.tell("cmi5_objective", element, clause, identifier=said)
            elif name in _SECTIONS and not refers:
                self.check.identifier(element, _clause(name, _IRIS), _unique(name))
            if name == "langstring":
                self.check.language(element, _SCHEMA, _clause(_parent(_up(element)), _CONFORMS))
            elif name == "url":
                self.check.launch(element, _LAUNCH.__getitem__)
            elif name == "au":
                self._unit(element)

    def _model(self, element: etree._Element, name: str) -> None:
        """Check what an element holds; elements of other name spaces may follow."""
        inner = [one for one in element if local(one)]
        while inner and space(inner[-1]) != NAMESPACE:
            inner.pop()
        names = " ".join(local(one) if space(one) == NAMESPACE else "*" for one in inner)
        model = _MODELS.get(name, "")
        if name == "objective" and _parent(_up(element)) == "courseStructure":
            model = _OBJECTIVE
        if name == "entitlementKey" or re.fullmatch(model, names):
            return
        self.check.tell("cmi5_structure", element, _SCHEMA, name=name, found=names or "–")

    def _attributes(self, element: etree._Element, name: str) -> None:
        for key in map(str, element.attrib):
            if not key.startswith("{") and key not in _ATTRIBUTES.get(name, set()):
                self.check.tell("cmi5_attribute", element, _SCHEMA, name=key, holder=name)

    def _unit(self, unit: etree._Element) -> None:
        self._one_of(unit, "moveOn", _MOVE_ON)
        self._one_of(unit, "launchMethod", _LAUNCH_METHODS)
        score = attribute(unit, "masteryScore")
        if score is not None and not _SHARE.fullmatch(score):
            self._value(unit, "masteryScore", score, "0 – 1")

    def _one_of(self, unit: etree._Element, name: str, terms: tuple[str, ...]) -> None:
        value = attribute(unit, name)
        if value is not None and value not in terms:
            self._value(unit, name, value, ", ".join(terms))

    def _value(self, unit: etree._Element, name: str, value: str, expected: str) -> None:
        self.check.tell("cmi5_value", unit, _SCHEMA, name=name, value=value, expected=expected)


def _up(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def _parent(element: etree._Element) -> str:
    return local(_up(element))


def _clause(name: str, rule: str) -> str:
    """Return the requirement `rule` after the section about elements `name`."""
    section = _SECTIONS.get(name)
    return f"cmi5 {section}, {rule}" if section else f"cmi5 {rule}"


def _unique(name: str) -> str:
    """Return the requirement that no two identifiers are the same; a course's has none itself."""
    return f"cmi5 {'13.1.4' if name == 'course' else _SECTIONS[name]}.0-1"


VERIFIER: Final = LaunchedVerifier(
    name="cmi5",
    descriptor=STRUCTURE,
    specification=_SCHEMA,
    place="cmi5 14.1.0.0-2",
    rules=lambda container, root: _StructureCheck(container, root).run(),
)
