"""Checks the LOM record of a package: its form and the terms of the base vocabulary."""

from __future__ import annotations

from typing import Final

from lxml import etree

from hocvu.packages.checks.container import Container
from hocvu.packages.checks.flavour import Flavour
from hocvu.packages.checks.schema import check_schema
from hocvu.packages.checks.xml import children, line, local, parsed, space, text

LOM: Final = "http://ltsc.ieee.org/xsd/LOM"
_CLAUSE: Final = "IEEE 1484.12.1"
# IEEE 1484.12.1, clause 6: element and its terms, as written in the XML binding.
_TERMS: Final = {
    "structure": "atomic|collection|networked|hierarchical|linear",
    "aggregationLevel": "1|2|3|4",
    "status": "draft|final|revised|unavailable",
    "interactivityType": "active|expositive|mixed",
    "learningResourceType": "exercise|simulation|questionnaire|diagram|figure|graph|index|slide|"
    "table|narrative text|exam|experiment|problem statement|self assessment|lecture",
    "intendedEndUserRole": "teacher|author|learner|manager",
    "context": "school|higher education|training|other",
    "cost": "yes|no",
    "copyrightAndOtherRestrictions": "yes|no",
    "kind": "ispartof|haspart|isversionof|hasversion|isformatof|hasformat|references|"
    "isreferencedby|isbasedon|isbasisfor|requires|isrequiredby",
    "purpose": "discipline|idea|prerequisite|educational objective|accessibility restrictions|"
    "educational level|skill level|security level|competency",
    "role": "author|publisher|unknown|initiator|terminator|validator|editor|graphical designer|"
    "technical implementer|content provider|technical validator|educational validator|"
    "script writer|instructional designer|subject matter expert|creator",
}
_LISTS: Final = {name: frozenset(terms.split("|")) for name, terms in _TERMS.items()}


def check_metadata(container: Container, name: str, flavour: Flavour | None = None) -> None:
    """Check the metadata file `name`, of a form that `flavour` knows or of the IEEE's."""
    root = parsed(container, name)
    if root is None:
        return
    if local(root) != "lom":
        container.report.add("not_lom", _CLAUSE, severity="warning", member=name, line=line(root))
    elif flavour and space(root) in dict(flavour.metadata):
        check_schema(root, flavour.name, flavour.metadata, container.report, name)
    elif space(root) == LOM:
        _check_terms(root, container, name)


def _check_terms(root: etree._Element, container: Container, name: str) -> None:
    """Tell of terms that claim the base vocabulary and are not in it."""
    for element in root.iter():
        sources, values = children(element, "source"), children(element, "value")
        terms = _LISTS.get(local(element))
        if not (sources and values and terms) or text(sources[0]) != "LOMv1.0":
            continue
        if text(values[0]) not in terms:
            container.report.add(
                "lom_term",
                f"{_CLAUSE}, {local(element)}",
                member=name,
                line=line(values[0]),
                term=text(values[0]),
            )
