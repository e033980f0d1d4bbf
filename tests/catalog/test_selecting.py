"""Choosing topics of a catalogue, and being told when they change."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from hocvu.catalog import Choice, Entry, compare, read_catalog, select, write_catalog
from hocvu.catalog.reading import Found
from hocvu.errors import Damaged, ManifestError, Missing
from hocvu.lesson.record import Concept, Organisation
from hocvu.programmes import load_programme

WHERE = "https://hoclieu.example"
HEAD = {"id": "urn:hocvu:xa", "code": "XA", "title": "Chương trình của xã", "version": "1.0.0"}


def entry(code: str, **other: object) -> Entry:
    """Return an entry as a store gives it."""
    known: dict[str, object] = {
        "id": f"https://hoclieu.example/{code.lower()}",
        "code": code,
        "title": {"vi": f"Chuyên đề {code}"},
        "version": "1.0.0",
        "duration": "PT1H30M",
        "requirement": "tu_chon",
        "field": Concept(id="dat-dai", label={"vi": "Đất đai"}),
        "publisher": Organisation(name="Bộ Thí dụ"),
        "release": "ab" * 32,
    }
    return Entry.model_validate(known | other)


CATALOGUE = [
    entry("CD-01"),
    entry("CD-02"),
    entry("CD-03", state="withdrawn"),
    entry("CD-04", field=None),
]


def chosen(tmp_path: Path, choice: Choice) -> Path:
    path = tmp_path / "ct.yaml"
    found = [Found(one) for one in CATALOGUE]
    path.write_text(select(found, choice, HEAD, WHERE, tmp_path, f"{WHERE}/trang"), "utf-8")
    return path


def test_topics_are_chosen_in_the_order_asked_with_their_provenance(tmp_path: Path) -> None:
    choice = Choice(("cd-02", "https://hoclieu.example/cd-01"), compulsory=("CD-02",))
    programme = load_programme(chosen(tmp_path, choice))
    assert [(topic.code, topic.required) for topic in programme.topics] == [
        ("CD-02", True),
        ("CD-01", False),
    ]
    first = programme.topics[0].chosen
    assert first is not None
    assert (first.catalogue, first.version, first.sha256) == (WHERE, "1.0.0", "ab" * 32)
    assert first.url == f"{WHERE}/trang/{CATALOGUE[1].page}"
    assert programme.topics[0].hours == 1.5


def test_filters_pass_what_fits_and_never_what_was_withdrawn(tmp_path: Path) -> None:
    programme = load_programme(chosen(tmp_path, Choice(field="Đất đai", publisher="bo thi du")))
    assert [topic.code for topic in programme.topics] == ["CD-01", "CD-02"]


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (Choice(("CD-09",)), "select.unknown"),
        (Choice(("CD-03",)), "select.unknown"),
        (Choice(field="Y tế"), "select.nothing"),
    ],
)
def test_what_cannot_be_chosen_is_told(tmp_path: Path, choice: Choice, code: str) -> None:
    with pytest.raises(ManifestError) as told:
        chosen(tmp_path, choice)
    assert told.value.remark.code == code


@pytest.mark.parametrize(
    ("now", "code", "severity"),
    [
        ([entry("CD-01", version="1.1.0")], "select.revised", "warning"),
        ([entry("CD-01", state="withdrawn", reason="Sai số liệu")], "select.withdrawn", "error"),
        ([entry("CD-01", superseded_by="urn:vidu:moi")], "select.superseded", "warning"),
        ([entry("CD-01", release="cd" * 32)], "select.altered", "error"),
        ([], "select.gone", "error"),
        ([entry("CD-01")], None, None),
    ],
)
def test_a_change_of_a_chosen_topic_is_told_at_its_line(
    tmp_path: Path, now: list[Entry], code: str | None, severity: str | None
) -> None:
    programme = load_programme(chosen(tmp_path, Choice(("CD-01",))))
    problems = compare(programme, map(Found, now), WHERE)
    if code is None:
        assert problems == ()
        return
    (problem,) = problems
    assert (problem.code, problem.severity) == (code, severity)
    lines = (tmp_path / "ct.yaml").read_text("utf-8").splitlines()
    assert "CD-01" in lines[(problem.line or 0) - 1]
    assert "CD-01" in problem.message


def test_a_catalogue_comes_back_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "catalog.jsonl"
    when = dt.datetime(2026, 3, 20, tzinfo=dt.UTC)
    entries = [*CATALOGUE, entry("CD-05", published=when, issued="2026-03")]
    path.write_bytes(write_catalog(entries))
    assert write_catalog(reversed(entries)) == path.read_bytes()
    back = {found.entry.code: found.entry for found in read_catalog(str(path))}
    assert back == {one.code: one for one in entries}
    path.write_bytes(path.read_bytes() + b"{}\n")
    with pytest.raises(Damaged) as told:
        list(read_catalog(str(path)))
    assert told.value.remark.origin.line == 6
    with pytest.raises(Missing):
        list(read_catalog(str(tmp_path / "none.jsonl")))
