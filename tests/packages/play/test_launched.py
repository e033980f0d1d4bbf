"""Lessons of other tools that a system launches, spoiled in one place each, in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from launched_samples import SCRIPT_CMI5, SCRIPT_XAPI, write_launched

from hocvu.packages.base import Finding
from hocvu.packages.play import play

INITIALIZED = 'await tell("initialized", null, ["cmi5"]);'
TERMINATED = 'tell("terminated", { duration: "PT1S" }, ["cmi5"]);'
COMPLETED = 'await tell("completed", { completion: true, duration: "PT1S" }, ["cmi5", "moveon"]);'
FETCH = 'var answer = await fetch(q.get("fetch"), { method: "POST" });'
MEMO = 'var memo = await call("GET", state("memo"));'
Row = tuple[str, str, str, str, str]
NORMAL = 'launch.launchMode === "Normal" && memo.status === 404'

# Name, what is replaced, by what, the finding, its severity.
SPOILED: list[Row] = [
    ("good", "", "", "", ""),
    ("never terminated", TERMINATED, "", "launch.never_terminated", "warning"),
    ("never begins", "start();\n", "", "launch.never_initialised", "error"),
    ("does not resume", MEMO,
     "var memo = { status: localStorage.memo || 404 }; localStorage.memo = 200;",
     "launch.not_resumed", "warning"),
]  # fmt: skip
# What breaks rules on statements is told without a browser in `test_rules_of_launch`, too.
MORE: list[Row] = [
    ("a statement first", INITIALIZED, f'await tell("experienced");{INITIALIZED}',
     "launch.before_initialized", "error"),
    ("completed once more", NORMAL, 'launch.launchMode === "Normal"',
     "launch.registration_twice", "error"),
    ("after the end", TERMINATED, f'{TERMINATED} tell("experienced");',
     "launch.after_terminated", "error"),
    ("another activity", "object: { id: activity }", 'object: { id: "urn:x:bai" }',
     "launch.wrong_object", "error"),
    ("the token again", FETCH, FETCH + 'await fetch(q.get("fetch"), { method: "POST" });',
     "launch.fetch_twice", "error"),
    ("a score at the beginning", INITIALIZED,
     'await tell("initialized", { score: { scaled: 1 } }, ["cmi5"]);',
     "launch.stray_result", "error"),
    ("no category", COMPLETED, 'await tell("completed", { completion: true, duration: "PT1S" });',
     "launch.no_category", "error"),
    ("a result in review", NORMAL, f'launch.launchMode !== "Normal" || {NORMAL}',
     "launch.launch_mode", "error"),
    ("another host", "start();\n", "start(); fetch('http://hoc.example.vn/x').catch(Object);",
     "play.foreign_request", "warning"),
    ("a missing file", "start();\n", "start(); fetch('khong-co.json');",
     "play.missing_file", "warning"),
    ("an error", "start();\n", "start(); null.hong();", "play.exception", "error"),
    ("loses what it saved", MEMO, MEMO + 'if (memo.ok) await call("DELETE", state("memo"));',
     "launch.memory_lost", "warning"),
]  # fmt: skip
SPOILED_XAPI: list[Row] = [
    ("good", "", "", "", ""),
    ("silent", "start();\n", "", "launch.no_statement", "error"),
    ("another learner", "actor: actor", 'actor: { mbox: "mailto:ai@example.vn" }',
     "launch.other_actor", "error"),
    ("no verb", "verb: { id", "verb: { ids", "launch.missing", "error"),
    ("without authorization", '"Authorization": auth, ', "", "launch.no_token", "error"),
]  # fmt: skip


def spoil(script: str, row: Row) -> dict[str, str | None]:
    assert row[1] in script
    return {"script": script.replace(row[1], row[2]) if row[1] else script}


def told(path: Path, standard: str, rows: list[Row]) -> None:
    script = SCRIPT_CMI5 if standard == "cmi5" else SCRIPT_XAPI
    write_launched(path, [spoil(script, row) for row in rows], standard)
    found: dict[int, list[Finding]] = {number: [] for number in range(len(rows))}
    for finding in play(path, standard):
        found[int(str(finding.origin.member).split("/")[0])].append(finding)
    codes = {
        rows[n][0]: [(f.code, f.severity) for f in findings][:1] for n, findings in found.items()
    }
    assert codes == {row[0]: [row[3:]] if row[3] else [] for row in rows}
    for findings in found.values():
        for finding in findings:
            assert finding.origin.file == str(path)
            assert finding.clause or finding.severity != "error"
            for lang in ("vi", "en"):
                words = finding.message_in(lang) + finding.hint_in(lang)  # type: ignore[arg-type]
                assert "{" not in words.replace("{}", "")


def test_lessons_of_cmi5_are_told_of_as_they_are(tmp_path: Path) -> None:
    told(tmp_path / "goi.zip", "cmi5", SPOILED)


@pytest.mark.long
def test_more_lessons_of_cmi5_are_told_of_as_they_are(tmp_path: Path) -> None:
    told(tmp_path / "goi.zip", "cmi5", MORE)


def test_lessons_of_xapi_are_told_of_as_they_are(tmp_path: Path) -> None:
    told(tmp_path / "goi.zip", "xapi", SPOILED_XAPI)
