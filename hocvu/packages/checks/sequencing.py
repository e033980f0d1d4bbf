"""Checks that the sequencing of SCORM 2004 holds together (Sequencing and Navigation, 3)."""

from __future__ import annotations

from collections import Counter
from typing import Final

from lxml import etree

from hocvu.errors import Value
from hocvu.packages.checks.activities import IMSSS, Activity, activities, truth
from hocvu.packages.checks.flavour import MANIFEST
from hocvu.packages.checks.reach import never_opened
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.xml import attribute, children, tell, text

_ROLLED: Final = ("rollupObjectiveSatisfied", "rollupProgressCompletion")


def check_sequencing(root: etree._Element, report: Report) -> None:
    """Tell what is wrong with the sequencing of a manifest."""
    _references(root, report)
    found = activities(root)
    for activity in found:
        _controls(activity, report)
        _objectives(activity, report)
        _rollup(activity, report)
    _shared(found, report)
    for activity in never_opened(found):
        tell(report, MANIFEST, "never_opens", activity.element, identifier=activity.key)


def _tell(
    report: Report, code: str, element: etree._Element, *, warning: bool = False, **params: Value
) -> None:
    tell(report, MANIFEST, code, element, warning=warning, **params)


def _references(root: etree._Element, report: Report) -> None:
    """Check the names of shared sequencing."""
    shared = {
        attribute(one, "ID")
        for holder in root.iter(f"{{{IMSSS}}}sequencingCollection")
        for one in children(holder, "sequencing")
    }
    for sequencing in root.iter(f"{{{IMSSS}}}sequencing"):
        reference = attribute(sequencing, "IDRef")
        if reference and reference not in shared:
            _tell(report, "dangling_sequencing", sequencing, identifier=reference)


def _controls(activity: Activity, report: Report) -> None:
    """An activity with items that lets nobody choose and does not flow shows nothing at all."""
    modes = list(activity.found("controlMode"))
    if not activity.children or not modes:
        return
    if not truth(modes[0], "choice", True) and not truth(modes[0], "flow", False):
        _tell(report, "unreachable", modes[0])


def _objectives(activity: Activity, report: Report) -> None:
    """Check an activity's objectives, and the rules that refer to them."""
    names = Counter(objective.key for objective in activity.objectives if objective.key)
    for objective in activity.objectives:
        element = objective.element
        if names[objective.key] > 1:
            _tell(report, "objective_twice", element, identifier=objective.key)
        if not objective.key and (objective.maps or not objective.primary):
            _tell(report, "objective_nameless", element)
        measures = children(element, "minNormalizedMeasure")
        measured = truth(element, "satisfiedByMeasure", False)
        for measure in measures:
            if not _within(text(measure), -1.0):
                _tell(report, "measure_range", measure, value=text(measure))
            elif not measured:
                _tell(report, "measure_unused", measure, warning=True)
        if measured and not measures:
            _tell(report, "no_measure", element, warning=True)
    for condition in activity.found("ruleCondition"):
        reference = attribute(condition, "referencedObjective")
        if reference and reference not in names:
            _tell(report, "dangling_objective", condition, identifier=reference)


def _rollup(activity: Activity, report: Report) -> None:
    """Check weights, and that something rolls up to an activity with items."""
    for rules in activity.found("rollupRules"):
        weight = attribute(rules, "objectiveMeasureWeight")
        if weight is not None and not _within(weight, 0.0):
            _tell(report, "weight_range", rules, value=weight)
    if not activity.children:
        return
    below = [_rollup_rules(item) for item in activity.children]
    own = _rollup_rules(activity.element)
    for name in _ROLLED:
        if own is not None and not truth(own, name, True):
            continue  # what it would be told goes no further anyhow
        if all(rules is not None and not truth(rules, name, True) for rules in below):
            _tell(report, "rolls_nothing_up", activity.element, warning=True, name=name)
    measured = any(truth(one.element, "satisfiedByMeasure", False) for one in activity.objectives)
    weights = [attribute(rules, "objectiveMeasureWeight") for rules in below if rules is not None]
    weightless = len(weights) == len(below) and all(_number(weight) == 0 for weight in weights)
    if measured and weightless:
        _tell(report, "no_weight", activity.element)


def _rollup_rules(item: etree._Element) -> etree._Element | None:
    for sequencing in children(item, "sequencing"):
        for rules in children(sequencing, "rollupRules"):
            return rules
    return None


def _shared(found: list[Activity], report: Report) -> None:
    """Check what activities share: who writes it, and that what is read is written."""
    maps = [(one, info) for one in found for objective in one.objectives for info in objective.maps]
    if maps:
        _tell(report, "map_info", maps[0][1].element, warning=True)
    written = {info.target for _, info in maps if info.writes}
    writers = Counter((one.key, info.target) for one, info in maps if info.writes)
    for activity, info in maps:
        if not info.target:
            _tell(report, "no_target", info.element)
        elif info.reads and not info.writes and info.target not in written:
            _tell(report, "target_unwritten", info.element, warning=True, target=info.target)
        if info.writes and writers[activity.key, info.target] > 1:
            _tell(report, "two_writers", info.element, target=info.target)


def _within(value: str, least: float) -> bool:
    number = _number(value)
    return number is not None and least <= number <= 1.0


def _number(value: str | None) -> float | None:
    try:
        return 1.0 if value is None else float(value)
    except ValueError:
        return None
