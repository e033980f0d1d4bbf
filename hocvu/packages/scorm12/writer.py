"""SCORM 1.2: the dialect of its manifest (Content Aggregation Model 1.2, section 2)."""

from __future__ import annotations

from typing import Final

from lxml import etree

from hocvu.lesson import Lesson
from hocvu.packages.imscp import Dialect, item_id
from hocvu.packages.lom import ImsMd12
from hocvu.packages.scorm import ScormWriter
from hocvu.packages.sequence import Sequence

IMSCP: Final = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP: Final = "http://www.adlnet.org/xsd/adlcp_rootv1p2"


def _rules(item: etree._Element, sequence: Sequence, lesson: Lesson) -> None:
    """Add what opens a lesson and what passes it (CAM 2.3.2.5.1, AICC's language of scripts).

    No masteryscore where there is no score: it would turn a completed lesson into a failed one.
    """
    if waited := sequence.before[lesson.id]:
        script = "&".join(item_id(sequence.course, one) for one in waited)
        wanted = etree.SubElement(item, f"{{{ADLCP}}}prerequisites", type="aicc_script")
        wanted.text = script
    mark = sequence.mark(lesson)
    if mark is not None:
        etree.SubElement(item, f"{{{ADLCP}}}masteryscore").text = f"{100 * mark:g}"


WRITER: Final = ScormWriter(
    name="scorm12",
    player="scorm12",
    binding=ImsMd12,
    dialect=Dialect(
        imscp=IMSCP,
        adlcp=ADLCP,
        schema_location={IMSCP: "imscp_rootv1p1p2.xsd", ADLCP: "adlcp_rootv1p2.xsd"},
        schemaversion="1.2",
        scorm_type="scormtype",
        leaf=_rules,
    ),
)
