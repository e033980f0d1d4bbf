"""Sequencing that is broken in one place each: the finding names the fault and its line."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from courses import course, reading

from hocvu.messages import LANGUAGES, hint
from hocvu.packages import WRITERS, verify

M = "imsmanifest.xml"
S12, S3, S4 = "scorm12", "scorm2004-3", "scorm2004-4"
Parts = dict[str, bytes]
RULE = (
    "<imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions>{}"
    '</imsss:ruleConditions><imsss:ruleAction action="disabled"/></imsss:preConditionRule>'
    "</imsss:sequencingRules>"
)
MEASURED = (
    '<imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true" objectiveID="P">'
    "<imsss:minNormalizedMeasure>0.5</imsss:minNormalizedMeasure></imsss:primaryObjective>"
    "</imsss:objectives>"
)
FIRST_READ = "<imsss:objective objectiveID"
FIRST_WRITE = 'writeSatisfiedStatus="true"'
FREE = '<imsss:controlMode choice="true" flow="true"/>'
ROLLUP = '<imsss:rollupRules {}="false"/>'


@dataclass(frozen=True)
class Spoiled:
    """What is changed in a manifest, by pattern, and the finding with text of its line."""

    name: str
    standard: str
    pattern: str
    to: str
    code: str
    near: str
    count: int = 1


SPOILED = [
    # SCORM 1.2: AICC's language.
    Spoiled("two names without a sign", S12, r'(aicc_script">)', r"\1A B", "prerequisites_syntax",
            "A B"),
    Spoiled("a sign without names", S12, r'(aicc_script">)', r"\1&amp;", "prerequisites_syntax",
            "&amp;"),
    Spoiled("an open bracket", S12, r'(aicc_script">)', r"\1(", "prerequisites_syntax", ">("),
    Spoiled("a set without a number", S12, r'(aicc_script">)[^<]+', r"\1x*(A)",
            "prerequisites_syntax", "x*("),
    Spoiled("no such status", S12, r'(aicc_script">[^<]+)', r'\1="xong"', "prerequisites_syntax",
            "xong"),
    Spoiled("nothing to wait for", S12, r'(aicc_script">)[^<]+', r"\1", "prerequisites_syntax",
            "aicc_script"),
    Spoiled("waits for an unknown item", S12, r'(aicc_script">)', r"\1X", "prerequisites_unknown",
            ">XITEM"),
    Spoiled("waits for itself", S12,
            r'(<item identifier="(ITEM-\w+)"[^>]*>\s*<title>Bài b</title>\s*<adlcp:[^>]*>)[^<]+',
            r"\1\2", "never_opens", "prerequisites"),
    Spoiled("waits in a circle", S12,
            r'(<title>Bài a</title>)(.*?<item identifier="(ITEM-\w+)"[^>]*>\s*<title>Bài d)',
            r'\1<adlcp:prerequisites type="aicc_script">\3</adlcp:prerequisites>\2', "never_opens",
            "Bài a"),
    Spoiled("waits for more than there are", S12, r'(aicc_script">)([^<]+)', r"\g<1>2*{\2}",
            "never_opens", "2*{"),
    Spoiled("another language", S12, "aicc_script", "javascript", "schema", "javascript"),
    Spoiled("mark above a hundred", S12, r"(</adlcp:prerequisites>)",
            r"\1<adlcp:masteryscore>101</adlcp:masteryscore>", "bad_value", "101"),
    # SCORM 2004: what may be chosen and reached.
    Spoiled("no way in", S3, FREE, '<imsss:controlMode choice="false"/>', "unreachable",
            'choice="false"'),
    Spoiled("always disabled", S4, "<imsss:sequencing>",
            "<imsss:sequencing>" + RULE.format('<imsss:ruleCondition condition="always"/>'),
            "never_opens", "<item"),
    Spoiled("disabled until it is attempted", S4, "<imsss:sequencing>",
            "<imsss:sequencing>"
            + RULE.format('<imsss:ruleCondition operator="not" condition="attempted"/>'),
            "never_opens", "<item"),
    Spoiled("waits for its own objective", S3, r"DONE-\w+(\" readSatisfiedStatus=\"true\" "
            r"readNormalizedMeasure=\"false\" writeSatisfiedStatus=\"false\")", r"DONE-x\1",
            "target_unwritten", "DONE-x"),
    Spoiled("waits for a later lesson", S4,
            r"(Bài a.*?<imsss:sequencing>)(.*?)</imsss:primaryObjective>"
            r"(.*Bài c.*?primaryObjective[^>]*>\s*<imsss:mapInfo targetObjectiveID=\")(DONE-\w+)",
            r"\1" + RULE.format('<imsss:ruleCondition referencedObjective="LATER" operator="not" '
                                'condition="objectiveStatusKnown"/>')
            + r'\2</imsss:primaryObjective><imsss:objective objectiveID="LATER"><imsss:mapInfo '
            r'targetObjectiveID="\4"/></imsss:objective>\3\4', "never_opens", "<item"),
    # Objectives.
    Spoiled("nobody writes what is read", S4, FIRST_WRITE, 'writeSatisfiedStatus="false"',
            "target_unwritten", "mapInfo", 9),
    Spoiled("one activity writes twice", S4,
            r'(<imsss:mapInfo targetObjectiveID="DONE-\w+"[^>]*writeSatisfiedStatus="true"[^>]*>'
            r"\s*</imsss:primaryObjective>)",
            r'\1<imsss:objective objectiveID="TWO">MAP</imsss:objective>', "two_writers",
            "mapInfo"),
    Spoiled("objectives share a name", S4, r'(<imsss:objective objectiveID=")[^"]+', r"\1PRIMARY",
            "objective_twice", "PRIMARY"),
    Spoiled("objective without a name", S3, ' objectiveID="PRIMARY">', ">", "objective_nameless",
            "primaryObjective"),
    Spoiled("rule of no objective", S4, 'referencedObjective="WAIT', 'referencedObjective="X',
            "dangling_objective", 'Objective="X'),
    Spoiled("maps to nothing", S4, r'targetObjectiveID="[^"]+"', 'targetObjectiveID=""',
            "no_target", 'ID=""'),
    # Measures, weights and rollup.
    Spoiled("measure out of range", S4, FREE, FREE + MEASURED.replace("0.5", "80"),
            "measure_range", ">80<"),
    Spoiled("measure that is no number", S3, FREE, FREE + MEASURED.replace("0.5", "cao"),
            "measure_range", "cao"),
    Spoiled("measure without effect", S4, FREE, FREE + MEASURED.replace("true", "false"),
            "measure_unused", "minNormalizedMeasure"),
    Spoiled("satisfied by no measure", S4, FREE,
            FREE + re.sub("<imsss:min.*Measure>", "", MEASURED), "no_measure", "satisfiedBy"),
    Spoiled("weight out of range", S4, r'objectiveMeasureWeight="[^"]+"',
            'objectiveMeasureWeight="2.0"', "weight_range", '"2.0"'),
    Spoiled("weight below nothing", S3, r'objectiveMeasureWeight="[^"]+"',
            'objectiveMeasureWeight="-1"', "weight_range", '"-1"'),
    Spoiled("nothing rolls up", S4, r"<imsss:sequencing>(?!\s*<imsss:(control|rollup))",
            "<imsss:sequencing>" + ROLLUP.format("rollupProgressCompletion"), "rolls_nothing_up",
            "SECTION-", 9),
    Spoiled("dangling sequencing", S4, "<imsss:sequencing>", '<imsss:sequencing IDRef="X">',
            "dangling_sequencing", 'IDRef="X"'),
]  # fmt: skip


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Parts]:
    made = course(
        reading("a"), reading("b", required=False), inside=(reading("c"), reading("d")),
        order="lan_luot",
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("good")
    packed = {}
    for standard in (S12, S3, S4):
        path = folder / f"{standard}.zip"
        WRITERS[standard].write(made, path)
        with zipfile.ZipFile(path) as archive:
            packed[standard] = {name: archive.read(name) for name in archive.namelist()}
    return lambda standard: dict(packed[standard])


def _pack(parts: Parts, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("spoiled", SPOILED, ids=lambda one: one.name)
def test_each_is_found_at_its_place(
    spoiled: Spoiled, good: Callable[[str], Parts], tmp_path: Path
) -> None:
    parts = good(spoiled.standard)
    text = parts[M].decode()
    changed = re.sub(spoiled.pattern, spoiled.to, text, count=spoiled.count, flags=re.S)
    if "MAP" in changed:
        shared = re.search('<imsss:mapInfo [^>]*writeSatisfiedStatus="true"[^>]*>', text)
        assert shared
        changed = changed.replace("MAP", shared[0])
    assert changed != text
    parts[M] = changed.encode()
    findings = verify(_pack(parts, tmp_path / "a.zip"))
    found = [one for one in findings if one.code == f"verify.{spoiled.code}"]
    assert found, findings
    assert found[0].origin.member == M
    lines = changed.splitlines()
    assert any(spoiled.near in lines[(one.origin.line or 0) - 1] for one in found)
    for lang in ("vi", "en"):
        assert "{" not in found[0].message_in(lang) + found[0].hint_in(lang)
    assert found[0].hint
    assert found[0].clause


@pytest.mark.parametrize("standard", [S12, S3, S4])
def test_good_sequencing_is_found_good(
    standard: str, good: Callable[[str], Parts], tmp_path: Path
) -> None:
    found = [one.code for one in verify(_pack(good(standard), tmp_path / "a.zip"))]
    assert found == ([] if standard == S12 else ["verify.map_info"])  # told once, not each time


SCRIPTS = ["A", "A&B", "A|(B&~C)", "2*{A,B,C}", 'A="passed"&B<>"failed"', "A = completed | B"]


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_of_the_standard_are_read(
    script: str, good: Callable[[str], Parts], tmp_path: Path
) -> None:
    parts = good(S12)
    text = parts[M].decode()
    keys = iter(re.findall('<item identifier="(ITEM-[^"]+)"', text)[:3])
    for letter in "ABC":
        script = script.replace(letter, next(keys), 1) if letter in script else script
    last = list(re.finditer('(?<=aicc_script">)[^<]+', text))[-1]
    parts[M] = (text[: last.start()] + _escaped(script) + text[last.end() :]).encode()
    assert list(verify(_pack(parts, tmp_path / "a.zip"))) == []


def _escaped(script: str) -> str:
    return script.replace("&", "&amp;").replace("<", "&lt;")


def test_the_advice_for_moodle_is_one_that_an_author_can_follow() -> None:
    for lang in LANGUAGES:
        assert "scorm12" in hint("verify.map_info", lang=lang)
