"""What is mechanical is mended, everything else stays byte for byte, and once is enough."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hocvu.manifest import check
from hocvu.manifest.mend import mend
from hocvu.manifest.setting import Checks

DATA = Path(__file__).parent / "data"
MISTAKES: list[dict[str, Any]] = tomllib.loads((DATA / "mistakes.toml").read_text("utf-8"))[
    "mistake"
]


def mended(folder: Path, text: str, checks: Checks | None = None, name: str = "a.yaml") -> str:
    path = folder / name
    path.write_bytes(text.encode())
    once = mend(path, checks or Checks()).after
    assert path.read_bytes() == text.encode()  # nothing is written
    path.write_bytes(once)
    assert mend(path, checks or Checks()).after == once
    return once.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("issued: 2026-03-20", "issued: 20/03/2026"),
        ("issued: 2026-03-20", "issued: ngày 20 tháng 3 năm 2026"),
        ("  date: 2026-03-15", "  date: 2026-03-15T08:00"),
        ("kind: khoa_hoc", "kind: Khóa học"),
        ("  - cong_chuc", "  - Công chức"),
        ("duration: PT1H30M", "duration: 1 giờ 30 phút"),
        ('["01"]', "[01]"),
        ('["01"]', "[Hà Nội]"),
        ('["01"]', '["1"]'),
        ("version: 1.0.0", "version: v1.0"),
        ("language: vi\n", "language: Tiếng Việt\n"),
        ("pass_score: 80", "pass_score: 80%"),
        ("score: 8.5", 'score: "8,5"'),
        ("required: true", "required: có"),
        ("source: files/mo-dau.md", "source: files\\mo-dau.md"),
        ("source: files/mo-dau.md", "source: files/Mo-Dau.md"),
        ("id: H01.02", "id: h01.02"),
        ("rights: CC BY 4.0", "rights: cc-by-4.0"),
        ("status: ban_hanh\n", "status: ban_hanh  \t\n"),
        ("rights: CC BY 4.0\n", "rights:CC BY 4.0\n"),
        ("rights: CC BY 4.0\n", "rights：CC BY 4.0\n"),
        ("  en: Receiving", "\u00a0 en: Receiving"),
        ("  - can_bo\n", "\t- can_bo\n"),
        (
            "language: vi\nkeywords: [một cửa, hồ sơ]\n",
            "keywords: [một cửa, hồ sơ]\nlanguage: vi\n",
        ),
    ],
)
def test_what_has_one_remedy_is_mended(folder: Path, good: str, before: str, after: str) -> None:
    assert before in good
    assert mended(folder, good.replace(before, after, 1)) == good


def test_comments_line_ends_and_everything_else_stay(folder: Path) -> None:
    text = (
        "\ufeff# đầu tệp   giữ nguyên  \r\n\r\nid: urn:hv:y   # mã\r\n# về mã\r\ncode: '01'\r\n"
        "title: \"Một\"\r\nlanguage: vn # ngôn ngữ\r\nversion: 0.1.0\r\nstatus: 'Dự thảo'\r\n"
        "description: |\r\n  Hai dấu cách cuối dòng  \r\n  # không phải chú thích\r\n"
        "parts:\r\n  - {source: files/mo-dau.md}  # bài\r\n# cuối"
    )
    wanted = (
        text.replace("giữ nguyên  \r", "giữ nguyên\r")
        .replace("language: vn", "language: vi")
        .replace("'Dự thảo'", "'du_thao'")
    )
    assert mended(folder, text) == wanted + "\r\n"


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\r"])
def test_places_that_are_not_those_of_the_file_are_left_alone(
    folder: Path, good: str, odd: str
) -> None:
    """YAML ends a line there, which no editor shows: nothing is written in a wrong line."""
    text = good.replace("issued: 2026-03-20", "issued: 20/3/2026")
    text = text.replace("title:", f"# ghi{odd}chú\ntitle:" if odd == "\r" else "title:")
    text = text.replace("hồ sơ", f"hồ{odd}sơ", 1) if odd != "\r" else text
    assert odd in text
    assert mended(folder, text) == text


def test_letters_are_composed_in_values_and_not_in_comments(folder: Path, good: str) -> None:
    comment = unicodedata.normalize("NFD", "# chữ tổ hợp\n")
    decomposed = unicodedata.normalize("NFD", good)
    assert mended(folder, comment + decomposed) == comment + good


def test_fields_are_sorted_with_their_comments_and_under_their_headings(folder: Path) -> None:
    text = (
        "# --- Một ---\n# về tên\ntitle: Một\nid: urn:hv:y\n\n# --- Hai ---\n\nversion: 1.0.0\n"
        "# mã\ncode: 01\nstatus: du_thao\nlanguage: vi\nparts:\n  - source: files/mo-dau.md\n"
    )
    assert mended(folder, text) == (
        "# --- Một ---\nid: urn:hv:y\n# về tên\ntitle: Một\n\n# --- Hai ---\n\n"
        "# mã\ncode: 01\nlanguage: vi\nversion: 1.0.0\nstatus: du_thao\nparts:\n"
        "  - source: files/mo-dau.md\n"
    )


@pytest.mark.parametrize("sample", sorted((Path(__file__).parents[2] / "manifests").glob("*.yaml")))
def test_the_samples_need_no_mending(sample: Path) -> None:
    assert not mend(sample, Checks()).changed


def test_json_is_mended_and_stays_json(folder: Path) -> None:
    text = '{"id": "urn:hv:y", "issued": "20/3/2026", "kind": "Khóa học", "parts": []}'
    assert mended(folder, text, name="a.json") == (
        '{"id": "urn:hv:y", "issued": "2026-03-20", "kind": "khoa_hoc", "parts": []}\n'
    )


def test_mending_never_makes_a_seeded_mistake_worse(folder: Path, checks: Checks) -> None:
    for mistake in MISTAKES:
        text = (DATA / mistake.get("base", "good.yaml")).read_text("utf-8")
        text = text.replace(mistake["from"], mistake["to"].replace("‹", ""), 1)
        path = folder / "a.yaml"
        path.write_text(text, encoding="utf-8")
        before = {p.code for p in check(path, checks=checks) if p.severity == "error"}
        mended(folder, text, checks)
        after = {p.code for p in check(path, checks=checks) if p.severity == "error"}
        assert len(after) <= len(before) or before <= {p for p in before if "colon" in p}, mistake


pieces = st.sampled_from(
    ["id: urn:a:b", "issued: 1/2/2026", "kind: Khóa học", "# ghi chú", "", "title: Một  ", "\tx: 1",
     "version: v1", "parts:", "  - source: a.md", "language: vn", "coverage: {provinces: [01]}",
     'rights: "CC-BY-4.0"', "description: |", "  chữ  ", "status: 'Dự thảo'", "&a x: *a", "a: {"]
)  # fmt: skip


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=60)
@example(["description: |", "title: Một  ", "id: urn:a:b"], "\n", False)
@given(st.lists(pieces, max_size=9), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_once_is_enough(tmp_path: Path, lines: list[str], ending: str, end: bool) -> None:
    mended(tmp_path, ending.join(lines) + ending * end)
