"""The catalogue is complete: both languages, the same placeholders, every code used and known."""

import re
import string
from pathlib import Path

import pytest

from hocvu import messages

CODE = re.compile(r"""["']([a-z0-9]+(?:\.[a-z0-9_]+)+)["']""")
VIETNAMESE = re.compile(
    "[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.I
)


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.fixture(scope="module")
def source_text(root: Path) -> str:
    files = [*root.glob("hocvu/**/*.py"), *root.glob("hocvu/player/src/**/*.ts")]
    return "\n".join(path.read_text("utf-8") for path in files)


@pytest.mark.parametrize("code", sorted(messages.catalogue()))
def test_each_message_is_in_both_languages(code: str) -> None:
    entry = messages.catalogue()[code]
    assert set(entry) <= {"vi", "en", "vi_hint", "en_hint"}
    assert entry["vi"].strip()
    assert entry["en"].strip()
    assert ("vi_hint" in entry) == ("en_hint" in entry)
    assert placeholders(entry["en"]) <= placeholders(entry["vi"])
    assert not VIETNAMESE.search(entry["en"].replace("Học liệu số", "")), "English with Vietnamese"


def test_vietnamese_is_written_with_its_marks() -> None:
    long = [e["vi"] for e in messages.catalogue().values() if len(e["vi"].split()) > 5]
    assert len(long) > 20
    assert [text for text in long if not VIETNAMESE.search(text)] == []


# Where the mark stands on an open syllable's first vowel or second: one way for all texts.
TWO_WAYS = re.compile(r"(?<![qQ])(?:[oO][àáảãạèéẻẽẹ]|[uU][ỳýỷỹỵ])(?!\w)")


@pytest.mark.parametrize(
    ("ours", "other"),
    [
        ("xóa", "xoá"),
        ("hòa", "hoà"),
        ("khóa", "khoá"),
        ("mã hóa", "mã hoá"),
        ("tùy", "tuỳ"),
        ("ủy", "uỷ"),
        ("thủy", "thuỷ"),
        ("lòe", "loè"),
        ("họa", "hoạ"),
        ("hủy", "huỷ"),
    ],
)
def test_the_two_ways_to_write_a_mark(ours: str, other: str) -> None:
    assert TWO_WAYS.search(other)
    assert not TWO_WAYS.search(ours)
    assert not TWO_WAYS.search("quý quỹ hoàn toàn khoản quà thuế")


def test_marks_are_written_one_way(root: Path) -> None:
    pages = [root / "README.md", *root.glob("docs/*.md"), *root.glob("hocvu/messages/*.toml")]
    assert len(pages) > 30
    found = {
        f"{page.name}: {word[0]}"
        for page in pages
        for word in TWO_WAYS.finditer(page.read_text("utf-8"))
    }
    assert found == set()


def test_no_message_is_left_over(source_text: str) -> None:
    literal = set(CODE.findall(source_text))
    stems = set(re.findall(r"""f["']([a-z0-9_.]+\.)\{""", source_text))
    unused = {
        code
        for code in messages.catalogue()
        if code not in literal
        and not any(code.startswith(stem) for stem in stems)
        and f"{code.rpartition('.')[2]}" not in source_text
    }
    assert unused == set()


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "vi"),
        ({"LANG": "C.UTF-8"}, "vi"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "vi_VN.UTF-8"}, "vi"),
        ({"LC_ALL": "vi_VN", "HOCVU_LANG": "en"}, "en"),
        ({"LANG": "fr_FR"}, "vi"),
    ],
)
def test_the_language_is_chosen(
    variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOCVU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert messages.language() == expected
