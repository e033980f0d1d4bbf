"""SCORM 2004: what its verifiers check beyond what all versions share, mostly sequencing."""

from __future__ import annotations

from typing import Final

from hocvu.packages.checks.activities import IMSSS
from hocvu.packages.checks.flavour import Flavour
from hocvu.packages.checks.scorm import ScormVerifier
from hocvu.packages.checks.sequencing import check_sequencing

IMSCP: Final = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLCP: Final = "http://www.adlnet.org/xsd/adlcp_v1p3"
_SCHEMAS: Final = (
    (IMSCP, "imscp_v1p1.xsd"),
    (ADLCP, "adlcp_v1p3.xsd"),
    ("http://www.adlnet.org/xsd/adlseq_v1p3", "adlseq_v1p3.xsd"),
    ("http://www.adlnet.org/xsd/adlnav_v1p3", "adlnav_v1p3.xsd"),
    (IMSSS, "imsss_v1p0.xsd"),
)


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
        manifest_rules=check_sequencing,
    )
    return ScormVerifier(flavour, fallback=fallback)


EDITION_3: Final = _edition(
    "scorm2004-3", "3rd Edition", ("2004 3rd Edition", "CAM 1.3"), fallback=False
)
EDITION_4: Final = _edition("scorm2004-4", "4th Edition", ("2004 4th Edition",), fallback=True)
