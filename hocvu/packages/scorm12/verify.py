"""SCORM 1.2: what its verifier checks beyond what all versions share."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from hocvu.packages.checks.flavour import MANIFEST, Flavour
from hocvu.packages.checks.prerequisites import check_prerequisites
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.scorm import ScormVerifier
from hocvu.packages.checks.xml import local, space, tell, text

IMSCP: Final = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP: Final = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
IMSMD: Final = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
_TIME = re.compile(r"\d{2,4}:\d\d:\d\d(\.\d{1,2})?")


def _rules(root: etree._Element, report: Report) -> None:
    """Check the values of ADL's extensions (CAM 2.3, items)."""
    for element in root.iter():
        if space(element) != ADLCP:
            continue
        value, name = text(element), local(element)
        wrong = (name == "masteryscore" and not _is_score(value)) or (
            name == "maxtimeallowed" and not _TIME.fullmatch(value)
        )
        if wrong:
            tell(report, MANIFEST, "bad_value", element, name=name, value=value)
    check_prerequisites(root, report)


def _is_score(value: str) -> bool:
    return bool(re.fullmatch(r"\d{1,3}(\.\d+)?", value)) and float(value) <= 100


VERIFIER: Final = ScormVerifier(
    Flavour(
        name="scorm12",
        specification="SCORM 1.2 CAM 2.3",
        imscp=IMSCP,
        adlcp=ADLCP,
        schemas=((IMSCP, "imscp_rootv1p1p2.xsd"), (ADLCP, "adlcp_rootv1p2.xsd")),
        metadata=((IMSMD, "imsmd_rootv1p2p1.xsd"),),
        versions=("1.2",),
        scorm_type="scormtype",
        single_launch=False,
        manifest_rules=_rules,
    )
)
