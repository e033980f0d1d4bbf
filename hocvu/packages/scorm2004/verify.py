"""SCORM 2004: what its verifiers check beyond what all versions share, mostly sequencing."""

from __future__ import annotations

from typing import Final

from lxml import etree

from hocvu.packages.checks.flavour import MANIFEST, Flavour
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.scorm import ScormVerifier
from hocvu.packages.checks.xml import attribute, children, local, tell

IMSCP: Final = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLCP: Final = "http://www.adlnet.org/xsd/adlcp_v1p3"
IMSSS: Final = "http://www.imsglobal.org/xsd/imsss"
_SCHEMAS: Final = (
    (IMSCP, "imscp_v1p1.xsd"),
    (ADLCP, "adlcp_v1p3.xsd"),
    ("http://www.adlnet.org/xsd/adlseq_v1p3", "adlseq_v1p3.xsd"),
    ("http://www.adlnet.org/xsd/adlnav_v1p3", "adlnav_v1p3.xsd"),
    (IMSSS, "imsss_v1p0.xsd"),
)


def _sequencing(root: etree._Element, report: Report) -> None:
    """Check that sequencing holds together (Sequencing and Navigation, 3)."""
    shared = {
        attribute(one, "ID")
        for one in root.iter(f"{{{IMSSS}}}sequencing")
        if _parent(one) == "sequencingCollection"
    }
    for sequencing in root.iter(f"{{{IMSSS}}}sequencing"):
        reference = attribute(sequencing, "IDRef")
        if reference and reference not in shared:
            tell(report, MANIFEST, "dangling_sequencing", sequencing, identifier=reference)
        _controls(sequencing, report)
        _objectives(sequencing, report)


def _controls(sequencing: etree._Element, report: Report) -> None:
    """An activity with items that lets nobody choose and does not flow shows nothing at all."""
    parent = sequencing.getparent()
    modes = children(sequencing, "controlMode")
    if parent is None or not children(parent, "item") or attribute(sequencing, "IDRef"):
        return
    choice = attribute(modes[0], "choice") if modes else None
    flow = attribute(modes[0], "flow") if modes else None
    if choice in {"false", "0"} and flow in {None, "false", "0"}:
        tell(report, MANIFEST, "unreachable", modes[0])


def _objectives(sequencing: etree._Element, report: Report) -> None:
    """Check the objectives that rules refer to; shared rules find theirs where they are used."""
    is_shared = _parent(sequencing) == "sequencingCollection" or "IDRef" in sequencing.attrib
    scope = sequencing.getroottree().getroot() if is_shared else sequencing
    known = {
        attribute(one, "objectiveID")
        for one in scope.iter(f"{{{IMSSS}}}primaryObjective", f"{{{IMSSS}}}objective")
    }
    for mapped in sequencing.iter(f"{{{IMSSS}}}mapInfo"):
        tell(report, MANIFEST, "map_info", mapped, warning=True)
    for condition in sequencing.iter(f"{{{IMSSS}}}ruleCondition"):
        reference = attribute(condition, "referencedObjective")
        if reference and reference not in known:
            tell(report, MANIFEST, "dangling_objective", condition, identifier=reference)


def _parent(element: etree._Element) -> str:
    parent = element.getparent()
    return "" if parent is None else local(parent)


def _edition(name: str, title: str, versions: tuple[str, ...], *, fallback: bool) -> ScormVerifier:
    flavour = Flavour(
        name=name,
        specification=f"SCORM 2004 {title} CAM 3.4",
        imscp=IMSCP,
        adlcp=ADLCP,
        schemas=_SCHEMAS,
        metadata=(),
        versions=versions,
        scorm_type="scormType",
        single_launch=True,
        manifest_rules=_sequencing,
    )
    return ScormVerifier(flavour, fallback=fallback)


EDITION_3: Final = _edition(
    "scorm2004-3", "3rd Edition", ("2004 3rd Edition", "CAM 1.3"), fallback=False
)
EDITION_4: Final = _edition("scorm2004-4", "4th Edition", ("2004 4th Edition",), fallback=True)
