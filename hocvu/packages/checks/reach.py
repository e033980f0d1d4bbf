"""Finds activities that no learner could ever open, whatever he does in the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree

from hocvu.packages.checks.activities import Activity, Objective
from hocvu.packages.checks.xml import attribute, children, local

_OF_OBJECTIVES: Final = frozenset({"objectiveStatusKnown", "objectiveMeasureKnown"})
_RULE: Final = "preConditionRule"
_OF_PROGRESS: Final = frozenset({"activityProgressKnown", "attempted"})


def never_opened(found: Iterable[Activity]) -> list[Activity]:
    """Return the activities that stay disabled, without those inside one that does.

    A learner is taken to satisfy every objective of everything that opens; what opens by that is
    added until nothing more does (Sequencing and Navigation, UP.2 and UP.5).
    """
    activities = list(found)
    # What nobody here writes may come from another course; it is told of by itself.
    known = _targets(activities) - _targets(activities, writes=True)
    opened: set[str] = set()
    while True:
        written = _targets((one for one in activities if one.key in opened), writes=True)
        more = {
            one.key
            for one in activities
            if _inside(one, opened)
            and not any(_blocks(rule, one, known | written) for rule in one.found(_RULE))
        }
        if more <= opened:
            break
        opened |= more
    return [one for one in activities if one.key not in opened and _inside(one, opened)]


def _targets(activities: Iterable[Activity], *, writes: bool = False) -> set[str]:
    """Return the names of what activities share or, if asked, write."""
    return {
        info.target
        for one in activities
        for objective in one.objectives
        for info in objective.maps
        if info.writes or not writes
    }


def _inside(activity: Activity, opened: set[str]) -> bool:
    return local(activity.element) != "item" or activity.parent in opened


def _blocks(rule: etree._Element, activity: Activity, known: set[str]) -> bool:
    """Tell if a rule keeps an activity disabled for good, while no more than `known` is written."""
    actions = [attribute(one, "action") for one in children(rule, "ruleAction")]
    holders = children(rule, "ruleConditions")
    if actions != ["disabled"] or not holders:
        return False
    conditions = children(holders[0], "ruleCondition")
    stays = [_stays(condition, activity, known) for condition in conditions]
    every = attribute(holders[0], "conditionCombination") != "any"
    return bool(stays) and (all(stays) if every else any(stays))


def _stays(condition: etree._Element, activity: Activity, known: set[str]) -> bool:
    """Tell if a condition is met from the beginning, and nothing will change that.

    A condition of what is not known is unknown, and so is its negation, but for the two that ask
    whether it is known.
    """
    name, negated = attribute(condition, "condition"), attribute(condition, "operator") == "not"
    if name == "always":
        return not negated
    if not negated:
        return False
    if name in _OF_PROGRESS:
        return True
    if name not in _OF_OBJECTIVES:
        return False
    reference = attribute(condition, "referencedObjective")
    objective = _objective(activity, reference)
    reads = [info for info in objective.maps if info.reads] if objective else []
    return not any(info.target in known for info in reads)


def _objective(activity: Activity, reference: str | None) -> Objective | None:
    for one in activity.objectives:
        if (one.key == reference) if reference else one.primary:
            return one
    return None
