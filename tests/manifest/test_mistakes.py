"""Each kind of mistake is told at its line and column, with its own code and next step."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hocvu.manifest import InvalidManifest, Problem, check, load
from hocvu.manifest.setting import Checks

DATA = Path(__file__).parent / "data"
MISTAKES: list[dict[str, Any]] = tomllib.loads((DATA / "mistakes.toml").read_text("utf-8"))[
    "mistake"
]
SIGN = "‹"


def place(marked: str) -> tuple[int, int]:
    before = marked[: marked.index(SIGN)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def told(folder: Path, text: str, checks: Checks) -> tuple[Problem, ...]:
    path = folder / "khoa-hoc.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    return check(path, checks=checks)


@pytest.mark.parametrize("base", ["good.yaml", "approved.yaml"])
def test_a_good_manifest_has_no_problem(folder: Path, base: str, checks: Checks) -> None:
    text = (DATA / base).read_text("utf-8")
    assert told(folder, text, checks) == ()
    assert told(folder, text, replace(checks, for_publish=True)) == ()


@pytest.mark.parametrize(
    "mistake", MISTAKES, ids=[f"{i}-{m['code'].partition('.')[2]}" for i, m in enumerate(MISTAKES)]
)
def test_a_seeded_mistake_is_told_at_its_place(
    folder: Path, mistake: dict[str, Any], checks: Checks
) -> None:
    marked = (DATA / mistake.get("base", "good.yaml")).read_text("utf-8")
    changes = [
        (mistake["from"], mistake["to"]),
        *(mistake[k] for k in ("and", "and2") if k in mistake),
    ]
    for before, after in changes:
        assert before in marked
        marked = marked.replace(before, after, 1)
    line, column = place(marked) if SIGN in marked else mistake.get("at", (1, 1))
    asked = replace(checks, for_publish=mistake.get("publish", False))
    problems = told(folder, marked.replace(SIGN, ""), asked)
    hits = [p for p in problems if p.code == mistake["code"]]
    assert (line, column) == (hits[0].line, hits[0].column) if hits else problems == (), problems
    assert len(hits) == 1 or mistake["code"] in mistake.get("also", ()), problems
    others = {p.code for p in problems} - {mistake["code"]} - set(mistake.get("also", ()))
    assert not others, problems
    for lang in ("vi", "en"):
        assert hits[0].message_in(lang)
        assert hits[0].hint_in(lang)
        assert not re.search(r"\{\w+\}", hits[0].message_in(lang) + hits[0].hint_in(lang))


def test_there_are_mistakes_of_many_kinds() -> None:
    assert len(MISTAKES) >= 190
    assert len({m["code"] for m in MISTAKES}) >= 170


def test_ten_mistakes_are_ten_problems_in_order_of_line(folder: Path, good: str) -> None:
    spoilt = (
        good.replace("id: https://hoc-lieu.example.gov.vn/mot-cua", "id: mot cua")
        .replace("code: MC-01", "code: [a]")
        .replace("\ndescription:", "\ndescripton:")
        .replace("kind: khoa_hoc", "kind: khoahoc")
        .replace("PT1H30M", "90 phút")
        .replace("pass_score: 80", "pass_score: 101")
        .replace("version: 1.0.0", "version: v1")
        .replace("issued: 2026-03-20", "issued: 20/3/2026")
        .replace("files/mo-dau.md", "files/khac.md")
        .replace("required: true", "required: có")
    )
    path = folder / "muoi-loi.yaml"
    path.write_text(spoilt, encoding="utf-8")
    with pytest.raises(InvalidManifest) as raised:
        load(path)
    problems = raised.value.problems
    assert len(problems) == 10
    assert [p.line for p in problems] == sorted(p.line or 0 for p in problems)
    wanted = [
        n
        for n, (a, b) in enumerate(zip(good.split("\n"), spoilt.split("\n"), strict=True), 1)
        if a != b
    ]
    assert [p.line for p in problems] == wanted
    assert raised.value.exit_code == 3
    assert "10" in raised.value.message
