"""Verifies xAPI packages: the ``tincan.xml`` of Tin Can packaging, and what it launches."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from hocvu.packages.checks.container import Container
from hocvu.packages.checks.descriptor import DescriptorCheck
from hocvu.packages.checks.launched import LaunchedVerifier
from hocvu.packages.checks.xml import attribute, children, text

NAMESPACE: Final = "http://projecttincan.com/tincan.xsd"
DESCRIPTOR: Final = "tincan.xml"
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_ACTIVITY: Final = "xAPI 1.0.3 2.4.4.1"


def _rules(container: Container, root: etree._Element) -> None:
    check = DescriptorCheck(container, DESCRIPTOR)
    if check.root(root, "tincan", NAMESPACE, "Tin Can packaging, <tincan>"):
        _activities(root, check)


def _activities(root: etree._Element, check: DescriptorCheck) -> None:
    found = [one for holder in children(root, "activities") for one in children(holder, "activity")]
    if not found:
        check.tell("no_activity", root, "Tin Can packaging, <activities>")
    elif not any(children(one, "launch") for one in found):
        check.tell("nothing_launched", found[0], "Tin Can packaging, <launch>")
    for activity in found:
        check.identifier(activity, f"{_ACTIVITY}, id", f"{_ACTIVITY}, id")
        kind = attribute(activity, "type")
        if kind is not None and not _ABSOLUTE.fullmatch(kind):
            check.tell("type_not_iri", activity, f"{_ACTIVITY}, type", warning=True, said=kind)
        _names(activity, check)
        for launch in children(activity, "launch"):
            check.launch(launch, lambda _: "Tin Can packaging, <launch>")


def _names(activity: etree._Element, check: DescriptorCheck) -> None:
    """Check the texts: many tools leave descriptions empty, and names of what is not launched."""
    names = children(activity, "name")
    if not any(text(name) for name in names):
        clause = f"{_ACTIVITY}, name"
        check.tell("activity_nameless", activity, clause, warning=bool(names))
    else:
        for name in names:
            check.language(name, f"{_ACTIVITY}, name", f"{_ACTIVITY}, name")
    for described in children(activity, "description"):
        check.language(described, f"{_ACTIVITY}, description")


VERIFIER: Final = LaunchedVerifier(
    name="xapi",
    descriptor=DESCRIPTOR,
    specification="Tin Can packaging",
    place="Tin Can packaging, tincan.xml",
    rules=_rules,
)
