"""The record's terms in the terms of IEEE 1484.12.1, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, get_args

from hocvu import messages
from hocvu.lesson.record import Kind, Status

LIFE_CYCLE_STATUS: Final[Mapping[Status, str]] = {
    "du_thao": "draft",
    "tham_dinh": "draft",
    "phe_duyet": "final",
    "ban_hanh": "final",
    "het_hieu_luc": "unavailable",
}
RESOURCE_TYPE: Final[Mapping[Kind, str]] = {
    "khoa_hoc": "lecture",
    "chuyen_de": "lecture",
    "bai_hoc": "lecture",
    "video_huong_dan": "lecture",
    "tinh_huong": "problem statement",
    "tai_lieu": "narrative text",
    "bai_kiem_tra": "exam",
}


def words(code: str, **params: object) -> dict[str, str]:
    """Return the message of `code` in every language of the catalogue."""
    return {lang: messages.text(code, params, lang) for lang in get_args(messages.Language)}
