"""YAML 1.2 and JSON as they are written, with places."""

from __future__ import annotations

import json
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hocvu.manifest.reader import parse, read_tree
from hocvu.written.reader import LARGEST
from hocvu.written.tree import Plain, Tree


def tree(text: str | bytes) -> Tree:
    return parse(text if isinstance(text, bytes) else text.encode(), "a.yaml")


def codes(text: str | bytes) -> list[str]:
    return [problem.code for problem in tree(text).problems]


def test_scalars_keep_what_was_written() -> None:
    value = tree("a: no\nb: 01\nc: 1.0\nd: '01'\ne: ~\nf:\ng: !!str 5\nh: 2026-01-01\n").value
    assert value == {"a": "no", "b": "01", "c": "1.0", "d": "01", "g": "5", "h": "2026-01-01"}
    assert {k for k, v in value.items() if isinstance(v, Plain)} == {"a", "b", "c", "h"}


def test_places_count_characters_not_bytes() -> None:
    read = tree("đường: {ở: xa}\nsố:\n  - một\n  - hai\n")
    place = read.at(("đường", "ở"))
    assert (place.line, place.column, place.key) == (1, 12, (1, 9))
    assert (read.at(("số", 1)).line, read.at(("số", 1)).column) == (4, 5)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfa: \xc4\x91\n",
        "a: đ\n".encode("utf-16"),
        b"\xff\xfe" + "a: đ\n".encode("utf-16-le"),
        b"\xfe\xff" + "a: đ\n".encode("utf-16-be"),
        "a: đ\r\n".encode(),
        b"%YAML 1.2\n---\na: \xc4\x91\n...\n",
    ],
)
def test_usual_encodings_and_line_ends_are_read(data: bytes) -> None:
    read = tree(data)
    assert (read.value, read.problems) == ({"a": "đ"}, [])


def test_other_encodings_are_told_at_their_line() -> None:
    problem = tree("a: b\nc: \xe9\n".encode("latin-1")).problems[0]
    assert (problem.code, problem.line, problem.column) == ("manifest.encoding", 2, 4)


def test_decomposed_letters_are_composed_and_told_once() -> None:
    read = tree(unicodedata.normalize("NFD", "tiêu đề: Tiếp nhận hồ sơ\nb: Chứng thực\n"))
    assert read.value == {"tiêu đề": "Tiếp nhận hồ sơ", "b": "Chứng thực"}
    assert [(p.code, p.severity) for p in read.problems] == [("manifest.not_nfc", "info")]


def test_keys_that_are_equal_once_composed_are_duplicates() -> None:
    assert "manifest.duplicate_key" in codes("số: 1\n" + unicodedata.normalize("NFD", "số: 2\n"))


def test_anchors_are_read() -> None:
    read = tree("a: &x {b: 1}\nc: *x\nd: [*x, *x]\n")
    assert read.value["d"] == [{"b": "1"}, {"b": "1"}]
    assert not read.problems
    assert (read.at(("c",)).line, read.at(("c",)).column) == (2, 4)


def test_a_bomb_of_aliases_is_refused_fast() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    begun = time.perf_counter()
    assert codes("\n".join(lines)) == ["manifest.too_many_values"]
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("text", ["[" * 200_000, "{b: " * 50_000, "- " * 100_000])
def test_deep_nesting_is_refused_fast(text: str) -> None:
    begun = time.perf_counter()
    assert codes(text)[0] in ("manifest.too_deep", "manifest.not_mapping")
    assert time.perf_counter() - begun < 2


def test_an_alias_to_what_surrounds_it_is_refused() -> None:
    assert codes("a: &a [*a]\n") == ["manifest.alias_unknown"]


def test_size_is_limited(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: " + b"x" * LARGEST)
    assert [p.code for p in read_tree(path, "a.yaml").problems] == ["manifest.too_large"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "manifest.empty_file"),
        ("# chỉ có ghi chú\n", "manifest.empty_file"),
        ("~\n", "manifest.empty_file"),
        ("- a\n- b\n", "manifest.not_mapping"),
        ("một câu\n", "manifest.not_mapping"),
        ("a: 1\na: 2\n", "manifest.duplicate_key"),
        ("a: !!python/object:os.system x\n", "manifest.tag"),
        ("{a: 1}: 2\n", "manifest.key_not_text"),
        ("a: b\n---\nc: d\n", "manifest.many_documents"),
        ("a:\n\t- b\n", "manifest.tab"),
        ("a: \x00\n", "manifest.control_character"),
    ],
)
def test_what_is_no_manifest_is_told(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_missing_files_and_folders_are_told(tmp_path: Path) -> None:
    assert read_tree(tmp_path / "a.yaml", "a").problems[0].code == "manifest.not_found"
    assert read_tree(tmp_path, "a").problems[0].code == "manifest.unreadable"


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20).map(
    lambda words: unicodedata.normalize("NFC", words)
)
json_values = st.recursive(
    texts, lambda inside: st.lists(inside, max_size=4) | st.dictionaries(texts, inside, max_size=4)
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(texts, json_values, min_size=1, max_size=5), st.booleans())
def test_json_of_texts_reads_as_it_is(value: dict[str, Any], ascii_only: bool) -> None:
    read = tree(json.dumps(value, ensure_ascii=ascii_only, indent=1))
    allowed = {"manifest.control_character", "manifest.too_deep"}
    assert read.value == value or {p.code for p in read.problems} & allowed


@given(st.binary(max_size=300) | texts.map(str.encode))
@example(b"{}")
def test_any_bytes_end_in_a_tree_or_a_problem(data: bytes) -> None:
    read = parse(data, "a.yaml")
    # That a mapping written as empty is no manifest is for the checks to tell.
    assert read.value or read.problems or read.place.children or b"{" in data
    assert all((p.line or 0) >= 1 and (p.column or 0) >= 1 for p in read.problems)


def test_json_is_strict_and_may_be_indented_with_tabs() -> None:
    good = parse(b'{\n\t"a": "\\u0111\\ud83d\\ude00\\/",\n\t"b": [\n\t\t1\n\t]\n}', "a.json")
    assert (good.value, good.problems) == ({"a": "đ😀/", "b": ["1"]}, [])
    bad = parse(b'{\n "a": 1,\n}', "a.json").problems
    assert [(p.code, p.line) for p in bad] == [("manifest.json_name", 3)]
    assert parse(b'{"a":' * 100_000, "a.json").problems[0].code in (
        "manifest.too_deep",
        "manifest.json_syntax",
    )
