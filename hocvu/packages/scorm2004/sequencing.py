"""Sequencing of a SCORM 2004 manifest (Sequencing and Navigation, chapter 3).

Lessons are free to choose and flow into each other; a lesson that waits for others is disabled
until their objectives are satisfied. One activity reads another's objective through
``imsss:mapInfo`` and in no other way: the rules that need none (``stopForwardTraversal``,
``constrainChoice``, ``preventActivation``) let learners pass with "continue" or from outside a
section. Moodle 4.1 fails on ``mapInfo`` under PHP 8, so it is written only where something waits.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from hocvu.lesson import Lesson
from hocvu.packages.imscp import identifier
from hocvu.packages.sequence import Sequence

ADLCP: Final = "http://www.adlnet.org/xsd/adlcp_v1p3"
ADLSEQ: Final = "http://www.adlnet.org/xsd/adlseq_v1p3"
IMSSS: Final = "http://www.imsglobal.org/xsd/imsss"
_PRIMARY: Final = "PRIMARY"


def cluster(element: etree._Element, sequence: Sequence, lessons: tuple[Lesson, ...]) -> None:
    """Say how the items of an organization or a section follow each other, and roll up."""
    sequencing = _sequencing(element)
    etree.SubElement(sequencing, _ss("controlMode"), choice="true", flow="true")
    whole = etree.QName(element).localname == "organization"
    if whole and sequence.awaited:
        # A new enrolment begins anew.
        element.set(f"{{{ADLSEQ}}}objectivesGlobalToSystem", "false")
    if not whole:
        _rollup(sequencing, sequence, lessons)
    if whole and sequence.mastery is not None:
        objectives = etree.SubElement(sequencing, _ss("objectives"))
        _primary(objectives, sequence.mastery)


def leaf(item: etree._Element, sequence: Sequence, lesson: Lesson) -> None:
    """Say what a lesson waits for, what passes it, and what it counts for."""
    sequencing = _sequencing(item)
    waited = sequence.before[lesson.id]
    if waited:
        _disabled(sequencing, sequence, waited)
    _rollup(sequencing, sequence, (lesson,))
    _objectives(sequencing, sequence, lesson)
    # A lesson tells its completion and its result itself, so that a system must not make them up
    # when it closes. Without a score there is no result to tell: where lessons wait for others, it
    # is the system that calls such a lesson satisfied, once the learner left it finished.
    unscored = bool(sequence.awaited) and sequence.mark(lesson) is None
    etree.SubElement(
        sequencing,
        _ss("deliveryControls"),
        completionSetByContent="true",
        objectiveSetByContent="false" if unscored else "true",
    )


def weighted_leaf(item: etree._Element, sequence: Sequence, lesson: Lesson) -> None:
    """Let progress roll up by lesson, too; completion stays what the lesson says (4th Edition)."""
    etree.SubElement(
        item,
        f"{{{ADLCP}}}completionThreshold",
        completedByMeasure="false",
        minProgressMeasure="1.0",
        progressWeight="1.0" if sequence.is_required(lesson) else "0.0",
    )
    leaf(item, sequence, lesson)


def _sequencing(element: etree._Element) -> etree._Element:
    return etree.SubElement(element, _ss("sequencing"))


def _ss(name: str) -> str:
    return f"{{{IMSSS}}}{name}"


def _disabled(sequencing: etree._Element, sequence: Sequence, waited: tuple[Lesson, ...]) -> None:
    """Disable an activity while an objective is not satisfied, or nothing is known of it."""
    rules = etree.SubElement(sequencing, _ss("sequencingRules"))
    rule = etree.SubElement(rules, _ss("preConditionRule"))
    conditions = etree.SubElement(rule, _ss("ruleConditions"), conditionCombination="any")
    for one in waited:
        for condition in ("satisfied", "objectiveStatusKnown"):
            etree.SubElement(
                conditions,
                _ss("ruleCondition"),
                referencedObjective=_waiting(sequence, one),
                operator="not",
                condition=condition,
            )
    etree.SubElement(rule, _ss("ruleAction"), action="disabled")


def _rollup(sequencing: etree._Element, sequence: Sequence, lessons: tuple[Lesson, ...]) -> None:
    """Leave out of the course's completion and score what does not count for them.

    A lesson without a score has no objective to satisfy, unless no lesson has one.
    """
    required = any(map(sequence.is_required, lessons))
    scored = sum(lesson.id in sequence.scored for lesson in lessons)
    satisfies = bool(scored) if sequence.scored else required
    weight = scored / len(sequence.scored) if sequence.scored else 1.0
    if not (required and satisfies and weight == 1.0):
        etree.SubElement(
            sequencing,
            _ss("rollupRules"),
            rollupObjectiveSatisfied=str(satisfies).lower(),
            rollupProgressCompletion=str(required).lower(),
            objectiveMeasureWeight=f"{weight:.4f}",
        )


def _objectives(sequencing: etree._Element, sequence: Sequence, lesson: Lesson) -> None:
    """Share whether a lesson is done with those that wait for it, and read it of others."""
    mark, waited = sequence.mark(lesson), sequence.before[lesson.id]
    awaited = lesson.id in sequence.awaited
    if mark is None and not waited and not awaited:
        return
    objectives = etree.SubElement(sequencing, _ss("objectives"))
    primary = _primary(objectives, mark)
    if awaited:
        _map(primary, sequence, lesson, writes=True, measure=mark is not None)
    for one in waited:
        objective = etree.SubElement(
            objectives, _ss("objective"), objectiveID=_waiting(sequence, one)
        )
        _map(objective, sequence, one, writes=False, measure=False)


def _primary(objectives: etree._Element, mark: float | None) -> etree._Element:
    primary = etree.SubElement(objectives, _ss("primaryObjective"), objectiveID=_PRIMARY)
    if mark is not None:
        primary.set("satisfiedByMeasure", "true")
        etree.SubElement(primary, _ss("minNormalizedMeasure")).text = f"{mark:.4f}"
    return primary


def _map(
    objective: etree._Element, sequence: Sequence, lesson: Lesson, *, writes: bool, measure: bool
) -> None:
    target = identifier("DONE", sequence.course.record.id, lesson.id)
    etree.SubElement(
        objective,
        _ss("mapInfo"),
        targetObjectiveID=target,
        readSatisfiedStatus="true",
        readNormalizedMeasure=str(measure).lower(),
        writeSatisfiedStatus=str(writes).lower(),
        writeNormalizedMeasure=str(measure and writes).lower(),
    )


def _waiting(sequence: Sequence, lesson: Lesson) -> str:
    return identifier("WAIT", sequence.course.record.id, lesson.id)
