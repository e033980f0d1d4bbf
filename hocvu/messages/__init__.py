"""The one catalogue of messages, in Vietnamese and English.

Every message that a person may read stands in a TOML file of this folder under a
code (``area.name``) with ``vi`` and ``en`` texts and, where there is a next step,
``vi_hint`` and ``en_hint``. Texts hold ``{name}`` placeholders. Nothing else in the
project holds words for users, so that a message is never in one language only.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Literal, get_args

Language = Literal["vi", "en"]
LANGUAGES: Final = get_args(Language)
DEFAULT: Final[Language] = "vi"


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return every entry of the catalogue by its code.

    Raises:
        ValueError: Two files of the catalogue hold the same code.
    """
    entries: dict[str, Mapping[str, str]] = {}
    tables = sorted(
        (item for item in files(__package__).iterdir() if item.name.endswith(".toml")),
        key=lambda item: item.name,
    )
    for table in tables:
        for code, entry in tomllib.loads(table.read_text(encoding="utf-8")).items():
            if code in entries:
                raise ValueError(f"{table.name}: {code} stands in the catalogue twice")
            entries[code] = entry
    return entries


def language() -> Language:
    """Return the language to speak: ``HOCVU_LANG``, then the locale, then Vietnamese."""
    for variable in ("HOCVU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")[:2].lower()
        if value == "en":
            return "en"
        if value == "vi":
            return "vi"
    return DEFAULT


def text(
    code: str, params: Mapping[str, object] | None = None, lang: Language | None = None
) -> str:
    """Return the message of `code`, its placeholders filled, in `lang` or the user's language."""
    return _fill(catalogue()[code][lang or language()], params)


def hint(
    code: str, params: Mapping[str, object] | None = None, lang: Language | None = None
) -> str:
    """Return the next step that goes with `code`, or an empty string where there is none."""
    return _fill(catalogue()[code].get(f"{lang or language()}_hint", ""), params)


def _fill(template: str, params: Mapping[str, object] | None) -> str:
    return template.format_map(params) if params else template
