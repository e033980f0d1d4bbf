"""Lessons spoiled in one place each: playing them tells what, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from play_samples import SCRIPT12, SCRIPT2004, write

from hocvu.packages.base import Finding
from hocvu.packages.play import learner, play

ELSEWHERE = "http://hoc.example.vn/x"
STATUS = 'api.LMSSetValue("cmi.core.lesson_status", "incomplete");'
OWN = "window.API = {LMSInitialize: function () { return 'true'; }}; API.LMSInitialize('');"


def line_of(text: str, script: str) -> int:
    return next(n for n, line in enumerate(script.splitlines(), 1) if text in line)


def swap(old: str, new: str, script: str = SCRIPT12) -> dict[str, str | None]:
    assert old in script
    return {"script": script.replace(old, new)}


def more(code: str, script: str = SCRIPT12) -> dict[str, str | None]:
    return {"script": script + code}


@dataclass(frozen=True)
class Spoiled:
    """A lesson, and all that playing it must tell: code, severity, and some of the values."""

    name: str
    parts: dict[str, str | None]
    code: str = ""
    severity: str = "error"
    values: dict[str, object] = field(default_factory=dict)
    file: str = "index.html"
    line: int | None = None


SPOILED = [
    Spoiled("good", {}),
    Spoiled(
        "script error", more("\nnull.hong();"), "exception", file="bai.js",
        line=line_of("hong", SCRIPT12 + "\nnull.hong();"),
    ),
    Spoiled(
        "error in the log", more("console.error('hỏng');"), "console", "warning",
        {"said": "hỏng"}, "bai.js",
    ),
    Spoiled(
        "missing picture", {"body": "<img src='anh/a.png' alt=''>"}, "missing_file",
        values={"name": "{}/anh/a.png"},
    ),
    Spoiled(
        "another case", {"body": "<img src='Icon.png' alt=''>"}, "missing_file",
        values={"name": "{}/Icon.png"},
    ),
    Spoiled(
        "a script asks in vain", more("fetch('co-khong.json');"), "missing_file", "warning",
        {"name": "{}/co-khong.json"},
    ),
    Spoiled(
        "foreign script", {"head": f"<script src='{ELSEWHERE}.js'></script>"}, "foreign_request",
        "warning", {"address": f"{ELSEWHERE}.js"},
    ),
    Spoiled(
        "foreign request", more(f"fetch('{ELSEWHERE}').catch(function () {{}});"),
        "foreign_request", "warning", {"address": ELSEWHERE}, "bai.js",
    ),
    Spoiled("alert", more("alert('Chào');"), "dialog", "warning", {"said": "Chào"}),
    Spoiled("never initialises", {"script": "var noi_dung = 1;"}, "never_initialised"),
    Spoiled("its own API", {"script": OWN}, "own_api"),
    Spoiled(
        "status falls on resume",
        swap(f'if (status !== "completed") {STATUS}',
             STATUS.replace('"incomplete"', 'memo ? "incomplete" : "completed"')),
        "downgraded", values={"before": "completed", "after": "incomplete"},
    ),
    Spoiled(
        "bad value", more("api.LMSSetValue('cmi.core.lesson_status', 'xong');"), "value_refused",
        values={"element": "cmi.core.lesson_status", "value": "xong", "error": "405"},
    ),
    Spoiled(
        "not attempted", more("api.LMSSetValue('cmi.core.lesson_status', 'not attempted');"),
        "value_refused", values={"value": "not attempted"},
    ),
    Spoiled(
        "inline script", {"script": "", "body": f"<script>{SCRIPT12}</script>"}, "policy",
        "warning", {"count": 1},
    ),
    Spoiled("inline style", {"body": "<p style='color:red'>a</p>"}, "policy", "warning"),
    Spoiled("never ends", swap("api.LMSFinish", "api.LMSCommit"), "not_finished", "warning"),
    Spoiled("no status", swap(STATUS, "0;"), "no_status", "warning"),
    Spoiled(
        "does not resume", swap('api.LMSGetValue("cmi.suspend_data")', '"a"'), "not_resumed",
        "warning", {"elements": "cmi.suspend_data"},
    ),
    Spoiled("forgets", swap('memo + "1"', 'memo ? "" : "1"'), "memory_lost", "warning"),
    Spoiled(
        "begins twice", swap('api.LMSCommit("");', 'api.LMSInitialize("");'), "call_refused",
        "warning", {"call": "Initialize"},
    ),
    Spoiled(
        "no page", {"index.html": None}, "missing_file", values={"name": "{}/index.html"},
    ),
]  # fmt: skip
SPOILED_2004 = [
    Spoiled("good", {}),
    Spoiled(
        "bad value", more("api.SetValue('cmi.score.scaled', '80');", SCRIPT2004), "value_refused",
        values={"element": "cmi.score.scaled", "error": "407"},
    ),
    Spoiled(
        "never ends", swap("api.Terminate", "api.Commit", SCRIPT2004), "not_finished", "warning"
    ),
    Spoiled(
        "status falls on resume",
        swap('"incomplete"', 'memo ? "incomplete" : "completed"',
             SCRIPT2004.replace('!== "completed"', '!== "x"')),
        "downgraded",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("standard", "spoiled"),
    [
        ("scorm12", SPOILED[::3]),
        ("scorm2004-4", SPOILED_2004),
        pytest.param("scorm12", SPOILED[1::3], marks=pytest.mark.long),
        pytest.param("scorm12", SPOILED[2::3], marks=pytest.mark.long),
    ],
    ids=["scorm12", "scorm2004", "scorm12 too", "scorm12 as well"],
)
def test_each_lesson_is_told_of_as_it_is(
    standard: str, spoiled: list[Spoiled], tmp_path: Path
) -> None:
    path = write(tmp_path / "goi.zip", [one.parts for one in spoiled], standard)
    found: dict[int, list[Finding]] = {number: [] for number in range(len(spoiled))}
    for finding in play(path, standard):
        found[int(str(finding.origin.member).split("/")[0])].append(finding)
    told = {spoiled[number].name: [f.code for f in found[number]] for number in found}
    wanted = {one.name: [f"play.{one.code}"] if one.code else [] for one in spoiled}
    if "no page" in wanted:
        wanted["no page"].append("play.never_initialised")
    assert told == wanted
    for number, one in enumerate(spoiled):
        for finding in found[number][:1]:
            values = {
                name: value.format(number) if isinstance(value, str) else value
                for name, value in one.values.items()
            }
            assert finding.severity == one.severity
            assert finding.origin.file == str(path)
            assert finding.origin.member == f"{number}/{one.file}"
            assert {name: finding.params[name] for name in values} == values
            assert one.line is None or finding.origin.line == one.line
            assert finding.clause or finding.severity != "error"
            for lang in ("vi", "en"):
                words = finding.message_in(lang) + finding.hint_in(lang)  # type: ignore[arg-type]
                assert "{" not in words


def test_a_script_without_end_is_told_and_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learner, "LOADING", 2.0)
    monkeypatch.setattr(learner, "RESPONSE", 1.0)
    path = write(tmp_path / "goi.zip", [more("while (true) {}"), {}])
    assert [one.code for one in play(path, "scorm12")] == ["play.hangs"]
