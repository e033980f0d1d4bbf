"""Lessons open when what they wait for is done: in the words of each standard and in run-times."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

sys.path.insert(0, str(Path(__file__).parent))

from aicc import is_open
from courses import course, ids, manifest, quiz, reading, structure
from engine import walk

from hocvu.lesson.sequencing import prerequisites
from hocvu.packages.sequence import unsaid

Schemas = Callable[[str], etree.XMLSchema]
EDITIONS = ("scorm2004-3", "scorm2004-4")
FINISHED = {"cmi.completion_status": "completed", "cmi.exit": "normal"}
LEFT = {"cmi.completion_status": "incomplete", "cmi.exit": "suspend"}


def scored(share: str) -> dict[str, str]:
    return {**FINISHED, "cmi.score.scaled": share}


def in_order() -> Any:
    return course(
        reading("a"), reading("b", required=False), inside=(reading("c"), reading("d")),
        order="lan_luot",
    )  # fmt: skip


def test_a_lesson_waits_for_the_nearest_required_one() -> None:
    assert prerequisites(in_order()) == {"a": (), "b": ("a",), "c": ("a",), "d": ("c",)}
    free = course(reading("a"), reading("b"), reading("c", requires=("b", "a", "gone")))
    assert prerequisites(free) == {"a": (), "b": (), "c": ("a", "b")}


@pytest.mark.parametrize("made", [in_order(), course(reading("a"), quiz("b", requires=("a",)))])
@pytest.mark.parametrize("standard", ["scorm12", *EDITIONS])
def test_the_published_schemas_take_it(made: Any, standard: str, manifest_schema: Schemas) -> None:
    manifest_schema(standard).assertValid(manifest(made, standard))


def test_moodle_opens_lessons_in_order() -> None:
    made = in_order()
    root = manifest(made, "scorm12")
    key = ids(root, made)
    statuses: dict[str, str] = {}

    def opened() -> str:
        return "".join(name for name in "abcd" if is_open(root, key[name], statuses))

    assert opened() == "a"
    statuses[key["a"]] = "incomplete"
    assert opened() == "a"
    statuses[key["a"]] = "completed"
    assert opened() == "abc"
    statuses[key["c"]] = "passed"
    assert opened() == "abcd"


def test_moodle_opens_what_requires_several() -> None:
    made = course(reading("a"), quiz("b"), reading("c", requires=("a", "b")))
    root = manifest(made, "scorm12")
    key = ids(root, made)
    done = {key["a"]: "completed", key["b"]: "failed"}
    assert not is_open(root, key["c"], done)
    assert is_open(root, key["c"], done | {key["b"]: "passed"})
    assert root.xpath("//*[local-name()='masteryscore']/text()") == ["80"]


@pytest.mark.parametrize("standard", EDITIONS)
def test_a_sequencing_engine_keeps_the_order(standard: str) -> None:
    made = in_order()
    root = manifest(made, standard)
    key = ids(root, made)
    steps = [
        ("start", ""), ("study", LEFT), ("choice", key["c"]), ("continue", ""),
        ("choice", key["a"]), ("study", FINISHED), ("choice", key["d"]),
        ("choice", key["c"]), ("study", FINISHED), ("continue", ""), ("study", FINISHED),
        ("exitAll", ""),
    ]  # fmt: skip
    found = walk(root, steps)
    a, c, d = key["a"], key["c"], key["d"]
    places = [step["at"] for step in found["seen"]]
    assert places[:-1] == [a, a, a, a, a, a, a, c, c, d, d]
    assert found["completion"] == "completed"  # without the optional lesson
    assert found["success"] == "passed"


@pytest.mark.parametrize("standard", EDITIONS)
def test_a_quiz_that_is_failed_opens_nothing(standard: str) -> None:
    made = course(
        reading("a"), quiz("b", mastery=0.6), reading("c", requires=("b",)), pass_score=50
    )
    root = manifest(made, standard)
    key = ids(root, made)
    steps = [
        ("start", ""), ("study", FINISHED), ("choice", key["b"]), ("study", scored("0.5")),
        ("choice", key["c"]), ("choice", key["b"]), ("study", scored("0.6")),
        ("choice", key["c"]), ("study", FINISHED), ("exitAll", ""),
    ]  # fmt: skip
    found = walk(root, steps)
    places = [step["at"] for step in found["seen"]]
    assert places[:-1] == [key[x] for x in "aabbbbbcc"]
    measures = root.xpath("//*[local-name()='minNormalizedMeasure']/text()")
    assert list(map(float, measures)) == [0.6, 0.5]
    assert set(found["seen"][6]["told"].values()) == {"true"}
    assert (found["completion"], found["success"]) == ("completed", "passed")


@pytest.mark.parametrize("standard", EDITIONS)
def test_nothing_is_shared_where_nothing_waits(standard: str) -> None:
    made = course(reading("a"), quiz("b"), pass_score=80)
    root = manifest(made, standard)
    assert root.xpath("//*[local-name()='mapInfo' or local-name()='sequencingRules']") == []
    key = ids(root, made)
    steps = [("start", ""), ("study", FINISHED), ("continue", ""), ("study", scored("0.7")),
             ("exitAll", "")]  # fmt: skip
    found = walk(root, steps)
    assert [step["at"] for step in found["seen"]][2] == key["b"]
    assert (found["completion"], found["success"]) == ("completed", "failed")


def test_scores_weigh_alike_wherever_they_stand() -> None:
    made = course(reading("a"), quiz("b"), inside=(quiz("c"), quiz("d"), quiz("e", required=False)))
    root = manifest(made, "scorm2004-4")
    weights = {
        item.findtext("{*}title"): rules.get("objectiveMeasureWeight")
        for item in root.iter("{*}item")
        for rules in item.findall("{*}sequencing/{*}rollupRules")
    }
    assert weights == {
        "Bài a": "0.0000", "Kiểm tra b": "0.3333", "Phần": "0.6667",
        "Kiểm tra c": "0.3333", "Kiểm tra d": "0.3333", "Kiểm tra e": "0.0000",
    }  # fmt: skip


def test_cmi5_says_what_satisfies_each_lesson() -> None:
    made = course(reading("a"), quiz("b"), quiz("c", mastery=0.65), reading("d", required=False))
    said = {
        unit.findtext("{*}url"): (unit.get("moveOn"), unit.get("masteryScore"))
        for unit in structure(made).iter("{*}au")
    }
    assert said == {
        "a.html": ("Completed", None), "b.html": ("Passed", "0.8"), "c.html": ("Passed", "0.65"),
        "d.html": ("NotApplicable", None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("standard", "codes"),
    [
        ("scorm12", {"optional_not_told"}),
        ("scorm2004-3", {"order_shares_objectives"}),
        ("scorm2004-4", {"order_shares_objectives"}),
        ("cmi5", {"order_not_kept"}),
        ("xapi", {"order_kept_by_lessons", "optional_not_told"}),
        ("olx", {"order_set_in_studio", "optional_not_told"}),
        ("web", {"order_kept_by_lessons"}),
    ],
)
def test_what_a_standard_cannot_say_is_told(standard: str, codes: set[str]) -> None:
    told = unsaid(in_order(), standard)
    assert {notice.code.removeprefix("sequencing.") for notice in told} == codes
    for notice in told:
        for lang in ("vi", "en"):
            assert standard in notice.message_in(lang) + notice.hint_in(lang)
    assert unsaid(course(reading("a"), reading("b")), standard) == ()
