"""SCORM 2004, 3rd and 4th Edition: the dialects of their manifests."""

from __future__ import annotations

from typing import Final

from hocvu.packages.imscp import Dialect
from hocvu.packages.lom import Lom10
from hocvu.packages.scorm import ScormWriter
from hocvu.packages.scorm2004.sequencing import (
    ADLCP,
    ADLSEQ,
    IMSSS,
    cluster,
    leaf,
    weighted_leaf,
)

IMSCP: Final = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLNAV: Final = "http://www.adlnet.org/xsd/adlnav_v1p3"


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
            cluster=cluster,
            leaf=weighted_leaf if number >= 4 else leaf,
        ),
    )


EDITION_3: Final = _edition(3)
EDITION_4: Final = _edition(4)
