"""Remarks in each form, checked by what reads that form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import pytest

from hocvu.cli.formats import FORMS, render
from hocvu.errors import Origin, Remark
from hocvu.manifest import Problem


@dataclass(frozen=True, slots=True)
class Cited(Remark):
    clause: str = ""


REMARKS: tuple[Remark, ...] = (
    Problem(
        "manifest.not_version",
        "error",
        Origin("manifests/khóa học.yaml", 3, 10, "version"),
        {"value": '1.0 <&"> 100%\nhai'},
    ),
    Problem("manifest.not_nfc", "info", Origin("b.yaml", 1, 1)),
    Cited(
        "manifest.too_large",
        "warning",
        Origin("goi.zip", line=7, member="imsmanifest.xml"),
        {"limit": 1},
        clause="CAM 3.4.1",
    ),
    Problem("manifest.empty_file", "warning"),
)


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCVU_LANG", "en")


@pytest.mark.parametrize("form", FORMS)
def test_the_same_remarks_give_the_same_text(form: str) -> None:
    assert render(REMARKS, form) == render(iter(REMARKS), form)
    assert render(REMARKS, form).endswith("\n")
    assert "\x1b" not in render(REMARKS, form)


def test_text_has_places_as_compilers_write_them() -> None:
    lines = render(REMARKS, "text").splitlines()
    assert lines[0].startswith("manifests/khóa học.yaml:3:10: version: error: ")
    assert any("(CAM 3.4.1)" in line for line in lines)
    assert render((), "text") == ""


def test_json_speaks_both_languages() -> None:
    first, second, third, fourth = json.loads(render(REMARKS, "json"))
    assert (first["file"], first["line"], first["column"], first["field"]) == (
        "manifests/khóa học.yaml",
        3,
        10,
        "version",
    )
    assert first["message"] == first["messages"]["en"] != first["messages"]["vi"]
    assert first["hints"]["vi"]
    assert second["severity"] == "info"
    assert (third["clause"], third["member"]) == ("CAM 3.4.1", "imsmanifest.xml")
    assert "file" not in fourth
    assert json.loads(render((), "json")) == []


def test_github_commands_are_one_line_each_and_escaped() -> None:
    lines = render(REMARKS, "github").splitlines()
    assert len(lines) == len(REMARKS)
    assert lines[0].startswith(
        "::error file=manifests/khóa học.yaml,line=3,col=10,title=manifest.not_version::"
    )
    assert "100%25%0Ahai" in lines[0]
    assert lines[1].startswith("::notice ")
    assert lines[3].startswith("::warning title=manifest.empty_file::")
    tricky = Problem("manifest.empty_file", "error", Origin("a,b:c.yaml", 1))
    assert "file=a%2Cb%3Ac.yaml,line=1" in render([tricky], "github")


def test_sarif_has_what_the_standard_asks_for() -> None:
    log = json.loads(render(REMARKS, "sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted({remark.code for remark in REMARKS})
    assert run["tool"]["driver"]["name"] == "hocvu"
    levels = {"none", "note", "warning", "error"}
    for found, remark in zip(run["results"], REMARKS, strict=True):
        assert rules[found["ruleIndex"]] == found["ruleId"] == remark.code
        assert found["level"] in levels
        assert found["message"]["text"]
    first = run["results"][0]["locations"][0]
    assert first["physicalLocation"] == {
        "artifactLocation": {"uri": "manifests/kh%C3%B3a%20h%E1%BB%8Dc.yaml"},
        "region": {"startLine": 3, "startColumn": 10},
    }
    assert first["logicalLocations"] == [{"fullyQualifiedName": "version"}]
    inside = run["results"][2]["locations"][0]["physicalLocation"]
    assert "region" not in inside
    assert run["results"][2]["properties"]["clause"] == "CAM 3.4.1"
    assert "locations" not in run["results"][3]
    assert json.loads(render((), "sarif"))["runs"][0]["results"] == []


def test_junit_counts_and_parses() -> None:
    root = ET.fromstring(render(REMARKS, "junit"))
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "4", "1")
    suites = {suite.get("name"): suite for suite in root}
    assert set(suites) == {"manifests/khóa học.yaml", "b.yaml", "goi.zip", "hocvu"}
    case = suites["manifests/khóa học.yaml"][0]
    assert (case.get("file"), case.get("line")) == ("manifests/khóa học.yaml", "3")
    failure = case.find("failure")
    assert failure is not None
    assert '<&"> 100%' in (failure.text or "")
    assert suites["b.yaml"][0].find("failure") is None
    assert ET.fromstring(render((), "junit")).get("tests") == "0"
    odd = Problem("manifest.not_version", "error", Origin("a\x00b"), {"value": "\x01"})
    assert ET.fromstring(render([odd], "junit")).get("failures") == "1"


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(KeyError):
        render(REMARKS, "xml")
