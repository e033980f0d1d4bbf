"""SCORM 1.2: the dialect of its manifest (Content Aggregation Model 1.2, section 2)."""

from __future__ import annotations

from typing import Final

from hocvu.packages.imscp import Dialect
from hocvu.packages.lom import ImsMd12
from hocvu.packages.scorm import ScormWriter

IMSCP: Final = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP: Final = "http://www.adlnet.org/xsd/adlcp_rootv1p2"

# No masteryscore: it would make a system turn every completed lesson into passed or failed.
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
    ),
)
