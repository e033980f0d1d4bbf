"""SCORM 2004, 3rd and 4th Edition: manifest and sequencing.

Lessons are free to choose and flow into each other. A lesson tells its completion and
success itself, so a system must not make them up when it closes (Sequencing and Navigation,
delivery controls). No ``imsss:mapInfo`` and no objective that needs one: Moodle 4.1 fails on it.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from hocvu.packages.imscp import Dialect
from hocvu.packages.lom import Lom10
from hocvu.packages.scorm import ScormWriter

IMSCP: Final = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLCP: Final = "http://www.adlnet.org/xsd/adlcp_v1p3"
ADLSEQ: Final = "http://www.adlnet.org/xsd/adlseq_v1p3"
ADLNAV: Final = "http://www.adlnet.org/xsd/adlnav_v1p3"
IMSSS: Final = "http://www.imsglobal.org/xsd/imsss"


def _free_choice(element: etree._Element) -> None:
    sequencing = etree.SubElement(element, f"{{{IMSSS}}}sequencing")
    etree.SubElement(sequencing, f"{{{IMSSS}}}controlMode", choice="true", flow="true")


def _told_by_lesson(item: etree._Element) -> None:
    sequencing = etree.SubElement(item, f"{{{IMSSS}}}sequencing")
    etree.SubElement(
        sequencing,
        f"{{{IMSSS}}}deliveryControls",
        completionSetByContent="true",
        objectiveSetByContent="true",
    )


def _weighted_lesson(item: etree._Element) -> None:
    """Let progress roll up by lesson; completion stays what the lesson says (CAM, <item>)."""
    etree.SubElement(
        item,
        f"{{{ADLCP}}}completionThreshold",
        completedByMeasure="false",
        minProgressMeasure="1.0",
        progressWeight="1.0",
    )
    _told_by_lesson(item)


def _edition(number: int) -> ScormWriter:
    ordinal = {3: "3rd", 4: "4th"}[number]
    return ScormWriter(
        name=f"scorm2004-{number}",
        player="scorm2004",
        binding=Lom10,
        dialect=Dialect(
            imscp=IMSCP,
            adlcp=ADLCP,
            others={"adlseq": ADLSEQ, "adlnav": ADLNAV, "imsss": IMSSS},
            schema_location={
                IMSCP: "imscp_v1p1.xsd",
                ADLCP: "adlcp_v1p3.xsd",
                ADLSEQ: "adlseq_v1p3.xsd",
                ADLNAV: "adlnav_v1p3.xsd",
                IMSSS: "imsss_v1p0.xsd",
            },
            schemaversion=f"2004 {ordinal} Edition",
            scorm_type="scormType",
            cluster=_free_choice,
            leaf=_weighted_lesson if number >= 4 else _told_by_lesson,
        ),
    )


EDITION_3: Final = _edition(3)
EDITION_4: Final = _edition(4)
