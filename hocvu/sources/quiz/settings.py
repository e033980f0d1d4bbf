"""How a quiz is held, as authors write it in front matter or on a sheet of its own."""

from __future__ import annotations

from typing import Final

from hocvu.errors import Origin
from hocvu.identifiers import slug
from hocvu.sources.quiz import words
from hocvu.sources.quiz.drafts import Desk, Paper

NAMES: Final = {
    "title": ("title", "tieu-de", "ten", "ten-bai", "ten-bai-kiem-tra"),
    "pass_score": ("pass-score", "diem-dat", "diem-dat-phan-tram", "muc-dat"),
    "attempts": ("attempts", "so-lan", "so-lan-lam", "so-lan-lam-bai"),
    "shuffle": ("shuffle", "tron", "tron-cau", "tron-cau-hoi"),
    "shuffle_choices": ("shuffle-choices", "tron-dap-an", "tron-phuong-an"),
    "pick": ("pick", "rut", "rut-cau", "so-cau-rut", "rut-ngau-nhien"),
    "reveal": ("reveal", "hien-dap-an", "hien", "xem-dap-an"),
    "quiz": ("quiz", "kind", "loai", "dang"),
}
"""Every spelling of a setting, without marks."""

REVEALS: Final = {
    "each": ("each", "tung-cau", "moi-cau", "sau-moi-cau", "sau-tung-cau"),
    "end": ("end", "cuoi", "cuoi-bai", "sau-khi-nop", "khi-nop"),
    "passed": ("passed", "khi-dat", "dat", "sau-khi-dat"),
    "never": ("never", "khong", "khong-hien", "khong-bao-gio"),
}
_QUIZ: Final = frozenset({"quiz", "trac-nghiem", "kiem-tra", "cau-hoi", "bai-kiem-tra"})
_ANY: Final = frozenset({"", "0", "khong-gioi-han", "unlimited", "tuy-y"})
_ALL: Final = frozenset({"", "0", "tat-ca", "het", "all"})
_SPELT: Final = {spelling: name for name, forms in NAMES.items() for spelling in forms}
_REVEAL: Final = {spelling: name for name, forms in REVEALS.items() for spelling in forms}


def known(key: str) -> str | None:
    """Return the setting that `key` spells, None when there is no such setting."""
    return _SPELT.get(slug(key))


def apply(paper: Paper, desk: Desk, key: str, value: str, place: Origin) -> None:
    """Understand one setting; tell of one that is not known, or whose value does not suit it."""
    name = known(key)
    if name is None:
        desk.notices.at(place, "quiz.setting_unknown", "info", name=key[:60])
        return
    if name == "title":
        paper.title = " ".join(value.split())
        return
    if name == "quiz":
        return
    meant = _meant(name, value)
    if meant is None:
        desk.wrong(place, "quiz.setting_value", name=key[:60], value=value[:60])
    else:
        paper.settings[name] = meant


def says_quiz(key: str, value: str) -> bool:
    """Tell if this line of front matter makes its document a quiz."""
    name = known(key)
    return name not in {None, "title", "quiz"} or (name == "quiz" and slug(value) in _QUIZ)


def _meant(name: str, value: str) -> int | bool | str | None:
    if name == "pass_score":
        return words.percent(value)
    if name in {"attempts", "pick"}:
        if slug(value) in (_ANY if name == "attempts" else _ALL):
            return 0
        count = words.number(value)
        return int(count) if count is not None and count >= 0 and count == int(count) else None
    if name == "reveal":
        return _REVEAL.get(slug(value))
    return words.yes(value)
